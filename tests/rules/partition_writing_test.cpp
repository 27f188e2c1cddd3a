#include <fmt/format.h>

#include "catch.h"
#include "rules/marked.h"
#include "rules/mended.h"

/// P312, P320 to P323.
namespace decide {
namespace {

using test::findings_of;
using test::fires;
using test::silent;

// ---- P312 -------------------------------------------------------------------------------------------------

/// A table that a pipeline writes, with a layout and jobs.
std::string written(std::string_view pipeline, std::string_view layout, std::string_view job = {}) {
  return fmt::format(
      "model:\n  sources: {{topic: {{kind: kafka}}}}\n  tables:\n    clicks:\n      role: raw\n      "
      "columns:\n"
      "        event_time: {{type: timestamp, time: event}}\n        user_id: {{type: string}}\n"
      "  pipelines:\n    land: {{from: [topic], to: clicks, {}}}\npartition:\n  clicks: {{{}}}\n{}",
      pipeline, layout, job);
}

constexpr std::string_view merging = "mode: stream, every: 1 min, write: merge";

TEST_CASE("P312: a partition is between them once it is closed before the compaction comes") {
  const auto compacted = [](std::string_view by, std::string_view every) {
    return written(merging, fmt::format("format: iceberg, by: [{}], compact: {{every: {}}}", by, every));
  };
  CHECK(silent("P312", compacted("day(event_time)", "1 d")));
  CHECK(silent("P312", compacted("day(event_time)", "2 d")));
  CHECK(silent("P312", compacted("hour(event_time)", "1 h")));
  CHECK_FALSE(silent("P312", compacted("day(event_time)", "23 h")));
  CHECK_FALSE(silent("P312", compacted("month(event_time)", "1 d")));
  CHECK_FALSE(silent("P312", compacted("user_id", "1 d")));
  CHECK_FALSE(silent("P312", compacted("\"bucket(16, user_id)\"", "1 d")));
  CHECK(silent("P312", compacted("\"bucket(16, user_id)\", day(event_time)", "1 d")));
}

TEST_CASE("P312: appends do not meet a compaction where there are transactions") {
  const auto layout = [](std::string_view format) {
    return fmt::format("format: {}, compact: {{every: 1 h}}", format);
  };
  CHECK(silent("P312", written("mode: stream, every: 1 min, write: append", layout("iceberg"))));
  CHECK(silent("P312", written("mode: stream, every: 1 min, write: append", layout("delta"))));
  CHECK_FALSE(silent("P312", written("mode: stream, every: 1 min, write: append", layout("parquet"))));
  CHECK_FALSE(
      silent("P312", written("mode: stream, every: 1 min, write: append, isolation: none", layout("delta"))));
  CHECK_FALSE(silent("P312", written("mode: micro_batch, every: 1 min, write: merge", layout("delta"))));
  CHECK(silent("P312", written("mode: batch, every: 1 d, write: merge", layout("delta"))));
  // It merges parts in the background, apart from inserts.
  CHECK(silent("P312", written(merging, layout("clickhouse"))));
}

TEST_CASE("P312: the fix compacts what is closed") {
  const std::string design =
      written(merging, "format: iceberg, by: [day(event_time)], compact: {every: 1 h, to: 512 MB}");
  const auto found = findings_of("P312", design);
  REQUIRE(found.size() == 1);
  CHECK(found[0].severity == diag::Severity::warning);
  CHECK(found[0].path == "partition.clicks.compact");
  REQUIRE(found[0].fix);
  CHECK(test::mended("P312", design).find("compact: {every: 1 d, to: 512 MB}") != std::string::npos);
}

std::string job(std::string_view rest) {
  return fmt::format("backfill:\n  jobs:\n    redo: {{rebuilds: clicks, range: 90 d, {}}}\n", rest);
}

TEST_CASE("P312: a job beside the stream") {
  CHECK(fires("P312", written(merging, "format: iceberg",
                              job("write: overwrite_partition, while_live: \xC2\xAB"
                                  "concurrent\xC2\xBB"))));
  CHECK_FALSE(silent("P312", written(merging, "format: iceberg", job("write: merge"))));
  CHECK(silent("P312", written(merging, "format: iceberg", job("write: merge, while_live: fenced"))));
  CHECK(silent("P312", written(merging, "format: iceberg", job("write: merge, while_live: paused"))));
  CHECK(silent("P312", written(merging, "format: iceberg", job("write: append, while_live: concurrent"))));
  CHECK(silent("P312", written(merging, "format: iceberg, by: [day(event_time)]",
                               job("write: merge, while_live: concurrent"))));
  CHECK_FALSE(silent("P312", written(merging, "format: iceberg, by: [day(event_time)]",
                                     job("write: replace, while_live: concurrent"))));
}

TEST_CASE("P312: without a layout nothing is said") {
  CHECK(silent("P312",
               "model:\n  sources: {topic: {kind: kafka}}\n  tables: {clicks: {role: raw}}\n  pipelines:\n"
               "    land: {from: [topic], to: clicks, mode: stream, write: merge}\n"));
}

// ---- P320 -------------------------------------------------------------------------------------------------

TEST_CASE("P320: readers of what gets its rows over the table wait for it too") {
  constexpr std::string_view head =
      "scope:\n  consumers:\n    live: {kind: dashboard, freshness: 5 min}\n"
      "    weekly: {kind: sql, freshness: 7 d}\n"
      "model:\n  sources: {topic: {kind: kafka}}\n  tables:\n    clicks: {role: raw}\n"
      "    minutes: {role: aggregate}\n  queries:\n    now: {consumer: live, table: minutes}\n"
      "    later: {consumer: weekly, table: clicks}\n  pipelines:\n"
      "    land: {from: [topic], to: clicks, mode: stream}\n"
      "    count: {from: [clicks], to: minutes, mode: stream}\n";
  const auto committed = [&](std::string_view every) {
    return fmt::format("{}partition:\n  clicks: {{format: iceberg, commit_every: {}}}\n", head, every);
  };
  CHECK(silent("P320", committed("5 min")));
  const auto found = findings_of("P320", committed("301 s"));
  REQUIRE(found.size() == 1);
  CHECK(found[0].severity == diag::Severity::error);
  CHECK(found[0].path == "partition.clicks.commit_every");
  CHECK(found[0].related.front().path == "scope.consumers.live.freshness");
  // Rows that come faster on another way do not wait for this table.
  CHECK(silent("P320", fmt::format("{}    direct: {{from: [topic], to: minutes, mode: stream}}\n"
                                   "partition:\n  clicks: {{format: iceberg, commit_every: 1 h}}\n",
                                   head)));
}

TEST_CASE("P320: the interval of a pipeline, and readers that ask nothing, are not its matter") {
  const auto design = [](std::string_view scope, std::string_view layout) {
    return fmt::format(
        "scope: {{{}}}\nmodel:\n  sources: {{topic: {{kind: kafka}}}}\n  tables: {{t: {{role: fact}}}}\n"
        "  queries: {{q: {{table: t}}}}\n  pipelines:\n"
        "    p: {{from: [topic], to: t, mode: micro_batch, every: 1 h}}\npartition: {{t: {{{}}}}}\n",
        scope, layout);
  };
  CHECK(silent("P320", design("latency: {freshness: 5 min}", "format: iceberg")));
  CHECK(silent("P320", design("timezone: UTC", "format: iceberg, commit_every: 1 h")));
  // A query that names no consumer asks what the scope asks.
  CHECK_FALSE(silent("P320", design("latency: {freshness: 5 min}", "format: iceberg, commit_every: 1 h")));
}

TEST_CASE("P320: the fix leaves half of the time for the way") {
  const std::string fixed = test::mended("P320",
                                         "scope: {consumers: {live: {kind: dashboard, freshness: 10 min}}}\n"
                                         "model:\n  tables: {t: {role: fact}}\n"
                                         "  queries: {q: {table: t, consumer: live}}\n"
                                         "partition: {t: {format: delta, commit_every: 1 h}}\n");
  CHECK(fixed.find("commit_every: 5 min") != std::string::npos);
}

// ---- P321 -------------------------------------------------------------------------------------------------

std::string late(std::string_view lateness, std::string_view by, std::string_view write = "append") {
  return fmt::format(
      "scope:\n  lateness: {{{}}}\nmodel:\n  sources: {{topic: {{kind: kafka}}}}\n  tables:\n    clicks:\n"
      "      role: raw\n      rows: 900M/day\n      row_size: 220 B\n      retention: 400 d\n      columns:\n"
      "        event_time: {{type: timestamp, time: event}}\n"
      "        landed: {{type: timestamp, time: processing}}\n"
      "        user_id: {{type: string, cardinality: 10M}}\n  pipelines:\n"
      "    land: {{from: [topic], to: clicks, mode: micro_batch, every: 5 min, write: {}}}\npartition:\n"
      "  clicks: {{format: iceberg, by: [{}]}}\n",
      lateness, write, by);
}

constexpr std::string_view phones = "p50: 2 s, p99: 6 h, p999: 48 h, max: 72 h";

TEST_CASE("P321: hours of three days, but not days, and not by the arrival") {
  const auto found = findings_of("P321", late(phones, "hour(event_time)"));
  REQUIRE(found.size() == 1);
  CHECK(found[0].severity == diag::Severity::warning);
  CHECK(found[0].path == "partition.clicks.by");
  REQUIRE(found[0].figures.size() == 1);
  CHECK(found[0].figures[0].value > 70);
  CHECK(found[0].figures[0].value <= 72);
  CHECK(silent("P321", late(phones, "day(event_time)")));
  CHECK(silent("P321", late(phones, "hour(landed)")));
  CHECK(silent("P321", late(phones, "\"bucket(64, user_id)\"")));
}

TEST_CASE("P321: without percentiles or a maximum nobody knows, and short tails are borne") {
  CHECK(silent("P321", late("max: 72 h", "hour(event_time)")));
  CHECK(silent("P321", late("p50: 2 s, p99: 6 h", "hour(event_time)")));
  CHECK(silent("P321", late("p50: 2 s, p99: 6 h, max: 24 h", "hour(event_time)")));
  CHECK_FALSE(silent("P321", late("p50: 2 s, p99: 6 h, max: 26 h", "hour(event_time)")));
}

TEST_CASE("P321: late rows of a day meet every bucket of it") {
  const auto found = findings_of("P321", late(phones, "day(event_time), \"bucket(32, user_id)\""));
  REQUIRE(found.size() == 1);
  // Three older days of 32 buckets each.
  CHECK(found[0].figures[0].value > 90);
  CHECK(found[0].figures[0].value <= 96);
}

TEST_CASE("P321: the fix takes the next unit and leaves the rest of the partition") {
  const std::string fixed = test::mended("P321", late(phones, "\"bucket(4, user_id)\", hour(event_time)"));
  CHECK(fixed.find("by: [\"bucket(4, user_id)\", day(event_time)]") != std::string::npos);
}

// ---- P322 -------------------------------------------------------------------------------------------------

std::string compacted(std::string_view rows, std::string_view every, std::string_view layout,
                      std::string_view write = "append") {
  return fmt::format(
      "model:\n  sources: {{topic: {{kind: kafka}}}}\n  tables:\n    clicks:\n      role: raw\n"
      "      rows: {}\n      row_size: 200 B\n      retention: 90 d\n      columns:\n"
      "        event_time: {{type: timestamp, time: event}}\n  pipelines:\n"
      "    land: {{from: [topic], to: clicks, mode: micro_batch, every: {}, write: {}}}\npartition:\n"
      "  clicks: {{by: [day(event_time)], {}}}\n",
      rows, every, write, layout);
}

TEST_CASE("P322: 100 MB/s a writer") {
  // 200 B / 5 is 40 B a row: 2.5M rows a second are 100 MB/s.
  const auto fast = [](std::string_view rows, int writers) {
    return compacted(rows, "1 min",
                     fmt::format("format: iceberg, writers: {}, compact: {{every: 1 d}}", writers));
  };
  CHECK(silent("P322", fast("2.5M/s", 1)));
  const auto found = findings_of("P322", fast("2.6M/s", 1));
  REQUIRE(found.size() == 1);
  CHECK(found[0].severity == diag::Severity::error);
  CHECK(found[0].path == "partition.clicks.compact");
  REQUIRE(found[0].figures.size() == 1);
  CHECK(found[0].figures[0].value == Approx(86400 * 2.6 / 2.5));
  CHECK(silent("P322", fast("5M/s", 2)));
  CHECK_FALSE(silent("P322", fast("5.1M/s", 2)));
  CHECK(test::mended("P322", fast("7M/s", 2)).find("writers: 3") != std::string::npos);
}

TEST_CASE("P322: files enough to start") {
  const auto layout = [](std::string_view format) {
    return fmt::format("format: {}, compact: {{every: 1 d, to: 512 MB}}", format);
  };
  CHECK_FALSE(silent("P322", compacted("20M/day", "6 h", layout("iceberg"))));   // 4 files a day
  CHECK(silent("P322", compacted("20M/day", "4 h", layout("iceberg"))));         // 6
  CHECK_FALSE(silent("P322", compacted("20M/day", "30 min", layout("delta"))));  // 48
  CHECK(silent("P322", compacted("20M/day", "28 min", layout("delta"))));        // 51
  CHECK(silent("P322", compacted("20M/day", "1 h", layout("hudi"))));
  CHECK(silent("P322", compacted("20M/day", "6 h", layout("clickhouse"))));
}

TEST_CASE("P322: one file is no heap, and large files need no merging") {
  CHECK(silent("P322", compacted("20M/day", "1 d", "format: iceberg, compact: {every: 1 d, to: 512 MB}")));
  constexpr std::string_view layout = "format: iceberg, compact: {every: 1 d, to: 512 MB}";
  CHECK(silent("P322", compacted("20M/day", "12 h", layout)));        // two of 400 MB: 384 MB is small
  CHECK_FALSE(silent("P322", compacted("19M/day", "12 h", layout)));  // two of 380 MB
  CHECK(silent("P322", compacted("20M/day", "6 h", "format: iceberg")));
}

// ---- P323 -------------------------------------------------------------------------------------------------

std::string overwrites(std::string_view rest) {
  return fmt::format(
      "model:\n  tables: {{a: {{role: raw}}, b: {{role: aggregate}}}}\n  pipelines:\n"
      "    p: {{from: [a], to: b, write: overwrite_partition{}}}\n",
      rest);
}

TEST_CASE("P323: said, or the default of the engine") {
  CHECK_FALSE(silent("P323", overwrites(", engine: spark")));
  CHECK_FALSE(silent("P323", overwrites(", engine: Spark 3.5")));
  CHECK_FALSE(silent("P323", overwrites(", engine: hive")));
  CHECK_FALSE(silent("P323", overwrites(", engine: trino, overwrite_scope: all")));
  CHECK_FALSE(silent("P323", overwrites(", overwrite_scope: all")));
  for (const char* engine : {"databricks", "EMR 7", "glue", "tez", "dbt-spark", "Apache Spark"}) {
    CAPTURE(engine);
    CHECK_FALSE(silent("P323", overwrites(fmt::format(", engine: {}", engine))));
  }
  CHECK(silent("P323", overwrites(", engine: archive-copy")));
  CHECK(silent("P323", overwrites("")));
  CHECK(silent("P323", overwrites(", engine: trino")));
  CHECK(silent("P323", overwrites(", engine: spark, overwrite_scope: touched")));
  CHECK(silent("P323",
               "model:\n  tables: {a: {role: raw}, b: {role: aggregate}}\n  pipelines:\n"
               "    p: {from: [a], to: b, write: replace, engine: spark, overwrite_scope: all}\n"));
}

TEST_CASE("P323: jobs too, each where it is said, and the fix says the scope") {
  const std::string design = overwrites(", engine: spark") +
                             "backfill:\n  jobs:\n    redo: {rebuilds: b, from: [a], write: "
                             "overwrite_partition, overwrite_scope: all}\n"
                             "    quiet: {rebuilds: b, from: [a], write: overwrite_partition}\n";
  const auto found = findings_of("P323", design);
  REQUIRE(found.size() == 2);
  CHECK(found[0].path == "model.pipelines.p.overwrite_scope");
  CHECK(found[0].absent);
  CHECK(found[1].path == "backfill.jobs.redo.overwrite_scope");
  CHECK(test::mended("P323", overwrites(", engine: spark, overwrite_scope: all"))
            .find("overwrite_scope: touched") != std::string::npos);
}

}  // namespace
}  // namespace decide
