#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/source.h"
#include "design/design.h"
#include "drill/match.h"
#include "drill/scenario.h"
#include "rules/check.h"

/// What happens between the prompt and the grade: functions from the text of a design to its new text. The
/// state of a drill stands in the design under `drill:`.
namespace decide::drill {

/// A design that was read, for a drill.
struct Sheet {
  yaml::Parsed parsed;
  schema::ReadResult read;
  const design::Design& design() const { return read.design; }
  const yaml::Document& document() const { return parsed.document; }
};
/// An error says why the text is no design.
Result<Sheet> read_sheet(const Source& source);

/// The design of a drill that begins: the prompt and nothing else.
std::string fresh_drill(const Scenario& scenario, int minutes, std::int64_t seed, design::Instant now);

/// What the interviewer knows: every hidden value, as the follow-ups so far have changed it.
std::vector<Setting> world(const Scenario& scenario, const design::Design& design);

/// True if something of this part stands in the design.
bool is_decided(const design::Design& design, Part part);

enum class Reply : std::uint8_t { answered, again, unclear, nobody, tools };
std::string_view reply_name(Reply reply);

struct Said {
  Reply reply = Reply::nobody;
  std::string answer;                ///< which hidden answer was reached
  std::string says;                  ///< what the interviewer says
  std::vector<std::string> nearest;  ///< unclear: names of the two nearest answers
  std::vector<Setting> sets;         ///< what went into the design
  std::string text;                  ///< the design afterwards
};
/// Puts a question. Values of a hidden answer go into `scope`, and the question into the log.
Result<Said> ask(const Source& source, const Scenario& scenario, Matcher& matcher, std::string_view question,
                 design::Instant now);

/// True if a question is about tools, and not about what the platform is for.
bool is_about_tools(std::string_view question);
/// True if it also wants one to be chosen: then it is taken so whatever else its words reach.
bool proposes_tools(std::string_view question);

/// How many of the seven questions that the scenario answers are not asked yet.
std::size_t open_of_seven(const Scenario& scenario, const design::Design& design);

struct Hint {
  std::string answer;              ///< what it is about; empty: a finding, or nothing is left
  std::vector<std::string> steps;  ///< all that were told so far, the new one last
  bool more = false;               ///< another step is left
  std::string text;                ///< the design afterwards
};
/// One step more of the hint to the first question that was not asked; then to the first finding.
Result<Hint> hint(const Source& source, const Scenario& scenario, const std::vector<diag::Finding>& findings);

struct Pivoted {
  const Pivot* pivot = nullptr;  ///< null: no follow-up is left
  bool aimed = false;            ///< at a rule that the design breaks
  std::string text;              ///< the design afterwards
};
/// The next follow-up: one whose rule the design breaks, else the next by seed. Changes the world in the
/// file.
Result<Pivoted> pivot(const Source& source, const Scenario& scenario,
                      const std::vector<diag::Finding>& findings, design::Instant now);

/// What a follow-up still asks for in a design: wants that are not met and rules that are not silent.
struct Unmet {
  std::string what;  ///< in a sentence
  std::string path;  ///< where
  const diag::Finding* finding = nullptr;
};
std::vector<Unmet> unmet(const Pivot& pivot, const yaml::Document& document,
                         const std::vector<diag::Finding>& findings);

/// Sets one value of the text after another.
Result<std::string> with(Source source, const std::vector<Setting>& settings);

}  // namespace decide::drill
