#include "report/script.h"

#include <string>

#include "catch.h"
#include "rules/headroom.h"
#include "rules/judged.h"

namespace decide {
namespace {

std::string told(const std::string& text, bool verbose = false) {
  const auto checked = test::judge(text);
  REQUIRE(checked->readable());
  rules::CheckOptions options;
  options.today = test::test_day;
  return report::script_text(*checked, rules::headroom(*checked, options),
                             {.color = false, .width = 0, .verbose = verbose});
}

const std::string answer = R"(dedesign: 1
scope:
  volume: {average: 10k/s, peak: 20k/s}
  consumers: {invoicing: {kind: billing, correctness: exact, freshness: 1 d}}
  priority: [correctness, cost]
  sacrifice: {what: freshness}
model:
  sources: {topic: {kind: kafka, partitions: 64, retention: 7 d}}
  tables: {clicks: {role: raw, key: [id]}}
  pipelines:
    land: {from: [topic], to: clicks, mode: stream, capacity: 60k/s, write: merge, key: [id], because: [throughput]}
close:
  tradeoffs: {one: {chose: one path, over: two, because: [cost], cost: a day of waiting}}
  monitor_first: [fresh]
  checks: {fresh: {table: clicks, kind: freshness, max: 1 h, every: 1 h, on_fail: [page]}}
  what_if: {ten-times: {when: {scope.volume.average: x10, scope.volume.peak: x10}, breaks: [land], then: add workers}}
  question: Shall we look at the landing?
)";

}  // namespace

TEST_CASE(
    "a script tells the aim, the decisions with their constraints, the price, what breaks first, and asks") {
  CHECK(told(answer) ==
        R"(We take in 10k/s on average and 20k/s at the peak. invoicing needs numbers that are exact, within 1
d. Where they pull apart, correctness comes first, and freshness is what we give up.

Because of throughput, clicks is filled from topic by a stream that merges by id.

We chose one path over two, because of cost; the price is a day of waiting.

What I watch first is fresh, freshness of clicks. If the volume grows, pipelines.land.capacity is
the first to break, at 2 times today's: `land` can process 60k/s, and 40.3k/s arrive at the peak:
1.49 times the load, under 1.5. Then we add workers.

Shall we look at the landing?
)");
}

TEST_CASE("a script names the lines that each sentence came from, if asked") {
  const std::string text = told(answer, true);
  CHECK(text.find("at the peak. [line 3]") != std::string::npos);
  CHECK(text.find("merges by id. [line 11]") != std::string::npos);
  CHECK(text.find("landing? [line 17]") != std::string::npos);
}

TEST_CASE("a script leaves out what a design does not hold, and spares a terminal hostile words") {
  CHECK(told("dedesign: 1\n").empty());
  const std::string text = told("dedesign: 1\nclose:\n  question: \"\\e[31mred?\"\n");
  CHECK(text.find('\x1B') == std::string::npos);
}

}  // namespace decide
