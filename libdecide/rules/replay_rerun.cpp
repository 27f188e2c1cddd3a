#include "rules/replay_finding.h"

/// B401, B402 and B408: what runs a second time, because somebody asks for it, because it failed, or at once.
namespace decide::rules {

using derive::ConstraintId;
using replay::Defect;

const Rule rule_B401{
    .code = "B401",
    .name = "rerun-changes",
    .summary = "running a job, or a batch pipeline, twice gives another table than running it once",
    .rationale =
        "Jobs are run again: after a correction, after a doubt, by a colleague who did not know. If the "
        "second "
        "run adds its rows to those of the first, every rebuilt day counts twice, and nothing failed, so "
        "nobody looks. A run that replaces the rows of its range, or merges on a key that is the same on "
        "every day, may be repeated as often as one likes.",
    .fails = R"(model:
  sources: {clicks_topic: {kind: kafka}}
  tables:
    clicks: {role: raw, key: [event_id]}
    daily: {role: aggregate, key: [day]}
  pipelines:
    count: {from: [clicks], to: daily, mode: batch, every: 1 d, delivery: at_least_once, write: overwrite_partition}
backfill:
  jobs:
    recount: {rebuilds: daily, from: [clicks], write: «append», while_live: paused, exclusive: true}
)",
    .passes = R"(model:
  sources: {clicks_topic: {kind: kafka}}
  tables:
    clicks: {role: raw, key: [event_id]}
    daily: {role: aggregate, key: [day]}
  pipelines:
    count: {from: [clicks], to: daily, mode: batch, every: 1 d, delivery: at_least_once, write: overwrite_partition}
backfill:
  jobs:
    recount: {rebuilds: daily, from: [clicks], write: overwrite_partition, while_live: paused, exclusive: true}
)",
    .constraint = "exact-counts",
    .facts = "C1 C7 C8 C26"};

const Rule rule_B402{
    .code = "B402",
    .name = "retry-changes",
    .summary =
        "a run that fails between two steps and is retried leaves another table than one that does not fail",
    .rationale =
        "Every run dies some day between writing its rows and recording that it did: the machine goes, the "
        "connection drops, the reply is lost. The retry starts from what is recorded and writes the same "
        "rows "
        "again. Under append or increment they count twice; under at-most-once delivery they are never "
        "written. A merge on a stable key, a token that the target remembers, or one transaction for rows "
        "and "
        "position makes the repeat harmless.",
    .fails = R"(model:
  sources: {clicks_topic: {kind: kafka}}
  tables:
    clicks: {role: raw, key: [event_id]}
  pipelines:
    land: {from: [clicks_topic], to: clicks, mode: micro_batch, delivery: at_least_once, write: «append»}
)",
    .passes = R"(model:
  sources: {clicks_topic: {kind: kafka}}
  tables:
    clicks: {role: raw, key: [event_id]}
  pipelines:
    land: {from: [clicks_topic], to: clicks, mode: micro_batch, delivery: at_least_once, write: append, token: batch_id}
)",
    .constraint = "exact-counts",
    .facts = "C1 C7"};

const Rule rule_B408{
    .code = "B408",
    .name = "overlap-changes",
    .summary = "two runs of a job over common days leave another table than one run",
    .rationale =
        "A backfill that seems to hang is started a second time, or two people repair the same week. Both "
        "read "
        "the same days and both write them: between the delete of one and the insert of the other the rows "
        "are there twice, and the slower run puts back what it read an hour ago. Making the second run wait, "
        "or a target that refuses the second commit, is all it takes.",
    .fails = R"(model:
  tables:
    clicks: {role: raw, key: [event_id]}
    daily: {role: aggregate, key: [day]}
partition:
  daily: {format: parquet}
backfill:
  jobs:
    recount: {rebuilds: daily, from: [clicks], write: overwrite_partition, exclusive: «false»}
)",
    .passes = R"(model:
  tables:
    clicks: {role: raw, key: [event_id]}
    daily: {role: aggregate, key: [day]}
partition:
  daily: {format: parquet}
backfill:
  jobs:
    recount: {rebuilds: daily, from: [clicks], write: overwrite_partition, exclusive: true}
)",
    .constraint = "exact-counts",
    .facts = "C4 C5 C28"};

namespace {

/// How often, in words, the table holds what it should hold once.
std::string_view outcome(const Failure& failure) {
  const auto lines = replay::lines(failure.it->subject.declared, *failure.witness);
  return lines.back().table.size() < lines.back().right.size() ? "rows are missing"
                                                               : "rows are counted twice";
}

std::string_view fault_of(const Failure& failure) {
  for (const replay::Action& action : failure.witness->steps) {
    if (action.verb == replay::Verb::unknown) return "the reply to its write is lost and it writes again";
  }
  return "it crashes and is retried";
}

}  // namespace

void check_B401(const derive::Facts& facts, Report& report) {
  for (const Failure& failure : failures(report, Defect::rerun)) {
    const bool is_job = failure.is_job();
    const auto& key = is_job ? failure.job()->value.key : failure.pipeline()->value.key;
    const auto& table = *facts.lineage[failure.it->subject.table].table;
    const auto moving = is_job ? replay::unstable_key(facts, table, *failure.job())
                               : replay::unstable_key(facts, table, *failure.pipeline());
    const bool by_key = failure.write().is(design::Write::merge) && !moving.empty();
    Draft draft = by_key && key ? report.at(key.at) : report.at(failure.write().at);
    draft.say("running {} again changes `{}`: {}", failure.who(), failure.table(facts), outcome(failure))
        .label("{}", by_key ? fmt::format("`{}` {}, so another run has another", moving.front().name,
                                          moving.front().how)
                            : "the second run adds to the first")
        .because(ConstraintId::exact_counts);
    show(draft, facts, report, failure);
  }
}

void check_B402(const derive::Facts& facts, Report& report) {
  for (const Failure& failure : failures(report, Defect::retry)) {
    Draft draft = report.at(failure.write().at);
    draft
        .say("`{}` is wrong when {} fails: {}, and {}", failure.table(facts), failure.who(),
             fault_of(failure), outcome(failure))
        .label("a retry is not recognised")
        .because(ConstraintId::exact_counts);
    show(draft, facts, report, failure);
  }
}

void check_B408(const derive::Facts& facts, Report& report) {
  for (const Failure& failure : failures(report, Defect::overlap)) {
    Draft draft = at_field(report, failure, failure.job()->value.exclusive, "exclusive");
    draft
        .say("two runs of {} at once leave `{}` wrong: {}", failure.who(), failure.table(facts),
             outcome(failure))
        .label("a second run may start before the first has ended")
        .because(ConstraintId::exact_counts);
    show(draft, facts, report, failure);
  }
}

}  // namespace decide::rules
