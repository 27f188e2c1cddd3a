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

/// A daily count of clicks, a job that recounts it, and what is laid out or asked beside.
std::string recount(std::string_view job, std::string_view layout = "format: iceberg",
                    std::string_view count = "", std::string_view scope = "") {
  return fmt::format(
      "scope: {{{}}}\n"
      "model:\n"
      "  tables:\n"
      "    clicks: {{role: raw, key: [event_id]}}\n"
      "    daily: {{role: aggregate, key: [day]}}\n"
      "  queries: {{q: {{consumer: a, table: daily}}}}\n"
      "  pipelines:\n"
      "    count: {{from: [clicks], to: daily, mode: batch, every: 1 d, delivery: at_least_once, {}}}\n"
      "partition: {{daily: {{{}}}}}\n"
      "backfill:\n"
      "  jobs:\n"
      "    again: {{rebuilds: daily, from: [clicks], {}}}\n",
      scope, count.empty() ? "write: overwrite_partition" : count, layout, job);
}

constexpr std::string_view exact = "consumers: {a: {kind: billing, correctness: exact}}";
constexpr std::string_view safe = "exclusive: true, while_live: fenced";

TEST_CASE("a sound job has no timeline that goes wrong") {
  const std::string sound = recount(fmt::format("write: overwrite_partition, {}", safe));
  for (const std::string_view code : {"B401", "B402", "B404", "B405", "B406", "B408", "B409", "B414"}) {
    INFO(code);
    CHECK(silent(code, sound));
  }
}

TEST_CASE("B401: a job that adds, and one that is told from a repeat") {
  CHECK(fires("B401", recount(fmt::format("write: «append», {}", safe))));
  CHECK(fires("B401", recount(fmt::format("write: «increment», {}", safe))));
  // What the live pipeline has written has no token.
  CHECK(fires("B401", recount(fmt::format("write: «append», token: batch_id, {}", safe))));
  CHECK(fires("B401", recount(fmt::format("write: «append», token: run_id, {}", safe))));
  CHECK(silent("B401", recount(fmt::format("write: merge, {}", safe))));
  CHECK(fires("B401", recount(fmt::format("write: overwrite_partition, {}", safe), "format: iceberg",
                              "write: «append»")));
}

TEST_CASE("B401: the timeline and the edit stand with the finding") {
  const auto found = findings_of("B401", recount(fmt::format("write: append, {}", safe)));
  REQUIRE(found.size() == 1);
  REQUIRE(found[0].trace);
  CHECK(found[0].trace->cost == "1 event, 0 faults, 4 steps");
  CHECK(found[0].trace->summary.find("runs once more") != std::string::npos);
  CHECK(found[0].trace->steps.size() == 4);
  REQUIRE(found[0].fix);
  CHECK_FALSE(found[0].fix->safe);
}

TEST_CASE("B401: a key with the day on which the job runs; with a logical day it holds") {
  const auto by = [](std::string_view kind, std::string_view key) {
    return fmt::format(
        "model:\n"
        "  tables:\n"
        "    clicks: {{role: raw, key: [event_id]}}\n"
        "    facts: {{role: fact, key: [event_id, run_date], columns: {{event_id: {{type: string, "
        "cardinality: "
        "unique}}, run_date: {{type: date, time: {}}}}}}}\n"
        "backfill: {{jobs: {{again: {{rebuilds: facts, from: [clicks], write: merge, key: {}, exclusive: "
        "true}}}}}}\n",
        kind, key);
  };
  CHECK(fires("B401", by("processing", "«[event_id, run_date]»")));
  CHECK(silent("B401", by("logical", "[event_id, run_date]")));
  CHECK(findings_of("B409", by("logical", "[event_id, run_date]")).size() == 1);
}

std::string land(std::string_view fields) {
  return fmt::format(
      "model:\n"
      "  sources: {{topic: {{kind: kafka}}}}\n"
      "  tables: {{clicks: {{role: raw, key: [event_id]}}}}\n"
      "  pipelines:\n"
      "    land: {{from: [topic], to: clicks, mode: micro_batch, {}}}\n",
      fields);
}

TEST_CASE("B402: what makes a retry harmless") {
  CHECK(fires("B402", land("delivery: at_least_once, write: «append»")));
  CHECK(fires("B402", land("delivery: at_most_once, write: «merge»")));
  CHECK(silent("B402", land("delivery: exactly_once, write: append")));
  CHECK(silent("B402", land("delivery: at_least_once, write: merge")));
  CHECK(silent("B402", land("delivery: at_least_once, write: append, token: batch_id")));
  CHECK(silent("B402", land("delivery: at_least_once, write: append, token: run_id")));
  CHECK(silent("B402", land("delivery: at_least_once")));
}

TEST_CASE("B402: under an assumption it is a warning that names the field") {
  const auto found = findings_of("B402", land("write: append"));
  REQUIRE(found.size() == 1);
  CHECK(found[0].severity == Severity::warning);
  CHECK(found[0].help.find("`delivery`") != std::string::npos);
  const auto said = findings_of("B402", land("delivery: at_least_once, write: append"));
  REQUIRE(said.size() == 1);
  CHECK(said[0].severity == Severity::error);
}

TEST_CASE("B403: lookback against lateness, by what the readers bear") {
  const auto late = [](std::string_view lookback, std::string_view level) {
    return fmt::format(
        "scope:\n"
        "  lateness: {{p50: 1 s, p99: 10 min, max: 72 h}}\n"
        "  consumers: {{a: {{kind: sql, correctness: {}, tolerance: 5%}}}}\n"
        "model:\n"
        "  tables: {{clicks: {{role: raw, key: [event_id]}}, daily: {{role: aggregate, key: [day]}}}}\n"
        "  queries: {{q: {{consumer: a, table: daily}}}}\n"
        "  pipelines:\n"
        "    count: {{from: [clicks], to: daily, mode: batch, every: 1 d, lookback: {}, time: event, "
        "delivery: "
        "at_least_once, write: overwrite_partition}}\n",
        level, lookback);
  };
  CHECK(fires("B403", late("«3 d»", "exact")));
  CHECK(silent("B403", late("4 d", "exact")));
  CHECK(silent("B403", late("2 d", "approximate")));
}

TEST_CASE("B404: a version guards, the time of handling does not") {
  const auto users = [](std::string_view fields) {
    return fmt::format(
        "model:\n"
        "  sources: {{cdc: {{kind: cdc}}}}\n"
        "  tables:\n"
        "    users: {{role: dimension, key: [id], columns: {{id: {{type: string}}, at: {{type: timestamp, "
        "time: "
        "event}}, loaded: {{type: timestamp, time: processing}}}}}}\n"
        "  pipelines:\n"
        "    {}\n",
        fields);
  };
  CHECK(fires("B404", users("«apply»: {from: [cdc], to: users, mode: stream, write: merge}")));
  CHECK(silent("B404", users("apply: {from: [cdc], to: users, mode: stream, write: merge, order_by: at}")));
  CHECK(fires("B404",
              users("apply: {from: [cdc], to: users, mode: stream, write: merge, order_by: «loaded»}")));
  CHECK(fires("B414", users("apply: {from: [cdc], to: users, mode: stream, write: «merge»}")));
  CHECK(silent("B414", users("apply: {from: [cdc], to: users, mode: stream, write: merge, order_by: at}")));
  // the way of writing that is there is no repair
  const auto unordered =
      findings_of("B404", users("apply: {from: [cdc], to: users, mode: stream, write: merge}"));
  REQUIRE(unordered.size() == 1);
  CHECK(unordered[0].help.find("order_by: at") != std::string::npos);
  CHECK(unordered[0].help.find("write: merge") == std::string::npos);
}

TEST_CASE("B405: concurrent with nothing that refuses the stale commit") {
  const auto job = [](std::string_view fields, std::string_view layout) {
    return recount(fmt::format("write: overwrite_partition, exclusive: true, {}", fields), layout);
  };
  CHECK(fires("B405", job("while_live: «concurrent»", "format: hudi")));
  CHECK(silent("B405", job("while_live: concurrent", "format: iceberg")));
  CHECK(fires("B405", job("while_live: «concurrent», isolation: none", "format: iceberg")));
  CHECK(silent("B405", job("while_live: paused", "format: hudi")));
  CHECK(silent("B405", job("while_live: fenced", "format: hudi")));
}

TEST_CASE("B406: error where the readers are exact, else a warning") {
  const std::string job = fmt::format("write: overwrite_partition, {}", safe);
  const auto strict =
      findings_of("B406", recount(job, "format: parquet", "write: merge, atomic: true", exact));
  REQUIRE(strict.size() == 1);
  CHECK(strict[0].severity == Severity::error);
  const auto loose = findings_of("B406", recount(job, "format: parquet", "write: merge, atomic: true"));
  REQUIRE(loose.size() == 1);
  CHECK(loose[0].severity == Severity::warning);
  CHECK(silent("B406", recount(job + ", gate: not_ready", "format: parquet", "write: merge, atomic: true")));
  CHECK(silent("B406", recount(job + ", atomic: true", "format: parquet", "write: merge, atomic: true")));
  CHECK(fires("B406", recount(job + ", atomic: «false»", "format: iceberg")));
  CHECK(fires("B406", recount(job + ", cleanup: «delete_first»", "format: iceberg")));
}

TEST_CASE("B408: exclusive, or a commit that is refused") {
  const auto job = [](std::string_view fields, std::string_view layout) {
    return recount(fmt::format("write: overwrite_partition, while_live: paused, {}", fields), layout);
  };
  CHECK(fires("B408", job("exclusive: «false»", "format: parquet")));
  CHECK(silent("B408", job("exclusive: true", "format: parquet")));
  CHECK(silent("B408", job("exclusive: false", "format: iceberg")));
  const auto open = findings_of("B408", job("gate: not_ready", "format: parquet"));
  REQUIRE(open.size() == 1);
  CHECK(open[0].severity == Severity::warning);
}

TEST_CASE("B409: a merge leaves what the corrected logic does not yield") {
  CHECK(fires("B409", recount(fmt::format("write: «merge», {}", safe))));
  CHECK(silent("B409", recount(fmt::format("write: merge, cleanup: delete_first, {}", safe))));
  CHECK(fires("B409", recount(fmt::format("write: append, token: «batch_id», {}", safe))));
  CHECK(silent("B409", recount(fmt::format("write: append, {}", safe))));
}

TEST_CASE("B412: every pipeline and job that says so, error where exact") {
  const std::string job =
      fmt::format("write: overwrite_partition, {}, nondeterministic: «[now, uuid]»", safe);
  CHECK(fires("B412", recount(job)));
  CHECK(findings_of("B412", recount(job))[0].severity == Severity::warning);
  CHECK(findings_of("B412", recount(job, "format: iceberg", "", exact))[0].severity == Severity::error);
}

TEST_CASE("B414: an aggregate is merged by its whole key") {
  const auto by = [](std::string_view key) {
    return fmt::format(
        "model:\n"
        "  tables: {{clicks: {{role: raw, key: [event_id]}}, daily: {{role: aggregate, key: [day, "
        "campaign]}}}}\n"
        "  pipelines:\n"
        "    count: {{from: [clicks], to: daily, mode: batch, write: merge, key: {}}}\n",
        key);
  };
  CHECK(fires("B414", by("«[day]»")));
  CHECK(silent("B414", by("[day, campaign]")));
}

}  // namespace
}  // namespace decide
