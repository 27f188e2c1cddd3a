#include "command.h"
#include "compare.h"

namespace dedesign {

namespace {

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

std::unique_ptr<Command> make_diff(std::string_view /*name*/) {
  return std::make_unique<DiffCommand>();
}

}  // namespace dedesign
