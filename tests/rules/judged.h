#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "rules/check.h"
#include "rules/marked.h"

/// Designs in tests, with all that came of judging them.
namespace decide::test {

inline constexpr design::Date test_day{20782};  // 2026-11-25

/// `only`: the code of a rule; empty: all.
std::unique_ptr<rules::Checked> judge(std::string text, std::string_view only = {});

}  // namespace decide::test
