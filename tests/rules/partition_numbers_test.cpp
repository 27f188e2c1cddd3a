#include "catch.h"
#include "rules/laid_out.h"

namespace decide {
namespace {

using test::contains;
using test::Design;
using test::fires;
using test::has_input;
using test::laid_out;
using test::mends;
using test::only_finding;
using test::silent;

// ---- P303 -------------------------------------------------------------------------------------------------

TEST_CASE("P303: the column that makes the partitions, and the sum") {
  Design design = laid_out("format: iceberg, by: [«campaign_id», day(at)]");
  design.rows = "3B/day";
  CHECK(fires("P303", design));
  const auto found = only_finding("P303", design.text());
  CHECK(found.message == "`by` makes 4.0 billion partitions of 12 kB each; iceberg bears 100k");
  CHECK(found.label == "10M distinct values");
  CHECK(found.path == "partition.t.by");
  CHECK(contains(found.help, "partition by day(at), cluster by campaign_id: 400 partitions, files of"));
  CHECK(found.severity == diag::Severity::error);
  CHECK(found.constraint == "high-cardinality");
  REQUIRE(found.related.size() == 2);
  CHECK(found.related[0].path == "model.tables.t.columns.campaign_id.cardinality");
  CHECK(found.related[1].message == "3.0 billion rows a day make 10M partitions a day, 400 d are kept");
  CHECK(has_input(found, "100k (G11)"));
  CHECK(found.figures[0].value == 4e9);
}

TEST_CASE("P303: the limit itself is borne") {
  CHECK(silent("P303", laid_out("format: iceberg, by: [\"bucket(250, campaign_id)\", day(at)]")));
  CHECK(fires("P303", laid_out("format: iceberg, by: «[\"bucket(251, campaign_id)\", day(at)]»")));
  CHECK(silent("P303", laid_out("format: parquet, by: [\"bucket(250, campaign_id)\", day(at)]")));
}

TEST_CASE("P303: a column as unique as the rows") {
  const auto found = only_finding("P303", laid_out("format: delta, by: [id]"));
  CHECK(found.label == "as many values as rows");
}

TEST_CASE("P303: BigQuery and ClickHouse bear ten thousand") {
  for (const char* format : {"bigquery", "clickhouse"}) {
    CAPTURE(format);
    Design design = laid_out(fmt::format("format: {}, by: [hour(at)]", format));
    design.retention = "416 d";
    CHECK(silent("P303", design));
    design = laid_out(fmt::format("format: {}, by: [«hour(at)»]", format));
    design.retention = "417 d";
    CHECK(fires("P303", design));
    const auto found = only_finding("P303", design);
    CHECK(found.label == "10k units of time in 417 d");
    CHECK(contains(found.message, "`by` makes 10008 partitions"));
    CHECK(mends("P303", design));
  }
}

TEST_CASE("P303: an insert of ClickHouse") {
  Design design = laid_out("format: clickhouse, by: [day(at), «\"bucket(101, campaign_id)\"»]");
  design.retention = "30 d";
  design.pipeline = "mode: micro_batch, every: 1 h, write: append";
  CHECK(fires("P303", design));
  const auto found = only_finding("P303", design);
  CHECK(contains(found.message, "one commit of `p` writes into 101 partitions of `t`"));
  CHECK(has_input(found, "100 (A59)"));
  design.layout = "t: {format: clickhouse, by: [day(at), \"bucket(100, campaign_id)\"]}";
  CHECK(silent("P303", design));
}

TEST_CASE("P303: a load counts late partitions too") {
  Design design = laid_out("format: clickhouse, by: [day(at), \"bucket(90, region)\"]");
  design.retention = "30 d";
  design.rows = "100B/day";
  design.pipeline = "mode: micro_batch, every: 1 h, write: append";
  CHECK(silent("P303", design.text()));
  const std::string late = "scope: {lateness: {p99: 10 min, p999: 6 h, max: 72 h}}\n" + design.text();
  CHECK(silent("P303", late));
}

/// Partitions of a day that a batch overwrites at each run.
Design overwritten(std::string_view engine, int days, std::string_view format = "parquet") {
  Design design = laid_out(fmt::format("format: {}, by: [day(at)]", format));
  design.pipeline = fmt::format(
      "mode: batch, engine: {}, every: 1 d, lookback: {} d, write: overwrite_partition", engine, days);
  return design;
}

TEST_CASE("P303: statements of engines that bear a hundred") {
  for (const char* engine : {"athena", "Trino 450", "hive"}) {
    CAPTURE(engine);
    CHECK(silent("P303", overwritten(engine, 100)));
    CHECK_FALSE(silent("P303", overwritten(engine, 101)));
  }
  CHECK(silent("P303", overwritten("spark", 300)));
  // Through a table format only Athena has that limit.
  CHECK(silent("P303", overwritten("trino", 300, "iceberg")));
  CHECK_FALSE(silent("P303", overwritten("athena", 300, "iceberg")));
}

TEST_CASE("P303: a job that rebuilds too much in one run") {
  Design design = laid_out("format: bigquery, by: [hour(at)]");
  design.jobs = "j: {rebuilds: t, range: 166 d, write: overwrite_partition}";
  CHECK(silent("P303", design));
  design.jobs = "j: {rebuilds: t, range: «167 d», write: overwrite_partition}";
  CHECK(fires("P303", design));
  const auto found = only_finding("P303", design);
  CHECK(contains(found.message, "one run of job `j` writes into 4008 partitions of `t`"));
  CHECK(found.help == "rebuild it in 2 runs of 83.5 d each");
}

TEST_CASE("P303: one finding for a table, with what else is broken beside it") {
  Design design = laid_out("format: parquet, by: [campaign_id, day(at)]");
  design.pipeline = "mode: batch, engine: athena, every: 1 d, write: append";
  design.jobs = "j: {rebuilds: t, range: 300 d, engine: athena, write: append}";
  const auto found = only_finding("P303", design);
  CHECK(found.figures.size() == 3);
  const auto aside = std::find_if(found.related.begin(), found.related.end(), [](const diag::Related& other) {
    return contains(other.message, "writes into 10M partitions");
  });
  CHECK(aside != found.related.end());
}

TEST_CASE("P303: a scan of more partitions than the catalog hands out") {
  std::string design = laid_out("format: parquet, by: [campaign_id, day(at)]").text();
  design.insert(design.find("  pipelines"), "  queries: {q: {table: t, filters: {at: last 30 d}}}\n");
  const auto found = only_finding("P303", design);
  CHECK(contains(found.related.back().message, "reads 300M of them in one run"));
}

TEST_CASE("P303: what is proposed has a transform that its column has") {
  Design design = laid_out("format: iceberg, by: [campaign_id, hour(day)]");
  CHECK(contains(only_finding("P303", design).help, "partition by day(day), cluster by campaign_id"));
}

TEST_CASE("P303: silent where an answer is missing") {
  Design design = laid_out("format: iceberg, by: [campaign_id, day(at)]");
  design.retention.clear();
  CHECK(silent("P303", design));
  CHECK(silent("P303", laid_out("format: iceberg, by: [unknown, day(at)]")));
  CHECK(silent("P303", laid_out("by: [campaign_id, day(at)]")));
  CHECK(silent("P303", laid_out("format: iceberg, cluster: [campaign_id]")));
}

// ---- P304 -------------------------------------------------------------------------------------------------

/// Two commits of 20 MB into each partition of 40 MB.
Design twice_a_day(std::string_view layout) {
  Design design = laid_out(fmt::format("by: [day(at)], {}", layout));
  design.rows = "1M/day";
  design.pipeline = "mode: batch, every: 12 h, write: append";
  return design;
}

TEST_CASE("P304: a quarter of the target is enough") {
  CHECK(silent("P304", twice_a_day("format: iceberg, target_file: 80 MB")));
  CHECK_FALSE(silent("P304", twice_a_day("format: iceberg, target_file: 81 MB")));
}

TEST_CASE("P304: files that nothing joins") {
  Design design = twice_a_day("format: iceberg, target_file: 128 MB");
  const auto found = only_finding("P304", design);
  CHECK(found.severity == diag::Severity::error);
  CHECK(found.path == "partition.t.compact");
  CHECK(found.message ==
        "`t` is written in files of 20 MB, under 25% of the target of 128 MB, and nothing compacts them");
  CHECK(found.constraint == "small-files");
  CHECK(found.related.empty());
  // Two files of a day start no compaction.
  CHECK(found.help == "partition by month(at): 14 partitions, files of 120 MB, once compacted");
  design.pipeline = "mode: batch, every: 4 h, write: append";
  CHECK(only_finding("P304", design).help == "compact once a day: 1 file of 40 MB instead of 6 a partition");
  CHECK(mends("P304", design));
  CHECK(silent("P322", test::mended("P304", design.text())));
  CHECK(silent("P304", twice_a_day("format: iceberg, target_file: 128 MB, compact: {every: 1 d}")));
}

TEST_CASE("P304: every writer leaves a file of its own") {
  CHECK(silent("P304", twice_a_day("format: iceberg, target_file: 80 MB, writers: 1")));
  const auto found = only_finding("P304", twice_a_day("format: iceberg, target_file: 80 MB, writers: 2"));
  CHECK(found.label == "4 files a day");
  CHECK(has_input(found, "20 MB"));
}

TEST_CASE("P304: formats that merge by themselves") {
  for (const char* format : {"bigquery", "snowflake", "redshift", "clickhouse"}) {
    CAPTURE(format);
    CHECK(silent("P304", twice_a_day(fmt::format("format: {}, target_file: 512 MB", format))));
  }
}

TEST_CASE("P304: a writer that replaces partitions decides on their files") {
  Design design = twice_a_day("format: iceberg, target_file: 128 MB, writers: «8»");
  design.pipeline = "mode: batch, every: 1 d, write: overwrite_partition";
  CHECK(fires("P304", design));
  const auto found = only_finding("P304", design);
  CHECK(found.severity == diag::Severity::error);
  CHECK(found.help == "write a partition of 40 MB with 1 writer");
  CHECK(mends("P304", design));
}

TEST_CASE("P304: compaction cannot join what lies in two partitions") {
  Design design = laid_out("format: iceberg, by: [hour(at)], target_file: 128 MB, compact: «{every: 1 d}»");
  design.rows = "10M/day";
  design.pipeline = "mode: micro_batch, every: 1 min, write: append";
  CHECK(fires("P304", design));
  const auto found = only_finding("P304", design);
  CHECK(found.severity == diag::Severity::warning);
  CHECK(contains(found.help, "partition by day(at): 400 partitions"));
  // Not joined at all is worse.
  design.layout = "t: {format: iceberg, by: [hour(at)], target_file: 128 MB}";
  CHECK(only_finding("P304", design).severity == diag::Severity::error);
}

TEST_CASE("P304: one file a partition, all of it") {
  Design design = laid_out("format: iceberg, by: «[hour(at)]», target_file: 128 MB");
  design.rows = "10M/day";
  design.pipeline = "mode: batch, every: 1 d, write: append";
  CHECK(fires("P304", design));
  CHECK(only_finding("P304", design).severity == diag::Severity::warning);
}

TEST_CASE("P304: compaction to less than it should") {
  Design design = twice_a_day("format: iceberg, target_file: 128 MB, compact: {every: 1 d, to: «10 MB»}");
  CHECK(fires("P304", design));
  CHECK(only_finding("P304", design).severity == diag::Severity::warning);
}

TEST_CASE("P304: a table that is small as a whole") {
  Design design = laid_out("format: iceberg");
  design.rows = "1000/day";
  design.pipeline = "mode: batch, every: 1 d, write: replace";
  CHECK(silent("P304", design));
  // Each commit adds one more, for as long as it is kept or longer.
  design.pipeline = "mode: stream, every: 1 min, write: append";
  CHECK_FALSE(silent("P304", design));
  design.retention.clear();
  design.layout = "t: {format: parquet}";
  const std::string unknown = design.text().replace(design.text().find("role: raw"), 9, "role: fact");
  CHECK_FALSE(silent("P304", unknown));
}

TEST_CASE("P304: silent where nobody says how often it is written") {
  CHECK(silent("P304", laid_out("format: iceberg, by: [day(at)]")));
}

}  // namespace
}  // namespace decide
