#include "command.h"
#include "compare.h"

namespace dedesign {

namespace {

class DiffCommand final : public Command {
 public:
  Options options() override {
    Options all{
        {.names = "A", .about = "A design", .target = &before_, .required = true},
        {.names = "B", .about = "The design that it is compared with", .target = &after_, .required = true}};
    add_compare_options(all, options_);
    return all;
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
