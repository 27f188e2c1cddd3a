#include <fmt/format.h>

#include <filesystem>
#include <system_error>

#include "command.h"
#include "config.h"
#include "report/settings.h"

namespace dedesign {

namespace {

class ConfigCommand final : public Command {
 public:
  Options options() override {
    return {{"FILE", "A design, or a folder; without it, the current folder", &file_},
            {.names = "--format",
             .about = "full or json",
             .target = &format_,
             .value = "FORMAT",
             .words = {"full", "json"},
             .shows_default = true}};
  }

  Output run(const Env& env) override {
    std::error_code problem;
    const bool is_folder = std::filesystem::is_directory(file_, problem);
    const std::string asked = is_folder ? (std::filesystem::path(file_) / "design.yaml").string() : file_;
    Configs configs;
    auto settings = configs.of(asked);
    if (!settings) return failure(settings.error());
    decide::report::SettingsReport shown = (*settings)->shown;
    shown.file = file_.empty() || file_ == "-" ? "." : file_;
    if (format_ == "json") return {decide::report::settings_json(shown), {}, ok};
    const decide::report::Style look{.color = false, .width = env.out_terminal ? env.width : 0};
    return {decide::report::settings_text(shown, look), {}, ok};
  }

 private:
  std::string file_, format_ = "full";
};

}  // namespace

std::unique_ptr<Command> make_config(std::string_view /*name*/) {
  return std::make_unique<ConfigCommand>();
}

}  // namespace dedesign
