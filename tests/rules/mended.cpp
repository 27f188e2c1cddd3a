#include "rules/mended.h"

#include "catch.h"

namespace decide::test {

diag::Finding only_finding(std::string_view rule, std::string_view fragment) {
  const auto found = findings_of(rule, fragment);
  REQUIRE(found.size() == 1);
  return found.front();
}

std::string mended(std::string_view rule, std::string_view fragment) {
  const diag::Finding finding = only_finding(rule, fragment);
  REQUIRE(finding.fix.has_value());
  std::string text = unmark(fragment).text;
  for (auto edit = finding.fix->edits.rbegin(); edit != finding.fix->edits.rend(); ++edit)
    text.replace(edit->span.begin, edit->span.end - edit->span.begin, edit->text);
  return text;
}

bool mends(std::string_view rule, std::string_view fragment) {
  return silent(rule, mended(rule, fragment));
}

}  // namespace decide::test
