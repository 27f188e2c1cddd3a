#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/source.h"

namespace decide::diag {

enum class Severity { note, warning, error };

constexpr std::string_view severity_name(Severity severity) {
  switch (severity) {
    case Severity::note:
      return "note";
    case Severity::warning:
      return "warning";
    case Severity::error:
      return "error";
  }
  return "error";
}

/// A second place that explains a finding: the constraint's own line, the other of two keys.
struct Related {
  std::string path;
  Span span;
  std::string message;
};

/// A computed number, shown as a sum: `value` is in `unit`; `inputs` are name and value, printed.
struct Figure {
  std::string name;
  double value = 0;
  std::string unit;
  std::string formula;
  std::vector<std::pair<std::string, std::string>> inputs;
};

/// Replace the bytes of `span` by `text`.
struct Edit {
  Span span;
  std::string text;
  friend bool operator==(const Edit&, const Edit&) = default;
};

/// Edits that mend a finding. Safe: the meaning changes only where the rule says, no comment is touched.
struct Fix {
  bool safe = false;
  std::string title;
  std::vector<Edit> edits;
};

/// The `accept` entry that stands by a finding.
struct Accepted {
  std::string name;
  Span span;
};

/// One step of a timeline: who does what, and what the table and a right table hold afterwards.
struct TraceStep {
  std::string who;  ///< empty: what happens outside
  std::string what, table, right;
};

/// The shortest timeline that goes wrong.
struct Trace {
  std::string cost;     ///< "1 event, 1 fault, 6 steps"
  std::string bounds;   ///< what was searched
  std::string summary;  ///< in one line
  std::string lanes;    ///< one row a step, at most 100 columns
  std::string ends;     ///< what is wrong at the end, in a sentence
  std::vector<TraceStep> steps;
};

/// One thing to say about a design. Spans are byte offsets into the source that was checked.
struct Finding {
  std::string rule;  ///< "P303"
  std::string name;  ///< "partition-explosion"
  Severity severity = Severity::error;
  std::string path;     ///< "partition.clicks.by"; empty for the file as a whole
  Span span;            ///< the culprit
  std::string label;    ///< said under the culprit, may be empty
  std::string message;  ///< one sentence: the value seen and the limit
  std::string help;     ///< what to do
  std::string constraint;
  std::vector<Related> related;
  std::vector<Figure> figures;
  std::optional<Fix> fix;
  std::optional<Accepted> accepted;
  std::optional<Trace> trace;
  bool absent = false;       ///< it is about something that is not there; `path` is where it would stand
  bool in_baseline = false;  ///< a baseline knows it already: it is shown, and does not count
};

/// By position, then code, then message: a total order on what a run may print for one file.
bool before(const Finding& a, const Finding& b);
void sort(std::vector<Finding>& findings);

/// The same finding in a longer text that holds the checked one from byte `offset` on.
void shift(Finding& finding, std::uint32_t offset);

/// True unless the design stands by it or a baseline knows it.
inline bool counts(const Finding& finding) {
  return !finding.accepted && !finding.in_baseline;
}

/// How many findings of each severity; accepted ones, and those of a baseline, are counted apart and nowhere
/// else.
struct Summary {
  std::size_t error = 0, warning = 0, note = 0, accepted = 0, fixable = 0, baseline = 0;
  std::size_t counted() const { return error + warning + note; }
  std::size_t all() const { return counted() + accepted + baseline; }
  Summary& operator+=(const Summary& other);
};
Summary summarize(const std::vector<Finding>& findings);

}  // namespace decide::diag
