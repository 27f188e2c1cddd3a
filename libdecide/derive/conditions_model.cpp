#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "derive/conditions.h"
#include "facts/fact.h"

/// Constraints that come from tables and queries.
namespace decide::derive::conditions {

using units::print;

namespace {

std::optional<double> days_kept(const design::Table& table) {
  return table.retention ? std::optional(in_days(*table.retention)) : std::nullopt;
}

/// How many days of the table a query looks at: its tightest `last`, at most what the table keeps; without
/// one all that the table keeps.
std::optional<double> days_read(const design::Query& query, const design::Table& table) {
  std::optional<double> days = days_kept(table);
  for (const auto& filter : query.filters) {
    if (filter.value->kind != design::Filter::Kind::last) continue;
    const double last = in_days(filter.value->last);
    days = std::min(days.value_or(last), last);
  }
  return days;
}

struct Scanned {
  const NamedQuery* query;
  double bytes;  ///< a day
};

/// Queries by the bytes of the time range that they look at in a day; a query whose runs, rows or range are
/// not known is left out. The most first; of equal ones in the order of the file.
std::vector<Scanned> scanned(const Facts& facts) {
  std::vector<Scanned> all;
  for (const NamedQuery& query : facts.design.model.queries) {
    const Lineage::Id id = facts.lineage.find_table(query->table->text);
    if (id == Lineage::nowhere || !query->runs) continue;
    const design::Table& table = facts.lineage[id].table->value;
    const auto rows = facts.rows_per_day(table);
    const auto days = days_read(query.value, table);
    if (!rows || !days) continue;
    all.push_back({&query, *rows * *days * facts.row_bytes(table).value * a_day(*query->runs)});
  }
  std::stable_sort(all.begin(), all.end(),
                   [](const Scanned& a, const Scanned& b) { return a.bytes > b.bytes; });
  return all;
}

}  // namespace

Constraint hot_queries(const Facts& facts) {
  Constraint result = constraint(ConstraintId::hot_queries);
  const std::vector<Scanned> all = scanned(facts);
  double total = 0;
  for (const Scanned& scan : all) total += scan.bytes;
  const double hot = facts.values.fact("layout.hot_share").value * total;
  double sum = 0;
  for (const Scanned& scan : all) {
    if (!(sum < hot)) break;
    sum += scan.bytes;
    add_origin(result, scan.query->key,
               fmt::format("{} looks at {} a day, {} of all", scan.query->name,
                           units::human(units::Bytes{scan.bytes}),
                           units::human(units::Percent{scan.bytes / total})));
  }
  if (result.origins.empty()) return result;
  result.quantity = fmt::format("{} of {} queries", result.origins.size(), facts.design.model.queries.size());
  result.demands = fmt::format("the filters of {} decide the layout",
                               first_and_more(all.front().query->name, result.origins.size()));
  return result;
}

namespace {

/// Whether a column that is unique has more values than the limit: as many as there are rows, and where that
/// is not known, yes.
bool many_rows(const Facts& facts, const design::Table& table, double limit) {
  const auto rows = facts.rows_per_day(table);
  const auto days = days_kept(table);
  return !rows || !days || *rows * *days > limit;
}

}  // namespace

Constraint high_cardinality(const Facts& facts) {
  Constraint result = constraint(ConstraintId::high_cardinality);
  const double limit = facts.values.fact("model.high_cardinality").value;
  std::string first;
  for (const NamedTable& table : facts.design.model.tables) {
    for (const auto& column : table->columns) {
      const auto& cardinality = column->cardinality;
      if (!cardinality) continue;
      const bool many =
          cardinality->unique ? many_rows(facts, table.value, limit) : cardinality->count.value > limit;
      if (!many) continue;
      const std::string name = fmt::format("{}.{}", table.name, column.name);
      if (first.empty()) first = name;
      add_origin(result, cardinality.at,
                 cardinality->unique ? fmt::format("{} is unique", name)
                                     : fmt::format("{} has {} values", name, print(cardinality->count)));
    }
  }
  const std::size_t columns = result.origins.size();
  result.quantity = fmt::format("{} {}", columns, columns == 1 ? "column" : "columns");
  result.demands =
      fmt::format("{} {} clustered or bucketed, never a partition of {} own", first_and_more(first, columns),
                  columns == 1 ? "is" : "are", columns == 1 ? "its" : "their");
  return result;
}

Constraint attribution_window(const Facts& facts) {
  Constraint result = constraint(ConstraintId::attribution_window);
  std::optional<units::Duration> longest;
  for (const NamedTable& table : facts.design.model.tables) {
    const design::Attribution& attribution = table->attribution;
    if (!attribution.at) continue;
    const auto& window = attribution.window;
    if (window) longest = std::max(longest.value_or(*window), *window);
    add_origin(result, window ? window.at : attribution.at,
               window ? fmt::format("{} looks back {}", table.name, print(*window))
                      : fmt::format("{} joins the two sides", table.name));
  }
  if (longest) result.quantity = print(*longest);
  result.demands = fmt::format("both sides are kept, joinable and recomputable over {}",
                               longest ? result.quantity : "the window");
  return result;
}

Constraint point_in_time(const Facts& facts) {
  Constraint result = constraint(ConstraintId::point_in_time);
  result.demands = "features are as they were at the event's time";
  for (const NamedTable& table : facts.design.model.tables) {
    if (table->role.is(design::Role::feature))
      add_origin(result, table->role.at, fmt::format("{} holds features", table.name));
  }
  for (const NamedConsumer& consumer : facts.design.scope.consumers) {
    if (consumer->kind.is(design::ConsumerKind::ml_training))
      add_origin(result, consumer->kind.at, fmt::format("{} trains models", consumer.name));
  }
  return result;
}

}  // namespace decide::derive::conditions
