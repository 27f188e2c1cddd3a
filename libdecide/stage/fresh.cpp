#include "stage/fresh.h"

#include <fmt/format.h>

#include "derive/seal.h"
#include "schema/type.h"
#include "yaml/edit.h"

namespace decide::stage {

std::string fresh_design(std::string_view title, std::string_view prompt, std::string_view scenario) {
  std::string text = "dedesign: 1\n";
  text += fmt::format("title: {}\nprompt: {}\n", yaml::scalar(title, false), yaml::scalar(prompt, false));
  if (!scenario.empty()) text += fmt::format("scenario: {}\n", yaml::scalar(scenario, false));
  for (const derive::StageInfo& stage : derive::stages()) {
    const auto located = schema::locate(stage.key);
    text += fmt::format("\n# {} (dedesign {})\n{}:\n", located->field->doc, stage.command, stage.key);
  }
  return text;
}

}  // namespace decide::stage
