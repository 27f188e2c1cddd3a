#pragma once

#include <string>
#include <string_view>

#include "report/terminal.h"

namespace decide::rules {
class CustomRules;
}

namespace decide::report {

/// All rules as a table for people.
std::string rule_table(const Style& style, const rules::CustomRules* custom = nullptr);

/// The same as JSON: {"version": 1, "rules": [{"code", "name", "stage", "severity", "summary", "rationale",
/// "fails", "passes", "constraint", "facts"}]}; absent parts are left out.
std::string rule_json(const rules::CustomRules* custom = nullptr);

}  // namespace decide::report
