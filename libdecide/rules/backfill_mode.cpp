#include <algorithm>
#include <optional>
#include <string>
#include <string_view>

#include "rules/kept.h"
#include "rules/report.h"

/// B432 and B433: whether the mode fits what is replayed, and who upgrades first.
namespace decide::rules {

using derive::ConstraintId;
using design::Compatibility;
using units::Duration;

const Rule rule_B432{
    .code = "B432",
    .name = "not-transitive",
    .severity = diag::Severity::error,
    .summary = "history of several versions is replayed, and the mode compares with the last version only",
    .rationale =
        "A mode that is not transitive promises that each version understands its neighbour, and nothing of "
        "the one before that. Three changes that each pass may leave a reader of today that cannot read what "
        "was written in spring. Day to day nobody notices; the replay of ninety days is the first that meets "
        "them all, on the day on which it is needed.",
    .fails = R"(scope:
  schema_change: {stability: changing, owner: producers, changes: 2/month}
model:
  tables:
    clicks: {role: raw}
    clicks_daily: {role: aggregate}
backfill:
  schema: {registry: confluent, format: avro, compatibility: «backward»}
  jobs:
    recount: {rebuilds: clicks_daily, from: [clicks], range: 90 d}
)",
    .passes = R"(scope:
  schema_change: {stability: changing, owner: producers, changes: 2/month}
model:
  tables:
    clicks: {role: raw}
    clicks_daily: {role: aggregate}
backfill:
  schema: {registry: confluent, format: avro, compatibility: backward}
  jobs:
    recount: {rebuilds: clicks_daily, from: [clicks], range: 10 d}
)",
    .constraint = "replayable-history",
    .facts = "D1 D2 D14"};

const Rule rule_B433{
    .code = "B433",
    .name = "upgrade-order",
    .severity = diag::Severity::error,
    .summary = "consumers or producers upgrade first against the mode",
    .rationale =
        "A backward mode promises that new readers understand old events, so readers must move first; a "
        "forward mode promises that old readers understand new events, so writers move first. The other way "
        "round the registry accepts the version, and the first event of it stops a reader. Third parties "
        "move when they please, which is before anybody else: only a forward or full mode bears that.",
    .fails = R"(backfill:
  schema: {registry: confluent, compatibility: backward, upgrade_first: «producers»}
)",
    .passes = R"(backfill:
  schema: {registry: confluent, compatibility: full, upgrade_first: producers}
)",
    .constraint = "schema-drift",
    .facts = "D3 D5"};

namespace {

bool is_backward(Compatibility mode) {
  return mode == Compatibility::backward || mode == Compatibility::backward_transitive;
}
bool is_forward(Compatibility mode) {
  return mode == Compatibility::forward || mode == Compatibility::forward_transitive;
}

/// History that is replayed at once, and where that is said.
struct Replayed {
  Duration history;
  std::string what;  ///< "job `recount`"
  design::Place at;
};

Duration window_of(const derive::Facts& facts, const design::Job& job) {
  const auto* table = facts.design.model.tables.find(job.rebuilds->text);
  Duration window = job.window ? *job.window : Duration{};
  if (table != nullptr && table->value.attribution.window)
    window = std::max(window, *table->value.attribution.window);
  return window;
}

/// The longest that a job reads; where no job says a range, what raw tables are kept for.
std::optional<Replayed> replayed(const derive::Facts& facts) {
  std::optional<Replayed> longest;
  for (const auto& job : facts.design.backfill.jobs) {
    if (!job->range) continue;
    const Duration history = *job->range + window_of(facts, job.value);
    if (longest && history <= longest->history) continue;
    longest = Replayed{history, fmt::format("job `{}` replays", job.name), job->range.at};
  }
  const auto& raw = facts.design.scope.retention.raw;
  if (!longest && raw) longest = Replayed{*raw, "raw events are kept for replay over", raw.at};
  return longest;
}

/// A mode that was not said is the registry's default.
std::optional<Compatibility> mode_of(const design::SchemaPlan& plan) {
  if (plan.compatibility) return *plan.compatibility;
  if (plan.registry.is(design::Registry::confluent)) return Compatibility::backward;
  return std::nullopt;
}

/// Third parties upgrade when they please, so that a promise to new readers alone is none.
std::string_view transitive(const derive::Facts& facts, Compatibility mode) {
  if (mode == Compatibility::forward) return "forward_transitive";
  const bool outside = facts.design.scope.schema_change.owner.is(design::SchemaOwner::third_party);
  return mode == Compatibility::full || outside ? "full_transitive" : "backward_transitive";
}

/// Time from one change to the next; nothing if it is not known, or there are none.
std::optional<Duration> apart(const derive::Facts& facts) {
  const auto& rate = facts.design.scope.schema_change.changes;
  if (!rate || rate->value <= 0) return std::nullopt;
  return Duration{1 / rate->value};
}

diag::Figure versions_met(const Replayed& replay, Duration between) {
  return {"changes in what is replayed",
          replay.history / between,
          "",
          "history / time between changes",
          {{"history", as_answer(replay.history)}, {"time between changes", units::human(between)}}};
}

}  // namespace

void check_B432(const derive::Facts& facts, Report& report) {
  const design::SchemaPlan& plan = facts.design.backfill.schema;
  const auto mode = mode_of(plan);
  const auto between = apart(facts);
  const auto replay = replayed(facts);
  const bool last_only =
      mode == Compatibility::backward || mode == Compatibility::forward || mode == Compatibility::full;
  if (!last_only || !between || !replay || replay->history <= *between) return;
  auto draft =
      plan.compatibility ? report.at(plan.compatibility.at) : report.missing(plan.at, "compatibility");
  draft
      .say(
          "{} {}, in which the schema changes about every {}, and `{}`{} compares with the last version only",
          replay->what, units::human(replay->history), units::human(*between), design::word(*mode),
          plan.compatibility ? "" : ", the registry's default,")
      .label("the last version only")
      .because(ConstraintId::replayable_history)
      .related(replay->at, "replayed over this long")
      .related(facts.design.scope.schema_change.changes.at, "how often the schema changes")
      .figure(versions_met(*replay, *between))
      .help("say `compatibility: {}`", transitive(facts, *mode))
      .fix_set(false, fmt::format("compare with all versions: {}", transitive(facts, *mode)),
               "backfill.schema.compatibility", transitive(facts, *mode));
}

namespace {

void report_order(const derive::Facts& facts, Report& report, std::string_view right) {
  const design::SchemaPlan& plan = facts.design.backfill.schema;
  const bool consumers = right == "consumers";
  report.at(plan.upgrade_first.at)
      .say("`{}` wants {} to upgrade first, and the plan says `{}`", design::word(*plan.compatibility), right,
           design::word(*plan.upgrade_first))
      .label("{} meet {}", consumers ? "old readers" : "new readers",
             consumers ? "new events that nobody compared" : "old events that nobody compared")
      .because(ConstraintId::schema_drift)
      .related(plan.compatibility.at, "the mode")
      .help("say `upgrade_first: {}`, or choose `full_transitive`, which bears both orders", right)
      .fix_set(false, fmt::format("let {} go first", right), "backfill.schema.upgrade_first", right);
}

void report_third_party(const derive::Facts& facts, Report& report) {
  const design::SchemaPlan& plan = facts.design.backfill.schema;
  const bool all = *plan.compatibility == Compatibility::backward_transitive;
  const std::string_view better = all ? "full_transitive" : "full";
  report.at(plan.compatibility.at)
      .say(
          "third parties upgrade when they please, so before any reader, and `{}` promises old readers "
          "nothing",
          design::word(*plan.compatibility))
      .label("wants readers to move first")
      .because(ConstraintId::schema_drift)
      .related(facts.design.scope.schema_change.owner.at, "who changes the schema")
      .help("choose `forward_transitive` or `full_transitive`")
      .fix_set(false, fmt::format("promise both ways: {}", better), "backfill.schema.compatibility", better);
}

}  // namespace

void check_B433(const derive::Facts& facts, Report& report) {
  const design::SchemaPlan& plan = facts.design.backfill.schema;
  if (!plan.compatibility) return;
  const bool third_party = facts.design.scope.schema_change.owner.is(design::SchemaOwner::third_party);
  if (is_backward(*plan.compatibility) && third_party) {
    report_third_party(facts, report);
  } else if (is_backward(*plan.compatibility) && plan.upgrade_first.is(design::UpgradeFirst::producers)) {
    report_order(facts, report, "consumers");
  } else if (is_forward(*plan.compatibility) && plan.upgrade_first.is(design::UpgradeFirst::consumers)) {
    report_order(facts, report, "producers");
  }
}

}  // namespace decide::rules
