#pragma once

#include <string>
#include <vector>

#include "report/terminal.h"

namespace decide::report {

/// One setting that holds for a file: "severities.P304", "note", and who says so.
struct SettingRow {
  std::string key, value, from;
};

/// What holds for a file.
struct SettingsReport {
  std::string file;                ///< the design
  std::vector<std::string> files;  ///< that were read, the nearest first
  std::vector<SettingRow> rows;
};

std::string settings_text(const SettingsReport& report, const Style& style);
/// One object, version 1.
std::string settings_json(const SettingsReport& report);

}  // namespace decide::report
