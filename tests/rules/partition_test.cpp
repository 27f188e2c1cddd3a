#include <fmt/format.h>

#include "catch.h"
#include "rules/marked.h"
#include "rules/mended.h"

namespace decide {
namespace {

using test::findings_of;
using test::fires;
using test::silent;

TEST_CASE("P301: each table that is stored and read in bulk") {
  const auto found =
      findings_of("P301",
                  "model:\n  tables:\n    a: {role: raw}\n    b: {role: fact}\n    c: {role: aggregate}\n"
                  "    d: {role: attribution}\n    e: {role: feature}\n    f: {role: dimension}\n"
                  "    g: {role: audit}\n    h: {role: raw}\npartition: {h: {format: iceberg}}\n");
  REQUIRE(found.size() == 5);
  CHECK(found[0].path == "partition.a");
  CHECK(found[4].path == "partition.e");
  CHECK(found[0].related.front().path == "model.tables.a");
}

TEST_CASE("P301: without a partition section too") {
  const auto found = findings_of("P301", "model: {tables: {a: {role: raw}}}\n");
  REQUIRE(found.size() == 1);
  CHECK(found[0].path == "partition.a");
}

/// A table with one column `c` of a type, partitioned by `by`.
std::string by(std::string_view type, std::string_view transform) {
  return fmt::format(
      "model: {{tables: {{t: {{role: raw, columns: {{c: {{type: \"{}\"}}}}}}}}}}\n"
      "partition: {{t: {{format: iceberg, by: [\"{}\"]}}}}\n",
      type, transform);
}

bool has(std::string_view type, std::string_view transform) {
  return silent("P302", by(type, transform));
}

TEST_CASE("P302: hours are those of a timestamp, days also those of a date") {
  CHECK(has("timestamp", "hour(c)"));
  CHECK(has("timestamptz", "hour(c)"));
  CHECK_FALSE(has("date", "hour(c)"));
  for (const char* unit : {"day(c)", "month(c)", "year(c)"}) {
    CAPTURE(unit);
    CHECK(has("date", unit));
    CHECK(has("timestamp", unit));
    CHECK(has("timestamptz", unit));
    CHECK_FALSE(has("string", unit));
    CHECK_FALSE(has("int64", unit));
  }
}

TEST_CASE("P302: buckets need a value that has one spelling") {
  for (const char* type :
       {"string", "bytes", "int32", "int64", "decimal(10,2)", "date", "timestamp", "uuid"}) {
    CAPTURE(type);
    CHECK(has(type, "bucket(16, c)"));
  }
  for (const char* type : {"float", "double", "bool", "hll", "map", "array", "struct", "json"}) {
    CAPTURE(type);
    CHECK_FALSE(has(type, "bucket(16, c)"));
  }
}

TEST_CASE("P302: truncation, and the bare column") {
  for (const char* type : {"string", "bytes", "int32", "int64", "decimal(10,2)"})
    CHECK(has(type, "truncate(4, c)"));
  for (const char* type : {"date", "uuid", "double", "bool", "timestamp"})
    CHECK_FALSE(has(type, "truncate(4, c)"));
  for (const char* type : {"string", "int64", "date", "bool", "uuid"}) CHECK(has(type, "c"));
  for (const char* type : {"array", "map", "struct", "json", "hll"}) CHECK_FALSE(has(type, "c"));
}

TEST_CASE("P302: the transform is pointed at, each one, and unknown types are left alone") {
  CHECK(fires(
      "P302",
      "model: {tables: {t: {role: raw, columns: {d: {type: date}, f: {type: float}, u: {nullable: true}}}}}\n"
      "partition: {t: {by: [«hour(d)», day(d), «\"bucket(8, f)\"», hour(u), hour(gone)]}}\n"));
  const auto one = findings_of("P302", by("date", "hour(c)"));
  REQUIRE(one.size() == 1);
  REQUIRE(one[0].fix);
  CHECK_FALSE(findings_of("P302", by("string", "hour(c)"))[0].fix);
}

/// A pipeline and a job that write `t`, its layout, and the rest of the backfill section.
std::string written(std::string_view pipeline, std::string_view layout, std::string_view job,
                    std::string_view schema = "") {
  return fmt::format(
      "model:\n  sources: {{s: {{kind: kafka}}}}\n  tables: {{t: {{role: raw, key: [id]}}, o: {{role: "
      "raw}}}}\n"
      "  pipelines: {{p: {{from: [s], to: t, {}}}}}\n"
      "partition: {{t: {{{}}}}}\n"
      "backfill: {{jobs: {{j: {{rebuilds: t, from: [o], {}}}}}, schema: {{changes: {{{}}}}}}}\n",
      pipeline, layout, job, schema);
}

TEST_CASE("P311: rows are updated where rows can be updated") {
  for (const char* format : {"parquet", "orc", "avro", "csv", "json"}) {
    CAPTURE(format);
    CHECK(fires("P311", written("write: merge", fmt::format("format: «{}»", format), "write: append")));
    CHECK(fires("P311", written("write: append", fmt::format("format: «{}»", format), "write: merge")));
    CHECK(fires("P311", written("write: increment", fmt::format("format: «{}»", format), "write: append")));
    CHECK(silent("P311", written("write: append", fmt::format("format: {}", format), "write: replace")));
  }
  for (const char* format : {"delta", "iceberg", "hudi", "bigquery", "snowflake", "redshift", "clickhouse"}) {
    CAPTURE(format);
    CHECK(silent("P311", written("write: merge", fmt::format("format: {}", format), "write: merge")));
  }
}

TEST_CASE("P311: one finding for all that merge into a table") {
  const auto found = findings_of("P311", written("write: merge", "format: parquet", "write: merge"));
  REQUIRE(found.size() == 1);
  CHECK(found[0].message.find("and 1 more") != std::string::npos);
  CHECK(found[0].path == "partition.t.format");
}

TEST_CASE("P311: an atomic overwrite of plain files") {
  CHECK(fires("P311",
              written("write: overwrite_partition, atomic: «true»", "format: parquet", "write: append")));
  CHECK(fires("P311", written("write: append", "format: orc", "write: append, atomic: «true»")));
  CHECK(silent("P311", written("write: append, atomic: true", "format: parquet", "write: append")));
  CHECK(silent("P311", written("write: replace, atomic: false", "format: parquet", "write: append")));
  CHECK(silent("P311", written("write: replace, atomic: true", "format: delta", "atomic: true")));
}

TEST_CASE("P311: snapshots that are kept where there are none") {
  CHECK(fires("P311", written("write: append", "format: parquet, expire_snapshots: «5 d»", "write: append")));
  CHECK(fires("P311",
              written("write: append", "format: clickhouse, expire_snapshots: «5 d»", "write: append")));
  CHECK(silent("P311", written("write: append", "format: iceberg, expire_snapshots: 5 d", "write: append")));
}

TEST_CASE("P311: columns that change in a format without names of columns") {
  constexpr std::string_view add = "c: {add: t.x, type: string}";
  CHECK(fires("P311", written("write: append", "format: «csv»", "write: append", add)));
  CHECK(silent("P311", written("write: append", "format: avro", "write: append", add)));
  CHECK(silent("P311",
               written("write: append", "format: csv", "write: append", "c: {add: o.x, type: string}")));
  CHECK(silent("P311",
               written("write: append", "format: csv", "write: append", "c: {extend: t.x, values: [a]}")));
}

TEST_CASE("P311: a table without a format, or a layout without a table") {
  CHECK(silent("P311", written("write: merge", "by: [id]", "write: merge")));
  CHECK(silent("P311", "partition: {gone: {format: parquet, expire_snapshots: 5 d}}\n"));
}

TEST_CASE("P302: hours of a date become days") {
  CHECK(test::mends("P302", by("date", "hour(c)")));
}

}  // namespace
}  // namespace decide
