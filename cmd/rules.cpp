#include "command.h"
#include "report/rule_list.h"

namespace dedesign {

namespace {

class RulesCommand final : public Command {
 public:
  void define(CLI::App& app) override {
    app.add_option("--format", format_, "table or json")
        ->type_name("FORMAT")
        ->check(CLI::IsMember({"table", "json"}))
        ->capture_default_str();
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
