#include "estimate/estimates.h"

#include <cmath>

namespace decide::estimate {
namespace {

constexpr double year = 365;

TableFigures table_figures(const derive::Facts& facts, derive::Lineage::Id id, const Curve& lateness) {
  TableFigures figures;
  figures.id = id;
  figures.model = table_model(facts, id);
  figures.layout = facts.design.partition.find(figures.model.table->name);
  figures.missing = figures.model.missing();
  if (figures.layout == nullptr) return figures;
  figures.shape = shape(figures.model, figures.layout->value);
  if (!figures.shape) return figures;
  figures.partitions = partitions(figures.model, *figures.shape, lateness, &figures.missing);
  if (figures.partitions) figures.files = files(figures.model, *figures.shape, *figures.partitions, lateness);
  return figures;
}

QueryFigures query_figures(const TableFigures& table, const derive::NamedQuery& query) {
  QueryFigures figures;
  figures.table = &table;
  figures.model = query_model(table.model, query);
  if (!table.partitions) {
    figures.missing = table.missing;
    return figures;
  }
  figures.scan = scan(table.model, *table.shape, *table.partitions, table.files ? &*table.files : nullptr,
                      figures.model, &figures.missing);
  return figures;
}

}  // namespace

double mean_growth(double growth, double days) {
  if (growth <= 0 || days <= 0) return 1;
  const double rate = std::log1p(growth) * days / year;
  return std::expm1(rate) / rate;
}

std::optional<double> TableFigures::stored_day() const {
  if (!model.rows_day || !shape) return std::nullopt;
  return *model.rows_day * model.row_bytes / shape->compression;
}

std::optional<double> TableFigures::stored() const {
  const auto day = stored_day();
  if (!day || !model.days) return std::nullopt;
  return *day * *model.days * mean_growth(model.growth, *model.days);
}

std::optional<double> QueryFigures::read_day() const {
  if (!scan || !model.runs) return std::nullopt;
  return scan->bytes_read * *model.runs;
}

Estimates::Estimates(const derive::Facts& facts) : facts_(facts), lateness_(facts.design.scope.lateness) {}

Estimates::Figures Estimates::computed() const {
  const auto& nodes = facts_.lineage.nodes();
  Figures all;
  all.tables.reserve(facts_.design.model.tables.size());
  all.index.resize(nodes.size(), nodes.size());
  for (derive::Lineage::Id id = 0; id < nodes.size(); ++id) {
    if (nodes[id].table == nullptr) continue;
    all.index[id] = all.tables.size();
    all.tables.push_back(table_figures(facts_, id, lateness_));
  }
  for (const derive::NamedQuery& query : facts_.design.model.queries) {
    const derive::Lineage::Id id = facts_.lineage.find_table(query->table->text);
    if (id != derive::Lineage::nowhere)
      all.queries.push_back(query_figures(all.tables[all.index[id]], query));
  }
  return all;
}

const TableFigures* Estimates::table(std::string_view name) const {
  const derive::Lineage::Id id = facts_.lineage.find_table(name);
  return id == derive::Lineage::nowhere ? nullptr : &figures().tables[figures().index[id]];
}

}  // namespace decide::estimate
