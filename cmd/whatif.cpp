#include <fmt/format.h>

#include "base/text.h"
#include "command.h"
#include "common.h"
#include "input.h"
#include "report/compare.h"
#include "rules/change.h"
#include "rules/headroom.h"
#include "stage/stage.h"

namespace dedesign {

namespace {

using decide::rules::Change;

/// Options of the commands that set two designs side by side.
struct CompareOptions {
  std::string format = "full";
  std::string color = "auto";
  std::string today;
};

void add_compare_options(CLI::App& app, CompareOptions& options) {
  app.add_option("--format", options.format, "full or json")->check(CLI::IsMember({"full", "json"}));
  app.add_option("--color", options.color, "auto, always or never")
      ->check(CLI::IsMember({"auto", "always", "never"}));
  app.add_option("--today", options.today, "The day that acceptances are judged by")->type_name("DATE");
}

ReportOptions as_report(const CompareOptions& options) {
  ReportOptions report;
  report.color = options.color;
  report.today = options.today;
  return report;
}

decide::Result<decide::rules::CheckOptions> computing(const CompareOptions& options, const Env& env) {
  auto date = today(as_report(options), env);
  if (!date) return date.error();
  decide::rules::CheckOptions check;
  check.today = *date;
  check.computing = true;
  check.fixes = false;
  return check;
}

decide::Result<std::unique_ptr<decide::rules::Checked>> judged(const std::string& path, const Env& env,
                                                               const decide::rules::CheckOptions& check) {
  auto input = read_input(path, env);
  if (!input) return input.error();
  auto checked = decide::rules::check(std::move(input->source), check);
  if (!checked->readable()) {
    const decide::diag::Finding& first = checked->findings.front();
    return decide::Error{
        fmt::format("{} cannot be read as a design: {}", decide::sanitize(path), first.message),
        "run dedesign lint on it"};
  }
  return checked;
}

Output show(const decide::rules::Checked& before, const decide::rules::Checked& after,
            const CompareOptions& options, const Env& env) {
  const auto comparison = decide::rules::compare(before, after);
  if (options.format == "json") return {decide::report::comparison_json(comparison), {}, ok};
  return {decide::report::comparison(comparison, style(as_report(options), env, env.out_terminal)), {}, ok};
}

class WhatIfCommand final : public Command {
 public:
  void define(CLI::App& app) override {
    app.add_option("FILE", file_, "The design; without it, or with -, standard input");
    app.add_option("--set", set_, "Change a value, or multiply it (x10): full path")
        ->type_name("PATH=VALUE")
        ->allow_extra_args(false)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    app.add_option("--scale", scale_,
                   "Multiply what stands at a path, or below it; of scope.volume also declared rows")
        ->type_name("PATH=FACTOR")
        ->allow_extra_args(false)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    app.add_flag("--headroom", headroom_,
                 "Search, for each load, the factor at which the first finding appears");
    add_compare_options(app, options_);
  }

  Output run(const Env& env) override {
    if (set_.empty() && scale_.empty() && !headroom_)
      return failure({"whatif needs a change", "give --set PATH=VALUE, --scale PATH=FACTOR or --headroom"});
    auto check = computing(options_, env);
    if (!check) return failure(check.error());
    auto changes = read_changes();
    if (!changes) return failure(changes.error());
    auto base = judged(file_, env, *check);
    if (!base) return failure(base.error());
    if (changes->empty()) return show_headroom(**base, *check, env);
    auto parsed = decide::rules::changed((*base)->parsed.document, *changes);
    if (!parsed) return failure(parsed.error());
    const auto after = decide::rules::check(*std::move(parsed), *check);
    if (!after->readable()) return failure({"the changed design cannot be read", {}});
    if (after->read.findings.size() > (*base)->read.findings.size())
      return failure(refused(after->read.findings.front()));
    return headroom_ ? show_headroom(*after, *check, env) : show(**base, *after, options_, env);
  }

 private:
  static decide::Error refused(const decide::diag::Finding& finding) {
    return {fmt::format("{}: {}", decide::sanitize(finding.path), finding.message), finding.help};
  }

  decide::Result<std::vector<Change>> read_changes() const {
    std::vector<Change> changes;
    for (const std::string& text : set_) {
      auto assignment = decide::stage::split_assignment(text);
      if (!assignment) return assignment.error();
      changes.push_back(
          {assignment->first, decide::design::parse_factor(assignment->second), assignment->second});
    }
    for (const std::string& text : scale_) {
      auto assignment = decide::stage::split_assignment(text);
      if (!assignment) return assignment.error();
      const std::string& factor = assignment->second;
      const auto value = decide::design::parse_factor(factor.starts_with('x') ? factor : "x" + factor);
      if (!value)
        return decide::Error{fmt::format("`{}` is not a factor", decide::sanitize(factor)),
                             "a number above zero, such as 10 or 0.5"};
      changes.push_back({assignment->first, *value, {}});
    }
    return changes;
  }

  Output show_headroom(const decide::rules::Checked& base, const decide::rules::CheckOptions& check,
                       const Env& env) const {
    const auto all = decide::rules::headroom(base, check);
    if (options_.format == "json") return {decide::report::headroom_json(all), {}, ok};
    return {decide::report::headroom(all, style(as_report(options_), env, env.out_terminal)), {}, ok};
  }

  std::string file_;
  std::vector<std::string> set_, scale_;
  bool headroom_ = false;
  CompareOptions options_;
};

class DiffCommand final : public Command {
 public:
  void define(CLI::App& app) override {
    app.add_option("A", before_, "A design")->required();
    app.add_option("B", after_, "The design that it is compared with")->required();
    add_compare_options(app, options_);
  }

  Output run(const Env& env) override {
    auto check = computing(options_, env);
    if (!check) return failure(check.error());
    auto before = judged(before_, env, *check);
    if (!before) return failure(before.error());
    auto after = judged(after_, env, *check);
    if (!after) return failure(after.error());
    return show(**before, **after, options_, env);
  }

 private:
  std::string before_, after_;
  CompareOptions options_;
};

}  // namespace

std::unique_ptr<Command> make_whatif(std::string_view /*name*/) {
  return std::make_unique<WhatIfCommand>();
}

std::unique_ptr<Command> make_diff(std::string_view /*name*/) {
  return std::make_unique<DiffCommand>();
}

}  // namespace dedesign
