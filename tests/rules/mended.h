#pragma once

#include <string>
#include <string_view>

#include "catch.h"
#include "rules/marked.h"

/// Findings that come alone, and what their fixes do.
namespace decide::test {

inline diag::Finding only_finding(std::string_view rule, std::string_view fragment) {
  const auto found = findings_of(rule, fragment);
  REQUIRE(found.size() == 1);
  return found.front();
}

/// The text after the fix of the only finding.
inline std::string mended(std::string_view rule, std::string_view fragment) {
  const diag::Finding finding = only_finding(rule, fragment);
  REQUIRE(finding.fix.has_value());
  std::string text = unmark(fragment).text;
  for (auto edit = finding.fix->edits.rbegin(); edit != finding.fix->edits.rend(); ++edit)
    text.replace(edit->span.begin, edit->span.end - edit->span.begin, edit->text);
  return text;
}

/// True if the fix of the only finding leaves nothing for the rule to find.
inline bool mends(std::string_view rule, std::string_view fragment) {
  return silent(rule, mended(rule, fragment));
}

}  // namespace decide::test
