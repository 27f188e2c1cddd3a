#include "rules/column_uses.h"

#include <fmt/format.h>

namespace decide::rules {

using derive::Lineage;

ColumnUses::ColumnUses(const derive::Facts& facts) : facts_(facts) {
  add_queries();
  add_tables();
  add_pipelines();
  add_jobs();
  add_layouts();
  add_checks();
  add_erasure();
  add_inherited();
}

const ColumnUse* ColumnUses::of(std::string_view table, std::string_view column) const {
  const auto found = uses_.find({table, column});
  if (found != uses_.end()) return &found->second;
  const auto all = all_columns_.find(table);
  return all == all_columns_.end() ? nullptr : &all->second;
}

void ColumnUses::add(std::string_view table, std::string_view column, design::Place at, std::string what) {
  const auto [use, fresh] = uses_.try_emplace({table, column}, ColumnUse{std::move(what), at});
  if (!fresh) ++use->second.count;
}

void ColumnUses::add_names(std::string_view table, const design::List<design::Name>& names,
                           const std::string& what) {
  for (const auto& name : names) add(table, name->text, name.at, what);
}

void ColumnUses::add_queries() {
  for (const auto& query : facts_.design.model.queries) {
    const std::string& table = query->table->text;
    for (const auto& filter : query->filters)
      add(table, filter.name, filter.key, fmt::format("query `{}` filters by it", query.name));
    add_names(table, query->group_by, fmt::format("query `{}` groups by it", query.name));
    add_names(table, query->columns, fmt::format("query `{}` reads it", query.name));
    for (const auto& join : query->joins) {
      const std::string what = fmt::format("query `{}` joins by it", query.name);
      add_names(table, join.value, what);
      add_names(join.name, join.value, what);
    }
    if (query->table && !query->columns)
      all_columns_.try_emplace(table,
                               ColumnUse{fmt::format("query `{}` reads all columns", query.name), query.key});
  }
}

void ColumnUses::add_tables() {
  for (const auto& table : facts_.design.model.tables) {
    add_names(table.name, table->key, fmt::format("it is part of the key of `{}`", table.name));
    for (const auto& column : table->columns) {
      const auto& other = column->references;
      if (other)
        add(other->table, other->column, other.at,
            fmt::format("`{}.{}` references it", table.name, column.name));
    }
    const Lineage::Id id = facts_.lineage.find_table(table.name);
    for (const auto& measure : table->measures) {
      for (const std::string& column : measure.value->columns) {
        const Lineage::Id input = only_input_with(id, column);
        if (input != Lineage::nowhere)
          add(facts_.lineage[input].name, column, measure.value.at,
              fmt::format("`{}.{}` is computed from it", table.name, measure.name));
      }
    }
  }
}

void ColumnUses::add_pipelines() {
  for (const auto& pipeline : facts_.design.model.pipelines) {
    const std::string_view to = pipeline->to->text;
    add_names(to, pipeline->key, fmt::format("pipeline `{}` merges by it", pipeline.name));
    const std::string dedup = fmt::format("pipeline `{}` recognises repeats by it", pipeline.name);
    add_names(to, pipeline->dedup.key, dedup);
    for (const auto& from : pipeline->from) add_names(from->text, pipeline->dedup.key, dedup);
    if (pipeline->order_by)
      add(to, pipeline->order_by->text, pipeline->order_by.at,
          fmt::format("pipeline `{}` orders versions by it", pipeline.name));
  }
}

void ColumnUses::add_jobs() {
  for (const auto& job : facts_.design.backfill.jobs) {
    const std::string_view to = job->rebuilds->text;
    add_names(to, job->key, fmt::format("job `{}` merges by it", job.name));
    const std::string dedup = fmt::format("job `{}` recognises repeats by it", job.name);
    add_names(to, job->dedup.key, dedup);
    for (const auto& from : job->from) add_names(from->text, job->dedup.key, dedup);
    if (job->order_by)
      add(to, job->order_by->text, job->order_by.at, fmt::format("job `{}` orders versions by it", job.name));
  }
}

void ColumnUses::add_layouts() {
  for (const auto& layout : facts_.design.partition) {
    for (const auto& transform : layout->by)
      add(layout.name, transform->column, transform.at,
          fmt::format("`{}` is partitioned by it", layout.name));
    add_names(layout.name, layout->cluster, fmt::format("`{}` is clustered by it", layout.name));
  }
}

void ColumnUses::add_checks() {
  for (const auto& check : facts_.design.close.checks)
    add_names(check->table->text, check->columns, fmt::format("check `{}` watches it", check.name));
}

void ColumnUses::add_erasure() {
  const auto& plan = facts_.design.backfill.erasure;
  if (!plan.key) return;
  for (const auto& name : plan.reaches)
    add(name->text, plan.key->text, plan.key.at, "erasure finds people by it");
}

Lineage::Id ColumnUses::only_input_with(Lineage::Id table, std::string_view column) const {
  // With so many inputs a name tells nothing.
  constexpr std::size_t most = 50;
  Lineage::Id only = Lineage::nowhere;
  if (table == Lineage::nowhere || facts_.lineage[table].inputs.size() > most) return only;
  for (const Lineage::Id input : facts_.lineage[table].inputs) {
    const auto* fed_by = facts_.lineage[input].table;
    if (fed_by == nullptr || input == table || !fed_by->value.columns.contains(column)) continue;
    if (only != Lineage::nowhere) return Lineage::nowhere;
    only = input;
  }
  return only;
}

void ColumnUses::inherit(Lineage::Id table) {
  const Lineage::Node& node = facts_.lineage[table];
  for (const auto& column : node.table->value.columns) {
    const auto use = uses_.find({node.name, column.name});
    if (use == uses_.end()) continue;
    const Lineage::Id input = only_input_with(table, column.name);
    if (input == Lineage::nowhere) continue;
    const ColumnUse& own = use->second;
    add(facts_.lineage[input].name, column.name, own.at,
        own.what.starts_with('`') || own.what.starts_with("it is part")
            ? own.what
            : fmt::format("{} in `{}`", own.what, node.name));
  }
}

void ColumnUses::add_inherited() {
  auto order = facts_.lineage.inputs_first();
  for (auto id = order.rbegin(); id != order.rend(); ++id) {
    if (facts_.lineage[*id].table != nullptr) inherit(*id);
  }
}

}  // namespace decide::rules
