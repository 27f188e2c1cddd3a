#include <fmt/format.h>

#include <map>

#include "catch.h"
#include "rules/judged.h"
#include "rules/mended.h"

namespace decide {
namespace {

using diag::Severity;
using test::findings_of;
using test::fires;
using test::silent;

/// A plan with one change of `clicks`, under further sections.
std::string plan(std::string_view change, std::string_view schema = "format: avro, compatibility: backward",
                 std::string_view more = "", std::string_view scope = "") {
  return fmt::format(
      "scope: {{{}}}\n"
      "model:\n"
      "  sources: {{topic: {{kind: kafka, format: avro}}}}\n"
      "  tables:\n"
      "    clicks:\n"
      "      role: raw\n"
      "      key: [event_id]\n"
      "      columns:\n"
      "        event_id: {{type: string}}\n"
      "        cost: {{type: int64}}\n"
      "        note: {{type: string, nullable: true}}\n"
      "        source: {{type: string, values: [organic, paid]}}\n"
      "        day: {{type: date}}\n"
      "  pipelines: {{land: {{from: [topic], to: clicks}}}}\n"
      "{}"
      "backfill:\n"
      "  schema:\n"
      "    {}\n"
      "    changes:\n"
      "      change: {{{}}}\n",
      scope, more,
      [&] {
        std::string lines(schema);
        for (std::size_t at = lines.find(", "); at != std::string::npos; at = lines.find(", ", at))
          lines.replace(at, 2, "\n    ");
        return lines;
      }(),
      change);
}

std::string under(std::string_view mode, std::string_view format = "avro") {
  return fmt::format("format: {}, compatibility: {}", format, mode);
}

TEST_CASE("B431: each kind of change under the modes that ask for it") {
  struct Row {
    std::string_view change;
    bool backward, forward;
  };
  for (const Row& row :
       {Row{"add: clicks.x, type: int64", true, false},
        Row{"add: clicks.x, type: int64, default: 0", false, false},
        Row{"add: clicks.x, type: string, nullable: true", true, false},
        Row{"add: clicks.x, type: string, nullable: true, default: null", false, false},
        Row{"drop: clicks.note", false, true}, Row{"drop: clicks.note, default: null", false, false},
        Row{"rename: clicks.cost, to: price", true, true},
        Row{"rename: clicks.cost, to: price, alias: true", false, true},
        Row{"retype: clicks.cost, from: int32, to: int64", false, true},
        Row{"retype: clicks.cost, from: int64, to: int32", true, false},
        Row{"retype: clicks.cost, to: string", true, true},
        Row{"extend: clicks.source, values: [partner]", false, true},
        Row{"extend: clicks.source, values: [partner], enum_default: organic", false, false}}) {
    CAPTURE(row.change);
    CHECK(silent("B431", plan(row.change, under("none"))));
    for (const char* mode : {"backward", "backward_transitive"})
      CHECK(silent("B431", plan(row.change, under(mode))) != row.backward);
    for (const char* mode : {"forward", "forward_transitive"})
      CHECK(silent("B431", plan(row.change, under(mode))) != row.forward);
    for (const char* mode : {"full", "full_transitive"})
      CHECK(silent("B431", plan(row.change, under(mode))) == (!row.backward && !row.forward));
  }
}

TEST_CASE("B431: the finding stands at the column, names mode and reason, and offers null") {
  CHECK(fires("B431", plan("add: «clicks.x», type: string, nullable: true")));
  const auto found = findings_of("B431", plan("add: clicks.x, type: string, nullable: true"));
  REQUIRE(found.size() == 1);
  CHECK(found[0].severity == Severity::error);
  CHECK(found[0].path == "backfill.schema.changes.change.add");
  CHECK(found[0].message.find("`backward`") != std::string::npos);
  CHECK(found[0].message.find("no default") != std::string::npos);
  CHECK(test::mends("B431", plan("add: clicks.x, type: string, nullable: true")));
}

TEST_CASE("B431: what passes and loses is a warning") {
  const auto found = findings_of("B431", plan("retype: clicks.cost, from: int64, to: double"));
  REQUIRE(found.size() == 1);
  CHECK(found[0].severity == Severity::warning);
  CHECK(found[0].message.find("2^53") != std::string::npos);
  CHECK(findings_of("B431",
                    plan("retype: clicks.cost, from: int64, to: int32", under("backward", "protobuf")))[0]
            .severity == Severity::warning);
}

TEST_CASE("B431: the other languages") {
  CHECK(silent("B431", plan("rename: clicks.cost, to: price", under("full", "protobuf"))));
  CHECK(silent("B431", plan("add: clicks.x, type: int64", under("full", "protobuf"))));
  CHECK(fires("B431", plan("retype: «clicks.cost», to: string", under("backward", "protobuf"))));
  CHECK(fires("B431", plan("add: «clicks.x», type: int64", under("backward", "json_schema"))));
  CHECK(silent("B431",
               plan("add: clicks.x, type: int64", under("backward", "json_schema") + ", content: closed")));
  CHECK(silent("B431",
               plan("add: clicks.x, type: int64", under("backward", "json_schema") + ", policy: lenient")));
  CHECK(fires("B431", plan("drop: «clicks.note»", under("backward", "json_schema") + ", content: closed")));
}

TEST_CASE("B431: what it needs to know") {
  CHECK(silent("B431", plan("add: clicks.x, type: int64", "format: avro")));
  // the format of the source that fills the table tells the language
  CHECK(fires("B431", plan("add: «clicks.x», type: int64", "compatibility: backward")));
  CHECK(silent("B431", plan("retype: clicks.unknown, to: int64")));
  // a versioned change is judged by B437 alone
  CHECK(silent("B431", plan("retype: clicks.cost, to: string, version: 2, after: 30 d")));
  CHECK(fires("B431", plan("retype: «clicks.cost», to: string, version: 2")));
}

/// Judges a plan that names schema files, whose texts are given.
std::vector<diag::Finding> with_files(std::string_view schema, std::map<std::string, std::string> files,
                                      std::string_view rule) {
  rules::CheckOptions options;
  options.today = test::test_day;
  options.only = {"B431"};
  options.read_beside = [files = std::move(files)](const std::string& name) -> Result<std::string> {
    const auto found = files.find(name);
    if (found == files.end()) return Error{"no such file", {}};
    return found->second;
  };
  const std::string text = fmt::format("dedesign: 1\nbackfill:\n  schema: {{{}}}\n", schema);
  const auto checked = rules::check(Source("design.yaml", text), options);
  std::vector<diag::Finding> found;
  for (const auto& one : checked->findings) {
    if (one.rule == rule) found.push_back(one);
  }
  return found;
}

std::string avro(std::string_view fields) {
  return fmt::format(R"({{"type": "record", "name": "Click", "fields": [{}]}})", fields);
}

TEST_CASE("B431: versions that lie beside the design") {
  const std::string one = avro(R"({"name": "id", "type": "string"})");
  const std::string two =
      avro(R"({"name": "id", "type": "string"}, {"name": "n", "type": "int", "default": 0})");
  const std::string three = avro(R"({"name": "id", "type": "string"}, {"name": "n", "type": "int"})");
  const std::map<std::string, std::string> files{{"1.avsc", one}, {"2.avsc", two}, {"3.avsc", three}};
  const auto judged = [&](std::string_view mode) {
    return with_files(
        fmt::format("format: avro, compatibility: {}, versions: {{v1: 1.avsc, v2: 2.avsc, v3: 3.avsc}}",
                    mode),
        files, "B431");
  };
  CHECK(judged("backward").empty());
  CHECK(judged("forward_transitive").empty());
  CHECK(judged("none").empty());
  const auto found = judged("backward_transitive");
  REQUIRE(found.size() == 1);
  CHECK(found[0].path == "backfill.schema.versions.v3");
  CHECK(found[0].severity == Severity::error);
  CHECK(found[0].message.find("events of `v1` cannot be understood: of `n`") != std::string::npos);
}

TEST_CASE("B431: versions that round are a warning") {
  const auto found = with_files(
      "compatibility: backward, versions: {v1: a, v2: b}",
      {{"a", avro(R"({"name": "n", "type": "long"})")}, {"b", avro(R"({"name": "n", "type": "double"})")}},
      "B431");
  REQUIRE(found.size() == 1);
  CHECK(found[0].severity == Severity::warning);
}

TEST_CASE("F003: a version that cannot be read stands at its name") {
  const auto missing = with_files("format: avro, versions: {v1: gone.avsc}", {}, "F003");
  REQUIRE(missing.size() == 1);
  CHECK(missing[0].path == "backfill.schema.versions.v1");
  CHECK(missing[0].message.find("no such file") != std::string::npos);
  CHECK(with_files("format: avro, versions: {v1: a}", {{"a", "{"}}, "F003").size() == 1);
  CHECK(with_files("format: avro, versions: {v1: /etc/passwd}", {{"/etc/passwd", "x"}}, "F003").size() == 1);
  CHECK(with_files("format: protobuf, versions: {v1: a.proto}", {}, "F003").empty());
  // a caller that reads no files is told nothing
  CHECK(silent("F003", "backfill: {schema: {format: avro, versions: {v1: gone.avsc}}}\n"));
}

std::string laid(std::string_view format, std::string_view change, std::string_view schema,
                 std::string_view by = "") {
  return plan(change, schema, fmt::format("partition: {{clicks: {{format: {}{}}}}}\n", format, by));
}

TEST_CASE("B434: what the table cannot do with what the schema bears") {
  CHECK(fires("B434", laid("iceberg", "retype: «clicks.cost», from: int32, to: double", under("backward"))));
  CHECK(silent("B434", laid("delta", "retype: clicks.cost, from: int32, to: double", under("backward"))));
  CHECK(silent("B434", laid("iceberg", "retype: clicks.cost, from: int32, to: int64", under("backward"))));
  // the schema breaks already
  CHECK(silent("B434", laid("iceberg", "retype: clicks.cost, to: string", under("backward"))));
  CHECK(fires("B434", laid("iceberg", "retype: «clicks.cost», to: string", under("none"))));
  CHECK(fires("B434",
              laid("bigquery", "add: «clicks.x», type: int64, required: true, default: 0", under("full"))));
  CHECK(silent("B434", laid("bigquery", "add: clicks.x, type: int64, default: 0", under("full"))));
  CHECK(fires("B434", laid("parquet", "rename: «clicks.cost», to: price", under("full", "protobuf"))));
  CHECK(silent("B434", laid("iceberg", "rename: clicks.cost, to: price", under("full", "protobuf"))));
  CHECK(fires("B434",
              laid("iceberg", "retype: «clicks.day», to: timestamp", under("none"), ", by: [day(day)]")));
  CHECK(silent("B434", laid("iceberg", "retype: clicks.day, to: timestamp", under("none"))));
  CHECK(silent("B434", laid("iceberg", "retype: clicks.cost, from: int32, to: double, version: 2, after: 1 d",
                            under("backward"))));
  CHECK(silent("B434", plan("retype: clicks.cost, from: int32, to: double")));
}

TEST_CASE("B435: each that reads the column") {
  const std::string_view drop = "drop: «clicks.cost»";
  CHECK(silent("B435", plan("drop: clicks.cost")));
  CHECK(fires("B435", plan("drop: «clicks.event_id»")));
  CHECK(fires("B435", plan(drop, under("none"), "partition: {clicks: {cluster: [cost]}}\n")));
  CHECK(fires("B435", plan("drop: «clicks.day»", under("none"), "partition: {clicks: {by: [day(day)]}}\n")));
  CHECK(fires("B435", plan(drop, under("none"),
                           "close: {checks: {c: {table: clicks, kind: nulls, columns: [cost]}}}\n")));
  CHECK(silent("B435", plan("drop: clicks.cost, version: 2, after: 30 d", under("none"),
                            "partition: {clicks: {cluster: [cost]}}\n")));
  CHECK(fires("B435", plan("rename: «clicks.cost», to: price, alias: true", under("none"),
                           "partition: {clicks: {cluster: [cost]}}\n")));
  CHECK(silent("B435", plan("extend: clicks.cost, values: [a]", under("none"),
                            "partition: {clicks: {cluster: [cost]}}\n")));
}

TEST_CASE("B435: only a retype that narrows takes something away") {
  const auto retype = [](std::string_view from, std::string_view to) {
    return plan(fmt::format("retype: clicks.cost, from: {}, to: {}", from, to), under("none"),
                "partition: {clicks: {cluster: [cost]}}\n");
  };
  CHECK(findings_of("B435", retype("int64", "int32")).size() == 1);
  CHECK(findings_of("B435", retype("string", "int64")).size() == 1);
  CHECK(findings_of("B435", retype("timestamp", "date")).size() == 1);
  CHECK(silent("B435", retype("int32", "int64")));
  CHECK(silent("B435", retype("int64", "string")));
  CHECK(silent("B435", retype("int64", "double")));
}

/// `clicks` with a query over it, and `daily` derived from it.
std::string read_by(std::string_view query, std::string_view daily, std::string_view change) {
  return fmt::format(
      "model:\n"
      "  tables:\n"
      "    clicks: {{role: raw, columns: {{event_id: {{}}, cost: {{}}, campaign: {{}}, spare: {{}}}}}}\n"
      "    daily: {{role: aggregate, {}}}\n"
      "  queries: {{q: {{{}}}}}\n"
      "  pipelines: {{count: {{from: [clicks], to: daily}}}}\n"
      "backfill: {{schema: {{changes: {{change: {{{}}}}}}}}}\n",
      daily, query, change);
}

TEST_CASE("B435: queries, and what is derived") {
  CHECK(fires("B435", read_by("table: clicks, filters: {cost: one}, columns: [event_id]", "key: []",
                              "drop: «clicks.cost»")));
  CHECK(fires("B435", read_by("table: clicks, group_by: [cost], columns: [event_id]", "key: []",
                              "drop: «clicks.cost»")));
  CHECK(silent("B435", read_by("table: clicks, columns: [event_id]", "key: []", "drop: clicks.cost")));
  // a query that does not say what it reads reads all
  CHECK(fires("B435", read_by("table: clicks, filters: {event_id: one}", "key: []", "drop: «clicks.spare»")));
  CHECK(fires("B435", read_by("table: daily, columns: [day]",
                              "measures: {spend: sum(cost)}, columns: {day: {}}", "drop: «clicks.cost»")));
  CHECK(fires("B435",
              read_by("table: daily, columns: [day]", "key: [campaign], columns: {campaign: {}, day: {}}",
                      "rename: «clicks.campaign», to: campaign_id")));
  CHECK(silent("B435", read_by("table: daily, columns: [day]", "key: [day], columns: {campaign: {}, day: {}}",
                               "drop: clicks.campaign")));
}

TEST_CASE("B436: old readers and new words") {
  const std::string_view extend = "extend: «clicks.source», values: [partner]";
  for (const char* mode : {"forward", "forward_transitive", "full", "full_transitive"}) {
    CHECK(fires("B436", plan(extend, under(mode))));
    CHECK(fires("B436", plan(extend, under(mode, "json_schema"))));
    CHECK(silent("B436", plan("extend: clicks.source, values: [partner]", under(mode, "protobuf"))));
    CHECK(
        silent("B436", plan("extend: clicks.source, values: [partner], enum_default: organic", under(mode))));
  }
  for (const char* mode : {"backward", "backward_transitive", "none"})
    CHECK(silent("B436", plan("extend: clicks.source, values: [partner]", under(mode))));
  CHECK(fires("B436", plan(extend, under("none") + ", upgrade_first: producers")));
  // a default that old readers do not know either: it is new too, or none of the words of the column
  CHECK(fires("B436",
              plan("extend: «clicks.source», values: [partner], enum_default: unknown", under("full"))));
  CHECK(fires("B436",
              plan("extend: «clicks.source», values: [partner, other], enum_default: other", under("full"))));
  CHECK(silent("B436",
               plan("extend: clicks.source, values: [partner], version: 2, after: 7 d", under("full"))));
}

TEST_CASE("B437: a breaking change needs a version and a time") {
  const auto at = [](std::string_view change,
                     std::string_view schema = "format: avro, compatibility: backward") {
    const auto found = findings_of("B437", plan(change, schema));
    return found.size() == 1 ? found[0].path : std::string("none");
  };
  CHECK(at("retype: clicks.cost, to: string") == "backfill.schema.changes.change.version");
  CHECK(at("retype: clicks.cost, to: string, version: 2") == "backfill.schema.changes.change.after");
  CHECK(at("retype: clicks.cost, to: string, version: 2, after: 0 d") ==
        "backfill.schema.changes.change.after");
  CHECK(at("retype: clicks.cost, to: string, after: 30 d") == "backfill.schema.changes.change.version");
  CHECK(at("retype: clicks.cost, to: string, version: 2, after: 30 d") == "none");
  CHECK(at("retype: clicks.cost, from: int32, to: int64") == "none");
  CHECK(at("retype: clicks.cost, from: int64, to: double") == "none");
  // under no mode: what breaks whoever goes first
  CHECK(at("retype: clicks.cost, to: string", under("none")) == "backfill.schema.changes.change.version");
  CHECK(at("drop: clicks.note", under("none")) == "none");
}

std::string added(std::string_view query, std::string_view jobs = "", std::string_view writer = "") {
  return fmt::format(
      "model:\n"
      "  sources: {{topic: {{kind: kafka}}}}\n"
      "  tables: {{clicks: {{role: raw}}, daily: {{role: aggregate}}}}\n"
      "  queries: {{q: {{{}}}}}\n"
      "  pipelines: {{land: {{from: [topic], to: clicks{}}}}}\n"
      "backfill:\n  jobs: {{{}}}\n  schema: {{changes: {{change: {{add: clicks.x, type: string}}}}}}\n",
      query, writer, jobs);
}

TEST_CASE("B438: a filter on what the past does not have") {
  const std::string_view query = "table: clicks, filters: {x: one}";
  const auto found = findings_of("B438", added(query));
  REQUIRE(found.size() == 1);
  CHECK(found[0].severity == Severity::warning);
  CHECK(found[0].path == "backfill.schema.changes.change.add");
  CHECK(silent("B438", added("table: clicks, filters: {y: one}")));
  CHECK(silent("B438", added("table: clicks, filters: {x: all}")));
  CHECK(silent("B438", added("table: clicks, group_by: [x]")));
  CHECK(silent("B438", added(query, "fill: {rebuilds: clicks}")));
  CHECK(silent("B438", added(query, "fill: {rebuilds: daily, then: [clicks]}")));
  CHECK(findings_of("B438", added(query, "fill: {rebuilds: daily}")).size() == 1);
  CHECK(silent("B438", added(query, "", ", write: replace")));
}

}  // namespace
}  // namespace decide
