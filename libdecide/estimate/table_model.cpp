#include "estimate/table_model.h"

#include <fmt/format.h>

#include <algorithm>

#include "estimate/distinct.h"

namespace decide::estimate {
namespace {

using derive::Lineage;
using design::BaseType;

/// Bytes of a value whose type fixes them; 0 for those that differ from row to row.
double fixed_width(BaseType type) {
  switch (type) {
    case BaseType::bool_:
      return 1;
    case BaseType::int32:
    case BaseType::float_:
    case BaseType::date:
      return 4;
    case BaseType::int64:
    case BaseType::double_:
    case BaseType::timestamp:
    case BaseType::timestamptz:
      return 8;
    case BaseType::uuid:
    case BaseType::decimal:
      return 16;
    default:
      return 0;
  }
}

/// Values of a column by what it says itself.
std::optional<double> own_values(const design::Column& column) {
  if (column.cardinality && !column.cardinality->unique) return column.cardinality->count.value;
  if (!column.values.empty()) return static_cast<double>(column.values.size());
  if (column.type && column.type->base == BaseType::bool_) return 2;
  return std::nullopt;
}

bool is_unique(const design::Column& column) {
  return column.cardinality && column.cardinality->unique;
}

/// Rows kept of a table, or nothing.
std::optional<double> rows_kept(const derive::Facts& facts, const design::Table& table) {
  const auto rows = facts.rows_per_day(table);
  if (!rows || !table.retention) return std::nullopt;
  return *rows * derive::in_days(*table.retention);
}

/// Values of the column that this one references: it can have no others.
std::optional<double> referenced_values(const derive::Facts& facts, const design::Column& column) {
  if (!column.references) return std::nullopt;
  const auto* table = facts.design.model.tables.find(column.references->table);
  if (table == nullptr) return std::nullopt;
  const auto* target = table->value.columns.find(column.references->column);
  if (target == nullptr) return std::nullopt;
  return is_unique(target->value) ? rows_kept(facts, table->value) : own_values(target->value);
}

TimeType time_type(const design::Column& column) {
  if (!column.type) return TimeType::none;
  if (column.type->base == BaseType::date) return TimeType::date;
  const bool stamp = column.type->base == BaseType::timestamp || column.type->base == BaseType::timestamptz;
  return stamp ? TimeType::timestamp : TimeType::none;
}

Column column_model(const derive::Facts& facts, const design::Named<design::Column>& named) {
  const design::Column& column = named.value;
  Column model;
  model.name = named.name;
  model.unique = is_unique(column);
  model.values = own_values(column);
  if (!model.values && !model.unique) model.values = referenced_values(facts, column);
  if (column.skew) model.skew = column.skew->value;
  if (column.type) {
    model.width = fixed_width(column.type->base);
    model.is_number = column.type->base == BaseType::int32 || column.type->base == BaseType::int64;
  }
  model.time = time_type(column);
  model.clock = column.time.is(design::TimeKind::event) || column.time.is(design::TimeKind::processing);
  model.at_arrival = column.time.is(design::TimeKind::processing);
  return model;
}

/// Columns whose width differs from row to row share what the others leave of the row.
void share_width(std::vector<Column>& columns, double row) {
  constexpr double least = 4;  // a short text
  double fixed = 0;
  double open = 0;
  for (const Column& column : columns)
    (column.width > 0 ? fixed : open) += column.width > 0 ? column.width : 1;
  const double each = open > 0 ? std::max((row - fixed) / open, least) : 0;
  double sum = 0;
  for (Column& column : columns) {
    if (column.width <= 0) column.width = each;
    sum += column.width;
  }
  for (Column& column : columns) column.width *= sum > 0 ? row / sum : 0;
}

/// How far back a run of the pipeline writes, in days.
double covered_days(const design::Pipeline& pipeline, units::Duration every) {
  const bool looks_back = pipeline.mode.is(design::Mode::batch) && pipeline.lookback;
  return derive::in_days(looks_back ? std::max(*pipeline.lookback, every) : every);
}

/// Only what takes the place of rows is written again by each run that looks back.
bool rewrites(const design::Pipeline& pipeline) {
  return pipeline.write.is(design::Write::overwrite_partition) || pipeline.write.is(design::Write::replace);
}

std::optional<Writing> every_so_often(units::Duration every, double rows_day) {
  if (every.value <= 0) return std::nullopt;
  Writing result;
  result.commits = 1 / derive::in_days(every);
  result.covers = derive::in_days(every);
  result.rows = rows_day * result.covers;
  return result;
}

std::optional<Writing> writing(const derive::NamedPipeline& pipeline, const design::Layout* layout,
                               double rows_day, std::optional<double> days) {
  const bool said = layout != nullptr && layout->commit_every;
  const auto& every = said ? layout->commit_every : pipeline->every;
  auto result = every ? every_so_often(*every, rows_day) : std::nullopt;
  if (!result) return std::nullopt;
  result->pipeline = &pipeline;
  result->overwrites = rewrites(pipeline.value);
  result->covers = covered_days(pipeline.value, *every);
  if (pipeline->write.is(design::Write::replace) && days) result->covers = *days;
  if (result->overwrites) result->rows = rows_day * result->covers;
  return result;
}

void add_writings(const derive::Facts& facts, Lineage::Id id, TableModel& model) {
  if (!model.rows_day) return;
  const design::Layout* layout = facts.layout(model.table->name);
  for (const auto* pipeline : facts.lineage[id].writers) {
    if (const auto one = writing(*pipeline, layout, *model.rows_day, model.days))
      model.writings.push_back(*one);
  }
  if (!facts.lineage[id].writers.empty() || layout == nullptr || !layout->commit_every) return;
  if (const auto one = every_so_often(*layout->commit_every, *model.rows_day)) model.writings.push_back(*one);
}

void add_replaced_days(const derive::Facts& facts, Lineage::Id id, TableModel& model) {
  const auto take = [&model](double days) {
    model.replaced_days = std::min(model.replaced_days.value_or(days), days);
  };
  for (const Writing& writing : model.writings) {
    if (writing.overwrites) take(writing.covers);
  }
  for (const derive::NamedJob* job : facts.lineage[id].rebuilt_by) {
    const bool replaces = job->value.write.is(design::Write::overwrite_partition) && job->value.range;
    if (replaces && job->value.rebuilds->text == model.table->name) take(derive::in_days(*job->value.range));
  }
}

std::optional<double> days_kept(const derive::Facts& facts, const design::Table& table) {
  if (table.retention) return derive::in_days(*table.retention);
  const auto& raw = facts.design.scope.retention.raw;
  const bool is_raw = table.role.is(design::Role::raw);
  return is_raw && raw ? std::optional(derive::in_days(*raw)) : std::nullopt;
}

}  // namespace

int TableModel::find(std::string_view column) const {
  const auto found =
      std::find_if(columns.begin(), columns.end(), [&](const Column& one) { return one.name == column; });
  return found == columns.end() ? -1 : static_cast<int>(found - columns.begin());
}

std::optional<double> TableModel::rows() const {
  if (!rows_day || !days) return std::nullopt;
  return *rows_day * *days;
}

std::optional<double> TableModel::seen(int column, double of_rows, double of_days) const {
  const Column& one = columns[static_cast<std::size_t>(column)];
  if (one.unique) return of_rows;
  if (one.values) return distinct(*one.values, of_rows, one.skew);
  // A date has one value a day; a timestamp as good as one a row.
  if (one.time == TimeType::date) return std::min(std::max(of_days, 1.0), std::max(of_rows, 1.0));
  if (one.time == TimeType::timestamp) return of_rows;
  return std::nullopt;
}

std::string TableModel::missing() const {
  if (!rows_day) return fmt::format("model.tables.{}.rows", table->name);
  if (!days) return fmt::format("model.tables.{}.retention", table->name);
  return {};
}

TableModel table_model(const derive::Facts& facts, Lineage::Id id) {
  TableModel model;
  model.table = facts.lineage[id].table;
  model.values = &facts.values;
  const design::Table& table = model.table->value;
  model.rows_day = facts.rows_per_day(table);
  model.days = days_kept(facts, table);
  model.row_bytes = facts.row_bytes(table).value;
  model.growth = facts.design.scope.volume.growth.value_or({0}).value;
  for (const auto& column : table.columns) model.columns.push_back(column_model(facts, column));
  share_width(model.columns, model.row_bytes);
  add_writings(facts, id, model);
  add_replaced_days(facts, id, model);
  return model;
}

}  // namespace decide::estimate
