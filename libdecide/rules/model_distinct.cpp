#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "derive/column_index.h"
#include "facts/fact.h"
#include "rules/report.h"
#include "rules/sums.h"

/// M211: estimates of distinct values that reach a reader who asks for the number.
namespace decide::rules {

const Rule rule_M211{
    .code = "M211",
    .name = "approximate-distinct",
    .severity = diag::Severity::error,
    .summary = "a sketch of distinct values, or a measure over one, feeds an exact consumer",
    .rationale =
        "A HyperLogLog sketch counts a billion users in a few kilobytes, and is off by about a per cent: "
        "0.8% in Redis, 2.3% by default in Trino, each of them one sigma, so that one count in twenty is off "
        "by twice as much. That is fine for a chart and wrong on an invoice. Nor can a sketch forget a "
        "person: after an erasure it must be computed again.",
    .fails = R"(scope:
  consumers:
    invoicing: {kind: billing, correctness: exact}
model:
  tables:
    reach_daily:
      role: aggregate
      columns:
        day: {type: date, time: event}
        users: {type: «hll»}
  queries:
    invoice: {consumer: invoicing, table: reach_daily, filters: {day: last 30 d}, columns: [users]}
)",
    .passes = R"(scope:
  consumers:
    invoicing: {kind: billing, correctness: exact}
    dash: {kind: dashboard, correctness: approximate, tolerance: 3%}
model:
  tables:
    reach_daily:
      role: aggregate
      columns:
        day: {type: date, time: event}
        clicks: {type: int64}
        users: {type: hll}
  queries:
    invoice: {consumer: invoicing, table: reach_daily, filters: {day: last 30 d}, columns: [clicks]}
    reach: {consumer: dash, table: reach_daily, filters: {day: last 30 d}, columns: [users]}
)",
    .constraint = "exact-counts",
    .facts = "G13 G14 G15"};

namespace {

using derive::Lineage;

/// The column of type hll whose values another column holds or was computed from.
struct Approximate {
  const design::Named<design::Column>* sketch = nullptr;
  std::string_view made_in;
};

/// The approximate columns of every table, sketches and what was computed from them, inputs first.
class Approximates {
 public:
  using OfTable = std::map<std::string_view, Approximate>;

  explicit Approximates(const Lineage& lineage) : lineage_(lineage), all_(lineage.nodes().size()) {
    for (const Lineage::Id id : lineage.inputs_first()) {
      if (lineage[id].table != nullptr) add(id);
    }
  }
  const OfTable& of(Lineage::Id table) const { return all_[table]; }

 private:
  const Approximate* find(const std::vector<Lineage::Id>& inputs, std::string_view column) const {
    const Lineage::Id input = index_.first_of(inputs, column);
    return input == Lineage::nowhere ? nullptr : &all_[input].at(column);
  }

  const Approximate* origin_of(const std::vector<Lineage::Id>& inputs, const design::Measure& measure) const {
    for (const std::string& name : measure.columns) {
      if (const Approximate* found = find(inputs, name)) return found;
    }
    return nullptr;
  }

  void put(Lineage::Id id, std::string_view column, const Approximate* from) {
    if (from == nullptr || !all_[id].emplace(column, *from).second) return;
    index_.add(column, id);
  }

  /// A measure is computed from what it names; a column that is no measure is copied.
  void add(Lineage::Id id) {
    const derive::NamedTable& table = *lineage_[id].table;
    const std::vector<Lineage::Id> inputs = derive::sorted(lineage_[id].inputs);
    for (const auto& column : table->columns) {
      const Approximate sketch{&column, table.name};
      const bool is_sketch = column->type && column->type->base == design::BaseType::hll;
      const bool is_measure = table->measures.contains(column.name);
      if (is_sketch || !is_measure) put(id, column.name, is_sketch ? &sketch : find(inputs, column.name));
    }
    for (const auto& measure : table->measures) put(id, measure.name, origin_of(inputs, *measure.value));
  }

  const Lineage& lineage_;
  std::vector<OfTable> all_;
  derive::ColumnIndex index_;
};

bool reads(const design::Query& query, std::string_view column) {
  if (!query.columns) return true;
  const design::Name name{std::string(column)};
  return query.columns.contains(name) || query.group_by.contains(name) || query.filters.contains(column);
}

/// What is asked of a query's numbers; nothing if nobody says, or if an error is borne.
struct Exact {
  std::string who;
  design::Level level = design::Level::exact;
  design::Place at;
};

std::optional<Exact> asks_exact(const derive::Facts& facts, const design::Query& query) {
  const auto* consumer = facts.design.scope.consumers.find(query.consumer->text);
  if (query.consumer && consumer == nullptr) return std::nullopt;
  const derive::Demand demand = facts.demand(consumer == nullptr ? design::Consumer{} : consumer->value);
  if (!demand.level_at || demand.level == design::Level::approximate) return std::nullopt;
  return Exact{consumer == nullptr ? "the scope" : fmt::format("`{}`", consumer->name), demand.level,
               demand.level_at};
}

/// One reading of a sketch by someone who asks for the number.
struct Reading {
  const Approximate* approximate = nullptr;
  const derive::NamedQuery* query = nullptr;
  std::string_view table;  ///< that it is read from, by itself or in a join
  Exact exact;
};

void tell(const derive::Facts& facts, const Reading& reading, Report& report) {
  const Approximate& approximate = *reading.approximate;
  const std::string_view read = reading.table;
  const std::string path = facts.lineage.show(
      facts.lineage.path(facts.lineage.find_table(approximate.made_in), facts.lineage.find_table(read)));
  const bool same = approximate.made_in == read;
  report.at(approximate.sketch->value.type.at)
      .say("`{}.{}` is an estimate of distinct values, and `{}` gives it to {}, who asks for {} numbers{}",
           approximate.made_in, approximate.sketch->name, reading.query->name, reading.exact.who,
           word(reading.exact.level), same ? "" : fmt::format(": {}", path))
      .label("off by about {}", units::human(units::Percent{report.fact("hll.redis_error").value}))
      .because(derive::ConstraintId::exact_counts, reading.exact.at)
      .related(reading.query->key, "read here")
      .figure({"standard error of a sketch",
               report.fact("hll.redis_error").value,
               "ratio",
               "1.04 / sqrt(registers)",
               {{"16,384 registers", cited(report.fact("hll.redis_error"))},
                {"default of Trino", cited(report.fact("hll.trino_error"))}}})
      .help(
          "count distinct values exactly for {}, from the rows below, and leave the sketch to readers "
          "who bear an error",
          reading.exact.who);
}

}  // namespace

void check_M211(const derive::Facts& facts, Report& report) {
  const Approximates approximates(facts.lineage);
  std::map<const void*, Reading> told;
  for (const derive::NamedQuery& query : facts.design.model.queries) {
    const auto exact = asks_exact(facts, query.value);
    if (!exact) continue;
    std::vector<std::string_view> tables{query->table->text};
    for (const auto& joined : query->joins) tables.emplace_back(joined.name);
    for (const std::string_view table : tables) {
      const Lineage::Id id = facts.lineage.find_table(table);
      if (id == Lineage::nowhere) continue;
      for (const auto& [column, approximate] : approximates.of(id)) {
        if (reads(query.value, column))
          told.emplace(approximate.sketch, Reading{&approximate, &query, table, *exact});
      }
    }
  }
  for (const auto& [sketch, reading] : told) tell(facts, reading, report);
}

}  // namespace decide::rules
