#include "estimate/personal.h"

#include <algorithm>

namespace decide::estimate {

using derive::Lineage;

PersonalColumns::PersonalColumns(const derive::Facts& facts) : facts_(facts) {
  for (const auto& name : facts.design.scope.compliance.personal_data) listed_.emplace_back(name->text);
  std::sort(listed_.begin(), listed_.end());
}

bool PersonalColumns::is_marked(const design::Named<design::Column>& column) const {
  if (column->pii) return *column->pii;
  return std::binary_search(listed_.begin(), listed_.end(), std::string_view(column.name));
}

/// The table whose personal column it references. Of tables that come later only marks are known.
Lineage::Id PersonalColumns::referenced(const design::Named<design::Column>& column) const {
  if (!column->references) return Lineage::nowhere;
  const Id table = facts_.lineage.find_table(column->references->table);
  if (table == Lineage::nowhere) return table;
  const auto* other = facts_.lineage[table].table->value.columns.find(column->references->column);
  if (other == nullptr || other->value.pii.is(false)) return Lineage::nowhere;
  const bool is_personal = is_marked(*other) || personal_.first_of({table}, other->name) == table;
  return is_personal ? table : Lineage::nowhere;
}

std::vector<Personal> PersonalColumns::of(Id table) {
  const std::vector<Id> inputs = derive::sorted(facts_.lineage[table].inputs);
  std::vector<Personal> all;
  for (const design::Named<design::Column>& column : facts_.lineage[table].table->value.columns) {
    if (column->pii.is(false)) continue;
    Id from = personal_.first_of(inputs, column.name);
    if (from == Lineage::nowhere) from = referenced(column);
    if (!is_marked(column) && from == Lineage::nowhere) continue;
    all.push_back({&column, from});
  }
  for (const Personal& personal : all) personal_.add(personal.column->name, table);
  return all;
}

}  // namespace decide::estimate
