#include <fmt/format.h>

#include "catch.h"
#include "rules/marked.h"
#include "rules/mended.h"

/// M243 to M246: what pipelines and sources can carry and keep.
namespace decide {
namespace {

using diag::Severity;
using test::findings_of;
using test::fires;
using test::mends;
using test::only_finding;
using test::silent;

/// One topic that a pipeline lands in `clicks`.
std::string landing(std::string_view scope, std::string_view pipeline,
                    std::string_view source = "kind: kafka", std::string_view rest = "") {
  return fmt::format(
      "scope: {{{}}}\n"
      "model:\n"
      "  sources: {{topic: {{{}}}}}\n"
      "  tables: {{clicks: {{role: raw}}}}\n"
      "  pipelines:\n"
      "    land: {{from: [topic], to: clicks, {}}}\n{}",
      scope, source, pipeline, rest);
}

constexpr std::string_view peaky = "volume: {average: 10k/s, peak: 40k/s, pattern: spiky}";

TEST_CASE("M243: a capacity at the peak is an error, under half as much again a warning") {
  const auto with = [](std::string_view capacity) {
    return landing(peaky, fmt::format("mode: stream, capacity: {}", capacity));
  };
  CHECK(only_finding("M243", with("39k/s")).severity == Severity::error);
  CHECK(only_finding("M243", with("40k/s")).severity == Severity::error);
  CHECK(only_finding("M243", with("41k/s")).severity == Severity::warning);
  CHECK(only_finding("M243", with("59k/s")).severity == Severity::warning);
  CHECK(silent("M243", with("60k/s")));
  CHECK(mends("M243", with("40k/s")));
}

TEST_CASE("M243: the finding shows the sum") {
  const auto finding = only_finding("M243", landing(peaky, "mode: micro_batch, capacity: 50k/s"));
  CHECK(finding.path == "model.pipelines.land.capacity");
  CHECK(finding.constraint == "throughput");
  REQUIRE(finding.figures.size() == 1);
  CHECK(finding.figures[0].value == 1.25);
  REQUIRE(finding.figures[0].inputs.size() == 4);
  CHECK(finding.figures[0].inputs[2] == std::pair<std::string, std::string>("peak factor", "4"));
  CHECK(finding.figures[0].inputs[3].second == "1.5 (G2)");
}

TEST_CASE("M243: without a peak the average is held against it") {
  CHECK(silent("M243", landing("volume: {average: 10k/s}", "mode: stream, capacity: 15k/s")));
  CHECK(fires("M243", landing("volume: {average: 10k/s}", "mode: stream, capacity: «14k/s»")));
}

TEST_CASE("M243: silent where rate or capacity is not known") {
  CHECK(silent("M243", landing("priority: [cost]", "mode: stream, capacity: 10/s")));
  CHECK(silent("M243", landing(peaky, "mode: stream")));
}

/// A batch over a table of 100k rows a day.
std::string batch(std::string_view fields) {
  return fmt::format(
      "model:\n"
      "  tables: {{clicks: {{role: raw, rows: 86400/day}}, daily: {{role: aggregate}}}}\n"
      "  pipelines:\n"
      "    count: {{from: [clicks], to: daily, mode: batch, {}}}\n",
      fields);
}

TEST_CASE("M243: a batch must end before the next run is due") {
  CHECK(only_finding("M243", batch("every: 1 d, capacity: 1/s")).severity == Severity::error);
  CHECK(only_finding("M243", batch("every: 1 d, capacity: 1.4/s")).severity == Severity::warning);
  CHECK(silent("M243", batch("every: 1 d, capacity: 1.5/s")));
  CHECK(mends("M243", batch("every: 1 d, capacity: 1/s")));
}

TEST_CASE("M243: a lookback is read in each run") {
  CHECK(fires("M243", batch("every: 1 d, lookback: 4 d, capacity: «4/s»")));
  CHECK(silent("M243", batch("every: 1 d, lookback: 4 d, capacity: 6/s")));
  const auto finding = only_finding("M243", batch("every: 1 d, lookback: 4 d, capacity: 5/s"));
  REQUIRE(finding.figures.size() == 1);
  CHECK(finding.figures[0].value == 4 * 86400 / 5.0);
  CHECK(mends("M243", batch("every: 1 d, lookback: 4 d, capacity: 5/s")));
}

std::string stopped(std::string_view volume, std::string_view tolerance, std::string_view capacity) {
  return landing(fmt::format("volume: {{{}}}, failure_tolerance: {{{}}}", volume, tolerance),
                 fmt::format("mode: stream, capacity: {}", capacity));
}

TEST_CASE("M244: the backlog is drained with what the load leaves") {
  // 2 h x 40k/s, with 20k/s to spare: 4 h.
  CHECK(silent("M244", stopped("average: 40k/s", "outage: 2 h, recovery: 4 h", "60k/s")));
  CHECK(fires("M244", stopped("average: 40k/s", "outage: 2 h, recovery: 3 h", "«60k/s»")));
  CHECK(mends("M244", stopped("average: 40k/s", "outage: 2 h, recovery: 3 h", "60k/s")));
}

TEST_CASE("M244: a spiky load is reckoned at its peak, another on average") {
  CHECK(fires("M244", stopped("average: 10k/s, peak: 40k/s, pattern: spiky", "outage: 1 h, recovery: 1 h",
                              "«79k/s»")));
  CHECK(silent(
      "M244", stopped("average: 10k/s, peak: 40k/s, pattern: spiky", "outage: 1 h, recovery: 1 h", "80k/s")));
  CHECK(silent("M244", stopped("average: 10k/s, peak: 40k/s, pattern: diurnal", "outage: 1 h, recovery: 1 h",
                               "41k/s")));
}

TEST_CASE("M244: a capacity under the load never catches up") {
  const auto finding = only_finding("M244", stopped("average: 40k/s", "outage: 2 h, recovery: 4 h", "40k/s"));
  CHECK(finding.message.find("never") != std::string::npos);
  REQUIRE(finding.figures.size() == 1);
  CHECK(finding.figures[0].value == 60e3);
  CHECK(mends("M244", stopped("average: 40k/s", "outage: 2 h, recovery: 4 h", "40k/s")));
}

TEST_CASE("M244: asks for both answers, and only of what reads a source") {
  CHECK(silent("M244", stopped("average: 40k/s", "outage: 2 h", "41k/s")));
  CHECK(silent("M244", stopped("average: 40k/s", "recovery: 2 h", "41k/s")));
  CHECK(silent("M244",
               "scope: {failure_tolerance: {outage: 2 h, recovery: 1 h}}\n"
               "model:\n"
               "  tables: {a: {role: raw, rows: 86400/day}, b: {role: fact}}\n"
               "  pipelines: {copy: {from: [a], to: b, mode: stream, capacity: 1.1/s}}\n"));
}

std::string keeping(std::string_view retention, std::string_view tolerance,
                    std::string_view pipeline = "mode: stream") {
  return landing(fmt::format("failure_tolerance: {{{}}}", tolerance), pipeline,
                 fmt::format("kind: kafka, retention: {}", retention));
}

TEST_CASE("M245: a source outlives an outage and its recovery") {
  CHECK(silent("M245", keeping("6 h", "outage: 2 h, recovery: 4 h")));
  CHECK(fires("M245", keeping("«5 h»", "outage: 2 h, recovery: 4 h")));
  CHECK(mends("M245", keeping("5 h", "outage: 2 h, recovery: 4 h")));
  CHECK(silent("M245", keeping("5 h", "outage: 2 h")));
  CHECK(silent("M245", landing("failure_tolerance: {outage: 9 d, recovery: 1 d}", "mode: stream")));
}

TEST_CASE("M245: a source outlives the lookback that reads it") {
  CHECK(fires("M245", keeping("«3 d»", "outage: 2 h", "mode: batch, every: 1 d, lookback: 4 d")));
  CHECK(silent("M245", keeping("4 d", "outage: 2 h", "mode: batch, every: 1 d, lookback: 4 d")));
  CHECK(fires("M245", keeping("«12 h»", "outage: 2 h", "mode: batch, every: 1 d")));
  CHECK(silent("M245", keeping("12 h", "outage: 2 h", "mode: micro_batch, every: 1 min, lookback: 4 d")));
}

TEST_CASE("M245: one finding a source, for what reaches back furthest") {
  const auto finding = only_finding(
      "M245", keeping("1 h", "outage: 2 h, recovery: 4 h", "mode: batch, every: 1 d, lookback: 4 d"));
  CHECK(finding.message.find("4 d") != std::string::npos);
  CHECK(finding.figures.size() == 1);
  CHECK(
      mends("M245", keeping("1 h", "outage: 2 h, recovery: 4 h", "mode: batch, every: 1 d, lookback: 4 d")));
}

TEST_CASE("M245: a source that nobody reads loses nothing") {
  CHECK(silent("M245",
               "scope: {failure_tolerance: {outage: 2 h, recovery: 4 h}}\n"
               "model: {sources: {topic: {kind: kafka, retention: 1 h}}}\n"));
}

TEST_CASE("M246: the peak's bytes need partitions") {
  const auto with = [](std::string_view partitions) {
    return landing("volume: {average: 10k/s, peak: 100k/s, event_size: 1 kB}", "mode: stream",
                   fmt::format("kind: kafka, partitions: {}", partitions));
  };
  CHECK(silent("M246", with("10")));
  CHECK(fires("M246", with("«9»")));
  CHECK(mends("M246", with("9")));
  const auto finding = only_finding("M246", with("9"));
  REQUIRE(finding.figures.size() == 1);
  CHECK(finding.figures[0].value == 10);
  CHECK(finding.figures[0].inputs[2].second == "10 MB/s (B14)");
}

TEST_CASE("M246: without a size the assumed one is said to be so") {
  const auto finding = only_finding(
      "M246", landing("volume: {average: 100k/s}", "mode: stream", "kind: kafka, partitions: 4"));
  REQUIRE(finding.figures.size() == 1);
  CHECK(finding.figures[0].inputs[1].second == "500 B, assumed");
}

TEST_CASE("M246: as many partitions as writers") {
  const auto with = [](std::string_view writers) {
    return landing("priority: [cost]", "mode: stream", "kind: kafka, partitions: «8»",
                   fmt::format("partition: {{clicks: {{writers: {}}}}}\n", writers));
  };
  CHECK(fires("M246", with("9")));
  CHECK(mends("M246", with("32")));
  CHECK(silent("M246", with("8")));
}

TEST_CASE("M246: silent where partitions or rate are not said") {
  CHECK(silent("M246", landing("volume: {average: 1M/s}", "mode: stream")));
  CHECK(silent("M246", landing("priority: [cost]", "mode: stream", "kind: kafka, partitions: 1")));
}

}  // namespace
}  // namespace decide
