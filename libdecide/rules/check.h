#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "derive/facts.h"
#include "derive/seal.h"
#include "diag/finding.h"
#include "estimate/estimates.h"
#include "facts/fact.h"
#include "replay/verdict.h"
#include "rules/change.h"
#include "rules/custom.h"
#include "rules/schema_files.h"
#include "schema/read.h"
#include "yaml/document.h"

namespace decide::rules {

struct Rule;

struct CheckOptions {
  design::Date today;                    ///< for acceptances that run out
  bool require_seals = false;            ///< `--sealed`: a stale or missing seal is an error
  std::optional<design::Section> stage;  ///< only this stage's rules, and the file rules up to its section
  std::vector<std::string> only, skip;   ///< codes or names; empty `only`: all
  facts::Values values;                  ///< limits and constants, where an organisation has its own
  bool computing = false;                ///< only rules that compute, not those about reading and wording
  bool fixes = true;                     ///< findings carry their edits, each of which costs a parse
  bool words = true;  ///< else findings are only counted: rule, severity, place, and no notes
  replay::Bounds bounds = replay::quick;  ///< of the replay checker
  int jobs = 1;                           ///< threads that it may use; changes no result
  replay::Watch watch;                    ///< of the replay checker's searches, for whoever waits
  std::shared_ptr<replay::Memo> memo;     ///< its searches, for whoever checks many similar designs
  ReadBeside read_beside;                 ///< for schema files; without it they are not compared
  std::map<std::string, diag::Severity, std::less<>> severities;  ///< by code, where they are not the usual
  /// Told when a part of the work begins ("parse", "read", "derive", "rules"), for whoever takes the time.
  std::function<void(std::string_view part)> on_part;
  std::shared_ptr<const CustomRules> custom{};  ///< rules of the organisation; null: there are none
};

/// What a finding counts for, where an organisation has a say.
diag::Severity severity_of(const diag::Finding& finding, const CheckOptions& options);

/// A file that was read and judged. Holds what its parts point into, so it is not copied.
struct Checked {
  yaml::Parsed parsed;
  schema::ReadResult read;
  std::unique_ptr<derive::Facts> facts;            ///< null if the file is not readable as a design
  std::unique_ptr<estimate::Estimates> estimates;  ///< null with the facts
  std::shared_ptr<replay::Memo> memo;
  std::unique_ptr<replay::Verdicts> verdicts;  ///< null with the facts
  std::vector<SchemaFile> schema_files;        ///< versions of the event schema, oldest first
  std::vector<diag::Finding> findings;         ///< sorted
  bool readable() const { return facts != nullptr; }
  /// True if a value could not be read (F002, F003): what follows from answers may then be missing for that.
  bool misread() const;
};

/// Parses, reads, derives and judges one source.
std::unique_ptr<Checked> check(Source source, const CheckOptions& options);
/// The same of a text that has been parsed.
std::unique_ptr<Checked> check(yaml::Parsed parsed, const CheckOptions& options);

/// A checked design that is judged again with other texts at some nodes, as what-ifs do time and again. It
/// works on one copy, and reads only what it changes or sets back. `base` must outlive it. For one thread.
class Again {
 public:
  explicit Again(const Checked& base);
  /// What is found then; nothing where a text cannot be read as what the field takes.
  std::optional<std::vector<diag::Finding>> with(const Texts& texts, const CheckOptions& options);

 private:
  /// Sets texts and reads their nodes.
  void put(const Texts& texts);

  const Checked& base_;
  yaml::Document document_;
  schema::ReadResult read_;
  std::vector<yaml::NodeId> changed_;  ///< whose texts are not those of the base
};

/// True for the rules that what-if and headroom ask: all but those of the file and of the wording of the
/// close.
bool computes(const Rule& rule);

}  // namespace decide::rules
