#include <fmt/format.h>

#include <string>

#include "catch.h"
#include "rules/marked.h"

namespace decide {
namespace {

using test::findings_of;
using test::fires;
using test::silent;

std::string keys(std::string_view clicks, std::string_view columns, std::string_view checks) {
  return fmt::format(R"(model:
  tables:
    {}: {{role: raw, key: [id], columns: {{{}}}}}
    users: {{role: dimension, key: [user_id], columns: {{user_id: {{type: string}}}}}}
close:
  checks: {{{}}}
)",
                     clicks, columns, checks);
}

std::string cleaned(std::string_view pipeline, std::string_view max, std::string_view rate = "1%") {
  return fmt::format(R"(scope:
  duplicates: {}
model:
  sources: {{topic: {{kind: kafka}}}}
  tables: {{clicks: {{role: raw, key: [id]}}}}
  pipelines: {{land: {{from: [topic], to: clicks, {}}}}}
close:
  checks: {{d: {{table: clicks, kind: duplicates, max: {}, on_fail: [ticket]}}}}
)",
                     rate, pipeline, max);
}

std::string swing(std::string_view pattern, std::string_view limits) {
  return fmt::format(R"(scope:
  volume: {{average: 1k/s, pattern: {}}}
model:
  tables: {{clicks: {{role: raw, key: [id]}}}}
close:
  checks: {{d: {{table: clicks, kind: completeness, {}, on_fail: [ticket]}}}}
)",
                     pattern, limits);
}

std::string quiet(std::string_view source, std::string_view fields) {
  return fmt::format("model:\n  sources: {{{}: {{kind: kafka, {}}}}}\n", source, fields);
}

}  // namespace

TEST_CASE("C505 asks for the key and the references of raw tables that may not be null") {
  const std::string user = "id: {type: string}, user: {type: string, references: users.user_id}";
  const std::string maybe =
      "id: {type: string}, user: {type: string, nullable: true, references: users.user_id}";
  CHECK(fires("C505", keys("«clicks»", user, "n: {table: clicks, kind: nulls, columns: [id]}")));
  CHECK(silent("C505", keys("clicks", maybe, "n: {table: clicks, kind: nulls, columns: [id]}")));
  CHECK(silent("C505", keys("clicks", user, "n: {table: clicks, kind: nulls}")));
  CHECK(silent("C505", keys("clicks", user,
                            "n: {table: clicks, kind: nulls, columns: [id]}, m: {table: clicks, kind: nulls, "
                            "columns: [user]}")));
  CHECK(fires("C505", keys("«clicks»", user, "n: {table: users, kind: nulls}")));
  CHECK(fires("C505", keys("«clicks»", user, "n: {table: clicks, kind: duplicates, columns: [id, user]}")));
  const auto found = findings_of("C505", keys("clicks", user, ""));
  REQUIRE(found.size() == 1);
  CHECK(found.front().message == "`id` and `user` of `clicks` must not be null, and no null check looks");
}

TEST_CASE("C505 counts a column that another table refers to") {
  const auto referred = [](std::string_view columns) {
    return fmt::format(R"(model:
  tables:
    views: {{role: raw, key: [id], columns: {{id: {{type: string}}, code: {{type: string}}}}}}
    clicks: {{role: aggregate, key: [c], columns: {{c: {{type: string, references: views.code}}}}}}
close:
  checks: {{n: {{table: views, kind: nulls, columns: [{}]}}}}
)",
                       columns);
  };
  CHECK(silent("C505", referred("id, code")));
  CHECK(findings_of("C505", referred("id")).size() == 1);
  std::string misspelt = referred("id");
  misspelt.replace(misspelt.find("views.code"), 10, "views.cod");
  CHECK(silent("C505", misspelt));  // that there is no such column is F005's to say
}

TEST_CASE("C510 speaks only where the schema changes") {
  const auto drift = [](std::string_view stability, std::string_view kind) {
    return fmt::format(R"(scope:
  schema_change: {{stability: {}}}
close:
  checks: {{a: {{table: clicks, kind: {}}}}}
)",
                       stability, kind);
  };
  CHECK(findings_of("C510", drift("changing", "nulls")).size() == 1);
  CHECK(silent("C510", drift("changing", "schema")));
  CHECK(silent("C510", drift("stable", "nulls")));
}

TEST_CASE("C511 is about streams, not micro-batches") {
  const auto lag = [](std::string_view name, std::string_view mode, std::string_view check) {
    return fmt::format(R"(model:
  tables: {{live: {{role: aggregate, key: [m]}}, other: {{role: raw, key: [i]}}}}
  pipelines: {{{}: {{from: [other], to: live, mode: {}}}}}
close:
  checks: {{a: {{{}}}}}
)",
                       name, mode, check);
  };
  CHECK(fires("C511", lag("«a»", "stream", "table: live, kind: freshness, max: 1 min")));
  CHECK(fires("C511", lag("«a»", "stream", "table: other, kind: lag, max: 1 min")));
  CHECK(silent("C511", lag("a", "stream", "table: live, kind: lag, max: 1 min")));
  CHECK(silent("C511", lag("a", "micro_batch", "table: live, kind: freshness, max: 1 min")));
}

TEST_CASE("C512 wants the source counted where there is one") {
  const auto fed = [](std::string_view table, std::string_view against) {
    return fmt::format(R"(model:
  sources: {{topic: {{kind: kafka}}}}
  tables: {{clicks: {{role: raw, key: [id]}}, daily: {{role: aggregate, key: [d]}}}}
  pipelines: {{land: {{from: [topic], to: clicks}}, count: {{from: [clicks], to: daily}}}}
close:
  checks: {{c: {{table: {}, kind: completeness, against: {}, tolerance: 40%}}}}
)",
                       table, against);
  };
  CHECK(fires("C512", fed("clicks", "«7 d»")));
  CHECK(silent("C512", fed("clicks", "source")));
  CHECK(silent("C512", fed("daily", "7 d")));
}

TEST_CASE("C513 takes silence of a quiet source for nothing, unless it has a heartbeat") {
  CHECK(fires("C513", quiet("«orders»", "rows: 30/h")));
  CHECK(silent("C513", quiet("orders", "rows: 30/h, heartbeat: 1 min")));
  CHECK(silent("C513", quiet("orders", "rows: 60/h")));
  CHECK(silent("C513", quiet("orders", "partitions: 4")));
}

TEST_CASE("C514 holds a limit for repeats against the share that is declared") {
  CHECK(fires("C514", cleaned("write: append", "«0.9%»")));
  CHECK(silent("C514", cleaned("write: append", "1%")));
  CHECK(fires("C514", cleaned("write: append", "«0%»")));
  CHECK(fires("C514", cleaned("write: merge, key: [id]", "«0.5%»")));
  CHECK(silent("C514", cleaned("write: merge, key: [id]", "0%")));
  CHECK(silent("C514", cleaned("write: append, dedup: {key: [id], within: 7 d}", "0%")));
  CHECK(silent("C514", cleaned("write: append", "0%", "0%")));
}

TEST_CASE("C514 lets a count of a spiky load swing") {
  CHECK(fires("C514", swing("spiky", "against: 7 d, tolerance: «19%»")));
  CHECK(silent("C514", swing("spiky", "against: 7 d, tolerance: 20%")));
  CHECK(silent("C514", swing("spiky", "against: source, tolerance: 1%")));
  CHECK(silent("C514", swing("steady", "against: 7 d, tolerance: 5%")));
  CHECK(fires("C514", swing("spiky", "against: 7 d, max: «19%»")));
  CHECK(silent("C514", swing("spiky", "against: 7 d, max: 20%")));
}

}  // namespace decide
