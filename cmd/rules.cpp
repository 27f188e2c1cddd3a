#include "command.h"
#include "report/rule_list.h"

namespace dedesign {

namespace {

class RulesCommand final : public Command {
 public:
  Options options() override {
    return {{.names = "--format",
             .about = "table or json",
             .target = &format_,
             .value = "FORMAT",
             .words = {"table", "json"},
             .shows_default = true}};
  }

  Output run(const Env& env) override {
    if (format_ == "json") return {decide::report::rule_json(), {}, ok};
    return {decide::report::rule_table({.color = false, .width = env.out_terminal ? env.width : 0}), {}, ok};
  }

 private:
  std::string format_ = "table";
};

}  // namespace

std::unique_ptr<Command> make_rules(std::string_view /*name*/) {
  return std::make_unique<RulesCommand>();
}

}  // namespace dedesign
