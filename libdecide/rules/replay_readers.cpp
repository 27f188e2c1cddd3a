#include "rules/replay_finding.h"

/// B406, B407 and B409: what readers see meanwhile, who comes back, and what stays.
namespace decide::rules {

using derive::ConstraintId;
using replay::Defect;

const Rule rule_B406{
    .code = "B406",
    .name = "half-visible",
    .summary = "a reader can see a part of a partition, or an empty one, while it is being written",
    .rationale =
        "Delete and insert are two steps, and files of one write appear one after the other. A report that "
        "runs between them shows half a day as a whole one, and no check tells, since a moment later all is "
        "well. Replacing a partition in one step, or holding readers back while it is written, closes the "
        "gap.",
    .fails = R"(scope:
  consumers:
    invoicing: {kind: billing, correctness: exact}
model:
  sources: {clicks_topic: {kind: kafka}}
  tables:
    clicks: {role: raw, key: [event_id]}
    daily: {role: aggregate, key: [day]}
  queries:
    invoice: {consumer: invoicing, table: daily}
partition:
  daily: {format: parquet}
backfill:
  jobs:
    recount: {rebuilds: daily, from: [clicks], write: «overwrite_partition», exclusive: true}
)",
    .passes = R"(scope:
  consumers:
    invoicing: {kind: billing, correctness: exact}
model:
  sources: {clicks_topic: {kind: kafka}}
  tables:
    clicks: {role: raw, key: [event_id]}
    daily: {role: aggregate, key: [day]}
  queries:
    invoice: {consumer: invoicing, table: daily}
partition:
  daily: {format: parquet}
backfill:
  jobs:
    recount: {rebuilds: daily, from: [clicks], write: overwrite_partition, exclusive: true, gate: not_ready}
)",
    .constraint = "exact-counts",
    .facts = "A53 C24 C26 C27"};

const Rule rule_B407{
    .code = "B407",
    .name = "erased-returns",
    .summary = "a replay brings an erased person back",
    .rationale =
        "A person was erased from the table, and a week later a job rebuilds it from a raw table that still "
        "holds them. The regulator does not care that it was a backfill. Whatever is replayed must be erased "
        "too, and a run that had read before the erasure must not write after it; where the key to the data "
        "is destroyed instead, a replay brings back nothing that can be read.",
    .fails = R"(model:
  tables:
    clicks: {role: raw, key: [event_id], columns: {event_id: {type: string, cardinality: unique}, user_id: {type: string, pii: true}}}
    visits: {role: fact, key: [event_id], columns: {event_id: {type: string, cardinality: unique}, user_id: {type: string, pii: true}}}
  pipelines:
    count: {from: [clicks], to: visits, mode: batch, every: 1 d, delivery: at_least_once, write: merge}
backfill:
  erasure: {method: delete_merge, key: user_id, reaches: «[visits]»}
)",
    .passes = R"(model:
  tables:
    clicks: {role: raw, key: [event_id], columns: {event_id: {type: string, cardinality: unique}, user_id: {type: string, pii: true}}}
    visits: {role: fact, key: [event_id], columns: {event_id: {type: string, cardinality: unique}, user_id: {type: string, pii: true}}}
  pipelines:
    count: {from: [clicks], to: visits, mode: batch, every: 1 d, delivery: at_least_once, write: merge}
backfill:
  erasure: {method: delete_merge, key: user_id, reaches: [visits, clicks]}
)",
    .constraint = "erasure",
    .facts = "C36"};

const Rule rule_B409{
    .code = "B409",
    .name = "ghost-rows",
    .summary = "rows that the corrected logic no longer yields stay in the table",
    .rationale =
        "The logic is corrected, robots are filtered out, and the job runs again. A merge updates the rows "
        "that it finds in the new result and inserts those that are new; the rows that are in the old result "
        "only stay as they are, and every sum still holds them. Replacing the partitions of the range "
        "removes "
        "them. A token by which the target takes the corrected run for a repeat of the first does the same "
        "harm: success is reported and nothing is written.",
    .fails = R"(model:
  tables:
    clicks: {role: raw, key: [event_id]}
    daily: {role: aggregate, key: [day]}
backfill:
  jobs:
    recount: {rebuilds: daily, from: [clicks], write: «merge», exclusive: true}
)",
    .passes = R"(model:
  tables:
    clicks: {role: raw, key: [event_id]}
    daily: {role: aggregate, key: [day]}
backfill:
  jobs:
    recount: {rebuilds: daily, from: [clicks], write: overwrite_partition, exclusive: true}
)",
    .constraint = "exact-counts",
    .facts = "C10 C14"};

namespace {

/// Where the declaration stands by which a write is not one step.
Draft at_steps(Report& report, const Failure& failure) {
  const auto& atomic = failure.is_job() ? failure.job()->value.atomic : failure.pipeline()->value.atomic;
  if (atomic) return report.at(atomic.at);
  const bool deletes = failure.is_job() && failure.job()->value.cleanup.is(design::Cleanup::delete_first);
  return report.at(deletes ? failure.job()->value.cleanup.at : failure.write().at);
}

void report_silent(const derive::Facts& facts, Report& report, const Failure& failure) {
  const auto& token = failure.is_job() ? failure.job()->value.token : failure.pipeline()->value.token;
  Draft draft = report.at(token.at);
  draft
      .say("{} reports success and writes nothing to `{}`: its token is known, its rows are not",
           failure.who(), failure.table(facts))
      .label("another input under the same token is dropped")
      .because(ConstraintId::exact_counts);
  show(draft, facts, report, failure);
}

bool has(Report& report, const Failure& failure, Defect defect) {
  return report.verdicts().witness(*failure.it, defect) != nullptr;
}

}  // namespace

void check_B406(const derive::Facts& facts, Report& report) {
  for (const Failure& failure : failures(report, Defect::half)) {
    const bool empty = failure.witness->steps.back().verb == replay::Verb::remove;
    Draft draft = at_steps(report, failure);
    draft.error_if(facts.is_exact(failure.it->subject.table))
        .say("while {} writes, readers of `{}` can see {}", failure.who(), failure.table(facts),
             empty ? "a partition whose old rows are gone and whose new ones are not there yet"
                   : "a part of a partition")
        .label("not one step for readers")
        .because(ConstraintId::exact_counts);
    show(draft, facts, report, failure);
  }
}

void check_B407(const derive::Facts& facts, Report& report) {
  const design::Erasure& plan = facts.design.backfill.erasure;
  for (const Failure& failure : failures(report, Defect::erased)) {
    Draft draft = plan.reaches ? report.at(plan.reaches.at) : report.missing(plan.at, "reaches");
    draft
        .say(
            "an erased person comes back to `{}`: {} writes what it has read before, or from where nothing "
            "is erased",
            failure.table(facts), failure.who())
        .label("not all that is replayed is erased")
        .because(ConstraintId::erasure);
    show(draft, facts, report, failure,
         "erase what it reads too, before any run reads it again, or destroy the key (`method: "
         "crypto_shred`)");
  }
}

void check_B409(const derive::Facts& facts, Report& report) {
  for (const Failure& failure : failures(report, Defect::ghost)) {
    // A run that adds to the one before is another finding.
    if (has(report, failure, Defect::rerun) || has(report, failure, Defect::silent)) continue;
    Draft draft = report.at(failure.write().at);
    draft
        .say("rows that the corrected logic of {} no longer yields stay in `{}`", failure.who(),
             failure.table(facts))
        .label("writes the rows of the new result, removes none of the old")
        .because(ConstraintId::exact_counts);
    show(draft, facts, report, failure);
  }
  for (const Failure& failure : failures(report, Defect::silent)) report_silent(facts, report, failure);
}

}  // namespace decide::rules
