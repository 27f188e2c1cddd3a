#include "replay/from_design.h"

#include <string>

#include "derive/sample.h"
#include "replay/verdict.h"

namespace decide {
namespace {

using namespace replay;

/// A pipeline and a job on `daily`, and what is laid out.
std::string design(std::string_view pipeline, std::string_view job = "", std::string_view layout = "",
                   std::string_view scope = "") {
  std::string text = fmt::format(
      "scope: {{{}}}\n"
      "model:\n"
      "  sources: {{topic: {{kind: kafka, retention: 7 d}}}}\n"
      "  tables:\n"
      "    clicks: {{role: raw, key: [event_id], columns: {{event_id: {{type: string, cardinality: "
      "unique}}}}}}\n"
      "    daily: {{role: aggregate, key: [day], columns: {{day: {{type: date, time: event}}}}}}\n"
      "  pipelines:\n"
      "    count: {{from: [clicks], to: daily, {}}}\n",
      scope, pipeline);
  if (!layout.empty()) text += fmt::format("partition: {{daily: {{{}}}}}\n", layout);
  if (!job.empty())
    text += fmt::format("backfill: {{jobs: {{again: {{rebuilds: daily, from: [clicks], {}}}}}}}\n", job);
  return text;
}

Declaration declared(std::string_view text) {
  const Sample sample(text);
  const auto all = subjects(sample.facts);
  REQUIRE_FALSE(all.empty());
  return all.back().declared;
}

TEST_CASE("what has no write is not judged") {
  const Sample sample(design("mode: batch"));
  CHECK(subjects(sample.facts).empty());
}

TEST_CASE("a pipeline by itself, and a job beside it") {
  const Sample sample(design("mode: batch, write: merge", "write: append"));
  const auto all = subjects(sample.facts);
  REQUIRE(all.size() == 2);
  CHECK(all[0].job == nullptr);
  CHECK_FALSE(all[0].declared.job.present);
  CHECK(all[1].job->name == "again");
  CHECK(all[1].declared.live.present);
}

TEST_CASE("effects of writes") {
  const auto effect = [](std::string_view pipeline) { return declared(design(pipeline)).live.effect; };
  CHECK(effect("write: append") == Effect::add);
  CHECK(effect("write: increment") == Effect::add);
  CHECK(effect("write: merge") == Effect::put);
  CHECK(effect("write: overwrite_partition") == Effect::overwrite);
  CHECK(effect("write: replace") == Effect::overwrite);
}

TEST_CASE("a key that another run fills otherwise adds; the same with a logical date does not") {
  const auto job = [](std::string_view kind) {
    return declared(
        fmt::format("model:\n"
                    "  tables:\n"
                    "    clicks: {{role: raw, key: [event_id]}}\n"
                    "    facts: {{role: fact, key: [event_id, run_date], columns: {{event_id: {{type: "
                    "string, cardinality: "
                    "unique}}, run_date: {{type: date, time: {}}}}}}}\n"
                    "backfill: {{jobs: {{again: {{rebuilds: facts, from: [clicks], write: merge}}}}}}\n",
                    kind));
  };
  CHECK(job("processing").job.effect == Effect::add);
  CHECK(job("logical").job.effect == Effect::put);
}

TEST_CASE("a time of processing that the input holds is the same in every rebuild") {
  const auto job = [](std::string_view columns) {
    return declared(
        fmt::format("model:\n"
                    "  tables:\n"
                    "    clicks: {{role: raw, key: [event_id], columns: {{{}}}}}\n"
                    "    facts: {{role: fact, key: [event_id, landed], columns: {{event_id: {{type: string, "
                    "cardinality: unique}}, landed: {{type: date, time: processing}}}}}}\n"
                    "backfill: {{jobs: {{again: {{rebuilds: facts, from: [clicks], write: merge}}}}}}\n",
                    columns));
  };
  CHECK(job("event_id: {type: string}, landed: {type: date, time: processing}").job.effect == Effect::put);
  CHECK(job("event_id: {type: string}").job.effect == Effect::add);
}

TEST_CASE("atomicity and isolation come from the format unless they are said") {
  const auto live = [](std::string_view pipeline, std::string_view layout) {
    return declared(design(pipeline, "", layout)).live;
  };
  CHECK(live("write: overwrite_partition", "format: iceberg").atomic);
  CHECK(live("write: overwrite_partition", "format: iceberg").isolation == Isolation::serializable);
  CHECK_FALSE(live("write: overwrite_partition", "format: parquet").atomic);
  CHECK(live("write: overwrite_partition, atomic: true", "format: parquet").atomic);
  CHECK(live("write: overwrite_partition", "format: clickhouse").atomic);
  CHECK_FALSE(live("write: append", "format: clickhouse").atomic);
  CHECK(live("write: merge", "format: snowflake").isolation == Isolation::snapshot);
  CHECK(live("write: merge, isolation: none", "format: iceberg").isolation == Isolation::none);
  CHECK(live("write: merge", "").isolation == Isolation::none);
}

TEST_CASE("a job that deletes first replaces in two steps, unless it says that they are one") {
  const auto job = [](std::string_view fields) {
    return declared(design("write: merge", fields, "format: iceberg")).job;
  };
  CHECK(job("write: append, cleanup: delete_first").effect == Effect::overwrite);
  CHECK_FALSE(job("write: append, cleanup: delete_first").atomic);
  CHECK(job("write: append, cleanup: delete_first, atomic: true").atomic);
  CHECK(job("write: overwrite_partition").atomic);
}

TEST_CASE("what a file leaves open is assumed, and named") {
  const Declaration open = declared(design("write: merge", "write: overwrite_partition"));
  CHECK(open.is_assumed(Field::delivery));
  CHECK(open.is_assumed(Field::while_live));
  CHECK(open.is_assumed(Field::exclusive));
  const Declaration said =
      declared(design("write: merge, delivery: at_least_once",
                      "write: overwrite_partition, while_live: fenced, exclusive: true"));
  CHECK_FALSE(said.is_assumed(Field::delivery));
  CHECK_FALSE(said.is_assumed(Field::while_live));
  CHECK_FALSE(said.is_assumed(Field::exclusive));
  CHECK(said.job.while_live == WhileLive::fenced);
}

TEST_CASE("late events: lookback less the interval against the lateness") {
  const auto loses = [](std::string_view pipeline) {
    return declared(design(pipeline, "", "", "lateness: {max: 72 h}")).live.loses_late;
  };
  CHECK(loses("mode: batch, write: overwrite_partition, time: event, every: 1 d, lookback: 3 d"));
  CHECK_FALSE(loses("mode: batch, write: overwrite_partition, time: event, every: 1 d, lookback: 4 d"));
  CHECK_FALSE(loses("mode: batch, write: overwrite_partition, time: processing, every: 1 d, lookback: 3 d"));
  CHECK(loses("mode: stream, write: merge, watermark: 1 h, late: drop"));
  CHECK_FALSE(loses("mode: stream, write: merge, watermark: 72 h, late: drop"));
  CHECK_FALSE(loses("mode: stream, write: merge, watermark: 1 h, late: correct"));
}

TEST_CASE("a clean table hands on no repeats; what is appended to at least once does") {
  const auto sees = [](std::string_view land) {
    const Sample sample(fmt::format(
        "model:\n"
        "  sources: {{topic: {{kind: kafka}}}}\n"
        "  tables: {{clicks: {{role: raw, key: [event_id]}}, daily: {{role: aggregate, key: [day]}}}}\n"
        "  pipelines:\n"
        "    land: {{from: [topic], to: clicks, {}}}\n"
        "    count: {{from: [clicks], to: daily, write: overwrite_partition}}\n",
        land));
    return subjects(sample.facts).back().declared.live.sees_duplicates;
  };
  CHECK(sees("write: append, delivery: at_least_once"));
  CHECK_FALSE(sees("write: append, delivery: exactly_once"));
  CHECK_FALSE(sees("write: merge, delivery: at_least_once"));
  CHECK_FALSE(sees("write: append, delivery: at_least_once, dedup: {key: [event_id], within: forever}"));
}

TEST_CASE("a verdict names the field that would settle it, and repairs that were searched again") {
  const Sample sample(design("mode: batch, write: overwrite_partition, delivery: at_least_once",
                             "write: overwrite_partition, exclusive: true"));
  Memo memo;
  Verdicts verdicts(sample.facts, memo, quick);
  const Case& it = verdicts.cases().back();
  REQUIRE(it.find(Defect::race) != nullptr);
  CHECK(verdicts.rests_on(it, Defect::race) == Field::while_live);
  const auto repairs = verdicts.repairs(it, Defect::race);
  REQUIRE_FALSE(repairs.empty());
  for (const Repair& repair : repairs) {
    CHECK(repair.fields.size() == 1);
    CHECK(repair.on_job);
  }
}

}  // namespace
}  // namespace decide
