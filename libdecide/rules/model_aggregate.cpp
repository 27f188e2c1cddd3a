#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/text.h"
#include "derive/column_index.h"
#include "rules/report.h"

/// M208 and M210: what an aggregate is grouped by, and what can be summed up further.
namespace decide::rules {

using derive::NamedQuery;
using derive::NamedTable;
using design::Aggregation;

const Rule rule_M208{
    .code = "M208",
    .name = "aggregate-key",
    .severity = diag::Severity::error,
    .summary = "a query groups an aggregate by a column that is not part of its key",
    .rationale =
        "The key of an aggregate is the group that its rows were summed up by. A column beside the key holds "
        "one value of the many that went into the row, whichever came last, and a report by that column puts "
        "all of the row's clicks under it. Nothing fails, and the total is right; only the split is made up. "
        "What is to be told apart later has to be part of the group.",
    .fails = R"(model:
  tables:
    clicks_daily:
      role: aggregate
      key: [day, campaign_id]
      measures: {clicks: count}
      columns:
        day: {type: date, time: event}
        campaign_id: {type: int64}
        country: {type: string}
        clicks: {type: int64}
  queries:
    by-country: {table: clicks_daily, group_by: [«country»], columns: [clicks]}
)",
    .passes = R"(model:
  tables:
    clicks_daily:
      role: aggregate
      key: [day, campaign_id, country]
      measures: {clicks: count}
      columns:
        day: {type: date, time: event}
        campaign_id: {type: int64}
        country: {type: string}
        clicks: {type: int64}
  queries:
    by-country: {table: clicks_daily, group_by: [country], columns: [clicks]}
)",
    .constraint = {},
    .facts = "H1 H2"};

const Rule rule_M210{
    .code = "M210",
    .name = "non-additive",
    .severity = diag::Severity::error,
    .summary = "an average, a ratio or a distinct count is stored as a number and rolled up further",
    .rationale =
        "The users of Monday and those of Tuesday do not add up to the users of both days: who came twice is "
        "counted twice. The mean of seven daily means is not the mean of the week, unless all days were "
        "equally busy. Such a number is final. Keep what can be added instead: sum and count, both sides of "
        "a ratio, a sketch of the distinct values, or compute it again from the rows below.",
    .fails = R"(model:
  tables:
    clicks_daily:
      role: aggregate
      key: [day, campaign_id]
      measures: {reach: «count_distinct(user_id)»}
  queries:
    week: {table: clicks_daily, filters: {day: last 7 d}, group_by: [campaign_id], columns: [reach]}
)",
    .passes = R"(model:
  tables:
    clicks_daily:
      role: aggregate
      key: [day, campaign_id]
      measures: {reach: count_distinct(user_id)}
  queries:
    by-day: {table: clicks_daily, filters: {day: last 7 d}, group_by: [day, campaign_id], columns: [reach]}
)",
    .constraint = "exact-counts",
    .facts = "H5 G15"};

namespace {

using NamedMeasure = design::Named<design::Val<design::Measure>>;

/// True if a column may come from a table that the query joins.
bool is_joined(const derive::Facts& facts, const design::Query& query, const std::string& column) {
  return std::any_of(query.joins.begin(), query.joins.end(), [&](const auto& join) {
    const auto* table = facts.design.model.tables.find(join.name);
    return table == nullptr || table->value.columns.empty() || table->value.columns.contains(column);
  });
}

std::string listed(const design::List<design::Name>& names) {
  std::vector<std::string> all;
  for (const auto& name : names) all.push_back(name->text);
  return join(all, ", ");
}

void check_group(const derive::Facts& facts, const NamedQuery& query, const NamedTable& table,
                 Report& report) {
  for (const auto& column : query->group_by) {
    if (table->key.contains(*column) || table->measures.contains(column->text)) continue;
    if (is_joined(facts, query.value, column->text)) continue;
    report.at(column.at)
        .say("`{}` groups `{}` by `{}`, and its rows are summed up by ({})", query.name, table.name,
             column->text, listed(table->key))
        .label("not part of the key")
        .related(table->key.at, "the group of the aggregate")
        .help("make `{}` part of the key and of the grain, or ask a table below that still tells it apart",
              column->text);
  }
}

bool is_additive(Aggregation by) {
  return by != Aggregation::avg && by != Aggregation::ratio && by != Aggregation::count_distinct;
}

/// A sketch of distinct values is no number: sketches of two days make one of both.
bool is_sketch(const design::Table& table, std::string_view column) {
  const auto* found = table.columns.find(column);
  return found != nullptr && found->value.type && found->value.type->base == design::BaseType::hll;
}

/// True if a filter keeps one value of the column: one, or the last day of a date.
bool is_fixed(const design::Query& query, const design::Table& table, std::string_view column) {
  const auto* filter = query.filters.find(column);
  if (filter == nullptr) return false;
  if (filter->value->kind == design::Filter::Kind::one) return true;
  if (filter->value->kind == design::Filter::Kind::values) return filter->value->values.value <= 1;
  const auto* declared = table.columns.find(column);
  const bool is_date =
      declared != nullptr && declared->value.type && declared->value.type->base == design::BaseType::date;
  return filter->value->kind == design::Filter::Kind::last && is_date &&
         filter->value->last <= units::days(1);
}

/// The column of the key over which a query sums up; empty if each of its groups is one row.
std::string rolled_over(const design::Query& query, const design::Table& table) {
  if (query.group_by.empty()) return {};
  for (const auto& column : table.key) {
    if (!query.group_by.contains(*column) && !is_fixed(query, table, column->text)) return column->text;
  }
  return {};
}

/// Who sums a measure up further, in words, and where.
struct RollUp {
  std::string who;
  design::Place at;
};

/// What is rolled up of one table: the columns that a rolling query names, or all where it names none.
class RollUps {
 public:
  explicit RollUps(const derive::Lineage::Node& node) {
    for (const NamedQuery* query : node.queries) {
      const std::string over = rolled_over(query->value, node.table->value);
      if (!over.empty())
        add(query->value,
            {fmt::format("`{}` rolls it up over `{}`", query->name, over), query->value.group_by.at});
    }
  }
  const RollUp* of(std::string_view measure) const {
    const auto found = by_column_.find(measure);
    if (found != by_column_.end()) return &found->second;
    return all_ ? &*all_ : nullptr;
  }

 private:
  void add(const design::Query& query, const RollUp& roll_up) {
    if (!query.columns && !all_) all_ = roll_up;
    for (const auto& column : query.columns) by_column_.emplace(column->text, roll_up);
  }
  std::map<std::string_view, RollUp> by_column_;
  std::optional<RollUp> all_;
};

/// Measures of tables behind that add up stored numbers, by the column that they add.
class Adders {
 public:
  explicit Adders(const derive::Lineage& lineage) : lineage_(lineage) {
    for (derive::Lineage::Id id = 0; id < lineage.nodes().size(); ++id) {
      if (lineage[id].table == nullptr) continue;
      for (const NamedMeasure& measure : lineage[id].table->value.measures) {
        const auto by = measure.value->aggregation;
        if (by != Aggregation::sum && by != Aggregation::avg) continue;
        index_.add(measure.value->columns.front(), id);
        measures_.emplace(std::pair(id, std::string_view(measure.value->columns.front())), &measure);
      }
    }
  }
  std::optional<RollUp> of(const std::vector<derive::Lineage::Id>& outputs, std::string_view column) const {
    const auto id = index_.first_of(outputs, column);
    if (id == derive::Lineage::nowhere) return std::nullopt;
    const NamedMeasure& measure = *measures_.at({id, column});
    return RollUp{fmt::format("`{}.{}` adds it up", lineage_[id].name, measure.name), measure.value.at};
  }

 private:
  const derive::Lineage& lineage_;
  derive::ColumnIndex index_;
  std::map<std::pair<derive::Lineage::Id, std::string_view>, const NamedMeasure*> measures_;
};

std::string_view instead(Aggregation by) {
  if (by == Aggregation::count_distinct)
    return "store a sketch (`type: hll`) where an estimate will do, or count again from the rows below";
  return by == Aggregation::avg ? "store the sum and the count, and divide when it is read"
                                : "store both sides as sums, and divide when it is read";
}

void tell(const derive::Facts& facts, derive::Lineage::Id table, const NamedMeasure& measure,
          const RollUp& roll_up, Report& report) {
  report.at(measure.value.at)
      .error_if(facts.right_in_the_end(table))
      .say("`{}.{}` stores `{}` as a number, and {}: such numbers do not add up", facts.lineage[table].name,
           measure.name, design::spell(*measure.value), roll_up.who)
      .label("final, not to be added")
      .because(derive::ConstraintId::exact_counts)
      .related(roll_up.at, "rolled up here")
      .help("{}", instead(measure.value->aggregation));
}

void check_measures(const derive::Facts& facts, derive::Lineage::Id id, const Adders& adders,
                    Report& report) {
  const derive::Lineage::Node& node = facts.lineage[id];
  const RollUps roll_ups(node);
  const auto outputs = derive::sorted(node.outputs);
  for (const NamedMeasure& measure : node.table->value.measures) {
    if (is_additive(measure.value->aggregation) || is_sketch(node.table->value, measure.name)) continue;
    const auto added = adders.of(outputs, measure.name);
    const RollUp* roll_up = roll_ups.of(measure.name);
    if (roll_up == nullptr && added) roll_up = &*added;
    if (roll_up != nullptr) tell(facts, id, measure, *roll_up, report);
  }
}

}  // namespace

void check_M208(const derive::Facts& facts, Report& report) {
  for (const NamedQuery& query : facts.design.model.queries) {
    const auto* table = facts.design.model.tables.find(query->table->text);
    if (table == nullptr || !table->value.role.is(design::Role::aggregate) || table->value.key.empty())
      continue;
    check_group(facts, query, *table, report);
  }
}

void check_M210(const derive::Facts& facts, Report& report) {
  const auto& nodes = facts.lineage.nodes();
  const Adders adders(facts.lineage);
  for (derive::Lineage::Id id = 0; id < nodes.size(); ++id) {
    if (nodes[id].table != nullptr && nodes[id].table->value.role.is(design::Role::aggregate))
      check_measures(facts, id, adders, report);
  }
}

}  // namespace decide::rules
