#include "config_manual.h"

#include <fmt/format.h>

#include "config/config.h"
#include "config/preset.h"
#include "report/mdoc.h"

namespace dedesign {

namespace {

constexpr std::string_view intro =
    "A file .dedesign.yaml says how the designs in its folder and below are judged. Every command that "
    "judges "
    "a design follows it. The files are looked for from the folder of the design upwards to the root of its "
    "repository, which is the nearest folder that holds .git; the design itself may lie in a folder without "
    "one.\n\n"
    "A key that several of the files have counts as the nearest one says it, as a whole: `facts: {}` in a "
    "folder takes back the facts of the folders above. Only `ignore` adds up, as ignore files do. The "
    "command "
    "line comes before all files.\n\n"
    "A key that there is not, a rule, fact or preset that there is not, and a value that cannot be read are "
    "errors, with their places, and end the command with status 2. dedesign config FILE shows what holds for "
    "a "
    "file and who says so.";

std::string severities_of(const decide::config::Preset& preset) {
  std::string text;
  if (!preset.fail_on.empty()) text = fmt::format("fail_on {}; ", preset.fail_on);
  for (const auto severity : {"error", "warning", "note", "off"}) {
    std::string codes;
    for (const auto& rule : preset.rules) {
      const auto word = rule.severity ? decide::diag::severity_name(*rule.severity) : "off";
      if (word == severity) codes += fmt::format("{}{}", codes.empty() ? "" : ", ", rule.code);
    }
    if (!codes.empty()) text += fmt::format("{}: {}; ", severity, codes);
  }
  return text.substr(0, text.size() - 2);
}

}  // namespace

std::string config_manual() {
  decide::report::Mdoc page("dedesign-config", 5, "how the designs of a folder are judged");
  page.section("DESCRIPTION").text(intro);
  page.section("KEYS").begin_list();
  for (const auto& row : decide::config::keys())
    page.item(row.name, "", fmt::format("{} Example: {}", row.about, row.example));
  page.end_list().text(
      "Findings that say that a design could not be read (F001 to F004, F008) or that an acceptance has no "
      "reason "
      "(F013) stay errors.");
  page.section("PRESETS")
      .text(
          "What a file says itself holds against its presets, and its presets hold against what files "
          "farther "
          "away say.")
      .begin_list();
  for (const auto& preset : decide::config::presets())
    page.item(preset.name, "", fmt::format("{}. It sets {}.", preset.about, severities_of(preset)));
  page.end_list();
  page.section("EXAMPLES")
      .literal(
          "presets: [ci]\n"
          "P304: note\n"
          "severities: {better-layout: off}\n"
          "facts:\n"
          "  parquet.row_group_bytes: 64 MB\n"
          "ignore: [drafts/]");
  page.section("SEE ALSO").macro(".Xr dedesign 1 ,").macro(".Xr dedesign-rules 7");
  return std::move(page).str();
}

}  // namespace dedesign
