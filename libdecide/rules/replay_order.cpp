#include <algorithm>
#include <optional>

#include "estimate/curve.h"
#include "estimate/reach.h"
#include "rules/replay_finding.h"
#include "rules/sums.h"

/// B403 to B405: events that come late, out of order, or while a job runs.
namespace decide::rules {

using derive::ConstraintId;
using replay::Defect;

const Rule rule_B403{
    .code = "B403",
    .name = "late-lost",
    .summary = "an event that comes within the declared lateness is never counted",
    .rationale =
        "A day is counted, and then one more event of that day arrives. A stream has let go of the window, a "
        "batch no longer looks at the day, and no later run will: the event is in the raw table and in no "
        "report. The percentiles say how many there are; looking back as far as events are late, plus one "
        "interval, counts them all.",
    .fails = R"(scope:
  lateness: {p99: 10 min, max: 72 h}
  consumers:
    invoicing: {kind: billing, correctness: exact}
model:
  tables: {clicks: {role: raw, key: [event_id]}, daily: {role: aggregate, key: [day]}}
  queries:
    invoice: {consumer: invoicing, table: daily}
  pipelines:
    count: {from: [clicks], to: daily, mode: batch, every: 1 d, lookback: «3 d», delivery: at_least_once, write: overwrite_partition, time: event}
)",
    .passes = R"(scope:
  lateness: {p99: 10 min, max: 72 h}
  consumers:
    invoicing: {kind: billing, correctness: exact}
model:
  tables: {clicks: {role: raw, key: [event_id]}, daily: {role: aggregate, key: [day]}}
  queries:
    invoice: {consumer: invoicing, table: daily}
  pipelines:
    count: {from: [clicks], to: daily, mode: batch, every: 1 d, lookback: 4 d, delivery: at_least_once, write: overwrite_partition, time: event}
)",
    .constraint = "late-events",
    .facts = "B49 C12 C13 C32"};

const Rule rule_B404{
    .code = "B404",
    .name = "order-changes",
    .summary = "the order in which events arrive decides what the table holds",
    .rationale =
        "A row is merged by its key and the last to arrive wins. Partitions are read at different speeds, a "
        "retry sends an old change again, and yesterday's address replaces today's. The table differs from "
        "what another run over the same events would make of them. A column that says which version is newer "
        "settles it, whatever the order.",
    .fails = R"(model:
  sources: {users_cdc: {kind: cdc}}
  tables:
    users: {role: dimension, key: [user_id], columns: {user_id: {type: string}, changed_at: {type: timestamp, time: event}}}
  pipelines:
    «apply»: {from: [users_cdc], to: users, mode: stream, delivery: at_least_once, write: merge}
)",
    .passes = R"(model:
  sources: {users_cdc: {kind: cdc}}
  tables:
    users: {role: dimension, key: [user_id], columns: {user_id: {type: string}, changed_at: {type: timestamp, time: event}}}
  pipelines:
    apply: {from: [users_cdc], to: users, mode: stream, delivery: at_least_once, write: merge, order_by: changed_at}
)",
    .constraint = "exact-counts",
    .facts = "C35"};

const Rule rule_B405{
    .code = "B405",
    .name = "live-race",
    .summary = "the live pipeline and a job, running together, lose or double a row",
    .rationale =
        "The job read the table's input an hour ago; since then the live pipeline has written newer rows. "
        "Now "
        "the job writes what it read and the newer rows are gone, or it adds rows that are there already. "
        "Nothing failed and nothing is retried, so nothing corrects it. Stopping the live pipeline, fencing "
        "what it writes off from what the job replaces, or a guard by version keeps both right.",
    .fails = R"(model:
  sources: {clicks_topic: {kind: kafka}}
  tables:
    clicks: {role: raw, key: [event_id]}
    daily: {role: aggregate, key: [day]}
  pipelines:
    count: {from: [clicks], to: daily, mode: batch, every: 1 d, delivery: at_least_once, write: overwrite_partition}
backfill:
  jobs:
    recount: {rebuilds: daily, from: [clicks], write: overwrite_partition, while_live: «concurrent», exclusive: true}
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
    recount: {rebuilds: daily, from: [clicks], write: overwrite_partition, while_live: fenced, exclusive: true}
)",
    .constraint = "exact-counts",
    .facts = "C5 C29 C30"};

namespace {

/// True if the readers do not bear what is lost; nothing where nobody says what they bear, or they bear it.
std::optional<Borne> not_borne(const derive::Facts& facts, const Report& report, const Failure& failure,
                               units::Duration reach) {
  auto bears = borne(facts, failure.it->subject.table);
  if (!bears || bears->right_in_the_end) return bears;
  const auto share = report.estimates().lateness().later_than(reach);
  return share && *share > bears->share.value ? bears : std::nullopt;
}

void report_late(const derive::Facts& facts, Report& report, const Failure& failure) {
  const derive::NamedPipeline& pipeline = *failure.pipeline();
  const units::Duration reach = *estimate::reach(facts, pipeline);
  const auto bears = not_borne(facts, report, failure, reach);
  if (!bears) return;
  const bool batch = pipeline->mode.is(design::Mode::batch);
  const units::Duration latest = facts.design.scope.lateness.max.value_or(reach);
  Draft draft =
      batch ? at_field(report, failure, pipeline->lookback, "lookback") : report.at(pipeline->watermark.at);
  draft.error_if(bears->right_in_the_end)
      .say("an event that comes up to {} late is never counted in `{}`: {} counts what is at most {} late",
           units::human(latest), failure.table(facts), failure.who(), units::human(reach))
      .label("later events are not counted")
      .because(ConstraintId::late_events);
  const auto wanted = rounded_up(latest + (batch ? *pipeline->every : units::Duration{0}));
  const auto advice =
      batch ? fmt::format("look back over {}", units::human(wanted))
            : fmt::format("wait {}, or count them in a batch that looks back", units::human(wanted));
  show(draft, facts, report, failure, advice);
  if (batch)
    draft.fix_set(false, fmt::format("look back over {}", units::human(wanted)),
                  fmt::format("model.pipelines.{}.lookback", pipeline.name), units::print(wanted));
}

const design::Val<design::Name>& order_of(const Failure& failure) {
  return failure.is_job() ? failure.job()->value.order_by : failure.pipeline()->value.order_by;
}

}  // namespace

void check_B403(const derive::Facts& facts, Report& report) {
  for (const Failure& failure : failures(report, Defect::late)) {
    if (!failure.is_job()) report_late(facts, report, failure);
  }
}

void check_B404(const derive::Facts& facts, Report& report) {
  for (const Failure& failure : failures(report, Defect::order)) {
    const auto& by = order_of(failure);
    Draft draft = at_field(report, failure, by, "order_by");
    draft
        .say("the order of arrival decides what `{}` holds: in {} {}", failure.table(facts), failure.who(),
             by ? fmt::format("`{}` is set when a row is handled, not when it changed", by->text)
                : "the last to arrive wins")
        .label("an older version may replace a newer one")
        .because(ConstraintId::exact_counts);
    show(draft, facts, report, failure);
  }
}

void check_B405(const derive::Facts& facts, Report& report) {
  for (const Failure& failure : failures(report, Defect::race)) {
    // A job that adds its rows to those that are there does so whether or not they overlap.
    const bool apart = !failure.job()->value.while_live.is(design::WhileLive::concurrent);
    const bool adds = report.verdicts().witness(*failure.it, Defect::rerun) != nullptr;
    if (apart && adds) continue;
    Draft draft = at_field(report, failure, failure.job()->value.while_live, "while_live");
    draft
        .say("{} and `{}`, running together, leave `{}` wrong", failure.who(), failure.pipeline()->name,
             failure.table(facts))
        .label("`{}` goes on while the job runs", failure.pipeline()->name)
        .because(ConstraintId::exact_counts);
    show(draft, facts, report, failure);
  }
}

}  // namespace decide::rules
