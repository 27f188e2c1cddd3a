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
    auto before = read(before_, env);
    if (!before) return failure(before.error());
    auto after = read(after_, env);
    if (!after) return failure(after.error());
    return show(**before, **after, options_, env);
  }

 private:
  /// Each by the settings beside it.
  decide::Result<std::unique_ptr<decide::rules::Checked>> read(const std::string& file,
                                                               const Env& env) const {
    auto check = computing(options_, file, env);
    if (!check) return check.error();
    return judged(file, env, *check);
  }

  std::string before_, after_;
  CompareOptions options_;
};

}  // namespace

std::unique_ptr<Command> make_diff(std::string_view /*name*/) {
  return std::make_unique<DiffCommand>();
}

}  // namespace dedesign
