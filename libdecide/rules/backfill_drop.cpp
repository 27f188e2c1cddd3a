#include <optional>
#include <string>
#include <string_view>

#include "rules/column_uses.h"
#include "rules/report.h"
#include "rules/schema_changes.h"

/// B435: changes that take a column away from those who read it.
namespace decide::rules {

using derive::ConstraintId;
using Kind = compat::Change::Kind;

const Rule rule_B435{
    .code = "B435",
    .name = "drops-what-is-read",
    .severity = diag::Severity::error,
    .summary = "a change drops, renames or narrows a column that something reads",
    .rationale =
        "A registry knows which schemas understand each other and nothing of the reports behind them. A "
        "dropped column passes a backward mode, and the query that filters by it fails the next morning; a "
        "rename that costs Protobuf nothing breaks every statement that spells the old name. Readers, keys "
        "and layouts move first, and what nobody reads any more can go.",
    .fails = R"(model:
  tables:
    clicks: {role: raw, key: [event_id], columns: {event_id: {type: string}, campaign_id: {type: int64}}}
  queries:
    report: {table: clicks, filters: {campaign_id: one}, columns: [event_id]}
backfill:
  schema:
    changes:
      drop-campaign: {drop: «clicks.campaign_id»}
)",
    .passes = R"(model:
  tables:
    clicks: {role: raw, key: [event_id], columns: {event_id: {type: string}, legacy_flag: {type: bool}}}
  queries:
    report: {table: clicks, columns: [event_id]}
backfill:
  schema:
    changes:
      drop-legacy: {drop: clicks.legacy_flag}
)",
    .constraint = "schema-drift",
    .facts = "D4 D11 D27"};

namespace {

bool takes_away(const compat::Change& change) {
  if (change.kind == Kind::drop || change.kind == Kind::rename) return true;
  return change.kind == Kind::retype && change.before && change.after &&
         compat::narrows(*change.after, *change.before);
}

std::string_view advice(Kind kind) {
  if (kind == Kind::drop) return "move its readers to another column first, or keep it";
  if (kind == Kind::rename)
    return "add the new column beside the old one, move the readers over, then drop the old one";
  return "add a column of the new type beside it, and move the readers over";
}

}  // namespace

void check_B435(const derive::Facts& facts, Report& report) {
  const auto& changes = facts.design.backfill.schema.changes;
  std::optional<ColumnUses> uses;
  for (const auto& entry : changes) {
    const auto change = declared(facts, entry);
    if (!change || is_versioned(entry.value) || !takes_away(change->change)) continue;
    if (!uses) uses.emplace(facts);
    const ColumnUse* use = uses->of(change->column->value.table, change->column->value.column);
    if (use == nullptr) continue;
    const std::string others = use->count > 1 ? fmt::format(" (and {} more)", use->count - 1) : std::string();
    report.at(change->column->at)
        .say("{}{} changes what is read: {}{}", change->doing(),
             change->change.kind == Kind::retype
                 ? fmt::format(" to `{}`", design::spell(*change->change.after))
                 : std::string(),
             use->what, others)
        .label("still read")
        .because(ConstraintId::schema_drift)
        .related(use->at, "{}", use->what)
        .help("{}", advice(change->change.kind));
  }
}

}  // namespace decide::rules
