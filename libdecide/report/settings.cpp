#include "report/settings.h"

#include <utility>

#include "base/text.h"
#include "report/escape.h"
#include "report/json_text.h"
#include "report/table.h"

namespace decide::report {

std::string settings_text(const SettingsReport& report, const Style& style) {
  Table table;
  table.header = {"SETTING", "VALUE", "FROM"};
  for (const SettingRow& row : report.rows) table.rows.push_back({row.key, row.value, row.from});
  TerminalText out(style);
  const Safe files =
      report.files.empty() ? Safe("no .dedesign.yaml") : Safe::foreign(join(report.files, ", "));
  out.line({{"What holds for " + Safe::foreign(report.file) + ", by " + files + ":"}});
  out.blank();
  return std::move(out).str() + report::table(table, style);
}

std::string settings_json(const SettingsReport& report) {
  Json root;
  root["version"] = 1;
  root["file"] = report.file;
  root["files"] = report.files;
  root["settings"] = Json::array();
  for (const SettingRow& row : report.rows)
    root["settings"].push_back(Json{{"key", row.key}, {"value", row.value}, {"from", row.from}});
  return printed(root.dump(2, ' ', false, Json::error_handler_t::replace));
}

}  // namespace decide::report
