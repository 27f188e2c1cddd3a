#include <fmt/format.h>

#include "catch.h"
#include "rules/marked.h"
#include "rules/mended.h"

/// M238 and M242: what engines can do; M240 and M250: who wins.
namespace decide {
namespace {

using diag::Severity;
using test::findings_of;
using test::fires;
using test::mends;
using test::only_finding;
using test::silent;

std::string landed(std::string_view pipeline, std::string_view format = "", std::string_view kind = "kafka") {
  const std::string layout = format.empty() ? "" : fmt::format("partition: {{t: {{format: {}}}}}\n", format);
  return fmt::format(
      "model:\n  sources: {{topic: {{kind: {}}}}}\n  tables: {{t: {{role: raw, key: [id]}}}}\n"
      "  pipelines: {{land: {{from: [topic], to: t, {}}}}}\n{}",
      kind, pipeline, layout);
}

TEST_CASE("M238: Spark writes files and Delta exactly once, and the rest in foreachBatch") {
  const auto spark = "engine: spark, mode: micro_batch, delivery: exactly_once, write: ";
  const auto claimed = "engine: spark, mode: micro_batch, delivery: «exactly_once», write: ";
  CHECK(silent("M238", landed(fmt::format("{}append", spark), "delta")));
  CHECK(silent("M238", landed(fmt::format("{}append", spark), "parquet")));
  CHECK(fires("M238", landed(fmt::format("{}merge", claimed), "delta")));
  CHECK(silent("M238", landed(fmt::format("{}merge, token: batch_id", spark), "delta")));
  CHECK(fires("M238", landed(fmt::format("{}append", claimed), "snowflake")));
  CHECK(silent("M238",
               landed("engine: spark, mode: micro_batch, delivery: at_least_once, write: merge", "delta")));
  CHECK(silent("M238", landed("engine: spark, mode: batch, delivery: exactly_once, write: merge", "delta")));
}

TEST_CASE("M238: names what it really gives, as a warning") {
  const auto finding = only_finding(
      "M238",
      landed("engine: kafka streams, mode: stream, delivery: exactly_once, write: append", "iceberg"));
  CHECK(finding.severity == Severity::warning);
  CHECK(finding.message.find("`at_least_once`") != std::string::npos);
  CHECK(finding.message.find("B10") != std::string::npos);
}

TEST_CASE("M238: Flink and Kafka Connect into a table format, and into a warehouse") {
  const auto claim = [](std::string_view engine, std::string_view mark, std::string_view write) {
    return fmt::format("engine: {}, mode: stream, delivery: {}, write: {}", engine, mark, write);
  };
  CHECK(silent("M238", landed(claim("flink", "exactly_once", "append"), "iceberg")));
  CHECK(silent("M238", landed(claim("flink", "exactly_once", "append"), "parquet")));
  CHECK(fires("M238", landed(claim("flink", "«exactly_once»", "append"), "clickhouse")));
  CHECK(silent("M238", landed(claim("flink", "exactly_once", "merge"), "clickhouse")));
  CHECK(silent("M238", landed(claim("kafka connect", "exactly_once", "append"), "iceberg")));
  CHECK(fires("M238", landed(claim("kafka connect", "«exactly_once»", "append"), "redshift")));
  CHECK(silent("M238", landed(claim("an engine of ours", "exactly_once", "append"), "csv")));
}

TEST_CASE("M238: a source that delivers again") {
  const auto claim = "engine: flink, mode: stream, delivery: «exactly_once», write: append";
  CHECK(fires("M238", landed(claim, "iceberg", "pubsub")));
  CHECK(silent("M238", landed("engine: flink, mode: stream, delivery: exactly_once, write: merge", "iceberg",
                              "pubsub")));
}

TEST_CASE("M242: engines and their modes") {
  CHECK(fires("M242", landed("engine: dbt, mode: «stream»")));
  CHECK(fires("M242", landed("engine: dbt-core 1.8, mode: «stream»")));
  CHECK(silent("M242", landed("engine: dbt, mode: batch")));
  CHECK(silent("M242", landed("engine: dbt, mode: micro_batch")));
  CHECK(fires("M242", landed("engine: Hive, mode: «micro_batch»")));
  CHECK(fires("M242", landed("engine: Kafka Streams, mode: «batch»")));
  CHECK(fires("M242", landed("engine: kafka-streams, mode: «micro_batch»")));
  CHECK(fires("M242", landed("engine: airflow, mode: «stream»")));
  CHECK(fires("M242", landed("engine: trino, mode: «stream»")));
}

TEST_CASE("M242: engines that have all modes, or that nobody knows") {
  for (const std::string_view engine :
       {"spark", "Apache Flink 1.19", "pyspark", "beam", "our own", "archive"}) {
    for (const std::string_view mode : {"stream", "micro_batch", "batch"})
      CHECK(silent("M242", landed(fmt::format("engine: {}, mode: {}", engine, mode))));
  }
  CHECK(silent("M242", landed("engine: dbt")));
  CHECK(silent("M242", landed("mode: stream")));
}

TEST_CASE("M242: a job is a batch") {
  const auto job = [](std::string_view engine) {
    return landed("mode: batch") +
           fmt::format("backfill: {{jobs: {{again: {{rebuilds: t, from: [topic], engine: {}}}}}}}\n", engine);
  };
  CHECK(fires("M242", job("«ksqldb»")));
  CHECK(silent("M242", job("spark")));
}

/// Two topics, a raw table of the first, and a table that pipelines and a job write.
std::string written(std::string_view pipelines, std::string_view job = "") {
  return fmt::format(
      "model:\n  sources: {{a: {{kind: kafka}}, b: {{kind: kafka}}}}\n"
      "  tables: {{raw_a: {{role: raw, key: [id]}}, t: {{role: fact, key: [id]}}}}\n"
      "  pipelines:\n    land: {{from: [a], to: raw_a, mode: stream, write: merge}}\n{}{}",
      pipelines,
      job.empty()
          ? ""
          : fmt::format("backfill:\n  jobs:\n    «again»: {{rebuilds: t, from: [raw_a], {}}}\n", job));
}

std::string one(std::string_view name, std::string_view from, std::string_view to, std::string_view how) {
  return fmt::format("    {}: {{from: [{}], to: {}, {}}}\n", name, from, to, how);
}

TEST_CASE("M240: rows of one source over two ways") {
  CHECK(fires("M240", written(one("x", "a", "t", "mode: stream, write: merge") +
                              one("y", "raw_a", "«t»", "mode: batch, write: merge"))));
  CHECK(fires("M240", written(one("x", "raw_a", "t", "mode: batch, write: overwrite_partition") +
                              one("y", "raw_a", "«t»", "mode: batch, write: overwrite_partition"))));
  CHECK(fires("M240", written(one("x", "a", "t", "mode: stream, write: append") +
                              one("y", "a", "«t»", "mode: stream, write: append"))));
}

TEST_CASE("M240: rows of two sources do not meet") {
  CHECK(silent("M240", written(one("x", "a", "t", "mode: stream, write: merge") +
                               one("y", "b", "t", "mode: stream, write: merge"))));
}

TEST_CASE("M240: two runs that replace partitions from sources of their own wipe each other out") {
  const auto batch = "mode: batch, write: overwrite_partition, every: 1 d";
  const std::string both = one("x", "a", "t", batch) + one("y", "b", "«t»", batch);
  CHECK(fires("M240", written(both)));
  CHECK(
      silent("M240", written(one("x", "a", "t", batch) + one("y", "b", "t", "mode: stream, write: append"))));
  const auto parted = [](std::string_view by) {
    const auto batches = "mode: batch, write: overwrite_partition, every: 1 d";
    return written(one("x", "a", "t", batches) + one("y", "b", "t", batches)) +
           fmt::format("partition: {{t: {{format: iceberg, by: [{}]}}}}\n", by);
  };
  CHECK(silent("M240", written(one("x", "a", "t", batch) + one("y", "missing", "t", batch))));
  CHECK(silent("M240", parted("region, day(at)")));
  CHECK(findings_of("M240", parted("day(at)")).size() == 1);
}

TEST_CASE("M240: an order of versions says who wins") {
  const auto merge = "mode: stream, write: merge, order_by: version";
  CHECK(silent("M240", written(one("x", "a", "t", merge) + one("y", "raw_a", "t", merge))));
  CHECK(fires("M240",
              written(one("x", "a", "t", merge) + one("y", "raw_a", "«t»", "mode: batch, write: merge"))));
}

TEST_CASE("M240: a batch that replaces what a stream wrote wins") {
  const auto batch = "mode: batch, write: overwrite_partition, every: 1 d";
  CHECK(silent("M240",
               written(one("x", "a", "t", "mode: stream, write: merge") + one("y", "raw_a", "t", batch))));
  CHECK(silent("M240",
               written(one("y", "raw_a", "t", batch) + one("x", "a", "t", "mode: stream, write: append"))));
  CHECK(fires("M240", written(one("x", "a", "t", "mode: stream, write: merge, late: correct") +
                              one("y", "raw_a", "«t»", batch))));
}

TEST_CASE("M240: a longer run settles what shorter ones wrote") {
  CHECK(silent("M240", written(one("hourly", "raw_a", "t",
                                   "mode: batch, write: overwrite_partition, every: 1 h, lookback: 3 h") +
                               one("daily", "raw_a", "t",
                                   "mode: batch, write: overwrite_partition, every: 1 d, lookback: 4 d"))));
}

TEST_CASE("M240: a job beside the pipeline") {
  const auto merge = one("x", "a", "t", "mode: stream, write: merge");
  CHECK(fires("M240", written(merge, "write: overwrite_partition")));
  CHECK(findings_of("M240", written(merge, "write: overwrite_partition, while_live: concurrent")).size() ==
        1);
  CHECK(findings_of("M240", written(merge, "write: overwrite_partition, while_live: fenced")).empty());
  CHECK(findings_of("M240", written(merge, "write: merge, while_live: paused")).empty());
  CHECK(mends("M240", written(merge, "write: overwrite_partition")));
  const auto ordered = one("x", "a", "t", "mode: stream, write: merge, order_by: version");
  CHECK(findings_of("M240", written(ordered, "write: merge, order_by: version")).empty());
  CHECK(findings_of("M240", written("", "write: merge")).empty());
}

TEST_CASE("M240: one finding a table") {
  std::string many;
  for (int i = 0; i < 4; ++i) many += one(fmt::format("p{}", i), "a", "t", "mode: stream, write: append");
  CHECK(findings_of("M240", written(many)).size() == 1);
}

std::string merged(std::string_view source, std::string_view how, std::string_view more = "") {
  return fmt::format(
      "model:\n  sources: {{log: {{kind: {}}}}}\n  tables:\n"
      "    changes:\n      role: raw\n      key: [id, version]\n"
      "      columns: {{id: {{type: string}}, version: {{type: int64}}, seen: {{type: timestamp, time: "
      "processing}}}}\n"
      "    state:\n      role: fact\n      key: [id]\n"
      "      columns: {{id: {{type: string}}, version: {{type: int64}}, at: {{type: timestamp, time: "
      "event}}}}\n"
      "    sums: {{role: aggregate, key: [day]{}}}\n"
      "  pipelines:\n    land: {{from: [log], to: changes, write: append}}\n    p: {{from: [changes], {}}}\n",
      source, more, how);
}

TEST_CASE("M250: changes are merged by a version") {
  CHECK(fires("M250", merged("cdc", "to: state, write: «merge»")));
  CHECK(silent("M250", merged("cdc", "to: state, write: merge, order_by: version")));
  CHECK(silent("M250", merged("cdc", "to: state, write: merge, order_by: at")));
  CHECK(fires("M250", merged("cdc", "to: state, write: merge, order_by: «seen»")));
  CHECK(silent("M250", merged("cdc", "to: state, write: append")));
  CHECK(silent("M250", merged("cdc", "to: state, write: overwrite_partition")));
}

TEST_CASE("M250: events do not change, and neither do sums of changes") {
  CHECK(silent("M250", merged("kafka", "to: state, write: merge")));
  CHECK(silent("M250", merged("kafka", "to: state, write: merge, order_by: seen")));
  CHECK(silent("M250", merged("cdc", "to: sums, write: merge", ", measures: {n: count}")));
}

TEST_CASE("M250: the last value of something has an order") {
  CHECK(fires("M250", merged("kafka", "to: sums, write: «merge»", ", measures: {status: last(status)}")));
  CHECK(silent("M250", merged("kafka", "to: sums, write: merge, order_by: version",
                              ", measures: {status: last(status)}")));
  CHECK(silent("M250", merged("kafka", "to: sums, write: merge", ", measures: {top: max(cost)}")));
}

TEST_CASE("M250: a log of changes keeps each version as a row of its own") {
  const auto log = [](std::string_view key, std::string_view columns) {
    return fmt::format(
        "model:\n  sources: {{log: {{kind: cdc}}}}\n  tables: {{changes: {{role: raw, key: [{}], columns: "
        "{{id: {{type: "
        "string}}, {}}}}}}}\n  pipelines: {{land: {{from: [log], to: changes, write: «merge»}}}}\n",
        key, columns);
  };
  const auto logical = "lsn: {type: int64, time: logical}";
  CHECK(findings_of("M250", log("id, lsn", logical)).empty());
  CHECK(fires("M250", log("id", logical)));
  CHECK(findings_of("M250", log("id, at", "at: {type: timestamp, time: event}")).empty());
  CHECK(fires("M250", log("id, created", "created: {type: date, time: event}")));
}

TEST_CASE("M250: a job merges changes too") {
  const auto job = [](std::string_view how) {
    return merged("cdc", "to: state, write: overwrite_partition") +
           fmt::format("backfill: {{jobs: {{again: {{rebuilds: state, from: [changes], {}}}}}}}\n", how);
  };
  CHECK(fires("M250", job("write: «merge»")));
  CHECK(silent("M250", job("write: merge, order_by: version")));
}

}  // namespace
}  // namespace decide
