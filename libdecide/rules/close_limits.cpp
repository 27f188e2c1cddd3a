#include <map>
#include <string_view>
#include <vector>

#include "rules/close_reads.h"
#include "rules/layout_figures.h"
#include "rules/report.h"
#include "units/quantity.h"

namespace decide::rules {

using design::CheckKind;

const Rule rule_C512{
    .code = "C512",
    .name = "self-check",
    .severity = diag::Severity::warning,
    .summary = "the completeness of what a source delivered is held against its own past only",
    .rationale =
        "A count that is compared with last week's sees a cliff, not a leak: if one partition of the topic "
        "is "
        "never read, every week is equally short. Where a table is fed by a source, the source can be "
        "counted, "
        "and only that comparison knows what should have arrived.",
    .fails = R"(model:
  sources:
    topic: {kind: kafka}
  tables:
    clicks: {role: raw, key: [event_id]}
  pipelines:
    land: {from: [topic], to: clicks}
close:
  checks:
    complete: {table: clicks, kind: completeness, against: «7 d», tolerance: 40%, every: 1 h, on_fail: [page]}
)",
    .passes = R"(model:
  sources:
    topic: {kind: kafka}
  tables:
    clicks: {role: raw, key: [event_id]}
  pipelines:
    land: {from: [topic], to: clicks}
close:
  checks:
    complete: {table: clicks, kind: completeness, against: 7 d, tolerance: 40%, every: 1 h, on_fail: [page]}
    counted: {table: clicks, kind: completeness, against: source, tolerance: 0.1%, every: 1 h, on_fail: [page]}
)",
    .constraint = "no-data-loss",
    .facts = {}};

const Rule rule_C513{
    .code = "C513",
    .name = "empty-passes",
    .severity = diag::Severity::warning,
    .summary = "no rows look like a healthy source",
    .rationale =
        "A freshness check that takes an empty table for fresh passes on the day on which nothing arrives. "
        "And "
        "where a source is quiet by nature, silence says nothing: only a heartbeat tells a source that has "
        "nothing to say from one that is down.",
    .fails = R"(model:
  tables:
    clicks: {role: raw, key: [event_id]}
close:
  checks:
    fresh: {table: clicks, kind: freshness, max: 90 min, empty_is: «ok», every: 10 min, on_fail: [page]}
)",
    .passes = R"(model:
  tables:
    clicks: {role: raw, key: [event_id]}
close:
  checks:
    fresh: {table: clicks, kind: freshness, max: 90 min, empty_is: stale, every: 10 min, on_fail: [page]}
)",
    .constraint = {},
    .facts = {}};

const Rule rule_C514{
    .code = "C514",
    .name = "threshold-noise",
    .severity = diag::Severity::warning,
    .summary = "a check's limit lies inside what is normal, so it fails every day",
    .rationale =
        "A check that fails on an ordinary day is switched off within a month, and with it the one that "
        "would "
        "have mattered. A limit for repeats must be above the share that is known to arrive; a count that is "
        "held against its past must bear the swing that the load has anyway. None at all is a fair limit "
        "where "
        "a merge or a dedup leaves none.",
    .fails = R"(scope:
  duplicates: 1%
model:
  tables:
    clicks: {role: raw, key: [event_id]}
close:
  checks:
    repeats: {table: clicks, kind: duplicates, max: «0.5%», every: 1 h, on_fail: [ticket]}
)",
    .passes = R"(scope:
  duplicates: 1%
model:
  tables:
    clicks: {role: raw, key: [event_id]}
close:
  checks:
    repeats: {table: clicks, kind: duplicates, max: 2%, every: 1 h, on_fail: [ticket]}
)",
    .constraint = {},
    .facts = "N7 N9"};

namespace {

bool is_fed_by_source(const derive::Lineage& lineage, TableId id) {
  for (const TableId input : lineage[id].inputs) {
    if (lineage[input].source != nullptr) return true;
  }
  return false;
}

/// True if what writes the table, or what feeds it, leaves no repeats in it.
bool is_cleaned(const derive::Facts& facts, const Report& report, std::string_view table) {
  const TableId id = facts.lineage.find_table(table);
  if (id == derive::Lineage::nowhere) return false;
  return report.estimates().guarantees().of(id).repeats.state == estimate::Repeats::State::removed;
}

void look_for_repeats(const derive::Facts& facts, const design::Check& check, Report& report) {
  const auto& rate = facts.design.scope.duplicates;
  if (!rate || !check.max || check.max->is_duration || check.max->share >= *rate) return;
  const bool none = check.max->share.value <= 0;
  if (none && check.table && is_cleaned(facts, report, check.table->text)) return;
  report.at(check.max.at)
      .say("the limit of {} is under the {} of events that are delivered again on an ordinary day",
           units::human(check.max->share), share_beside(*rate, check.max->share))
      .related(rate.at, "declared here")
      .help("raise it above {}", units::human(*rate));
}

void look_for_swing(const derive::Facts& facts, const design::Check& check, Report& report) {
  const auto& pattern = facts.design.scope.volume.pattern;
  if (!pattern.is(design::Pattern::spiky) || !check.against || check.against->source) return;
  const units::Percent swing{report.fact("quality.spiky_swing").value};
  const bool is_max = !check.tolerance && check.max && !check.max->is_duration;
  if (!check.tolerance && !is_max) return;
  const units::Percent allowed = is_max ? check.max->share : *check.tolerance;
  if (allowed >= swing) return;
  report.at(is_max ? check.max.at : check.tolerance.at)
      .say("{} of {} is tighter than the swing of a spiky load, taken as {} from day to day",
           is_max ? "a limit" : "a tolerance", units::human(allowed), units::human(swing))
      .related(pattern.at, "the load is spiky")
      .help("allow {} or more, or hold the count `against: source`, which swings with the load",
            units::human(swing));
}

}  // namespace

void check_C512(const derive::Facts& facts, Report& report) {
  std::map<std::string_view, const design::Named<design::Check>*> own_past;
  std::map<std::string_view, bool> counted;
  for (const auto& check : facts.design.close.checks) {
    if (!check->kind.is(CheckKind::completeness) || !check->table || !check->against) continue;
    if (check->against->source) counted[check->table->text] = true;
    if (!check->against->source) own_past.try_emplace(check->table->text, &check);
  }
  for (const auto& [table, check] : own_past) {
    const TableId id = facts.lineage.find_table(table);
    if (id == derive::Lineage::nowhere || counted.contains(table) || !is_fed_by_source(facts.lineage, id))
      continue;
    report.at((*check)->against.at)
        .say("`{}` is fed by a source, and is held against its own past only", table)
        .because(derive::ConstraintId::no_data_loss)
        .help("count at the source as well: `against: source`");
  }
}

void check_C513(const derive::Facts& facts, Report& report) {
  for (const auto& check : facts.design.close.checks) {
    if (!check->kind.is(CheckKind::freshness) || !check->empty_is.is(design::EmptyIs::ok)) continue;
    report.at(check->empty_is.at)
        .say("`{}` passes while nothing arrives", check.name)
        .help("say `empty_is: stale`, and let the source send a heartbeat if it is quiet by nature");
  }
  const units::Rate quiet{report.fact("quality.quiet_source_rate").value / 60};
  for (const auto& source : facts.design.model.sources) {
    if (!source->rows || *source->rows >= quiet || source->heartbeat) continue;
    report.at(source.key)
        .say("`{}` sends {}, less than a row a minute, and has no heartbeat: silence says nothing",
             source.name, units::human(*source->rows))
        .related(source->rows.at, "its rate")
        .help("let it send one, and say how often: `heartbeat: 1 min`");
  }
}

void check_C514(const derive::Facts& facts, Report& report) {
  for (const auto& check : facts.design.close.checks) {
    if (check->kind.is(CheckKind::duplicates)) look_for_repeats(facts, check.value, report);
    if (check->kind.is(CheckKind::completeness)) look_for_swing(facts, check.value, report);
  }
}

}  // namespace decide::rules
