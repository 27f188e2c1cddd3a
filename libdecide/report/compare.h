#pragma once

#include <string>
#include <vector>

#include "report/terminal.h"
#include "rules/compare.h"
#include "rules/headroom.h"

namespace decide::report {

/// Two designs side by side: values, constraints and figures before and after, then the findings that appear
/// and those that go. Says so if nothing differs.
std::string comparison(const rules::Comparison& comparison, const Style& style);
std::string comparison_json(const rules::Comparison& comparison);

/// A line for each load: the factor at which something is first found, what, and where.
std::string headroom(const std::vector<rules::Headroom>& all, const Style& style);
std::string headroom_json(const std::vector<rules::Headroom>& all);

}  // namespace decide::report
