#include <algorithm>
#include <cmath>
#include <string>
#include <string_view>

#include "derive/erasure_method.h"
#include "estimate/erasure.h"
#include "facts/fact.h"
#include "rules/layout_figures.h"
#include "rules/report.h"
#include "rules/sums.h"

/// P315: what an erasure run has to rewrite.
namespace decide::rules {

using derive::ConstraintId;
using estimate::ErasureWork;
using estimate::TableFigures;

const Rule rule_P315{
    .code = "P315",
    .name = "erasure-rewrites",
    .severity = diag::Severity::warning,
    .summary = "one erasure run rewrites over a tenth of the table, or the runs cannot keep up",
    .rationale =
        "The rows of one person lie in every day on which that person did something. Where the layout does "
        "not lead to them, a few hundred requests touch nearly every file, and to delete a thousand rows the "
        "whole table is read and written again. It works in a test with one request, and becomes the largest "
        "bill of the platform, or it does not finish before the next run is due.",
    .fails = R"(scope:
  compliance: {regimes: [gdpr], personal_data: [user_id], erasure: 30 d}
model:
  sources:
    clicks_topic: {kind: kafka}
  tables:
    clicks:
      role: raw
      rows: 900M/day
      row_size: 220 B
      retention: 90 d
      columns:
        user_id: {type: string, cardinality: 800k, pii: true}
        event_time: {type: timestamp, time: event}
  pipelines:
    land: {from: [clicks_topic], to: clicks, mode: micro_batch, every: 10 min, write: append}
partition:
  clicks: {format: iceberg, by: [day(event_time)], writers: 8, compact: {every: 1 d, to: 512 MB}}
backfill:
  erasure: {method: delete_merge, key: user_id, requests: 200/day, every: 7 d, reaches: [«clicks»]}
)",
    .passes = R"(scope:
  compliance: {regimes: [gdpr], personal_data: [user_id], erasure: 30 d}
model:
  sources:
    clicks_topic: {kind: kafka}
  tables:
    clicks:
      role: raw
      rows: 900M/day
      row_size: 220 B
      retention: 90 d
      columns:
        user_id: {type: string, cardinality: 800k, pii: true}
        event_time: {type: timestamp, time: event}
  pipelines:
    land: {from: [clicks_topic], to: clicks, mode: micro_batch, every: 10 min, write: append}
partition:
  clicks: {format: iceberg, by: [day(event_time)], writers: 8, compact: {every: 1 d, to: 512 MB}}
backfill:
  erasure: {method: crypto_shred, key: user_id, requests: 200/day, every: 7 d, reaches: [clicks]}
)",
    .constraint = "erasure",
    .facts = "E13 E21"};

namespace {

/// Runs that must be over within the deadline.
double runs_in(units::Duration deadline, units::Duration every) {
  return every.value > 0 ? std::max(std::floor(deadline / every), 1.0) : 1;
}

diag::Figure rewritten(const TableFigures& table, const ErasureWork& work) {
  return {
      "rewritten by one run",
      work.bytes,
      "B",
      "bytes in all x files that hold a row of somebody / files in all",
      {{"requests in a run", counted(work.requests)},
       {"rows of a person", counted(work.rows_each)},
       {"files with such a row", counted(work.files)},
       {"files in all", counted(work.files_all)},
       {"bytes in all", sized(work.bytes_all)},
       {"compression", units::human(units::Ratio{table.shape->compression})},
       {"limit", fmt::format("{} of the table", shared(table.shape->fact("layout.erasure_share").value))}}};
}

diag::Figure time_of_runs(const TableFigures& table, const ErasureWork& work, double runs) {
  return {"time of the runs in a deadline",
          work.run.value * runs,
          "s",
          "bytes rewritten / (speed of a writer x writers) x runs",
          {{"bytes rewritten", sized(work.bytes)},
           {"speed of a writer", cited(table.shape->fact("layout.compaction_mb_s"))},
           {"writers", counted(table.shape->writers)},
           {"runs", counted(runs)}}};
}

/// Sorted by the key of the plan, but nothing joins what the commits have sorted each for itself.
bool is_sorted_by_commit(const TableFigures& table, const design::Erasure& plan) {
  const auto& cluster = table.shape->cluster;
  return !table.shape->compacts && !cluster.empty() && plan.key &&
         table.model.find(plan.key->text) == cluster.front();
}

void judge_work(const derive::Facts& facts, Report& report, const TableFigures& table, design::Place at) {
  const design::Erasure& plan = facts.design.backfill.erasure;
  const auto work = estimate::erasure_work(table.model, *table.shape, *table.partitions, *table.files, plan);
  if (!work) return;
  const auto& deadline = facts.design.scope.compliance.erasure;
  const double runs = deadline ? runs_in(*deadline, *plan.every) : 1;
  const units::Duration needed = work->run * runs;
  const bool too_slow = deadline && needed > *deadline;
  if (!too_slow && !(work->share() > table.shape->fact("layout.erasure_share").value)) return;
  auto draft = report.at(at);
  if (too_slow) {
    draft.say("one erasure run rewrites {} of `{}` in {}, and {} in {} take {}: they cannot finish",
              sized(work->bytes), table.name(), units::human(work->run),
              runs > 1 ? fmt::format("{} runs", counted(runs)) : "the run", units::human(*deadline),
              units::human(needed));
  } else {
    draft.say("one erasure run rewrites {} of `{}`, {} of it, for {} rows of {} people; over {} is too much",
              sized(work->bytes), table.name(), shared(work->share()),
              counted(work->requests * work->rows_each), counted(work->requests),
              shared(table.shape->fact("layout.erasure_share").value));
  }
  draft.error_if(too_slow)
      .label("rewrites {}", sized(work->bytes))
      .because(ConstraintId::erasure)
      .related(table.layout->value.by.at, "`{}` leads to no file", plan.key->text)
      .related(plan.every.at, "{} requests in a run", counted(work->requests))
      .figure(rewritten(table, *work))
      .figure(time_of_runs(table, *work, runs));
  if (is_sorted_by_commit(table, plan)) {
    draft.help(
        "compact (`compact: {{every: 1 d}}`): `{}` is first in `cluster`, but each commit is sorted for "
        "itself, so that a person has rows in most of them",
        plan.key->text);
    return;
  }
  draft.help(
      "put the rows of a person together (`bucket(N, {})` in `by` with N well over {}, or `{}` first in "
      "`cluster`), or erase by `crypto_shred`, which rewrites nothing",
      plan.key->text, counted(work->requests), plan.key->text);
}

}  // namespace

void check_P315(const derive::Facts& facts, Report& report) {
  const design::Erasure& plan = facts.design.backfill.erasure;
  for (const auto& name : plan.reaches) {
    const TableFigures* table = report.estimates().table(name->text);
    if (table == nullptr || !table->partitions || !table->files ||
        !derive::method_for(plan, name->text).is(design::ErasureMethod::delete_merge))
      continue;
    judge_work(facts, report, *table, name.at);
  }
}

}  // namespace decide::rules
