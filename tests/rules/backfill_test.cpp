#include <fmt/format.h>

#include "catch.h"
#include "rules/marked.h"
#include "rules/mended.h"

namespace decide {
namespace {

using diag::Severity;
using test::findings_of;
using test::fires;
using test::silent;

/// A job over `clicks` and its fields.
std::string job(std::string_view fields, std::string_view clicks = "", std::string_view scope = "") {
  return fmt::format(
      "scope: {{{}}}\n"
      "model:\n"
      "  sources: {{topic: {{kind: kafka, retention: 7 d}}}}\n"
      "  tables:\n"
      "    clicks: {{role: raw{}}}\n"
      "    daily: {{role: aggregate}}\n"
      "    monthly: {{role: aggregate}}\n"
      "    spare: {{role: aggregate}}\n"
      "  queries:\n"
      "    q: {{consumer: a, table: daily}}\n"
      "    r: {{consumer: b, table: monthly}}\n"
      "  pipelines:\n"
      "    land: {{from: [topic], to: clicks}}\n"
      "    count: {{from: [clicks], to: daily}}\n"
      "backfill:\n"
      "  jobs:\n"
      "    again: {{rebuilds: daily, {}}}\n",
      scope, clicks, fields);
}

TEST_CASE("B410: range against what is kept") {
  CHECK(silent("B410", job("from: [clicks], range: 90 d", ", retention: 90 d")));
  CHECK(fires("B410", job("from: [«clicks»], range: 91 d", ", retention: 90 d")));
  CHECK(silent("B410", job("from: [clicks], range: 91 d")));
  CHECK(silent("B410", job("from: [clicks]", ", retention: 1 d")));
}

TEST_CASE("B410: a source that is replayed, and the scope's answer for raw") {
  CHECK(fires("B410", job("from: [«topic»], range: 8 d")));
  CHECK(silent("B410", job("from: [topic], range: 7 d")));
  CHECK(fires("B410", job("from: [«clicks»], range: 40 d", "", "retention: {raw: 30 d}")));
}

TEST_CASE("B410: the window of the job is added") {
  CHECK(fires("B410", job("from: [«clicks»], range: 90 d, window: 1 d", ", retention: 90 d")));
  CHECK(silent("B410", job("from: [clicks], range: 90 d, window: 1 d", ", retention: 91 d")));
}

TEST_CASE("B410: the finding shows the sum and mends it") {
  const auto found =
      findings_of("B410", job("from: [clicks], range: 90 d, window: 30 d", ", retention: 100 d"));
  REQUIRE(found.size() == 1);
  CHECK(found[0].message.find("120 d") != std::string::npos);
  CHECK(found[0].message.find("100 d") != std::string::npos);
  REQUIRE(found[0].figures.size() == 1);
  CHECK(found[0].figures[0].value == 120 * 86400.0);
  REQUIRE(found[0].fix);
  CHECK(found[0].fix->edits[0].text.find("2") != std::string::npos);
}

TEST_CASE("B410: a job that does not say what it reads goes back to raw") {
  CHECK(fires("B410", job("range: «91 d»", ", retention: 90 d")));
  CHECK(silent("B410", job("range: 90 d", ", retention: 90 d")));
}

std::string credit(std::string_view conversions, std::string_view clicks, std::string_view from,
                   std::string_view more = "") {
  return fmt::format(
      "model:\n"
      "  tables:\n"
      "    conversions: {{role: raw, retention: {}}}\n"
      "    clicks: {{role: raw, retention: {}}}\n"
      "    credit: {{role: attribution, attribution: {{of: conversions, to: [clicks], window: 30 d}}}}\n"
      "backfill:\n"
      "  jobs:\n"
      "    again: {{rebuilds: credit, from: {}, range: 90 d{}}}\n",
      conversions, clicks, from, more);
}

TEST_CASE("B410: touches reach back by the window of the attribution, conversions do not") {
  CHECK(silent("B410", credit("90 d", "120 d", "[conversions, clicks]")));
  CHECK(fires("B410", credit("90 d", "119 d", "[conversions, «clicks»]")));
  CHECK(fires("B410", credit("89 d", "119 d", "[«conversions», «clicks»]")));
  CHECK(fires("B410", credit("90 d", "120 d", "[conversions, «clicks»]", ", window: 60 d")));
  CHECK(fires("B410", credit("90 d", "110 d", "[conversions, «clicks»]", ", window: 7 d")));
}

TEST_CASE("B413: rows are deleted first") {
  CHECK(fires("B413", job("cleanup: «delete_first»")));
  CHECK(silent("B413", job("cleanup: none")));
  CHECK(silent("B413", job("write: merge")));
  const auto merge = findings_of("B413", job("write: merge, cleanup: delete_first"));
  REQUIRE(merge.size() == 1);
  CHECK(merge[0].severity == Severity::warning);
  CHECK_FALSE(merge[0].fix);
  CHECK(findings_of("B413", job("write: overwrite_partition, cleanup: delete_first"))[0].fix.has_value());
}

TEST_CASE("B416: strict where somebody reads exact numbers") {
  const auto severity = [](std::string_view a, std::string_view b, std::string_view fields) {
    const auto found =
        findings_of("B416", job(fields, "",
                                fmt::format("consumers: {{a: {{kind: sql, correctness: {}}}, b: {{kind: sql, "
                                            "correctness: {}}}}}",
                                            a, b)));
    REQUIRE(found.size() == 1);
    return found[0].severity;
  };
  CHECK(severity("exact", "approximate", "gate: none") == Severity::error);
  CHECK(severity("eventual", "approximate", "gate: none") == Severity::warning);
  CHECK(severity("approximate", "exact", "gate: none") == Severity::warning);
  CHECK(severity("approximate", "exact", "gate: none, then: [spare, monthly]") == Severity::error);
}

TEST_CASE("B416: unsaid is not none") {
  CHECK(silent("B416", job("range: 90 d")));
  CHECK(silent("B416", job("gate: not_ready")));
  CHECK(silent("B416", job("gate: banner")));
  CHECK(fires("B416", job("gate: «none»")));
}

/// `daily`, computed from `clicks` by one pipeline, read with the given correctness.
std::string counted(std::string_view pipeline, std::string_view correctness = "exact",
                    std::string_view role = "aggregate", std::string_view from = "clicks") {
  return fmt::format(
      "scope: {{consumers: {{a: {{kind: sql, correctness: {}}}}}}}\n"
      "model:\n"
      "  sources: {{topic: {{kind: kafka}}}}\n"
      "  tables:\n"
      "    clicks: {{role: raw}}\n"
      "    daily: {{role: {}}}\n"
      "    final: {{role: dimension}}\n"
      "  queries: {{q: {{consumer: a, table: daily}}}}\n"
      "  pipelines:\n"
      "    land: {{from: [topic], to: clicks}}\n"
      "    count: {{from: [{}], to: daily{}}}\n",
      correctness, role, from, pipeline);
}

TEST_CASE("B417: ways back") {
  CHECK(findings_of("B417", counted("")).size() == 1);
  CHECK(silent("B417", counted(", mode: batch, lookback: 1 d")));
  CHECK(silent("B417", counted(", mode: batch, write: replace")));
  CHECK(silent("B417", counted(", serves: final")));
  CHECK(silent("B417", counted("") + "backfill: {jobs: {again: {rebuilds: daily, from: [clicks]}}}\n"));
  CHECK(silent(
      "B417", counted("") + "backfill: {jobs: {again: {rebuilds: final, from: [clicks], then: [daily]}}}\n"));
  CHECK(findings_of("B417", counted(", mode: batch, lookback: 0 d")).size() == 1);
  CHECK(findings_of("B417", counted(", serves: daily")).size() == 1);
}

TEST_CASE("B417: a final state that must be right is an error") {
  CHECK(findings_of("B417", counted("", "exact"))[0].severity == Severity::error);
  CHECK(findings_of("B417", counted("", "eventual"))[0].severity == Severity::error);
  CHECK(findings_of("B417", counted("", "approximate"))[0].severity == Severity::warning);
}

TEST_CASE("B417: only what is derived, and what is filled at all") {
  for (const char* role : {"raw", "dimension", "audit"}) CHECK(silent("B417", counted("", "exact", role)));
  for (const char* role : {"fact", "feature", "attribution"}) {
    CHECK(findings_of("B417", counted("", "exact", role)).size() == 1);
  }
  CHECK(silent("B417", counted("", "exact", "fact", "topic")));
  CHECK(findings_of("B417", counted("", "exact", "aggregate", "topic")).size() == 1);
  CHECK(silent("B417", "model: {tables: {daily: {role: aggregate}}}\n"));
}

TEST_CASE("B418: only a lock stops a second run") {
  CHECK(fires("B418", job("exclusive: «false»")));
  CHECK(silent("B418", job("exclusive: true")));
  const auto found = findings_of("B418", job("range: 90 d"));
  REQUIRE(found.size() == 1);
  CHECK(found[0].path == "backfill.jobs.again.exclusive");
  CHECK(found[0].severity == Severity::warning);
  CHECK(found[0].fix.has_value());
}

TEST_CASE("B419: a range ends now") {
  CHECK(fires("B419", job("range: 90 d, ready_check: «false»")));
  CHECK(silent("B419", job("range: 90 d, ready_check: true")));
  CHECK(silent("B419", job("exclusive: true")));
  const auto found = findings_of("B419", job("range: 90 d"));
  REQUIRE(found.size() == 1);
  CHECK(found[0].path == "backfill.jobs.again.ready_check");
}

/// A schema plan under an answer of the scope.
std::string contract(std::string_view plan, std::string_view change = "stability: changing, owner: us") {
  return fmt::format("scope: {{schema_change: {{{}}}}}\nbackfill:\n  schema: {{{}}}\n", change, plan);
}

TEST_CASE("B430: each part of the contract") {
  CHECK(silent("B430", contract("registry: glue, compatibility: full, enforced_at: write")));
  CHECK(silent("B430", contract("registry: buf, compatibility: backward, enforced_at: ci")));
  CHECK(fires("B430", contract("registry: «none», compatibility: full, enforced_at: ci")));
  CHECK(fires("B430", contract("registry: glue, compatibility: «none», enforced_at: ci")));
  CHECK(fires("B430", contract("registry: glue, compatibility: full, enforced_at: «none»")));
  CHECK(fires("B430", contract("registry: glue, compatibility: full, enforced_at: «read»")));
}

TEST_CASE("B430: no promise to new readers alone where third parties own the schema") {
  const auto fix = [](std::string_view owner) {
    const auto found = findings_of("B430", contract("registry: glue, compatibility: none, enforced_at: ci",
                                                    fmt::format("stability: changing, owner: {}", owner)));
    REQUIRE(found.size() == 1);
    REQUIRE(found.front().fix);
    return found.front().fix->title + found.front().fix->edits.front().text;
  };
  CHECK(fix("us").find("backward_transitiv") != std::string::npos);
  CHECK(fix("third_party").find("full_transitiv") != std::string::npos);
}

TEST_CASE("B430: one finding that names what is missing") {
  const auto one = findings_of("B430", contract("registry: glue, compatibility: full"));
  REQUIRE(one.size() == 1);
  CHECK(one[0].path == "backfill.schema.enforced_at");
  CHECK(one[0].fix.has_value());
  const auto two = findings_of("B430", contract("registry: none, compatibility: full"));
  REQUIRE(two.size() == 1);
  CHECK(two[0].path == "backfill.schema");
  CHECK(two[0].message.find("`registry: none` and no `enforced_at`") != std::string::npos);
  const auto none = findings_of("B430", "scope: {schema_change: {stability: volatile}}\n");
  REQUIRE(none.size() == 1);
  CHECK(none[0].path == "backfill.schema");
  CHECK(none[0].constraint == "schema-drift");
}

TEST_CASE("B430: schemas that do not change need no contract") {
  CHECK(silent("B430", contract("registry: none", "stability: stable, owner: us")));
  CHECK(silent("B430", "title: nothing said\n"));
  CHECK(findings_of("B430", contract("registry: none", "stability: stable, owner: third_party")).size() == 1);
}

TEST_CASE("B450: a deadline needs a plan that reaches something") {
  constexpr std::string_view scope = "scope: {compliance: {erasure: 30 d}}\n";
  const auto with = [&](std::string_view rest) { return std::string(scope) + std::string(rest); };
  CHECK(fires("B450", with("«backfill»: {jobs: {}}\n")));
  CHECK(fires("B450", with("backfill: {erasure: {reaches: «[]»}}\n")));
  CHECK(fires("B450", with("backfill: {«erasure»: {method: tombstone}}\n")));
  CHECK(silent("B450", with("backfill: {erasure: {method: tombstone, every: 7 d, reaches: [backups]}}\n")));
  CHECK(silent("B450", "backfill: {erasure: {method: tombstone}}\n"));
  const auto none = findings_of("B450", scope);
  REQUIRE(none.size() == 1);
  CHECK(none[0].path == "backfill.erasure");
}

TEST_CASE("B450: a plan says how, and how often") {
  const auto plan = [](std::string_view fields) {
    return fmt::format("scope: {{compliance: {{erasure: 30 d}}}}\nbackfill: {{{}}}\n", fields);
  };
  CHECK(fires("B450", plan("«erasure»: {method: tombstone, reaches: [backups]}")));
  CHECK(fires("B450", plan("«erasure»: {every: 7 d, reaches: [backups]}")));
  CHECK(fires("B450", plan("erasure: {«method»: {t: tombstone}, every: 7 d, reaches: [t, backups]}")));
  CHECK(silent("B450", plan("erasure: {method: tombstne, every: 7 d, reaches: [t, backups]}")));
  CHECK(silent("B450", plan("erasure: {method: {default: tombstone}, every: 7 d, reaches: [t, backups]}")));
}

TEST_CASE("B450: the tables with personal data are named") {
  const auto found =
      findings_of("B450",
                  "scope: {compliance: {erasure: 30 d}}\n"
                  "model: {tables: {a: {role: raw, columns: {u: {pii: true}}}, b: {role: raw}, "
                  "c: {role: raw, columns: {u: {pii: true}}}}}\n");
  REQUIRE(found.size() == 1);
  CHECK(found[0].help.find("`a` and `c`") != std::string::npos);
  CHECK(found[0].help.find("`b`") == std::string::npos);
}

TEST_CASE("what the fixes of the backfill rules leave behind") {
  CHECK(test::mends("B410", job("from: [clicks], range: 90 d, window: 30 d", ", retention: 100 d")));
  CHECK(test::mends("B410", job("from: [topic], range: 8 d")));
  CHECK(test::mends("B410", job("from: [clicks], range: 40 d", "", "retention: {raw: 30 d}")));
  CHECK(test::mends("B413", job("write: replace, cleanup: delete_first")));
  CHECK(test::mends("B416", job("gate: none")));
  CHECK(test::mends("B418", job("exclusive: false")));
  CHECK(test::mends("B419", job("range: 90 d")));
  CHECK(test::mends("B430", contract("registry: glue, compatibility: none, enforced_at: ci")));
  CHECK(test::mends("B430", contract("registry: glue, compatibility: full")));
}

}  // namespace
}  // namespace decide
