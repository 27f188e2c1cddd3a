#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "rules/report.h"

namespace decide::rules {

using design::Role;
using design::TimeKind;

const Rule rule_M201{
    .code = "M201",
    .name = "no-raw-table",
    .severity = diag::Severity::error,
    .summary = "no table has the role raw",
    .rationale =
        "A raw table holds the events as they were first delivered, before anybody had an idea of what to do "
        "with them. When a rule turns out to be wrong, an aggregate can only be corrected from events that "
        "were kept; a topic forgets them after days. Without one, neither a replay nor an audit is possible: "
        "what was counted wrongly stays wrong.",
    .fails = R"(model:
  «tables»:
    clicks_daily: {role: aggregate, grain: one campaign and day, key: [day, campaign_id]}
)",
    .passes = R"(model:
  tables:
    clicks: {role: raw, grain: one click, key: [event_id]}
    clicks_daily: {role: aggregate, grain: one campaign and day, key: [day, campaign_id]}
)",
    .constraint = "replayable-history",
    .facts = "H20"};

const Rule rule_M202{
    .code = "M202",
    .name = "grain-missing",
    .severity = diag::Severity::error,
    .summary = "a table does not say what one row is",
    .rationale =
        "The grain is decided before columns and measures, since both follow from it: a budget by campaign "
        "does not belong into a table of clicks, and a key that does not match the grain counts rows twice. "
        "A table whose grain nobody can say in words is filled at two grains sooner or later, and its sums "
        "are wrong from then on.",
    .fails = R"(model:
  tables:
    «clicks»: {role: raw, key: [event_id]}
)",
    .passes = R"(model:
  tables:
    clicks: {role: raw, grain: "one click, as first delivered", key: [event_id]}
)",
    .constraint = {},
    .facts = "H1 H2"};

const Rule rule_M203{
    .code = "M203",
    .name = "key-missing",
    .severity = diag::Severity::error,
    .summary = "a raw, fact, aggregate or attribution table has no key",
    .rationale =
        "The key says when two rows are the same row. Without it a repeated delivery cannot be recognised, a "
        "merge has nothing to match on, and a rerun adds to what it should replace. A unique column is "
        "enough for events; an aggregate's key is its group.",
    .fails = R"(model:
  tables:
    «clicks»: {role: raw, grain: one click}
)",
    .passes = R"(model:
  tables:
    clicks: {role: raw, grain: one click, key: [event_id]}
)",
    .constraint = "duplicate-delivery",
    .facts = "C8 C34"};

const Rule rule_M206{
    .code = "M206",
    .name = "event-time-missing",
    .severity = diag::Severity::error,
    .summary = "a raw, fact or feature table has no column of `time: event`",
    .rationale =
        "Events arrive late and in any order; only the time at which they happened puts them where they "
        "belong. A table that knows nothing but the time of arrival books a click of Monday on Wednesday, "
        "and a rerun books it on another day again. Windows, lateness, attribution and training sets are all "
        "computed from the event's own time.",
    .fails = R"(model:
  tables:
    clicks:
      role: raw
      «columns»:
        event_id: {type: string}
        loaded_at: {type: timestamp, time: processing}
)",
    .passes = R"(model:
  tables:
    clicks:
      role: raw
      columns:
        event_id: {type: string}
        clicked_at: {type: timestamp, time: event}
        loaded_at: {type: timestamp, time: processing}
)",
    .constraint = "late-events",
    .facts = "B24 C12 H18"};

namespace {

using Column = design::Named<design::Column>;

/// Words that are written where a grain is wanted and say nothing about the row.
bool says_nothing(const std::string& grain) {
  static constexpr std::array<std::string_view, 9> hollow{"",           "row",    "rows", "one row", "a row",
                                                          "one record", "record", "?",    "n/a"};
  return std::find(hollow.begin(), hollow.end(), trim(grain)) != hollow.end();
}

bool needs_key(Role role) {
  return role == Role::raw || role == Role::fact || role == Role::aggregate || role == Role::attribution;
}

bool needs_event_time(Role role) {
  return role == Role::raw || role == Role::fact || role == Role::feature;
}

bool is_time_type(design::BaseType type) {
  using design::BaseType;
  return type == BaseType::date || type == BaseType::timestamp || type == BaseType::timestamptz;
}

/// The one column for which the test holds, or null if there is none or more than one.
template <class Test>
const Column* only(const design::Map<design::Column>& columns, Test test) {
  const auto found = std::find_if(columns.begin(), columns.end(), test);
  if (found == columns.end() || std::any_of(found + 1, columns.end(), test)) return nullptr;
  return &*found;
}

bool is_unique(const Column& column) {
  return column->cardinality && column->cardinality->unique;
}

bool may_be_event_time(const Column& column) {
  return column->type && is_time_type(column->type->base) && !column->time;
}

}  // namespace

void check_M201(const derive::Facts& facts, Report& report) {
  const auto& tables = facts.design.model.tables;
  const bool settled = std::any_of(tables.begin(), tables.end(), [](const auto& table) {
    return !table->role || *table->role == Role::raw;  // a role that was not read may have been it
  });
  if (settled) return;
  auto draft = facts.design.model.at ? report.missing(facts.design.model.at, "tables")
                                     : report.missing({}, "model.tables");
  const std::string who = tables.size() == 1
                              ? fmt::format("`{}`, the only table, has not", tables.begin()->name)
                              : fmt::format("none of the {} tables has", tables.size());
  draft.say("{} the role `raw`: nothing can be replayed or audited", who)
      .because(derive::ConstraintId::replayable_history)
      .help("keep the events as they were first delivered in a table of `role: raw`, and derive the rest");
  if (tables.empty()) draft.say("there is no table of `role: raw`: nothing can be replayed or audited");
}

void check_M202(const derive::Facts& facts, Report& report) {
  for (const auto& table : facts.design.model.tables) {
    const auto& grain = table->grain;
    if (grain && !says_nothing(*grain)) continue;
    auto draft = grain ? report.at(grain.at) : report.missing(table.at, "grain");
    draft.say("`{}` does not say what one row is", table.name)
        .help("write `grain` in words, such as `one click, as first delivered`; key and measures follow it");
  }
}

void check_M203(const derive::Facts& facts, Report& report) {
  for (const auto& table : facts.design.model.tables) {
    if (!table->role || !needs_key(*table->role) || !table->key.empty()) continue;
    auto draft = table->key ? report.at(table->key.at) : report.missing(table.at, "key");
    draft
        .say("`{}` is a table of role `{}` and has no key: a repeated row is counted as another one",
             table.name, design::word(*table->role))
        .because(derive::ConstraintId::duplicate_delivery);
    const Column* unique = only(table->columns, is_unique);
    if (unique == nullptr) {
      draft.help("list in `key` the columns that make two rows the same row");
      continue;
    }
    draft.help("`{}` is unique: make it the key", unique->name)
        .fix_set(false, fmt::format("make `{}` the key", unique->name),
                 fmt::format("model.tables.{}.key", table.name), fmt::format("[{}]", unique->name));
  }
}

void check_M206(const derive::Facts& facts, Report& report) {
  for (const auto& table : facts.design.model.tables) {
    const auto& columns = table->columns;
    const bool has = std::any_of(columns.begin(), columns.end(),
                                 [](const Column& column) { return column->time.is(TimeKind::event); });
    if (has || !table->role || !needs_event_time(*table->role)) continue;
    auto draft = report.missing(table.at, "columns");
    draft
        .say("`{}` is a table of role `{}` and has no column of `time: event`", table.name,
             design::word(*table->role))
        .because(derive::ConstraintId::late_events)
        .help("mark the column that says when it happened with `time: event`");
    if (const Column* column = only(columns, may_be_event_time)) {
      draft.help("if `{}` is when it happened, mark it with `time: event`", column->name)
          .fix_set(false, fmt::format("mark `{}` as the event's time", column->name),
                   fmt::format("model.tables.{}.columns.{}.time", table.name, column->name), "event");
    }
  }
}

}  // namespace decide::rules
