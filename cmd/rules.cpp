#include <fmt/format.h>

#include "base/plural.h"
#include "base/text.h"
#include "command.h"
#include "config.h"
#include "custom_rules.h"
#include "report/rule_list.h"
#include "rules/custom.h"

namespace dedesign {

namespace {

using decide::rules::CustomRules;

/// Tries the examples of every rule; what is wrong, and a line that counts.
Output try_all(const CustomRules& rules) {
  Output output;
  std::size_t examples = 0;
  std::size_t wrong = 0;
  for (const auto& rule : rules.all()) {
    examples += rule.rule.fails.size() + rule.rule.passes.size();
    for (const decide::Error& error : decide::rules::try_examples(rule)) {
      ++wrong;
      output.out += decide::sanitize(error.message) + "\n";
      if (!error.help.empty()) output.out += fmt::format("  help: {}\n", decide::sanitize(error.help));
    }
  }
  output.out += fmt::format("{} rule{}, {} example{}, ", rules.all().size(),
                            decide::plural_s(rules.all().size()), examples, decide::plural_s(examples));
  output.out += wrong == 0 ? "all as they should be\n" : fmt::format("{} wrong\n", wrong);
  output.status = wrong == 0 ? ok : has_findings;
  return output;
}

class RulesCommand final : public Command {
 public:
  Options options() override {
    Options all{
        {.names = "FILE", .about = "Files or folders of rules of your organisation", .target = &files_},
        {.names = "--test", .about = "Try the examples of these rules", .target = &test_},
        {.names = "--format",
         .about = "table or json",
         .target = &format_,
         .value = "FORMAT",
         .words = {"table", "json"},
         .shows_default = true}};
    add_rules_option(all, more_);
    return all;
  }

  Output run(const Env& env) override {
    std::vector<std::string> paths = files_;
    paths.insert(paths.end(), more_.begin(), more_.end());
    if (test_ && paths.empty())
      return failure({"--test needs files of rules", "dedesign rules --test rules/"});
    const auto rules = rules_in_force(paths);
    if (!rules) return failure(rules.error());
    if (test_) return try_all(**rules);
    if (format_ == "json") return {decide::report::rule_json(rules->get()), {}, ok};
    const decide::report::Style style{.color = false, .width = env.out_terminal ? env.width : 0};
    return {decide::report::rule_table(style, rules->get()), {}, ok};
  }

 private:
  std::string format_ = "table";
  std::vector<std::string> files_, more_;
  bool test_ = false;
};

}  // namespace

std::unique_ptr<Command> make_rules(std::string_view /*name*/) {
  return std::make_unique<RulesCommand>();
}

}  // namespace dedesign
