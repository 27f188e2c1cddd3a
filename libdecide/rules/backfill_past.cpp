#include <algorithm>
#include <map>
#include <string_view>
#include <utility>

#include "rules/report.h"
#include "rules/schema_changes.h"

/// B438: what rows of the past hold in a new column.
namespace decide::rules {

using derive::ConstraintId;

const Rule rule_B438{
    .code = "B438",
    .name = "history-unfilled",
    .severity = diag::Severity::warning,
    .summary = "queries filter on an added column, and no job fills it in the rows of the past",
    .rationale =
        "Rows that were written before the column came hold nothing in it, or its default. A filter on it "
        "then drops all of the past without a word, and a chart that starts on the day of the release looks "
        "like growth. Where the value can be computed from what is kept, a job fills it; where it cannot, "
        "the "
        "query has to say from which day on it counts.",
    .fails = R"(model:
  tables:
    clicks: {role: raw, columns: {event_id: {type: string}}}
  queries:
    by-source: {table: clicks, filters: {click_source: one}, columns: [event_id]}
backfill:
  schema:
    changes:
      click-source: {add: «clicks.click_source», type: string, nullable: true, default: null}
)",
    .passes = R"(model:
  sources: {archive: {kind: files}}
  tables:
    clicks: {role: raw, columns: {event_id: {type: string}}}
  queries:
    by-source: {table: clicks, filters: {click_source: one}, columns: [event_id]}
backfill:
  jobs:
    fill-source: {rebuilds: clicks, from: [archive], range: 400 d}
  schema:
    changes:
      click-source: {add: clicks.click_source, type: string, nullable: true, default: null}
)",
    .constraint = "query-history",
    .facts = "D7 D27"};

namespace {

struct FilteredBy {
  std::string_view query;
  design::Place at;
};
using Filtered = std::map<std::pair<std::string_view, std::string_view>, FilteredBy>;

/// The first query that keeps a part of a column's values.
Filtered filtered_columns(const design::Model& model) {
  Filtered all;
  for (const auto& query : model.queries) {
    for (const auto& filter : query->filters) {
      if (filter.value && filter.value->kind != design::Filter::Kind::all)
        all.try_emplace({query->table->text, filter.name}, FilteredBy{query.name, filter.key});
    }
  }
  return all;
}

/// A job rebuilds the table, or a pipeline computes all of it in every run.
bool is_filled(const derive::Facts& facts, std::string_view table) {
  const auto id = facts.lineage.find_table(table);
  if (id == derive::Lineage::nowhere) return true;
  const auto& node = facts.lineage[id];
  return !node.rebuilt_by.empty() ||
         std::any_of(node.writers.begin(), node.writers.end(),
                     [](const auto* writer) { return writer->value.write.is(design::Write::replace); });
}

}  // namespace

void check_B438(const derive::Facts& facts, Report& report) {
  const Filtered filtered = filtered_columns(facts.design.model);
  for (const auto& entry : facts.design.backfill.schema.changes) {
    const auto& added = entry->add;
    if (!added) continue;
    const auto query = filtered.find({added->table, added->column});
    if (query == filtered.end() || is_filled(facts, added->table)) continue;
    report.at(added.at)
        .say("query `{}` filters by `{}`, which is new, and no job fills it in the rows of the past",
             query->second.query, design::spell(*added))
        .label("empty before the change")
        .because(ConstraintId::query_history)
        .related(query->second.at, "filters by it")
        .help("add a job that rebuilds `{}` with the column, or say in the query from which day on it counts",
              added->table);
  }
}

}  // namespace decide::rules
