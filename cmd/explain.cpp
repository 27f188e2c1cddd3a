#include "report/explain.h"

#include "base/result.h"
#include "command.h"
#include "config.h"
#include "custom_rules.h"
#include "report/terminal.h"

namespace dedesign {

namespace {

class ExplainCommand final : public Command {
 public:
  Options options() override {
    Options all{{"WORD", "A rule, a constraint, the path of a field, or a choice", &word_},
                {"--list", "List every word that can be explained", &list_}};
    add_rules_option(all, rules_);
    return all;
  }

  Output run(const Env& env) override {
    const decide::report::Style style{.color = false, .width = env.out_terminal ? env.width : 0};
    if (list_) return {decide::report::explain_list(style), {}, ok};
    if (word_.empty()) return failure({"explain needs a word", "dedesign explain --list shows them all"});
    const auto custom = rules_in_force(rules_);
    if (!custom) return failure(custom.error());
    auto text = decide::report::explain(word_, style, custom->get());
    if (!text) return failure(text.error());
    return {*std::move(text), {}, ok};
  }

 private:
  std::string word_;
  bool list_ = false;
  std::vector<std::string> rules_;
};

}  // namespace

std::unique_ptr<Command> make_explain(std::string_view /*name*/) {
  return std::make_unique<ExplainCommand>();
}

}  // namespace dedesign
