#pragma once

#include <string>
#include <string_view>

#include "rules/marked.h"

/// Findings that come alone, and what their fixes do.
namespace decide::test {

diag::Finding only_finding(std::string_view rule, std::string_view fragment);
/// The text after the fix of the only finding.
std::string mended(std::string_view rule, std::string_view fragment);
/// True if the fix of the only finding leaves nothing for the rule to find.
bool mends(std::string_view rule, std::string_view fragment);

}  // namespace decide::test
