#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "rules/close_reads.h"
#include "rules/report.h"
#include "units/quantity.h"

namespace decide::rules {

using design::CheckKind;

const Rule rule_C505{
    .code = "C505",
    .name = "keys-unwatched",
    .severity = diag::Severity::warning,
    .summary = "a raw table's keys and join columns may not be null, and no check looks",
    .rationale =
        "A key that is null matches nothing: a merge inserts the row again, a join drops it, and the total "
        "is "
        "short without a trace. Producers leave such a column empty sooner or later. A null check on the raw "
        "table sees it on the day on which it begins, and names the column.",
    .fails = R"(model:
  tables:
    impressions: {role: raw, key: [impression_id], columns: {impression_id: {type: string}}}
    «clicks»:
      role: raw
      key: [event_id]
      columns: {event_id: {type: string}, impression_id: {type: string, references: impressions.impression_id}}
close:
  checks:
    i: {table: impressions, kind: nulls, max: 0%, every: 1 h, on_fail: [page]}
    c: {table: clicks, kind: nulls, columns: [event_id], max: 0%, every: 1 h, on_fail: [page]}
)",
    .passes = R"(model:
  tables:
    impressions: {role: raw, key: [impression_id], columns: {impression_id: {type: string}}}
    clicks:
      role: raw
      key: [event_id]
      columns: {event_id: {type: string}, impression_id: {type: string, nullable: true, references: impressions.impression_id}}
close:
  checks:
    i: {table: impressions, kind: nulls, max: 0%, every: 1 h, on_fail: [page]}
    c: {table: clicks, kind: nulls, columns: [event_id], max: 0%, every: 1 h, on_fail: [page]}
)",
    .constraint = {},
    .facts = {}};

const Rule rule_C510{.code = "C510",
                     .name = "drift-unwatched",
                     .severity = diag::Severity::warning,
                     .summary = "the schema changes, and no check watches it",
                     .rationale =
                         "A registry refuses what breaks a contract; it does not see a column whose meaning "
                         "moved, a new word in "
                         "a list, or a producer that goes around it. A schema check on what was stored says "
                         "so within the hour, "
                         "instead of in the month's report.",
                     .fails = R"(scope:
  schema_change: {stability: changing, owner: third_party}
model:
  tables:
    clicks: {role: raw, key: [event_id]}
close:
  «checks»:
    fresh: {table: clicks, kind: freshness, max: 4 min, every: 1 min, on_fail: [page]}
)",
                     .passes = R"(scope:
  schema_change: {stability: changing, owner: third_party}
model:
  tables:
    clicks: {role: raw, key: [event_id]}
close:
  checks:
    drift: {table: clicks, kind: schema, every: 1 h, on_fail: [ticket]}
)",
                     .constraint = "schema-drift",
                     .facts = {}};

const Rule rule_C511{.code = "C511",
                     .name = "lag-unwatched",
                     .severity = diag::Severity::warning,
                     .summary = "a stream has no lag check",
                     .rationale =
                         "A stream that falls behind still writes, so its table looks fresh while it shows "
                         "the past. How far the "
                         "reader is behind the newest event is the first number that moves when load grows "
                         "or a worker is slow, "
                         "long before the promise is broken.",
                     .fails = R"(model:
  sources:
    topic: {kind: kafka}
  tables:
    live: {role: aggregate, key: [minute]}
  pipelines:
    «live-counts»: {from: [topic], to: live, mode: stream}
close:
  checks:
    fresh: {table: live, kind: freshness, max: 4 min, every: 1 min, on_fail: [page]}
)",
                     .passes = R"(model:
  sources:
    topic: {kind: kafka}
  tables:
    live: {role: aggregate, key: [minute]}
  pipelines:
    live-counts: {from: [topic], to: live, mode: stream}
close:
  checks:
    lag: {table: live, kind: lag, max: 3 min, every: 1 min, on_fail: [page]}
)",
                     .constraint = "freshness",
                     .facts = {}};

namespace {

/// Per table the columns that rows are found by and that may not be null: its key, its references, and what
/// other tables refer to.
std::map<std::string_view, std::set<std::string_view>> needed_columns(const design::Design& design) {
  std::map<std::string_view, std::set<std::string_view>> needed;
  for (const auto& table : design.model.tables) {
    for (const auto& column : table->key) needed[table.name].insert(column->text);
    for (const auto& column : table->columns) {
      if (!column->references) continue;
      needed[table.name].insert(column.name);
      const auto* other = design.model.tables.find(column->references->table);
      const bool is_there = other != nullptr && ((*other)->columns.empty() ||
                                                 (*other)->columns.contains(column->references->column));
      if (is_there) needed[column->references->table].insert(column->references->column);
    }
  }
  return needed;
}

/// Per table the columns that null checks look at; a check that names none looks at all, which "" stands for.
std::map<std::string_view, std::set<std::string_view>> checked_for_null(const design::Design& design) {
  std::map<std::string_view, std::set<std::string_view>> looked;
  for (const auto& check : design.close.checks) {
    if (!check->kind.is(CheckKind::nulls) || !check->table) continue;
    auto& columns = looked[check->table->text];
    for (const auto& column : check->columns) columns.insert(column->text);
    if (check->columns.empty()) columns.insert("");
  }
  return looked;
}

bool may_be_null(const design::Table& table, std::string_view name) {
  const auto* column = table.columns.find(name);
  return column != nullptr && (*column)->nullable && *(*column)->nullable;
}

bool any_check_of(const design::Design& design, CheckKind kind) {
  for (const auto& check : design.close.checks) {
    if (check->kind.is(kind)) return true;
  }
  return false;
}

}  // namespace

void check_C505(const derive::Facts& facts, Report& report) {
  const auto needed = needed_columns(facts.design);
  const auto looked = checked_for_null(facts.design);
  static const std::set<std::string_view> nothing;
  for (const auto& table : facts.design.model.tables) {
    const auto wanted = needed.find(table.name);
    if (!table->role.is(design::Role::raw) || wanted == needed.end()) continue;
    const auto found = looked.find(table.name);
    const auto& seen = found == looked.end() ? nothing : found->second;
    std::vector<std::string_view> missing;
    for (const std::string_view column : wanted->second) {
      if (!seen.contains(column) && !may_be_null(table.value, column)) missing.push_back(column);
    }
    if (missing.empty() || seen.contains("")) continue;
    report.at(table.key)
        .say("{} of `{}` must not be null, and no null check looks", ticked(missing), table.name)
        .help(
            "add a check: `{{table: {}, kind: nulls, columns: [{}], max: ..., every: ..., on_fail: "
            "[not_ready]}}`, "
            "or say `nullable: true` where a null has a meaning",
            table.name, fmt::join(missing, ", "));
  }
}

void check_C510(const derive::Facts& facts, Report& report) {
  if (!facts.constraints.has(derive::ConstraintId::schema_drift)) return;
  if (any_check_of(facts.design, CheckKind::schema)) return;
  report.missing(facts.design.close.at, "checks")
      .say("the schema changes, and no check is of kind `schema`")
      .because(derive::ConstraintId::schema_drift)
      .help(
          "add one on the table that lands first: `{{table: ..., kind: schema, every: 1 h, on_fail: "
          "[ticket]}}`");
}

void check_C511(const derive::Facts& facts, Report& report) {
  std::set<std::string_view> watched;
  for (const auto& check : facts.design.close.checks) {
    if (check->kind.is(CheckKind::lag) && check->table) watched.insert(check->table->text);
  }
  for (const auto& pipeline : facts.design.model.pipelines) {
    if (!pipeline->mode.is(design::Mode::stream) || !pipeline->to || watched.contains(pipeline->to->text))
      continue;
    report.at(pipeline.key)
        .say("`{}` is a stream, and no lag check watches `{}`", pipeline.name, pipeline->to->text)
        .because(derive::ConstraintId::freshness)
        .help("add a check: `{{table: {}, kind: lag, max: ..., every: 1 min, on_fail: [page]}}`",
              pipeline->to->text);
  }
}

}  // namespace decide::rules
