#include "rules/personal_data.h"

#include <algorithm>

namespace decide::rules {

using derive::Lineage;
using design::Aggregation;

namespace {

/// These keep a value as it is; a count of people names nobody.
bool keeps_values(const design::Measure& measure) {
  return measure.aggregation == Aggregation::last || measure.aggregation == Aggregation::min ||
         measure.aggregation == Aggregation::max;
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
  if (!personal.empty()) {
    all_[table] = {personal.front().column->name, personal.front().from, Lineage::nowhere};
  } else {
    all_[table] = inherited(table, sides(table));
  }
}

PersonalData::Found PersonalData::inherited(Id table, const std::vector<Id>& inputs) const {
  for (const Id input : inputs) {
    if (!has(input)) continue;
    const Found found = taken_over(*facts_.lineage[table].table, input);
    if (!found.column.empty()) return found;
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

/// What a table takes over from an input with personal data, column by column where it says which it has.
PersonalData::Found PersonalData::taken_over(const derive::NamedTable& table, Id input) const {
  for (const std::string_view personal : columns(input)) {
    const std::string_view name = taken_over(table, personal);
    if (!name.empty()) return {name, input, Lineage::nowhere};
  }
  return {};
}

std::string_view PersonalData::taken_over(const derive::NamedTable& table, std::string_view personal) {
  const auto denied = [&](std::string_view name) {
    const auto* column = table->columns.find(name);
    return column != nullptr && column->value.pii.is(false);
  };
  for (const auto& measure : table->measures) {
    const auto& read = measure.value->columns;
    const bool reads = std::find(read.begin(), read.end(), personal) != read.end();
    if (reads && keeps_values(*measure.value) && !denied(measure.name)) return measure.name;
  }
  if (denied(personal)) return {};
  const auto in_key = [&](const auto& name) { return name->text == personal; };
  const bool copies = !table->role.is(design::Role::aggregate) && !table->role.is(design::Role::attribution);
  const bool takes = table->columns.empty()
                         ? copies || std::any_of(table->key.begin(), table->key.end(), in_key)
                         : table->columns.contains(personal);
  return takes ? personal : std::string_view{};
}

/// A column that is marked here and comes from no other table came in with the events.
void PersonalData::tell_inputs(Id table) {
  if (!has(table)) return;
  const auto& personal = guarantees_.of(table).personal;
  const auto own = std::find_if(personal.begin(), personal.end(),
                                [](const auto& one) { return one.from == Lineage::nowhere; });
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
