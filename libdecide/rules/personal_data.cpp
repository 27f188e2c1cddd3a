#include "rules/personal_data.h"

#include <algorithm>
#include <map>
#include <string>

namespace decide::rules {

using derive::Lineage;
using design::Aggregation;

namespace {

/// True if one of these tables is the other; what a column only references was carried by the events.
bool is_among(const std::vector<Lineage::Id>& tables, Lineage::Id other) {
  return other != Lineage::nowhere && std::find(tables.begin(), tables.end(), other) != tables.end();
}

/// These keep a value as it is; a count of people names nobody.
bool keeps_values(const design::Measure& measure) {
  return measure.aggregation == Aggregation::last || measure.aggregation == Aggregation::min ||
         measure.aggregation == Aggregation::max;
}

bool is_denied(const design::Table& table, std::string_view name) {
  const auto* column = table.columns.find(name);
  return column != nullptr && column->value.pii.is(false);
}

/// The measure that keeps the values of a column, by that column.
using Measured = std::map<std::string_view, std::string_view>;

Measured kept_by_measures(const design::Table& table) {
  Measured all;
  for (const auto& measure : table.measures) {
    if (!keeps_values(*measure.value) || is_denied(table, measure.name)) continue;
    for (const std::string& column : measure.value->columns) all.try_emplace(column, measure.name);
  }
  return all;
}

/// What a table calls a personal column of its input, column by column where it says which it has; empty if
/// it does not take it over.
std::string_view taken_over(const design::Table& table, const Measured& kept, std::string_view personal) {
  const auto measure = kept.find(personal);
  if (measure != kept.end()) return measure->second;
  if (is_denied(table, personal)) return {};
  if (!table.columns.empty()) return table.columns.contains(personal) ? personal : std::string_view{};
  const bool copies = !table.role.is(design::Role::aggregate) && !table.role.is(design::Role::attribution);
  const bool in_key = std::any_of(table.key.begin(), table.key.end(),
                                  [&](const auto& name) { return name->text == personal; });
  return copies || in_key ? personal : std::string_view{};
}

}  // namespace

PersonalData::PersonalData(const derive::Facts& facts, const estimate::Guarantees& guarantees)
    : facts_(facts), guarantees_(guarantees), all_(facts.lineage.nodes().size()) {
  const auto order = facts.lineage.inputs_first();
  for (const Id id : order) look_at(id);
  for (auto id = order.rbegin(); id != order.rend(); ++id) tell_inputs(*id);
}

/// Inputs and what is looked up, sources left out.
std::vector<Lineage::Id> PersonalData::sides(Id table) const {
  const Lineage::Node& node = facts_.lineage[table];
  std::vector<Id> all = node.inputs;
  for (const auto* writer : node.writers) {
    for (const auto& name : writer->value.uses) {
      const Id id = facts_.lineage.find_table(name->text);
      if (id != Lineage::nowhere) all.push_back(id);
    }
  }
  std::erase_if(all, [&](Id id) { return facts_.lineage[id].table == nullptr || id == table; });
  return all;
}

void PersonalData::look_at(Id table) {
  if (facts_.lineage[table].table == nullptr) return;
  const auto& personal = guarantees_.of(table).personal;
  const auto inputs = sides(table);
  if (personal.empty()) {
    all_[table] = inherited(table, inputs);
    return;
  }
  const Id from = is_among(inputs, personal.front().from) ? personal.front().from : Lineage::nowhere;
  all_[table] = {personal.front().column->name, from, Lineage::nowhere};
}

PersonalData::Found PersonalData::inherited(Id table, const std::vector<Id>& inputs) const {
  const derive::NamedTable& reader = *facts_.lineage[table].table;
  const Measured kept = kept_by_measures(reader.value);
  for (const Id input : inputs) {
    if (!has(input)) continue;
    for (const std::string_view personal : columns(input)) {
      const std::string_view name = taken_over(reader.value, kept, personal);
      if (!name.empty()) return {name, input, Lineage::nowhere};
    }
  }
  return {};
}

/// The personal columns of a node; of a copy that does not say which it has, those of what it copies.
std::vector<std::string_view> PersonalData::columns(Id node) const {
  constexpr int longest = 50;
  Id at = node;
  for (int steps = 0; guarantees_.of(at).personal.empty() && steps < longest; ++steps) {
    const Id next = all_[at].from;
    if (next == Lineage::nowhere) return {column(node)};
    at = next;
  }
  std::vector<std::string_view> names;
  for (const auto& personal : guarantees_.of(at).personal) names.emplace_back(personal.column->name);
  return names;
}

/// A column that is marked here and comes from no other table came in with the events.
void PersonalData::tell_inputs(Id table) {
  if (!has(table)) return;
  const auto& personal = guarantees_.of(table).personal;
  const auto inputs = sides(table);
  const auto own = std::find_if(personal.begin(), personal.end(),
                                [&](const auto& one) { return !is_among(inputs, one.from); });
  if (own == personal.end() && all_[table].from != Lineage::nowhere) return;
  const std::string_view name =
      own == personal.end() ? all_[table].column : std::string_view(own->column->name);
  for (const Id input : facts_.lineage[table].inputs) {
    if (!has(input) && may_feed(input, table, name)) all_[input] = {name, Lineage::nowhere, table};
  }
}

bool PersonalData::may_feed(Id input, Id table, std::string_view name) const {
  const auto* fed_by = facts_.lineage[input].table;
  if (fed_by == nullptr) return true;
  const auto* column = fed_by->value.columns.find(name);
  if (column != nullptr) return !column->value.pii.is(false);
  return fed_by->value.columns.empty() && facts_.lineage[table].inputs.size() == 1;
}

std::vector<Lineage::Id> PersonalData::path(Id node) const {
  std::vector<Id> chain{node};
  const auto is_new = [&](Id id) { return std::find(chain.begin(), chain.end(), id) == chain.end(); };
  for (Id at = all_[node].told_by; at != Lineage::nowhere && is_new(at); at = all_[at].told_by)
    chain.push_back(at);
  if (chain.size() > 1) return chain;
  constexpr std::size_t longest = 50;
  for (Id at = all_[node].from; at != Lineage::nowhere && is_new(at) && chain.size() < longest;
       at = all_[at].from)
    chain.push_back(at);
  for (const Id input : facts_.lineage[chain.back()].inputs) {
    if (facts_.lineage[input].source == nullptr) continue;
    chain.push_back(input);
    break;
  }
  std::reverse(chain.begin(), chain.end());
  return chain;
}

}  // namespace decide::rules
