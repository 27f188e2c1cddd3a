#include "diag/pack.h"

#include <string>

#include "catch.h"

using namespace decide;
using namespace decide::diag;

namespace {

std::vector<Finding> some() {
  Finding full;
  full.rule = "P303";
  full.name = "partition-explosion";
  full.severity = Severity::warning;
  full.path = "partition.clicks.by";
  full.span = {7, 19};
  full.label = std::string("with\0nul", 8);
  full.message = "é";
  full.help = "help";
  full.constraint = "freshness";
  full.related = {{"a.b", {1, 2}, "see"}, {"", {3, 4}, ""}};
  full.figures = {{"files", 1.0 / 3, "B", "a * b", {{"a", "1"}, {"b", "2"}}}};
  full.fix = Fix{true, "write it", {{{5, 6}, "x"}}};
  full.accepted = Accepted{"size", {8, 9}};
  full.trace = Trace{"1 event", "quick", "sum", "lanes\n", "ends", {{"who", "what", "t", "r"}}};
  full.absent = true;
  full.in_baseline = true;
  return {full, Finding{}};
}

}  // namespace

TEST_CASE("what was packed comes back whole") {
  const auto findings = some();
  const auto back = unpack(pack(findings));
  REQUIRE(back);
  REQUIRE(back->size() == 2);
  const Finding& one = back->front();
  CHECK(one.rule == "P303");
  CHECK(one.severity == Severity::warning);
  CHECK(one.span == Span{7, 19});
  CHECK(one.label.size() == 8);
  CHECK(one.related[0].message == "see");
  CHECK(one.figures[0].value == 1.0 / 3);
  CHECK(one.figures[0].inputs[1].second == "2");
  CHECK(one.fix->edits == findings[0].fix->edits);
  CHECK(one.accepted->span == Span{8, 9});
  CHECK(one.trace->steps[0].right == "r");
  CHECK(one.absent);
  CHECK(one.in_baseline);
  CHECK(pack(*back) == pack(findings));
  CHECK_FALSE(back->back().fix);
  CHECK(unpack(pack({}))->empty());
}

TEST_CASE("other bytes give nothing, and take no memory") {
  const std::string good = pack(some());
  for (std::size_t length = 0; length < good.size(); ++length) CHECK_FALSE(unpack(good.substr(0, length)));
  CHECK_FALSE(unpack(good + "x"));
  CHECK_FALSE(unpack(std::string(64, '\xff')));
  for (std::size_t at = 0; at < good.size(); ++at) {
    std::string bad = good;
    bad[at] = static_cast<char>(bad[at] ^ 0x55);
    const auto read = unpack(bad);
    CHECK((!read || pack(*read) == bad));
  }
}
