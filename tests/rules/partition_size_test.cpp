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

// ---- P305 -------------------------------------------------------------------------------------------------

Design daily(std::string rows, std::string_view layout) {
  Design design =
      laid_out(layout.find("by:") == std::string_view::npos ? fmt::format("by: [day(at)], {}", layout)
                                                            : std::string(layout));
  design.rows = std::move(rows);
  return design;
}

TEST_CASE("P305: a quarter of the target file") {
  CHECK(silent("P305", daily("1M/day", "format: iceberg, target_file: 160 MB")));
  CHECK(fires("P305", daily("1M/day", "by: «[day(at)]», format: iceberg, target_file: 161 MB")));
  const auto found = only_finding("P305", daily("1M/day", "format: iceberg, target_file: 400 MB"));
  CHECK(found.message ==
        "the 400 partitions of `t` hold 40 MB each, under 100 MB, a quarter of the target file");
  CHECK(found.severity == diag::Severity::warning);
  CHECK(found.help == "partition by month(at): 14 partitions, files of 400 MB");
}

TEST_CASE("P305: ten gigabytes in BigQuery") {
  CHECK(silent("P305", daily("50M/day", "format: bigquery")));
  const auto found = only_finding("P305", daily("49M/day", "format: bigquery"));
  CHECK(contains(found.message, "hold 9.8 GB each, under 10 GB"));
  CHECK(has_input(found, "10 GB (A7)"));
}

TEST_CASE("P305: a Delta table under a terabyte, and a gigabyte in a larger one") {
  CHECK(silent("P305", daily("62.5M/day", "format: delta")));
  const auto whole = only_finding("P305", daily("62M/day", "format: delta"));
  CHECK(contains(whole.message, "`t` is a Delta table of 992 GB in 400 partitions; under 1 TB"));
  CHECK(has_input(whole, "1 TB (A13)"));
  CHECK(silent("P305", daily("62M/day", "format: delta, cluster: [campaign_id], by: []")));
  const auto small = only_finding("P305", daily("70M/day", "by: [hour(at)], format: delta"));
  CHECK(contains(small.message, "under 1 GB"));
  CHECK(has_input(small, "1 GB (A15)"));
}

TEST_CASE("P305: growth counts towards the terabyte") {
  const std::string design = daily("50M/day", "format: delta").text();
  CHECK_FALSE(silent("P305", design));
  CHECK(silent("P305", "scope: {volume: {growth: 100%}}\n" + design));
}

TEST_CASE("P305: what would not fill one partition") {
  Design design = daily("1000/day", "by: [day(at)], format: iceberg");
  CHECK(only_finding("P305", design).help == "leave `by` out: one whole of 16 MB");
  // Reruns replace partitions, and fewer would leave each as small.
  design.pipeline = "mode: batch, every: 1 d, write: overwrite_partition";
  CHECK(silent("P305", design));
  design.pipeline = "mode: batch";
  design.jobs = "j: {rebuilds: t, write: overwrite_partition}";
  CHECK(silent("P305", design));
  design.rows = "100k/day";
  CHECK_FALSE(silent("P305", design));
}

TEST_CASE("P305: one partition cannot be fewer") {
  CHECK_FALSE(silent("P305", daily("1000/day", "format: iceberg, by: [year(at)]")));
  Design design = daily("1000/day", "format: iceberg, by: [year(at)]");
  design.retention = "300 d";
  CHECK(silent("P305", design));
  CHECK(silent("P305", daily("1000/day", "format: iceberg, by: []")));
}

TEST_CASE("P305: leaves too many partitions to P303") {
  CHECK(silent("P305", daily("1B/day", "by: [campaign_id, day(at)], format: iceberg")));
}

TEST_CASE("P305: a longer unit of time mends it") {
  CHECK(mends("P305", daily("10M/day", "by: [hour(at)], format: iceberg, target_file: 512 MB")));
}

TEST_CASE("P305: no longer unit of time where a run would lose the days that it does not compute") {
  const auto help = [](std::string_view pipeline, std::string_view jobs = "") {
    Design design = daily("1M/day", "format: iceberg, by: [day(at)]");
    design.pipeline = pipeline;
    design.jobs = jobs;
    return only_finding("P305", design).help;
  };
  CHECK(help("mode: batch, every: 1 d, write: merge, key: [id]").find("month(at)") != std::string::npos);
  const std::string four = help("mode: batch, every: 1 d, lookback: 4 d, write: overwrite_partition");
  CHECK(four.find("month(at)") == std::string::npos);
  CHECK(four.find("computes 4 d at once, and of a longer unit it would lose the rest") != std::string::npos);
  CHECK(help("mode: batch, every: 1 d, lookback: 40 d, write: overwrite_partition").find("month(at)") !=
        std::string::npos);
  CHECK(help("mode: batch, every: 1 d, write: merge, key: [id]",
             "j: {rebuilds: t, from: [s], range: 7 d, write: overwrite_partition}")
            .find("month(at)") == std::string::npos);
}

// ---- P306 -------------------------------------------------------------------------------------------------

TEST_CASE("P306: over a terabyte, with nothing inside") {
  CHECK(silent("P306", daily("25B/day", "format: iceberg")));
  CHECK(fires("P306", daily("26B/day", "by: «[day(at)]», format: iceberg")));
  CHECK(silent("P306", daily("26B/day", "format: iceberg, cluster: [campaign_id]")));
  CHECK(only_finding("P306", daily("26B/day", "format: iceberg")).severity == diag::Severity::warning);
}

TEST_CASE("P306: a cluster that does not prune there") {
  CHECK_FALSE(silent("P306", daily("26B/day", "by: [day], format: iceberg, cluster: [day]")));
  CHECK_FALSE(silent("P306", daily("300B/day", "format: csv, cluster: [campaign_id]")));
  CHECK(silent("P306", daily("26B/day", "by: [day], format: iceberg, cluster: [day, campaign_id]")));
}

TEST_CASE("P306: a whole table is one partition") {
  Design design = laid_out("format: iceberg");
  design.layout = "«t»: {format: iceberg}";
  CHECK(fires("P306", design));
  CHECK(only_finding("P306", design).path == "partition.t.by");
}

TEST_CASE("P306: what queries filter by is proposed") {
  std::string design = daily("26B/day", "format: iceberg").text();
  design.insert(design.find("  pipelines"),
                "  queries: {q: {table: t, filters: {at: last 1 d, campaign_id: one}}}\n");
  CHECK(contains(only_finding("P306", design).help, "cluster by campaign_id"));
  CHECK(mends("P306", design));
}

// ---- P318 -------------------------------------------------------------------------------------------------

TEST_CASE("P318: over ten times the mean of a value") {
  Design design = laid_out("format: iceberg, by: [day(at), region]");
  design.skew = "20%";
  CHECK(silent("P318", design));
  design.layout = "t: {format: iceberg, by: [day(at), «region»]}";
  design.skew = "21%";
  CHECK(fires("P318", design));
  const auto found = only_finding("P318", design);
  CHECK(found.severity == diag::Severity::warning);
  CHECK(
      contains(found.message, "the hottest value of `region` holds 21% of the rows of `t`, 10.5 x the mean"));
  CHECK(found.related.front().path == "model.tables.t.columns.region.skew");
}

TEST_CASE("P318: a bucket holds its share of the others too") {
  Design design = laid_out("format: iceberg, by: [day(at), \"bucket(46, campaign_id)\"]");
  design.skew = "20%";
  CHECK(silent("P318", design));
  design.layout = "t: {format: iceberg, by: [day(at), «\"bucket(47, campaign_id)\"»]}";
  CHECK(fires("P318", design));
  CHECK(only_finding("P318", design).help ==
        "bucket by id, whose rows spread evenly, and cluster by campaign_id; or use at most 46 buckets");
}

TEST_CASE("P318: even columns, times and clusters") {
  CHECK(silent("P318", laid_out("format: iceberg, by: [day(at), \"bucket(200, campaign_id)\"]")));
  Design design = laid_out("format: iceberg, by: [day(at)], cluster: [campaign_id]");
  design.skew = "90%";
  CHECK(silent("P318", design));
  design.layout = "t: {format: iceberg, by: [unknown]}";
  CHECK(silent("P318", design));
}

TEST_CASE("P318: several columns, and none where there are too many partitions") {
  Design design = laid_out("format: iceberg, by: [«region», «\"bucket(64, campaign_id)\"»]");
  design.skew = "30%";
  CHECK(fires("P318", design));
  design.layout = "t: {format: iceberg, by: [campaign_id, day(at)]}";
  CHECK(silent("P318", design));
}

}  // namespace
}  // namespace decide
