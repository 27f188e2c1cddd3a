#include "estimate/scan.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string_view>

#include "estimate/distinct.h"
#include "estimate/pruning.h"
#include "facts/fact.h"

namespace decide::estimate {
namespace {

using FilterKind = design::Filter::Kind;
using PartKind = design::Transform::Kind;

bool is_row_format(const Shape& shape) {
  const std::string_view name = shape.traits->name;
  return name == "csv" || name == "json" || name == "avro";
}

const Kept* filter_of(const QueryModel& query, int column) {
  const auto found = std::find_if(query.filters.begin(), query.filters.end(),
                                  [&](const Kept& kept) { return kept.column == column; });
  return found == query.filters.end() ? nullptr : &*found;
}

/// Units of time that a filter on the partition's own column leaves.
double units_left(const Kept* filter, const Partitions& partitions) {
  if (filter == nullptr) return partitions.units;
  const design::Filter& f = filter->filter;
  double left = partitions.units;
  if (f.kind == FilterKind::last) left = std::ceil(derive::in_days(f.last) / partitions.unit_days - 1e-9);
  if (f.kind == FilterKind::one) left = 1;
  if (f.kind == FilterKind::values) left = f.values.value;
  if (f.kind == FilterKind::share) left = f.share.value * partitions.units;
  return std::clamp(left, 1.0, partitions.units);
}

/// Share of the values of one part, other than time, that a filter leaves.
double part_left(const TableModel& table, const Part& part, const Kept* filter, double rows, double days) {
  if (filter == nullptr || filter->filter.kind == FilterKind::all) return 1;
  const double values = std::max(part_values(table, part, rows, days).value_or(1), 1.0);
  const bool hashed = part.kind == PartKind::bucket;
  if (filter->filter.kind == FilterKind::share) return hashed ? 1 : filter->filter.share.value;
  if (filter->filter.kind == FilterKind::last) return 1;
  const double wanted = filter->filter.kind == FilterKind::one ? 1 : filter->filter.values.value;
  return std::min(distinct(values, wanted) / values, 1.0);
}

/// Columns of the cluster that still differ within one partition.
std::vector<int> sorted_within(const Shape& shape) {
  std::vector<int> sorted;
  for (const int column : shape.cluster) {
    const bool fixed = std::any_of(shape.by.begin(), shape.by.end(), [&](const Part& part) {
      return part.column == column && part.kind == PartKind::identity;
    });
    if (!fixed) sorted.push_back(column);
  }
  return sorted;
}

struct Partition {
  double rows, days, files, rows_a_file, rows_a_piece, pieces_a_file;
  bool whole;  ///< sorted as one, not file by file
};

/// Files and row groups of one partition that a query must open.
std::pair<double, double> opened(const TableModel& table, const Shape& shape, const QueryModel& query,
                                 const Partition& one) {
  if (is_row_format(shape)) return {one.files, one.files * one.pieces_a_file};
  const std::vector<int> sorted = sorted_within(shape);
  if (one.whole) {
    const double files = pieces_hit(table, sorted, query, one.rows, one.days, one.rows_a_file);
    const double pieces = pieces_hit(table, sorted, query, one.rows, one.days, one.rows_a_piece);
    return {std::min(files, one.files), std::min(pieces, one.files * one.pieces_a_file)};
  }
  const double pieces = pieces_hit(table, sorted, query, one.rows_a_file, one.days, one.rows_a_piece);
  return {one.files, one.files * std::min(pieces, one.pieces_a_file)};
}

/// Partitions that survive pruning by the filters.
double surviving(const TableModel& table, const Shape& shape, const Partitions& partitions,
                 const QueryModel& query) {
  const Kept* time = partitions.timed ? filter_of(query, partitions.time_column) : nullptr;
  double left = partitions.per_unit;
  for (const Part& part : shape.by) {
    if (unit_days(table, part) > 0) continue;
    left *= part_left(table, part, filter_of(query, part.column), partitions.rows_each * partitions.per_unit,
                      partitions.unit_days);
  }
  return units_left(time, partitions) * std::max(left, 1.0);
}

/// One partition of the mean size, its rows in files and row groups of equal size.
Partition mean_partition(const TableModel& table, const Shape& shape, const Partitions& partitions,
                         const Files* files) {
  const bool known = files != nullptr && files->per_partition > 0;
  const double row_stored = table.row_bytes / shape.compression;
  const double filled = shape.target_file > 0 ? std::ceil(partitions.bytes_each / shape.target_file) : 1;
  Partition one{};
  one.rows = partitions.rows_each;
  one.days = partitions.unit_days;
  one.files = known ? files->per_partition : std::max(filled, 1.0);
  one.rows_a_file = std::max(one.rows / one.files, 1.0);
  const double full_piece = std::max(prune_bytes(table, shape) / std::max(row_stored, 1e-9), 1.0);
  one.pieces_a_file = std::max(std::ceil(one.rows_a_file / full_piece - 1e-9), 1.0);
  one.rows_a_piece = one.rows_a_file / one.pieces_a_file;
  one.whole = !known || files->settles;
  return one;
}

}  // namespace

double prune_bytes(const TableModel& table, const Shape& shape) {
  if (is_row_format(shape)) return shape.target_file;
  const std::string_view name = shape.traits->name;
  if (name == "clickhouse") {
    return facts::fact("clickhouse.index_granularity").value * table.row_bytes / shape.compression;
  }
  if (name == "bigquery") return facts::fact("bq.min_cluster_bytes").value;
  if (name == "snowflake") return facts::fact("snowflake.micro_partition_bytes").value;
  return facts::fact("parquet.row_group_bytes").value;
}

QueryModel query_model(const TableModel& table, const derive::NamedQuery& query) {
  QueryModel model;
  model.query = &query;
  if (query->runs) model.runs = derive::a_day(*query->runs);
  std::vector<bool> read(table.columns.size(), !query->columns.at);
  const auto mark = [&](std::string_view name) {
    const int column = table.find(name);
    if (column >= 0) read[static_cast<std::size_t>(column)] = true;
  };
  for (const auto& filter : query->filters) {
    mark(filter.name);
    const int column = table.find(filter.name);
    if (column >= 0) model.filters.push_back({column, *filter.value, filter.key});
  }
  for (const auto& name : query->group_by) mark(name->text);
  for (const auto& name : query->columns) mark(name->text);
  for (const auto& join : query->joins) {
    for (const auto& name : join.value) mark(name->text);
  }
  double width = 0;
  for (std::size_t i = 0; i < read.size(); ++i) width += read[i] ? table.columns[i].width : 0;
  // A count reads no column, but something of the row all the same.
  if (table.row_bytes > 0 && !read.empty())
    model.columns_share = std::clamp(width / table.row_bytes, 0.001, 1.0);
  return model;
}

std::optional<double> kept_share(const TableModel& table, const QueryModel& query, std::string* missing) {
  double share = 1;
  for (const Kept& kept : query.filters) {
    const auto chosen = selected(table, kept, table.rows().value_or(0), table.days.value_or(0));
    if (!chosen) {
      if (missing != nullptr && missing->empty()) {
        *missing = fmt::format("model.tables.{}.columns.{}.cardinality", table.table->name,
                               table.columns[static_cast<std::size_t>(kept.column)].name);
      }
      return std::nullopt;
    }
    share *= chosen->share;
  }
  return share;
}

std::optional<Scan> scan(const TableModel& table, const Shape& shape, const Partitions& partitions,
                         const Files* files, const QueryModel& query, std::string* missing) {
  const auto share = kept_share(table, query, missing);
  const auto rows = table.rows();
  if (!share || !rows) return std::nullopt;
  const Partition one = mean_partition(table, shape, partitions, files);
  const auto [opened_files, pieces] = opened(table, shape, query, one);
  // Bytes on storage of a row in the columns that are read.
  const double row = table.row_bytes / shape.compression * (is_row_format(shape) ? 1 : query.columns_share);
  Scan result;
  result.rows_kept = *rows;
  result.rows_wanted = *rows * *share;
  result.partitions_all = partitions.in_all;
  result.partitions = surviving(table, shape, partitions, query);
  result.files = result.partitions * opened_files;
  // Files that wait for compaction lie in the newest unit, and every run opens them.
  if (files != nullptr && shape.compacts) result.files += std::min(files->waiting, files->per_day);
  result.groups = result.partitions * pieces;
  result.groups_all = partitions.in_all * one.files * one.pieces_a_file;
  result.files_bytes = one.rows_a_file * table.row_bytes / shape.compression;
  result.bytes_read = result.groups * one.rows_a_piece * row;
  const double least = result.partitions * one.rows_a_piece * row;
  result.bytes_wanted = std::max(result.rows_wanted * row, std::min(least, result.bytes_read));
  return result;
}

}  // namespace decide::estimate
