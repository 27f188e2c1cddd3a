#include "base/text.h"
#include "rules/names.h"

/// F005 for the section model.
namespace decide::rules {

namespace {

using derive::NamedTable;
using design::Role;

/// What the writers of a table read: measures are computed over it.
ColumnScope inputs_of(const NameCheck& check, const NamedTable& table) {
  ColumnScope scope(&table);
  const auto& lineage = check.facts().lineage;
  const auto id = lineage.find_table(table.name);
  if (id == derive::Lineage::nowhere || lineage[id].writers.empty()) {
    scope.leave_open();
    return scope;
  }
  for (const derive::NamedPipeline* writer : lineage[id].writers) {
    for (const auto& name : (*writer)->from) scope.add(check.table(name->text));
    for (const auto& name : (*writer)->uses) scope.add(check.table(name->text));
  }
  return scope;
}

/// One column of a measure, with what stands around it.
Mention column_of(const design::Val<design::Measure>& measure, std::size_t i) {
  const auto& columns = measure->columns;
  Mention mention{measure.at, columns[i], fmt::format("{}(", word(measure->aggregation)), ""};
  for (std::size_t j = 0; j < i; ++j) mention.head.append(columns[j]).append(",");
  for (std::size_t j = i + 1; j < columns.size(); ++j) mention.tail.append(",").append(columns[j]);
  mention.tail += ")";
  return mention;
}

void check_measures(NameCheck& check, const NamedTable& table) {
  if (table->measures.empty()) return;
  const ColumnScope scope = inputs_of(check, table);
  for (const auto& measure : table->measures) {
    const auto& columns = measure.value->columns;
    for (std::size_t i = 0; i < columns.size(); ++i) check.column(scope, column_of(measure.value, i));
  }
}

void check_table(NameCheck& check, const NamedTable& table) {
  check.columns(ColumnScope(&table), table->key);
  check.expect(check.tables, table->attribution.of);
  check.expect(check.tables, table->attribution.to);
  for (const auto& column : table->columns) check.reference(column->references);
  check_measures(check, table);
}

void check_query(NameCheck& check, const design::Query& query) {
  check.expect(check.consumers, query.consumer);
  check.expect(check.tables, query.table);
  check.expect_keys(check.tables, query.joins);
  const NamedTable* table = check.table(query.table->text);
  ColumnScope all(table);
  for (const auto& join : query.joins) {
    ColumnScope sides(table);
    sides.add(check.table(join.name));
    check.columns(sides, join.value);
    all.add(check.table(join.name));
  }
  check.column_keys(all, query.filters);
  check.columns(all, query.group_by);
  check.columns(all, query.columns);
}

/// Events of a source have the columns of the table that they are copied to; of what is summed up or joined
/// nothing is known.
bool copies(const NamedTable* to) {
  return to != nullptr && ((*to)->role.is(Role::raw) || (*to)->role.is(Role::fact));
}

void check_pipeline(NameCheck& check, const design::Pipeline& pipeline) {
  check.expect(check.inputs, pipeline.from);
  check.expect(check.tables, pipeline.to);
  check.expect(check.tables, pipeline.serves);
  check.expect(check.tables, pipeline.uses);
  const NamedTable* to = check.table(pipeline.to->text);
  check.columns(ColumnScope(to), pipeline.key);
  ColumnScope events(to);
  for (const auto& name : pipeline.from) {
    const NamedTable* from = check.table(name->text);
    if (from != nullptr || !copies(to)) events.add(from);
  }
  check.columns(events, pipeline.dedup.key);
  check.column(events, pipeline.order_by);
}

}  // namespace

void check_model_names(NameCheck& check) {
  const design::Model& model = check.facts().design.model;
  for (const auto& table : model.tables) check_table(check, table);
  for (const auto& query : model.queries) check_query(check, query.value);
  for (const auto& pipeline : model.pipelines) check_pipeline(check, pipeline.value);
}

}  // namespace decide::rules
