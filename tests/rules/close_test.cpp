#include <string>

#include "catch.h"
#include "rules/marked.h"

namespace decide {
namespace {

using test::fires;
using test::silent;

/// A consumer that reads one exact table fed by a raw one.
const std::string base =
    "scope:\n  volume: {average: 1k/s}\n  correctness: {level: exact}\n"
    "  consumers:\n    invoicing: {kind: billing}\n"
    "model:\n  sources:\n    topic: {kind: kafka}\n  tables:\n    clicks: {role: raw, grain: one click}\n"
    "    daily: {role: aggregate, grain: one day}\n"
    "  queries:\n    invoice: {consumer: invoicing, table: daily}\n"
    "  pipelines:\n    land: {from: [topic], to: clicks, because: [throughput]}\n"
    "    count: {from: [clicks], to: daily, because: [exact-counts]}\n";

std::string close(const std::string& text) {
  return base + "close:\n" + text;
}

TEST_CASE("C501: every table that a consumer reads has a freshness check") {
  CHECK(silent("C501", close("  checks:\n    fresh: {table: daily, kind: freshness, max: 1 h}\n")));
  CHECK_FALSE(silent("C501", close("  checks:\n    fresh: {table: clicks, kind: freshness, max: 1 h}\n")));
  CHECK_FALSE(
      silent("C501", close("  checks:\n    full: {table: daily, kind: completeness, against: 7 d}\n")));
}

TEST_CASE("C507: a check without an effect") {
  CHECK(fires("C507", close("  checks:\n    «fresh»: {table: daily, kind: freshness, max: 1 h}\n")));
  CHECK(silent("C507",
               close("  checks:\n    fresh: {table: daily, kind: freshness, max: 1 h, on_fail: [page]}\n")));
}

TEST_CASE("C508: a check on the table, or behind it, that holds numbers back") {
  CHECK_FALSE(
      silent("C508", close("  checks:\n    full: {table: daily, kind: completeness, on_fail: [page]}\n")));
  CHECK_FALSE(
      silent("C508", close("  checks:\n    fresh: {table: daily, kind: freshness, on_fail: [not_ready]}\n")));
  for (const char* kind : {"completeness", "duplicates", "nulls", "reconcile"}) {
    for (const char* table : {"daily", "clicks"}) {
      INFO(kind << " " << table);
      CHECK(silent("C508", close(std::string("  checks:\n    one: {table: ") + table + ", kind: " + kind +
                                 ", on_fail: [not_ready]}\n")));
    }
  }
}

TEST_CASE("C509: somebody is called, by name") {
  CHECK(silent("C509", close("  checks:\n    a: {table: clicks, kind: lag, on_fail: [page], owner: us}\n")));
  CHECK_FALSE(silent("C509", close("  checks:\n    a: {table: clicks, kind: lag, on_fail: [page]}\n")));
  CHECK_FALSE(
      silent("C509", close("  checks:\n    a: {table: clicks, kind: lag, on_fail: [ticket], owner: us}\n")));
}

TEST_CASE("C520 and C521: trade-offs") {
  CHECK_FALSE(silent("C520", close("  question: more?\n")));
  CHECK(silent("C520", close("  tradeoffs:\n    one: {chose: a}\n")));
  CHECK(fires("C521", close("  tradeoffs:\n    «one»: {chose: a, over: b, because: [cost]}\n")));
  CHECK(silent("C521", close("  tradeoffs:\n    one: {chose: a, over: b, because: [cost], cost: c}\n")));
}

TEST_CASE("C522: the sacrifice is said in a trade-off") {
  const std::string sacrificed =
      "scope:\n  sacrifice: {what: freshness, because: [they can wait]}\nclose:\n  tradeoffs:\n";
  CHECK_FALSE(silent("C522", sacrificed + "    one: {chose: batch, over: stream, cost: a day}\n"));
  CHECK(silent("C522", sacrificed + "    one: {chose: batch, over: stream, cost: freshness of a day}\n"));
  CHECK(silent("C522", sacrificed + "    one: {chose: batch, over: Freshness}\n"));
}

TEST_CASE("C523: assumptions are restated") {
  const std::string assumed =
      "scope:\n  volume: {growth: 60%}\n  lateness: {max: 72 h}\n  assumed: [volume.growth]\nclose:\n";
  CHECK_FALSE(silent("C523", assumed + "  question: more?\n"));
  CHECK(silent("C523", assumed + "  what_if:\n    more: {when: {scope.volume.growth: 200%}}\n"));
  CHECK(silent("C523", assumed + "  tradeoffs:\n    one: {chose: room for the growth, over: nothing}\n"));
}

TEST_CASE("C530: a constraint that no decision cites is shown at the line that it comes from") {
  CHECK(silent("C530", base));
  const std::string land = "model:\n  pipelines:\n    land: {from: [t], to: c, because: [throughput]}\n";
  CHECK(fires("C530", land + "scope:\n  volume: {average: 1k/s}\n  duplicates: «1%»\n"));
  CHECK(silent("C530", land + "scope:\n  volume: {average: 1k/s}\n"));
}

TEST_CASE("C540, C541: what is watched first, and the question") {
  const std::string check = "  checks:\n    land: {table: clicks, kind: lag, on_fail: [page]}\n";
  CHECK_FALSE(silent("C540", close(check)));
  CHECK(silent("C540", close(check + "  monitor_first: [land]\n")));
  CHECK_FALSE(silent("C541", close(check)));
  CHECK(silent("C541", close("  question: more?\n")));
}

TEST_CASE("C550 and C551: three stories, with what went wrong") {
  const std::string whole = "{situation: a, decision: b, outcome: c, went_wrong: d, changed: e}";
  const std::string three =
      "  stories:\n    one: " + whole + "\n    two: " + whole + "\n    three: " + whole + "\n";
  CHECK(silent("C550", close(three)));
  CHECK_FALSE(silent("C550", close("  stories:\n    one: " + whole + "\n")));
  CHECK(silent("C551", close(three)));
  CHECK(fires("C551", close("  stories:\n    «one»: {situation: a, decision: b, outcome: c, changed: e}\n")));
}

}  // namespace
}  // namespace decide
