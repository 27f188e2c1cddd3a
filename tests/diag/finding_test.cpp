#include "diag/finding.h"

#include "catch.h"

namespace decide::diag {
namespace {

Finding finding(std::string rule, std::uint32_t begin, Severity severity = Severity::error) {
  Finding made;
  made.rule = std::move(rule);
  made.span = {begin, begin + 1};
  made.severity = severity;
  return made;
}

TEST_CASE("findings are sorted by place, then by code") {
  std::vector<Finding> all{finding("S102", 9), finding("S101", 9), finding("S199", 2)};
  sort(all);
  CHECK(all[0].rule == "S199");
  CHECK(all[1].rule == "S101");
  CHECK(all[2].rule == "S102");
}

TEST_CASE("a summary counts accepted findings apart, and as fixable only what --fix mends") {
  std::vector<Finding> all(4, finding("S101", 1));
  all[0].fix = Fix{true, "safe", {}};
  all[1].fix = Fix{false, "changes the meaning", {}};
  all[2].fix = Fix{true, "safe, but stood by", {}};
  all[2].accepted = Accepted{"mine", {}};
  all[3].severity = Severity::note;
  const Summary summary = summarize(all);
  CHECK(summary.error == 2);
  CHECK(summary.warning == 0);
  CHECK(summary.note == 1);
  CHECK(summary.accepted == 1);
  CHECK(summary.fixable == 1);
}

}  // namespace
}  // namespace decide::diag
