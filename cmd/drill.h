#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "drill/grade.h"
#include "drill/shelf.h"
#include "env.h"
#include "input.h"
#include "rules/check.h"

/// What the actions of `drill` share. Each action is a function from its arguments to what is printed.
namespace dedesign {

struct DrillOptions {
  std::string action;
  std::vector<std::string> arguments;
  std::string output, minutes, seed, now, at_least, scenario;
  std::vector<std::string> folders;
  std::string format = "full";
  bool json() const { return format == "json"; }
};

/// Everything that an action needs to know of the world.
struct DrillContext {
  const DrillOptions& options;
  const Env& env;
  decide::drill::Shelf shelf;
  decide::design::Instant now;
  std::size_t width() const { return env.out_terminal ? env.width : 80; }
  /// A paragraph of any text, as wide as the terminal.
  std::string wrapped(std::string_view text, std::string_view indent) const;
};

Output drill_list(const DrillContext& context);
Output drill_start(const DrillContext& context);
Output drill_ask(const DrillContext& context);
Output drill_hint(const DrillContext& context);
Output drill_pivot(const DrillContext& context);
Output drill_watch(const DrillContext& context);
Output drill_grade(const DrillContext& context);
Output drill_verify(const DrillContext& context);
Output drill_new(const DrillContext& context);

/// A design in a drill, judged.
struct Drilled {
  Input input;
  decide::drill::Scenario scenario;
  decide::rules::CheckOptions check;
  std::unique_ptr<decide::rules::Checked> checked;
};
/// Reads the design at `file` and the scenario that it names, or the one of `--scenario`.
decide::Result<Drilled> read_drilled(const DrillContext& context, const std::string& file);
/// Options for checking what stands in no file of the user.
decide::rules::CheckOptions check_options(const DrillContext& context);
/// The grade of a design, and of its scenario's reference.
struct Grades {
  decide::drill::Grade own, reference;
};
decide::Result<Grades> grade_of(const DrillContext& context, const Drilled& drilled);

/// A design after an action: written in place, or to standard output where it came from standard input;
/// `said` goes to the other stream then.
Output changed(const Input& input, const std::string& text, const std::string& said);

/// Where attempts are kept; empty: nowhere.
std::string history_file(const Env& env);

/// "12 of 45 minutes"
std::string clock_text(const decide::drill::Grade& grade);

}  // namespace dedesign
