#pragma once

#include <string>
#include <string_view>

#include "report/terminal.h"

namespace decide::report {

/// The section that a rule is about, by its letter: "scope" of S101; "file" of F001.
std::string_view stage_of_rule(std::string_view code);

/// All rules as a table for people.
std::string rule_table(const Style& style);

/// The same as JSON: {"version": 1, "rules": [{"code", "name", "stage", "severity", "summary", "rationale",
/// "fails", "passes", "constraint", "facts"}]}; absent parts are left out.
std::string rule_json();

}  // namespace decide::report
