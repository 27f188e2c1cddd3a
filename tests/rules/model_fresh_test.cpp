#include <fmt/format.h>

#include "catch.h"
#include "rules/marked.h"
#include "rules/mended.h"

/// M230, M231, M234 and M251: how fresh, and how dear.
namespace decide {
namespace {

using diag::Severity;
using test::findings_of;
using test::fires;
using test::mends;
using test::only_finding;
using test::silent;

/// Topic -> clicks -> daily; `dash` reads daily.
std::string chain(std::string_view scope, std::string_view land, std::string_view count,
                  std::string_view rest = "", std::string_view source = "kind: kafka") {
  return fmt::format(
      "scope:\n"
      "  consumers: {{dash: {{kind: dashboard{}}}}}\n"
      "model:\n"
      "  sources: {{topic: {{{}}}}}\n"
      "  tables:\n"
      "    clicks: {{role: raw}}\n"
      "    daily: {{role: aggregate}}\n"
      "  queries: {{report: {{consumer: dash, table: daily}}}}\n"
      "  pipelines:\n"
      "    land: {{from: [topic], to: clicks, {}}}\n"
      "    count: {{from: [clicks], to: daily, {}}}\n{}",
      scope, source, land, count, rest);
}

/// The same with one more answer of the scope.
std::string also(std::string text, std::string_view answer) {
  const std::string_view scope = "scope:\n";
  return text.insert(text.find(scope) + scope.size(), fmt::format("  {}\n", answer));
}

TEST_CASE("M230: a stream is needed under a quarter of an hour") {
  const auto within = [](std::string_view freshness, std::string_view mode) {
    return chain(fmt::format(", freshness: {}", freshness), fmt::format("mode: {}, every: 1 min", mode),
                 "mode: micro_batch, every: 1 min");
  };
  CHECK(silent("M230", within("14 min", "stream")));
  CHECK(fires("M230", within("15 min", "«stream»")));
  CHECK(fires("M230", within("1 d", "«stream»")));
  CHECK(silent("M230", within("1 d", "micro_batch")));
  CHECK(mends("M230", within("1 d", "stream")));
  CHECK(only_finding("M230", within("1 d", "stream")).severity == Severity::warning);
}

TEST_CASE("M230: says what would do") {
  const auto day = chain(", freshness: 3 d", "mode: stream, every: 1 min", "mode: batch, every: 1 d");
  CHECK(only_finding("M230", day).help.find("`batch` every 1 d") != std::string::npos);
  const auto hour =
      chain(", freshness: 1 h", "mode: stream, every: 1 min", "mode: micro_batch, every: 5 min");
  CHECK(only_finding("M230", hour).help.find("`micro_batch` every 15 min") != std::string::npos);
}

TEST_CASE("M230: the scope's freshness counts for consumers that do not say") {
  const std::string plain = chain("", "mode: stream", "mode: micro_batch");
  CHECK(silent("M230", also(plain, "latency: {freshness: 5 min}")));
  CHECK_FALSE(silent("M230", also(plain, "latency: {freshness: 15 min}")));
  CHECK(silent("M230", plain));
}

TEST_CASE("M230: whoever reads the table that a live one serves counts as well") {
  const std::string_view live =
      "scope:\n"
      "  consumers: {{dash: {{kind: dashboard, freshness: {}}}, boss: {{kind: sql, freshness: 1 d}}}}\n"
      "model:\n"
      "  sources: {{topic: {{kind: kafka}}}}\n"
      "  tables: {{live: {{role: aggregate}}, daily: {{role: aggregate}}}}\n"
      "  queries: {{a: {{consumer: boss, table: live}}, b: {{consumer: dash, table: daily}}}}\n"
      "  pipelines:\n"
      "    now: {{from: [topic], to: live, serves: daily, mode: stream, every: 1 min}}\n";
  CHECK(silent("M230", fmt::format(fmt::runtime(live), "5 min")));
  CHECK_FALSE(silent("M230", fmt::format(fmt::runtime(live), "1 h")));
}

TEST_CASE("M230: a table that nobody reads is held against what the scope promises") {
  const std::string_view unread =
      "scope: {{latency: {{freshness: {}}}}}\n"
      "model:\n"
      "  sources: {{topic: {{kind: kafka}}}}\n"
      "  tables: {{clicks: {{role: raw}}}}\n"
      "  pipelines: {{land: {{from: [topic], to: clicks, mode: stream, every: 1 min}}}}\n";
  CHECK(silent("M230", fmt::format(fmt::runtime(unread), "5 min")));
  CHECK_FALSE(silent("M230", fmt::format(fmt::runtime(unread), "1 h")));
}

TEST_CASE("M231: delays add up along the lineage") {
  const auto after = [](std::string_view freshness) {
    return chain(fmt::format(", freshness: {}", freshness), "mode: micro_batch, every: 2 min",
                 "mode: micro_batch, every: «4 min»");
  };
  CHECK(silent("M231", after("6 min")));
  CHECK(fires("M231", after("5 min")));
  const auto finding = only_finding("M231", after("5 min"));
  CHECK(finding.severity == Severity::error);
  CHECK(finding.message.find("topic -> clicks -> daily takes up to 6 min") != std::string::npos);
  REQUIRE(finding.figures.size() == 1);
  CHECK(finding.figures[0].value == 360);
  REQUIRE(finding.figures[0].inputs.size() == 2);
  CHECK(finding.figures[0].inputs[0].first == "topic -> clicks");
  CHECK(finding.figures[0].inputs[0].second == "2 min every");
  CHECK(finding.help.find("to 3 min") != std::string::npos);
}

TEST_CASE("M231: points at what costs most: a commit, a watermark, a run") {
  CHECK(fires("M231", chain(", freshness: 5 min", "mode: stream", "mode: stream, every: 1 min",
                            "partition: {clicks: {commit_every: «10 min»}}\n")));
  CHECK(fires("M231",
              chain(", freshness: 5 min", "mode: stream", "mode: stream, every: 1 min, watermark: «9 min»")));
}

TEST_CASE("M231: a watermark delays only what waits for it") {
  CHECK(silent("M231",
               chain(", freshness: 5 min", "mode: stream, watermark: 1 h", "mode: stream, every: 1 min")));
  CHECK(silent("M231", chain(", freshness: 5 min", "mode: stream",
                             "mode: stream, every: 1 min, watermark: 1 h, late: correct")));
}

TEST_CASE("M231: the run time counts where it is known") {
  const std::string_view timed =
      "scope: {{consumers: {{dash: {{kind: sql, freshness: 26 h}}}}}}\n"
      "model:\n"
      "  sources: {{topic: {{kind: kafka}}}}\n"
      "  tables: {{clicks: {{role: raw, rows: 86400/day}}, daily: {{role: aggregate}}}}\n"
      "  queries: {{report: {{consumer: dash, table: daily}}}}\n"
      "  pipelines:\n"
      "    land: {{from: [topic], to: clicks, mode: stream}}\n"
      "    count: {{from: [clicks], to: daily, mode: batch, every: 1 d, capacity: {}}}\n";
  CHECK(silent("M231", fmt::format(fmt::runtime(timed), "12/s")));
  CHECK_FALSE(silent("M231", fmt::format(fmt::runtime(timed), "10/s")));
}

TEST_CASE("M231: one finding for each consumer and table") {
  const auto found = findings_of(
      "M231",
      "scope: {consumers: {a: {kind: sql, freshness: 1 h}, b: {kind: sql, freshness: 2 h}, c: {kind: sql}}}\n"
      "model:\n"
      "  sources: {topic: {kind: kafka}}\n"
      "  tables: {x: {role: raw}, y: {role: fact}}\n"
      "  queries:\n"
      "    q1: {consumer: a, table: x}\n"
      "    q2: {consumer: b, table: x}\n"
      "    q3: {consumer: c, table: y}\n"
      "    q4: {consumer: a, table: y}\n"
      "    q5: {consumer: a, table: y}\n"
      "  pipelines:\n"
      "    one: {from: [topic], to: x, mode: batch, every: 1 d}\n"
      "    two: {from: [topic], to: y, mode: batch, every: 3 h}\n");
  CHECK(found.size() == 3);
}

TEST_CASE("M231: who reads the live table too may have the final one late") {
  const std::string_view hybrid =
      "scope: {{consumers: {{dash: {{kind: dashboard, freshness: 5 min}}}}}}\n"
      "model:\n"
      "  sources: {{topic: {{kind: kafka}}}}\n"
      "  tables: {{live: {{role: aggregate}}, daily: {{role: aggregate}}}}\n"
      "  queries: {{a: {{consumer: dash, table: live}}, b: {{consumer: dash, table: daily}}}}\n"
      "  pipelines:\n"
      "    now: {{from: [topic], to: live{}, mode: stream, every: 1 min}}\n"
      "    later: {{from: [topic], to: daily, mode: batch, every: 1 d}}\n";
  CHECK(silent("M231", fmt::format(fmt::runtime(hybrid), ", serves: daily")));
  CHECK_FALSE(silent("M231", fmt::format(fmt::runtime(hybrid), "")));
}

TEST_CASE("M231: silent where an interval or a freshness is not said") {
  CHECK(silent("M231", chain(", freshness: 1 min", "mode: micro_batch, every: 1 h", "mode: batch")));
  CHECK(silent("M231", chain("", "mode: micro_batch, every: 1 h", "mode: batch, every: 1 d")));
}

TEST_CASE("M234: a watermark no longer than its reader's freshness") {
  const auto with = [](std::string_view watermark, std::string_view more) {
    return chain(", freshness: 5 min", "mode: stream",
                 fmt::format("mode: stream, watermark: {}, write: merge{}", watermark, more));
  };
  CHECK(silent("M234", with("5 min", "")));
  CHECK(fires("M234", with("«6 min»", "")));
  CHECK(fires("M234", with("«6 min»", ", late: side_output")));
  CHECK(silent("M234", with("6 min", ", late: correct")));
  CHECK(mends("M234", with("6 min", ", late: drop")));
  const auto finding = only_finding("M234", with("6 min", ""));
  CHECK(finding.constraint == "freshness");
  CHECK(finding.figures.size() == 1);
}

TEST_CASE("M234: the reader may be further down") {
  CHECK(fires("M234",
              "scope: {consumers: {a: {kind: sql, freshness: 1 h}, b: {kind: sql, freshness: 5 min}}}\n"
              "model:\n"
              "  sources: {topic: {kind: kafka}}\n"
              "  tables: {x: {role: aggregate}, y: {role: fact}}\n"
              "  queries: {q1: {consumer: a, table: x}, q2: {consumer: b, table: y}}\n"
              "  pipelines:\n"
              "    one: {from: [topic], to: x, mode: stream, watermark: «10 min»}\n"
              "    two: {from: [x], to: y, mode: stream}\n"));
}

TEST_CASE("M234: rows that are copied do not wait, nor does a batch") {
  CHECK(silent("M234", chain(", freshness: 5 min", "mode: stream, watermark: 1 h", "mode: stream")));
  CHECK(silent("M234", chain(", freshness: 5 min", "mode: stream", "mode: batch, watermark: 1 h")));
  CHECK(silent("M234", chain("", "mode: stream", "mode: stream, watermark: 1 h")));
}

/// `cost` is the second priority.
std::string thrifty(std::string_view freshness, std::string_view land, std::string_view count,
                    std::string_view tolerance = "", std::string_view source = "kind: kafka") {
  const std::string plain = chain(fmt::format(", freshness: {}", freshness), land, count, "", source);
  return also(also(plain, "priority: [correctness, cost]"),
              fmt::format("failure_tolerance: {{{}}}", tolerance));
}

TEST_CASE("M251: between tables an hourly batch does what its readers can wait for") {
  const std::string_view land = "mode: micro_batch, every: 5 min";
  CHECK(fires("M251", thrifty("65 min", land, "mode: «micro_batch», every: 5 min")));
  CHECK(silent("M251", thrifty("64 min", land, "mode: micro_batch, every: 5 min")));
  CHECK(silent("M251", thrifty("64 min", land, "mode: batch, every: 1 h")));
}

TEST_CASE("M251: a stream may become a micro-batch") {
  const std::string_view count = "mode: micro_batch, every: 5 min";
  CHECK(fires("M251", thrifty("20 min", "mode: «stream», every: 10 s", count)));
  CHECK(silent("M251", thrifty("19 min", "mode: stream, every: 10 s", count)));
  const auto finding = only_finding("M251", thrifty("20 min", "mode: stream, every: 10 s", count));
  CHECK(finding.constraint == "cost");
  REQUIRE(finding.figures.size() == 1);
  CHECK(finding.figures[0].value == 900);
}

TEST_CASE("M251: silent where cost is no priority") {
  CHECK(
      silent("M251", chain(", freshness: 9 d", "mode: stream, every: 1 min", "mode: stream, every: 1 min")));
}

TEST_CASE("M251: a batch that reads a source must bear a day's wait") {
  const std::string_view land = "mode: micro_batch, every: 5 min";
  const std::string_view marked = "mode: «micro_batch», every: 5 min";
  const std::string_view count = "mode: batch, every: 1 d";
  CHECK(fires("M251", thrifty("2 d", marked, count)));
  CHECK(silent("M251", thrifty("47 h", land, count)));
  CHECK(fires("M251", thrifty("2 d", marked, count, "outage: 2 h, recovery: 1 d")));
  CHECK(silent("M251", thrifty("2 d", land, count, "outage: 2 h, recovery: 4 h")));
  CHECK(silent("M251",
               thrifty("2 d", land, count, "outage: 2 h, recovery: 1 d", "kind: kafka, retention: 2 d")));
  CHECK(fires("M251",
              thrifty("2 d", marked, count, "outage: 2 h, recovery: 1 d", "kind: kafka, retention: 50 h")));
}

TEST_CASE("M251: silent where nobody reads, or an interval behind is not said") {
  CHECK(silent("M251", thrifty("9 d", "mode: micro_batch, every: 5 min", "mode: batch")));
  CHECK(silent("M251",
               "scope: {priority: [cost], latency: {freshness: 9 d}}\n"
               "model:\n"
               "  sources: {topic: {kind: kafka}}\n"
               "  tables: {clicks: {role: raw}}\n"
               "  pipelines: {land: {from: [topic], to: clicks, mode: micro_batch, every: 5 min}}\n"));
}

TEST_CASE("M251: a cycle ends") {
  CHECK(silent("M251",
               "scope: {priority: [cost], consumers: {a: {kind: sql, freshness: 9 d}}}\n"
               "model:\n"
               "  tables: {x: {role: fact}, y: {role: fact}}\n"
               "  queries: {q: {consumer: a, table: x}}\n"
               "  pipelines:\n"
               "    one: {from: [x], to: y, mode: micro_batch, every: 5 min}\n"
               "    two: {from: [y], to: x, mode: micro_batch, every: 5 min}\n"));
}

}  // namespace
}  // namespace decide
