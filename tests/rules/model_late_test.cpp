#include <fmt/format.h>

#include "catch.h"
#include "rules/marked.h"
#include "rules/mended.h"

/// M232 and M233: events that come too late to be counted.
namespace decide {
namespace {

using diag::Severity;
using test::fires;
using test::mends;
using test::only_finding;
using test::silent;

/// A topic, its raw table, and a daily count that one consumer reads. `rest` are more pipelines.
std::string counted(std::string_view consumer, std::string_view lateness, std::string_view pipeline,
                    std::string_view rest = "") {
  return fmt::format(
      "scope:\n"
      "  lateness: {{{}}}\n"
      "  consumers: {{dash: {{{}}}}}\n"
      "model:\n"
      "  sources: {{topic: {{kind: kafka}}}}\n"
      "  tables:\n"
      "    clicks: {{role: raw}}\n"
      "    final: {{role: aggregate}}\n"
      "    daily:\n"
      "      role: aggregate\n"
      "      columns: {{day: {{type: date, time: event}}, seen: {{type: date, time: processing}}}}\n"
      "  queries: {{report: {{consumer: dash, table: daily}}}}\n"
      "  pipelines:\n"
      "    count: {{from: [clicks], to: daily, {}}}\n{}",
      lateness, consumer, pipeline, rest);
}

constexpr std::string_view exact = "kind: billing, correctness: exact";
constexpr std::string_view eventual = "kind: sql, correctness: eventual";
constexpr std::string_view loose = "kind: dashboard, correctness: approximate, tolerance: 2%";
constexpr std::string_view phones = "p50: 2 s, p99: 10 min, p999: 6 h, max: 72 h";

TEST_CASE("M232: exact and eventual readers bear no late event") {
  const auto stream = "mode: stream, watermark: «10 min», late: drop";
  CHECK(fires("M232", counted(exact, phones, stream)));
  CHECK(fires("M232", counted(eventual, phones, stream)));
  CHECK(only_finding("M232", counted(exact, phones, stream)).severity == Severity::error);
  CHECK(only_finding("M232", counted(eventual, phones, stream)).severity == Severity::error);
}

TEST_CASE("M232: what copies rows loses late ones where it says what it does with them") {
  const auto landed = [](std::string_view rest) {
    return fmt::format(
        "scope:\n  consumers: {{x: {{kind: sql, correctness: exact}}}}\n  lateness: {{p50: 2 s, p99: 1 h, "
        "max: "
        "72 h}}\nmodel:\n  sources: {{s: {{kind: kafka}}}}\n  tables: {{a: {{role: raw}}}}\n  queries: {{q: "
        "{{consumer: x, table: a}}}}\n  pipelines: {{p: {{from: [s], to: a, mode: stream{}}}}}\n",
        rest);
  };
  CHECK(fires("M232", landed(", watermark: «1 min», late: drop")));
  CHECK(fires("M232", landed(", watermark: «1 min», late: side_output")));
  CHECK(silent("M232", landed(", watermark: 1 min, late: correct")));
  CHECK(silent("M232", landed(", watermark: 1 min")));
  CHECK(silent("M232", landed(", watermark: 72 h, late: drop")));
}

TEST_CASE("M232: a watermark of the latest event misses none") {
  CHECK(silent("M232", counted(exact, phones, "mode: stream, watermark: 72 h, late: drop")));
  CHECK(fires("M232", counted(exact, phones, "mode: stream, watermark: «71 h», late: drop")));
}

TEST_CASE("M232: approximate readers bear their tolerance") {
  CHECK(silent("M232", counted(loose, phones, "mode: stream, watermark: 10 min, late: drop")));
  const auto late = counted(loose, phones, "mode: stream, watermark: 1 min, late: drop");
  const auto finding = only_finding("M232", late);
  CHECK(finding.severity == Severity::warning);
  REQUIRE(finding.figures.size() == 1);
  CHECK(finding.figures[0].value > 0.02);
  CHECK(finding.figures[0].value < 0.10);
  CHECK(finding.message.find("% of events are later than 1 min") != std::string::npos);
}

TEST_CASE("M232: silent without a tolerance, a reader, or an answer on lateness") {
  const auto stream = "mode: stream, watermark: 1 min, late: drop";
  CHECK(silent("M232", counted("kind: dashboard, correctness: approximate", phones, stream)));
  CHECK(silent("M232", counted("kind: dashboard", phones, stream)));
  CHECK(silent("M232", counted(exact, "offline_clients: true", stream)));
  CHECK(silent("M232", counted(loose, "max: 72 h", stream)));
}

TEST_CASE("M232: the latest event alone is enough for exact readers") {
  const auto finding =
      only_finding("M232", counted(exact, "max: 72 h", "mode: stream, watermark: 1 h, late: drop"));
  CHECK(finding.message.find("up to 3 d late") != std::string::npos);
  REQUIRE(finding.figures.size() == 1);
  CHECK(finding.figures[0].unit == "s");
}

TEST_CASE("M232: a side output counts nothing, corrections do") {
  CHECK(fires("M232", counted(exact, phones, "mode: micro_batch, watermark: «1 h», late: side_output")));
  CHECK(fires("M232", counted(exact, phones, "mode: stream, watermark: «1 h»")));
  CHECK(silent("M232", counted(exact, phones, "mode: stream, watermark: 1 h, late: correct")));
}

TEST_CASE("M232: by the clock of the machine nothing is late, and without a watermark nothing waits") {
  CHECK(silent("M232", counted(exact, phones, "mode: stream, watermark: 1 h, late: drop, time: processing")));
  CHECK(silent("M232", counted(exact, phones, "mode: stream, late: drop")));
}

TEST_CASE("M232: copying rows drops none") {
  CHECK(silent("M232",
               "scope: {lateness: {p99: 1 h, max: 3 d}, consumers: {dash: {kind: sql, correctness: exact}}}\n"
               "model:\n"
               "  sources: {topic: {kind: kafka}}\n"
               "  tables: {clicks: {role: raw}}\n"
               "  queries: {report: {consumer: dash, table: clicks}}\n"
               "  pipelines: {land: {from: [topic], to: clicks, mode: stream, watermark: 1 min}}\n"));
}

TEST_CASE("M232: a join over a window drops what comes after it, into whatever table") {
  CHECK(fires(
      "M232",
      "scope: {lateness: {p99: 1 h, max: 3 d}, consumers: {dash: {kind: sql, correctness: exact}}}\n"
      "model:\n"
      "  sources: {a: {kind: kafka}, b: {kind: kafka}}\n"
      "  tables: {pairs: {role: fact}}\n"
      "  queries: {report: {consumer: dash, table: pairs}}\n"
      "  pipelines: {join: {from: [a, b], to: pairs, mode: stream, window: 1 h, watermark: «1 min»}}\n"));
}

TEST_CASE("M232: a scheduled batch into the table, or into the one it serves, counts them") {
  const auto stream = "mode: stream, watermark: 1 min, late: drop";
  CHECK(silent("M232", counted(exact, phones, stream,
                               "    recount: {from: [clicks], to: daily, mode: batch, every: 1 d}\n")));
  CHECK(silent("M232", counted(exact, phones, "serves: final, mode: stream, watermark: 1 min",
                               "    recount: {from: [clicks], to: final, mode: batch, every: 1 d}\n")));
  CHECK(fires("M232", counted(exact, phones, "mode: stream, watermark: «1 min»",
                              "    recount: {from: [clicks], to: final, mode: batch, every: 1 d}\n")));
  CHECK(fires("M232", counted(exact, phones, "serves: final, mode: stream, watermark: «1 min»",
                              "    recount: {from: [clicks], to: final, mode: stream, every: 1 min}\n")));
}

TEST_CASE("M232: a batch that reads only the table itself adds nothing") {
  CHECK(fires("M232", counted(exact, phones, "mode: stream, watermark: «1 min»",
                              "    tidy: {from: [daily], to: daily, mode: batch, every: 1 d}\n")));
}

TEST_CASE("M233: a run is sure to count what is a lookback less an interval late") {
  CHECK(silent("M233", counted(exact, phones, "mode: batch, every: 1 d, lookback: 4 d")));
  CHECK(fires("M233", counted(exact, phones, "mode: batch, every: 1 d, lookback: «3 d»")));
  CHECK(fires("M233", counted(eventual, phones, "mode: batch, every: 1 h, lookback: «72 h»")));
  CHECK(silent("M233", counted(exact, phones, "mode: batch, every: 1 h, lookback: 73 h")));
  CHECK(mends("M233", counted(exact, phones, "mode: batch, every: 1 d, lookback: 1 d")));
}

TEST_CASE("M233: approximate readers bear their tolerance") {
  CHECK(silent("M233", counted(loose, phones, "mode: batch, every: 1 h, lookback: 2 h")));
  const auto late = counted(loose, phones, "mode: batch, every: 1 h, lookback: 61 min");
  CHECK(only_finding("M233", late).severity == Severity::warning);
  CHECK(mends("M233", late));
}

TEST_CASE("M233: the finding shows the share and the sum") {
  const auto finding = only_finding("M233", counted(exact, phones, "mode: batch, every: 1 h, lookback: 7 h"));
  CHECK(finding.severity == Severity::error);
  CHECK(finding.path == "model.pipelines.count.lookback");
  CHECK(finding.message.find("0.1% of events are later than 6 h") != std::string::npos);
  REQUIRE(finding.figures.size() == 1);
  CHECK(finding.figures[0].inputs[0].second == "6 h (lookback - every)");
}

TEST_CASE("M233: without a lookback the write decides") {
  const auto overwrites =
      counted(exact, phones, "mode: batch, every: 1 d, write: overwrite_partition, time: event");
  CHECK(only_finding("M233", overwrites).path == "model.pipelines.count.lookback");
  CHECK(mends("M233", overwrites));
  CHECK(silent("M233", counted(exact, phones, "mode: batch, every: 1 d, write: merge, time: event")));
  CHECK(silent("M233", counted(exact, phones, "mode: batch, every: 1 d, write: append")));
  CHECK(silent("M233", counted(exact, phones, "mode: batch, every: 1 d, write: replace")));
  CHECK(silent("M233", counted(exact, phones, "mode: batch, every: 1 d, write: overwrite_partition")));
}

TEST_CASE("M233: a table that knows the event's time only is cut by it") {
  const auto filled = [](std::string_view columns) {
    return fmt::format(
        "scope:\n  consumers: {{x: {{kind: sql, correctness: exact}}}}\n  lateness: {{p50: 2 s, p99: 1 h, "
        "max: "
        "72 h}}\nmodel:\n  tables: {{a: {{role: raw}}, b: {{role: aggregate, columns: {{{}}}}}}}\n  queries: "
        "{{q: "
        "{{consumer: x, table: b}}}}\n  pipelines: {{«p»: {{from: [a], to: b, mode: batch, every: 1 d, "
        "write: "
        "overwrite_partition}}}}\n",
        columns);
  };
  CHECK(fires("M233", filled("m: {type: timestamp, time: event}")));
  CHECK(silent("M233", filled("m: {type: timestamp, time: event}, n: {type: timestamp, time: processing}")));
  CHECK(silent("M233", filled("m: {type: timestamp}")));
  const std::string last = filled("region: {type: string}, m: {type: timestamp, time: event}");
  CHECK(fires("M233", last));
  // What is cut by something else holds all its time at every run.
  CHECK(silent("M233", test::unmark(last).text + "partition: {b: {format: iceberg, by: [region]}}\n"));
}

TEST_CASE("M233: the layout tells by which clock partitions are overwritten") {
  const auto by = [](std::string_view column, std::string_view fields) {
    return counted(exact, phones,
                   fmt::format("mode: batch, every: 1 d, write: overwrite_partition{}", fields),
                   fmt::format("partition: {{daily: {{by: [{}]}}}}\n", column));
  };
  CHECK_FALSE(silent("M233", by("day", "")));
  CHECK(silent("M233", by("seen", "")));
  CHECK(silent("M233", by("seen", ", lookback: 2 d")));
  CHECK_FALSE(silent("M233", by("day", ", lookback: 2 d")));
}

TEST_CASE("M233: dbt takes one earlier batch along") {
  const auto dbt = "mode: batch, engine: dbt, every: 1 d, write: overwrite_partition, time: event";
  CHECK(silent("M233", counted(exact, "max: 1 d", dbt)));
  CHECK_FALSE(silent("M233", counted(exact, "max: 25 h", dbt)));
}

TEST_CASE("M233: by arrival nothing is late") {
  CHECK(silent("M233", counted(exact, phones, "mode: batch, every: 1 d, lookback: 1 d, time: processing")));
}

TEST_CASE("M233: the batch that looks back furthest counts what others miss") {
  const auto hourly = "mode: batch, every: 1 h, lookback: 2 h";
  CHECK(silent(
      "M233", counted(exact, phones, hourly,
                      "    weekly: {from: [clicks], to: daily, mode: batch, every: 7 d, lookback: 14 d}\n")));
  CHECK(
      fires("M233",
            counted(exact, phones, hourly,
                    "    nightly: {from: [clicks], to: daily, mode: batch, every: 1 d, lookback: «2 d»}\n")));
  CHECK(fires("M233",
              counted(exact, phones, "mode: batch, every: 1 h, lookback: «2 h»",
                      "    other: {from: [topic], to: daily, mode: batch, every: 1 d, lookback: 9 d}\n")));
}

TEST_CASE("M233: a live table is corrected by the batch of the one it serves") {
  CHECK(silent(
      "M233", counted(exact, phones, "serves: final, mode: batch, every: 1 h, lookback: 2 h",
                      "    recount: {from: [clicks], to: final, mode: batch, every: 1 d, lookback: 9 d}\n")));
}

TEST_CASE("M233: silent where nobody says how right or how late") {
  CHECK(silent("M233", counted("kind: dashboard", phones, "mode: batch, every: 1 d, lookback: 1 d")));
  CHECK(silent("M233", counted(exact, "offline_clients: true", "mode: batch, every: 1 d, lookback: 1 d")));
  CHECK(silent("M233", counted(exact, phones, "mode: batch, lookback: 1 d")));
}

}  // namespace
}  // namespace decide
