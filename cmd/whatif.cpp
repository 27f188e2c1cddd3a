#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "command.h"
#include "compare.h"
#include "report/compare.h"
#include "rules/change.h"
#include "rules/headroom.h"
#include "stage/stage.h"

namespace dedesign {

namespace {

using decide::rules::Change;

class WhatIfCommand final : public Command {
 public:
  Options options() override {
    Options all{
        {"FILE", "The design; without it, or with -, standard input", &file_},
        {"--set", "Change a value, or multiply it (x10): full path", &set_, "PATH=VALUE"},
        {"--scale", "Multiply what stands at a path, or below it; of scope.volume also declared rows",
         &scale_, "PATH=FACTOR"},
        {"--headroom", "Search, for each load, the factor at which the first finding appears", &headroom_}};
    add_compare_options(all, options_);
    return all;
  }

  Output run(const Env& env) override {
    if (set_.empty() && scale_.empty() && !headroom_)
      return failure({"whatif needs a change", "give --set PATH=VALUE, --scale PATH=FACTOR or --headroom"});
    auto check = computing(options_, file_, env);
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
    if (const auto* misread = misread_in(*after, **base, *changes)) return failure(refused(*misread));
    return headroom_ ? show_headroom(*after, *check, env) : show(**base, *after, options_, env);
  }

 private:
  /// What cannot be read of a changed value, or because of it; null if all can.
  static const decide::diag::Finding* misread_in(const decide::rules::Checked& after,
                                                 const decide::rules::Checked& base,
                                                 const std::vector<Change>& changes) {
    const auto was_there = [&](const decide::diag::Finding& finding) {
      return std::any_of(base.read.findings.begin(), base.read.findings.end(), [&](const auto& other) {
        return other.rule == finding.rule && other.path == finding.path && other.message == finding.message;
      });
    };
    const auto is_changed = [&](const decide::diag::Finding& finding) {
      return std::any_of(changes.begin(), changes.end(), [&](const Change& change) {
        return finding.path == change.path || finding.path.starts_with(change.path + ".");
      });
    };
    const auto found =
        std::find_if(after.read.findings.begin(), after.read.findings.end(),
                     [&](const auto& finding) { return !was_there(finding) || is_changed(finding); });
    return found == after.read.findings.end() ? nullptr : &*found;
  }

  static decide::Error refused(const decide::diag::Finding& finding) {
    return {fmt::format("{}: {}", decide::sanitize(finding.path), finding.message), finding.help};
  }

  using Assignment = std::pair<std::string, std::string>;

  /// Paths are full here, where a stage takes those below its section.
  static decide::Result<Assignment> split(const std::string& text, std::string_view help) {
    auto assignment = decide::stage::split_assignment(text);
    if (!assignment) return decide::Error{assignment.error().message, std::string(help)};
    return assignment;
  }

  decide::Result<std::vector<Change>> read_changes() const {
    std::vector<Change> changes;
    for (const std::string& text : set_) {
      auto assignment = split(text, "write --set scope.volume.peak=120k/s, say");
      if (!assignment) return assignment.error();
      changes.push_back(
          {assignment->first, decide::design::parse_factor(assignment->second), assignment->second});
    }
    for (const std::string& text : scale_) {
      auto assignment = split(text, "write --scale scope.volume=10, say");
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
    return {decide::report::headroom(all, style(options_, env)), {}, ok};
  }

  std::string file_;
  std::vector<std::string> set_, scale_;
  bool headroom_ = false;
  CompareOptions options_;
};

}  // namespace

std::unique_ptr<Command> make_whatif(std::string_view /*name*/) {
  return std::make_unique<WhatIfCommand>();
}

}  // namespace dedesign
