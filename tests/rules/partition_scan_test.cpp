#include <fmt/format.h>

#include <algorithm>
#include <string>

#include "catch.h"
#include "rules/marked.h"
#include "rules/mended.h"

namespace decide {
namespace {

using test::findings_of;
using test::fires;
using test::mends;
using test::only_finding;
using test::silent;

bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

/// A table of rows of 200 B, which take 40 B where the compression is 5; queries of it; a layout.
struct Design {
  std::string rows = "400M/day";
  std::string queries = "q: {table: t, filters: {at: last 10 d, campaign_id: one}, runs: 100/day}";
  std::string layout = "t: {format: iceberg, by: [day(at)]}";
  std::string pipeline;

  std::string text() const {
    return fmt::format(
        "model:\n  sources: {{s: {{kind: kafka}}}}\n  tables:\n    t:\n      role: raw\n"
        "      rows: {}\n      row_size: 200 B\n      retention: 400 d\n      columns:\n"
        "        id: {{type: string, cardinality: unique}}\n"
        "        campaign_id: {{type: int64, cardinality: 10M}}\n"
        "        user_id: {{type: string, cardinality: 800M}}\n"
        "        region: {{type: string, cardinality: 50}}\n"
        "        nine: {{type: string, cardinality: 9}}\n"
        "        ten: {{type: string, cardinality: 10}}\n"
        "        paid: {{type: bool}}\n"
        "        unknown: {{type: string}}\n"
        "        day: {{type: date, time: event}}\n"
        "        at: {{type: timestamp, time: event}}\n"
        "        arrived: {{type: timestamp, time: processing}}\n"
        "  queries: {{{}}}\n  pipelines: {{{}}}\npartition:\n  {}\n",
        rows, queries, pipeline, layout);
  }
};

bool fires(std::string_view rule, const Design& design) {
  return test::fires(rule, design.text());
}
bool silent(std::string_view rule, const Design& design) {
  return test::silent(rule, design.text());
}
bool mends(std::string_view rule, const Design& design) {
  return test::mends(rule, design.text());
}
diag::Finding only_finding(std::string_view rule, const Design& design) {
  return test::only_finding(rule, design.text());
}

Design laid_out(std::string_view layout) {
  Design design;
  design.layout = fmt::format("t: {{{}}}", layout);
  return design;
}

Design asked(std::string_view filters, std::string_view layout = "format: iceberg, by: [day(at)]") {
  Design design = laid_out(layout);
  design.queries = fmt::format("q: {{table: t, filters: {{{}}}, runs: 100/day}}", filters);
  return design;
}

// ---- P307 -------------------------------------------------------------------------------------------------

TEST_CASE("P307: points at the cluster, or at the table that has none") {
  Design design;
  design.layout = "«t»: {format: iceberg, by: [day(at)]}";
  CHECK(fires("P307", design));
  const auto found = only_finding("P307", design);
  CHECK(found.severity == diag::Severity::error);
  CHECK(found.path == "partition.t.cluster");
  CHECK(contains(found.message,
                 "`campaign_id`, by which `q` filters, is neither partition nor cluster of `t`"));
  CHECK(contains(found.message, "100% of all bytes read a day"));
  CHECK(contains(found.help, "cluster by campaign_id: it reads "));
  CHECK(found.constraint == "hot-queries");
  CHECK(mends("P307", design));
  CHECK(fires("P307", laid_out("format: iceberg, by: [day(at)], cluster: «[user_id]»")));
  CHECK(mends("P307", laid_out("format: iceberg, by: [day(at)], cluster: [user_id]")));
}

TEST_CASE("P307: what partition or cluster has is used") {
  CHECK(silent("P307", laid_out("format: iceberg, by: [day(at)], cluster: [user_id, campaign_id]")));
  CHECK(silent("P307", laid_out("format: iceberg, by: [\"bucket(64, campaign_id)\", day(at)]")));
}

TEST_CASE("P307: filters that keep much need no place in the layout") {
  CHECK(silent("P307", asked("at: last 10 d, campaign_id: all")));
  CHECK(silent("P307", asked("at: last 10 d, paid: one")));
  CHECK(silent("P307", asked("at: last 10 d, nine: one")));
  CHECK(silent("P307", asked("at: last 10 d, region: 6 values")));
  CHECK_FALSE(silent("P307", asked("at: last 10 d, region: one")));
}

TEST_CASE("P307: a filter that is not needed beside a better one") {
  CHECK(silent("P307", asked("id: one, campaign_id: one", "format: iceberg, by: [day(at)], cluster: [id]")));
}

TEST_CASE("P308: ten times is not over ten times") {
  CHECK(silent("P308", asked("user_id: 10%")));
  CHECK_FALSE(silent("P308", asked("user_id: 9.9%")));
}

TEST_CASE("P307: tables of a file") {
  Design small;
  small.rows = "3M/day";  // a row group a day, in which pages can be skipped
  CHECK_FALSE(silent("P307", small));
  small.rows = "100k/day";
  CHECK(silent("P307", small));
}

TEST_CASE("P307: a time that is no part of the layout") {
  const auto found = only_finding("P307", asked("at: last 10 d", "format: iceberg, cluster: [campaign_id]"));
  CHECK(contains(found.message, "`at`, by which `q` filters"));
  CHECK(contains(found.help, "partition by day(at)"));
  CHECK(mends("P307", asked("at: last 10 d", "format: iceberg, cluster: [campaign_id]")));
}

TEST_CASE("P307: the queries that make most of the bytes, and only they") {
  Design design;
  design.queries =
      "hot: {table: t, filters: {at: last 10 d, campaign_id: one}, runs: 90/day}, "
      "cold: {table: t, filters: {at: last 10 d, user_id: one}, runs: 10/day}";
  const auto found = only_finding("P307", design);
  CHECK(contains(found.message, "`campaign_id`"));
  CHECK_FALSE(contains(found.message, "user_id"));
  CHECK(found.figures.front().name == "bytes read a day");
  // Two that are hot together are told together.
  design.queries =
      "a: {table: t, filters: {at: last 10 d, campaign_id: one}, runs: 60/day}, "
      "b: {table: t, filters: {at: last 10 d, user_id: one}, runs: 40/day}";
  const auto both = only_finding("P307", design);
  CHECK(both.related.back().path == "model.queries.b");
  CHECK(contains(both.related.back().message, "`user_id`"));
}

TEST_CASE("P307: silent where runs or values are not said") {
  Design design;
  design.queries = "q: {table: t, filters: {at: last 10 d, campaign_id: one}}";
  CHECK(silent("P307", design));
  CHECK(silent("P307", asked("at: last 10 d, unknown: one")));
}

// ---- P308 -------------------------------------------------------------------------------------------------

TEST_CASE("P308: a warning over ten times, an error over a hundred") {
  Design design;
  design.rows = "30M/day";  // nine row groups a day
  CHECK(silent("P308", design));
  design.rows = "34M/day";  // eleven
  CHECK(only_finding("P308", design).severity == diag::Severity::warning);
  design.rows = "330M/day";
  CHECK(only_finding("P308", design).severity == diag::Severity::warning);
  design.rows = "340M/day";
  CHECK(only_finding("P308", design).severity == diag::Severity::error);
}

TEST_CASE("P308: points at the filters, and shows both numbers and the way out") {
  Design design;
  design.queries = "q: {table: t, filters: «{at: last 10 d, campaign_id: one}»}";
  CHECK(fires("P308", design));
  const auto found = only_finding("P308", design);
  CHECK(found.path == "model.queries.q.filters");
  CHECK(found.message == "`q` reads 158 GB of `t` to get 1.32 GB, 120 x as much, over 100 x");
  CHECK(found.label == "158 GB read, 1.32 GB wanted");
  CHECK(contains(found.help, "cluster by campaign_id: it reads "));
  REQUIRE(found.figures.size() == 3);
  CHECK(found.figures[0].value / found.figures[1].value == Approx(found.figures[2].value));
  CHECK(mends("P308", design));
}

TEST_CASE("P308: one finding for each query") {
  Design design;
  design.queries =
      "a: {table: t, filters: {at: last 10 d, campaign_id: one}}, "
      "b: {table: t, filters: {at: last 10 d, user_id: one}}, "
      "c: {table: t, filters: {at: last 10 d}}, d: {table: t}";
  CHECK(findings_of("P308", design.text()).size() == 2);
}

TEST_CASE("P308: who wants everything reads nothing in vain") {
  CHECK(silent("P308", asked("at: last 10 d")));
  CHECK(silent("P308", asked("campaign_id: all", "format: iceberg")));
  CHECK(silent("P308", asked("at: last 10 d, campaign_id: one",
                             "format: iceberg, by: [day(at)], cluster: [campaign_id]")));
}

TEST_CASE("P308: what fits into one file is no scan") {
  Design design = laid_out("format: clickhouse, by: [day(at)]");
  design.queries = "q: {table: t, filters: {at: last 1 d, campaign_id: one}}";
  design.rows = "3M/day";
  CHECK(silent("P308", design));
  design.rows = "300M/day";
  CHECK_FALSE(silent("P308", design));
}

TEST_CASE("P308: files that nothing joins are sorted each for itself") {
  Design design = laid_out("format: iceberg, by: [day(at)], cluster: [campaign_id]");
  design.pipeline = "p: {from: [s], to: t, mode: micro_batch, every: 1 min, write: append}";
  const auto found = only_finding("P308", design);
  CHECK(contains(found.help, "compact once a day: it reads "));
  CHECK(mends("P308", design));
}

TEST_CASE("P308: formats without ranges have no way out by sorting") {
  const auto found = only_finding("P308", laid_out("format: csv, by: [day(at)], cluster: [campaign_id]"));
  CHECK(contains(found.help, "csv has nothing that skips rows"));
  CHECK_FALSE(found.fix);
}

TEST_CASE("P308: silent where the values of a filter are not known") {
  CHECK(silent("P308", asked("at: last 10 d, unknown: one")));
}

// ---- P309 -------------------------------------------------------------------------------------------------

Design clustered(std::string_view cluster, std::string_view by = "day(at)",
                 std::string_view format = "iceberg") {
  return laid_out(fmt::format("format: {}, by: [{}], cluster: [{}]", format, by, cluster));
}

TEST_CASE("P309: what the partition fixes to one value") {
  CHECK(fires("P309", clustered("«region», campaign_id", "region")));
  CHECK(fires("P309", clustered("campaign_id, «day»", "day(day)")));
  CHECK(fires("P309", clustered("campaign_id, «day»", "day")));
  CHECK(silent("P309", clustered("campaign_id, day", "month(day)")));
  CHECK(silent("P309", clustered("campaign_id, at", "day(at)")));
  CHECK(silent("P309", clustered("campaign_id", "\"bucket(16, campaign_id)\"")));
}

TEST_CASE("P309: fewer than ten values") {
  CHECK(fires("P309", clustered("«nine»")));
  CHECK(silent("P309", clustered("ten")));
  CHECK(fires("P309", clustered("campaign_id, «paid»")));
  CHECK(silent("P309", clustered("unknown")));
  const auto found = only_finding("P309", clustered("campaign_id, nine"));
  CHECK(contains(found.message, "has 9 values, under 10"));
  CHECK(found.severity == diag::Severity::warning);
  CHECK(found.related.back().path == "model.tables.t.columns.nine.cardinality");
}

TEST_CASE("P309: after a unique column") {
  CHECK(fires("P309", clustered("campaign_id, id, «user_id», «region»")));
  CHECK(silent("P309", clustered("campaign_id, user_id, id")));
}

TEST_CASE("P309: more columns than the format takes") {
  constexpr std::string_view five = "campaign_id, user_id, region, ten, «at»";
  for (const char* format : {"bigquery", "delta", "snowflake"}) {
    CAPTURE(format);
    CHECK(fires("P309", clustered(five, "day(day)", format)));
    const auto found = only_finding("P309", clustered(five, "day(day)", format));
    CHECK(found.severity == diag::Severity::error);
    CHECK(mends("P309", clustered("campaign_id, user_id, region, ten, at", "day(day)", format)));
    CHECK(silent("P309", clustered("campaign_id, user_id, region, ten", "day(day)", format)));
  }
  CHECK(silent("P309", clustered("campaign_id, user_id, region, ten, at", "day(day)", "iceberg")));
}

TEST_CASE("P309: the column is left out") {
  CHECK(mends("P309", clustered("campaign_id, paid")));
  CHECK_FALSE(only_finding("P309", clustered("paid")).fix);
}

// ---- P310 -------------------------------------------------------------------------------------------------

TEST_CASE("P310: partitions by arrival under questions by event") {
  CHECK(fires("P310", asked("at: last 7 d", "format: iceberg, by: [«day(arrived)»]")));
  CHECK(fires("P310", asked("day: one", "format: iceberg, by: [region, «hour(arrived)»]")));
  const auto found = only_finding("P310", asked("at: last 7 d", "format: iceberg, by: [day(arrived)]"));
  CHECK(found.severity == diag::Severity::warning);
  CHECK(contains(found.help, "partition by day(at)"));
  CHECK(mends("P310", asked("at: last 7 d", "format: iceberg, by: [day(arrived)]")));
  // a date has no hours
  CHECK(contains(only_finding("P310", asked("day: one", "format: iceberg, by: [hour(arrived)]")).help,
                 "partition by day(day)"));
  CHECK(mends("P310", asked("at: last 7 d", "format: iceberg, by: [\"bucket(4, id)\", day(arrived)]")));
}

TEST_CASE("P310: questions that say when rows arrived, or do not ask by event") {
  CHECK(silent("P310", asked("at: last 7 d, arrived: last 8 d", "format: iceberg, by: [day(arrived)]")));
  CHECK(silent("P310", asked("arrived: last 7 d", "format: iceberg, by: [day(arrived)]")));
  CHECK(silent("P310", asked("at: all, campaign_id: one", "format: iceberg, by: [day(arrived)]")));
  CHECK(silent("P310", asked("at: last 7 d")));
  CHECK(silent("P310", asked("at: last 7 d", "format: iceberg, by: [day(at), day(arrived)]")));
  CHECK(fires("P310", asked("at: last 7 d", "format: iceberg, by: [\"bucket(4, at)\", «day(arrived)»]")));
  CHECK_FALSE(silent("P310", asked("at: last 7 d, arrived: all", "format: iceberg, by: [day(arrived)]")));
}

TEST_CASE("P310: one finding for all queries") {
  Design design = laid_out("format: iceberg, by: [day(arrived)]");
  design.queries = "a: {table: t, filters: {at: one}}, b: {table: t, filters: {day: one}}";
  CHECK(contains(only_finding("P310", design).message, "`a` (and 1 more) filters by `at`"));
}

// ---- P317 -------------------------------------------------------------------------------------------------

/// A table keyed by `id` that something writes.
std::string upserted(std::string_view layout, std::string_view pipeline, std::string_view job = "") {
  return fmt::format(
      "model:\n  sources: {{s: {{kind: cdc}}}}\n  tables: {{t: {{role: raw, key: [id]}}}}\n"
      "  pipelines: {{p: {{from: [s], to: t, {}}}}}\npartition: {{t: {{{}}}}}\n{}",
      pipeline, layout,
      job.empty() ? "" : fmt::format("backfill: {{jobs: {{j: {{rebuilds: t, {}}}}}}}\n", job));
}

TEST_CASE("P317: engines that look inside the partition only") {
  constexpr std::string_view merge = "write: merge, engine: spark";
  CHECK(fires("P317", upserted("format: hudi, by: [«day(at)»]", merge)));
  CHECK(fires("P317", upserted("format: clickhouse, by: [«day(at)»]", merge)));
  CHECK(silent("P317", upserted("format: iceberg, by: [day(at)]", merge)));
  CHECK(fires("P317", upserted("format: iceberg, by: [«day(at)»]", "write: merge, engine: Flink SQL 1.19")));
  CHECK(silent("P317", upserted("format: delta, by: [day(at)]", "write: merge, engine: flink")));
  CHECK(fires("P317", upserted("format: hudi, by: [«day(at)»]", "write: increment")));
}

TEST_CASE("P317: keys that name the partition") {
  CHECK(silent("P317", upserted("format: hudi, by: [\"bucket(16, id)\"]", "write: merge")));
  CHECK(silent("P317", upserted("format: hudi, by: [day(at)]", "write: merge, key: [id, at]")));
  CHECK(fires("P317", upserted("format: hudi, by: [day(at), «region»]", "write: merge, key: [id, at]")));
  CHECK(fires("P317", upserted("format: hudi, by: [«day(at)», «region»]", "write: merge")));
}

TEST_CASE("P317: writes that look for no old row") {
  for (const char* write : {"append", "overwrite_partition", "replace"})
    CHECK(silent("P317", upserted("format: hudi, by: [day(at)]", fmt::format("write: {}", write))));
  CHECK(silent("P317", upserted("format: hudi", "write: merge")));
}

TEST_CASE("P317: jobs too, and one finding for all") {
  CHECK(fires("P317", upserted("format: hudi, by: [«day(at)»]", "write: append", "write: merge")));
  const auto found =
      only_finding("P317", upserted("format: hudi, by: [day(at)]", "write: merge", "write: merge"));
  CHECK(contains(found.message, "pipeline `p` (and 1 more) updates rows of `t` by (id)"));
  CHECK(found.severity == diag::Severity::error);
  CHECK(found.constraint == "duplicate-delivery");
}

}  // namespace
}  // namespace decide
