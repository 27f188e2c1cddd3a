#include <set>
#include <string_view>
#include <vector>

#include "derive/column_index.h"
#include "rules/report.h"

/// M217: personal data that travels further than its readers.
namespace decide::rules {

const Rule rule_M217{
    .code = "M217",
    .name = "personal-data-copied",
    .severity = diag::Severity::warning,
    .summary = "an aggregate or attribution table carries a personal column that no query reads",
    .rationale =
        "Every copy of a person's data has to be found and removed when that person asks, guarded while it "
        "is "
        "there, and explained to an auditor. A raw table needs it; a table of credits or sums mostly carries "
        "it because the column was there when the rows were joined. What nobody asks for is cheapest to "
        "protect by not being copied.",
    .fails = R"(model:
  tables:
    credits:
      role: attribution
      columns:
        order_id: {type: string}
        «user_id»: {type: string, pii: true}
        amount: {type: int64}
  queries:
    credit: {table: credits, filters: {order_id: one}, columns: [amount]}
)",
    .passes = R"(model:
  tables:
    credits:
      role: attribution
      columns:
        order_id: {type: string}
        user_id: {type: string, pii: true}
        amount: {type: int64}
  queries:
    credit: {table: credits, filters: {order_id: one}, columns: [amount]}
    disputes: {table: credits, filters: {user_id: one}, columns: [order_id, amount]}
)",
    .constraint = "erasure",
    .facts = "E5 E13"};

namespace {

using derive::Lineage;
using derive::NamedTable;

/// The columns of a table that queries name; a query that does not say which reads all.
struct Reads {
  bool all = false;
  std::set<std::string_view> names;
  bool has(std::string_view column) const { return all || names.count(column) != 0; }
};

void add(Reads& reads, const design::Query& query) {
  reads.all |= !query.columns;
  for (const auto* list : {&query.columns, &query.group_by}) {
    for (const auto& name : *list) reads.names.insert(name->text);
  }
  for (const auto& filter : query.filters) reads.names.insert(filter.name);
  for (const auto& join : query.joins) {
    for (const auto& name : join.value) reads.names.insert(name->text);
  }
}

Reads reads_of(const Lineage::Node& node) {
  Reads reads;
  for (const auto* list : {&node.queries, &node.joined_by}) {
    for (const derive::NamedQuery* query : *list) add(reads, query->value);
  }
  return reads;
}

/// Which columns of which tables somebody reads, there or in a table behind that has them from here.
class ReadColumns {
 public:
  explicit ReadColumns(const Lineage& lineage) {
    const std::vector<Lineage::Id> order = lineage.inputs_first();
    for (auto id = order.rbegin(); id != order.rend(); ++id) {
      if (lineage[*id].table != nullptr) add_table(lineage, *id);
    }
  }
  bool has(Lineage::Id table, std::string_view column) const {
    return index_.first_of({table}, column) == table;
  }

 private:
  void add_table(const Lineage& lineage, Lineage::Id id) {
    const NamedTable& table = *lineage[id].table;
    const Reads reads = reads_of(lineage[id]);
    const auto outputs = derive::sorted(lineage[id].outputs);
    for (const auto& column : table->columns) {
      const bool behind = index_.first_of(outputs, column.name) != Lineage::nowhere;
      if (behind || reads.has(column.name)) index_.add(column.name, id);
    }
    for (const auto& measure : table->measures) {
      for (const std::string& name : measure.value->columns) index_.add(name, id);
    }
  }

  derive::ColumnIndex index_;
};

bool is_derived(const NamedTable& table) {
  return table->role.is(design::Role::aggregate) || table->role.is(design::Role::attribution);
}

void tell(const derive::Facts& facts, const NamedTable& table, const estimate::Personal& personal,
          Report& report) {
  const auto& column = *personal.column;
  Draft draft = report.at(column.key);
  draft
      .say("`{}` is an {} and carries `{}`, which says something about a person and which no query reads",
           table.name, word(*table->role), column.name)
      .label("a copy that nobody asks for")
      .because(derive::ConstraintId::erasure)
      .help(
          "leave `{}` out of `{}`, so that erasure need not reach it there, or name the query that needs it",
          column.name, table.name);
  if (personal.from != Lineage::nowhere) draft.related(facts.lineage[personal.from].table->key, "from here");
  if (column->pii) draft.related(column->pii.at, "marked here");
}

}  // namespace

void check_M217(const derive::Facts& facts, Report& report) {
  if (facts.design.model.queries.empty()) return;
  const ReadColumns read(facts.lineage);
  for (Lineage::Id id = 0; id < facts.lineage.nodes().size(); ++id) {
    const NamedTable* table = facts.lineage[id].table;
    if (table == nullptr || !is_derived(*table)) continue;
    for (const auto& personal : report.estimates().guarantees().of(id).personal) {
      if (!read.has(id, personal.column->name)) tell(facts, *table, personal, report);
    }
  }
}

}  // namespace decide::rules
