#include <fmt/format.h>

#include <algorithm>

#include "catch.h"
#include "rules/mended.h"

namespace decide {
namespace {

using test::findings_of;
using test::fires;
using test::silent;

std::string check(std::string_view kind, std::string_view max) {
  return fmt::format(
      "model: {{tables: {{t: {{role: raw}}}}}}\nclose: {{checks: {{c: {{table: t, kind: {}, max: {}}}}}}}\n",
      kind, max);
}

TEST_CASE("F003: the limit of a check is of the kind that it measures") {
  for (const std::string_view kind : {"freshness", "lag"}) {
    CHECK(fires("F003", check(kind, "«4%»")));
    CHECK(silent("F003", check(kind, "4 min")));
  }
  for (const std::string_view kind : {"duplicates", "nulls", "volume", "distribution"}) {
    CHECK(fires("F003", check(kind, "«4 min»")));
    CHECK(silent("F003", check(kind, "4%")));
  }
}

TEST_CASE("F003: a retype ends at a type") {
  const auto change = [](std::string_view to) {
    return fmt::format("backfill: {{schema: {{changes: {{c: {{retype: t.cost, from: int64, to: {}}}}}}}}}\n",
                       to);
  };
  CHECK(fires("F003", change("«int46»")));
  CHECK(fires("F003", change("«varchar»")));
  CHECK(silent("F003", change("int64")));
  CHECK(silent("F003", change("\"decimal(12,2)\"")));
  // of a rename it is a name
  CHECK(silent("F003", "backfill: {schema: {changes: {c: {rename: t.cost, to: int46}}}}\n"));
}

TEST_CASE("F003: a change says what becomes of its column") {
  const auto change = [](std::string_view fields) {
    return fmt::format("backfill: {{schema: {{changes: {{c: {{{}}}}}}}}}\n", fields);
  };
  CHECK(fires("F003", change("rename: «t.cost»")));
  CHECK(silent("F003", change("rename: t.cost, to: price")));
  CHECK(fires("F003", change("retype: «t.cost», from: int32")));
  CHECK(silent("F003", change("retype: t.cost, from: int32, to: int64")));
  CHECK(fires("F003", change("extend: «t.source»")));
  CHECK(fires("F003", change("extend: «t.source», values: []")));
  CHECK(silent("F003", change("extend: t.source, values: [partner]")));
  CHECK(silent("F003", change("drop: t.cost")));
  CHECK(silent("F003", change("add: t.cost")));
}

std::string what_if(std::string_view path, std::string_view value) {
  return fmt::format(
      "scope: {{volume: {{average: 10k/s}}, latency: {{freshness: 5 min}}}}\n"
      "model: {{tables: {{t: {{role: raw}}}}}}\n"
      "close: {{what_if: {{w: {{when: {{{}: {}}}, breaks: [t], then: x}}}}}}\n",
      path, value);
}

TEST_CASE("F003: a what-if changes a field to what the field takes") {
  for (const std::string_view value :
       {"«90»", "«90 dd»", "«-3 d»", "«x0»", "«x-2»", "«1.5x»", "«[1 d]»", "«{a: 1}»"})
    CHECK(fires("F003", what_if("scope.latency.freshness", value)));
  for (const std::string_view value : {"90 d", "x2", "x0.5"})
    CHECK(silent("F003", what_if("scope.latency.freshness", value)));
  CHECK(fires("F003", what_if("model.tables.t.role", "«x3»")));
  CHECK(silent("F003", what_if("model.tables.t.role", "fact")));
  CHECK(fires("F003", what_if("scope.priority", "«cost»")));
  CHECK(silent("F003", what_if("scope.priority", "[cost]")));
  // a path that is none is F005's
  CHECK(silent("F003", what_if("scope.latency.nonsense", "90")));
}

TEST_CASE("C515: a check says from where on it fails") {
  const auto without = [](std::string_view kind, std::string_view more = "") {
    return fmt::format("close: {{checks: {{«c»: {{table: t, kind: {}{}}}}}}}\n", kind, more);
  };
  for (const std::string_view kind : {"freshness", "lag", "duplicates", "nulls", "completeness", "reconcile"})
    CHECK(fires("C515", without(kind)));
  CHECK(silent("C515", "close: {checks: {c: {table: t, kind: freshness, max: 5 min}}}\n"));
  CHECK(silent("C515",
               "close: {checks: {c: {table: t, kind: completeness, against: source, tolerance: 1%}}}\n"));
  CHECK(silent("C515", "close: {checks: {c: {table: t, kind: schema}}}\n"));
  // a tolerance is no limit of what is compared with nothing
  CHECK(fires("C515", without("freshness", ", tolerance: 1%")));
  // what does not read is F003's
  CHECK(silent("C515", "close: {checks: {c: {table: t, kind: freshness, max: soon}}}\n"));
  CHECK(findings_of("C515", without("lag")).at(0).path == "close.checks.c.max");
}

TEST_CASE("F005: a name that only looks alike is offered and not put in") {
  const auto watched = [](std::string_view name) {
    return fmt::format(
        "close: {{checks: {{clicks-dups: {{table: t, kind: schema}}}}, monitor_first: [{}]}}\n", name);
  };
  const auto other = findings_of("F005", watched("clicks-fresh"));
  const auto found = [](const std::vector<diag::Finding>& all) {
    return std::find_if(all.begin(), all.end(),
                        [](const auto& it) { return it.path.find("monitor") != std::string::npos; });
  };
  REQUIRE(found(other) != other.end());
  CHECK(found(other)->help == "did you mean clicks-dups?");
  CHECK_FALSE(found(other)->fix.has_value());
  const auto slip = findings_of("F005", watched("click-dups"));
  REQUIRE(found(slip) != slip.end());
  CHECK(found(slip)->fix.has_value());
}

TEST_CASE("F010: a value that cannot be read leaves no constraint to blame") {
  const auto because = [](std::string_view volume) {
    return fmt::format(
        "scope: {{volume: {{{}: 35k/s}}}}\nmodel:\n  sources: {{s: {{kind: kafka}}}}\n  tables: {{t: {{role: "
        "raw}}}}\n"
        "  pipelines: {{p: {{from: [s], to: t, because: [throughput]}}}}\n",
        volume);
  };
  CHECK(silent("F010", because("average")));
  CHECK(silent("F010", because("averge")));
}

}  // namespace
}  // namespace decide
