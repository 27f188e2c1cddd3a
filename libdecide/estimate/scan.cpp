#include "estimate/scan.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string_view>

#include "estimate/distinct.h"
#include "estimate/pruning.h"
#include "estimate/width.h"

namespace decide::estimate {
namespace {

using FilterKind = design::Filter::Kind;
using PartKind = design::Transform::Kind;

const Kept* filter_of(const QueryModel& query, int column) {
  const auto found = std::find_if(query.filters.begin(), query.filters.end(),
                                  [&](const Kept& kept) { return kept.column == column; });
  return found == query.filters.end() ? nullptr : &*found;
}

/// Units of time that the last so many days lie in, on average. Days and hours begin with the window; a month
/// or a year does not, so that the last 30 days nearly always lie in two months.
double units_touched(double days, double unit_days) {
  constexpr double rounding = 1e-9;
  if (unit_days <= 1) return std::ceil(days / unit_days - rounding);
  return 1 + std::max(days - 1, 0.0) / unit_days;
}

/// Units of time that a filter on the partition's own column leaves.
double units_left(const Kept* filter, const Partitions& partitions) {
  if (filter == nullptr) return partitions.units;
  const design::Filter& f = filter->filter;
  double left = partitions.units;
  if (f.kind == FilterKind::last) left = units_touched(derive::in_days(f.last), partitions.unit_days);
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

}  // namespace

Opened opened(const Sorted& files, const Sorted& groups, const Shape& shape, const QueryModel& query,
              const Pieces& one, double row) {
  Opened result{one.files, one.files * one.pieces_a_file, 0};
  if (!is_row_format(shape)) {
    result.pieces = one.runs * std::min(groups.hit(), one.files_a_run() * one.pieces_a_file);
    result.files = one.runs * std::min(files.hit(), one.files_a_run());
  }
  result.bytes = result.pieces * one.rows_a_piece * row;
  const double page = page_bytes(one, query);
  if (page <= 0) return result;
  const double exact = groups.stretches() * (page + groups.length() * row) * one.runs;
  result.bytes = std::min(result.bytes, exact);
  return result;
}

double page_bytes(const Pieces& one, const QueryModel& query) {
  return one.page * query.columns_read;
}

double waiting_files(const TableModel& table, const Shape& shape, const Partitions& partitions,
                     const Files& files, const QueryModel& query) {
  if (!shape.compacts || files.touched <= 0) return 0;
  const Kept* time = partitions.timed ? filter_of(query, partitions.time_column) : nullptr;
  const double units = units_left(time, partitions);
  const double fresh = files.touched - files.late_touched;
  const double reached = files.late_units > 0 ? std::clamp((units - 1) / files.late_units, 0.0, 1.0) : 0;
  const double in_range = (fresh + files.late_touched * reached) / files.touched;
  const double of_unit = surviving(table, shape, partitions, query) / (units * partitions.per_unit);
  return std::min(files.waiting, files.per_day) * in_range * std::min(of_unit, 1.0);
}

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

bool has_row_groups(const Shape& shape) {
  const std::string_view name = shape.traits->name;
  return name == "parquet" || name == "iceberg" || name == "delta" || name == "hudi" || name == "orc";
}

double written_in_range(const TableModel& table, const Shape& shape, const Partitions& partitions,
                        const Files* files, const QueryModel& query) {
  if (files == nullptr || files->settles || is_row_format(shape)) return 1;
  double share = 1;
  for (const Kept& kept : query.filters) {
    const Column& column = table.columns[static_cast<std::size_t>(kept.column)];
    if (kept.filter.kind != FilterKind::last || !column.clock) continue;
    const bool is_unit = partitions.timed && partitions.time_column == kept.column;
    const double days = (is_unit ? units_left(&kept, partitions) : partitions.units) * partitions.unit_days;
    const double commits = commits_within(derive::in_days(kept.filter.last), files->commits_day);
    share = std::min(share, commits / std::max(days * files->commits_day, 1e-9));
  }
  return share;
}

bool is_row_format(const Shape& shape) {
  const std::string_view name = shape.traits->name;
  return name == "csv" || name == "json" || name == "avro";
}

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

Pieces mean_partition(const TableModel& table, const Shape& shape, const Partitions& partitions,
                      const Files* files) {
  const bool known = files != nullptr && files->per_partition > 0;
  const double row_stored = table.row_bytes / shape.compression;
  const double filled = shape.target_file > 0 ? std::ceil(partitions.bytes_each / shape.target_file) : 1;
  Pieces one;
  one.rows = partitions.rows_each;
  one.days = partitions.unit_days;
  one.files = known ? files->per_partition : std::max(filled, 1.0);
  one.rows_a_file = std::max(one.rows / one.files, 1.0);
  const double full_piece = std::max(prune_bytes(table, shape) / std::max(row_stored, 1e-9), 1.0);
  one.pieces_a_file = std::max(std::ceil(one.rows_a_file / full_piece - 1e-9), 1.0);
  one.rows_a_piece = one.rows_a_file / one.pieces_a_file;
  if (known && !files->settles) {
    one.runs = std::max(one.files / files->files_a_run, 1.0);
    one.commits_day = files->commits_day;
  }
  one.rows_a_run = std::max(one.rows / one.runs, 1.0);
  if (has_row_groups(shape)) one.page = shape.fact("parquet.page_bytes").value;
  return one;
}

double prune_bytes(const TableModel& table, const Shape& shape) {
  if (is_row_format(shape)) return shape.target_file;
  const std::string_view name = shape.traits->name;
  if (name == "clickhouse") {
    return shape.fact("clickhouse.index_granularity").value * table.row_bytes / shape.compression;
  }
  if (name == "bigquery") return shape.fact("bq.min_cluster_bytes").value;
  if (name == "snowflake") return shape.fact("snowflake.micro_partition_bytes").value;
  return shape.fact("parquet.row_group_bytes").value;
}

QueryModel query_model(const TableModel& table, const derive::NamedQuery& query) {
  QueryModel model;
  model.query = &query;
  if (query->runs) model.runs = derive::a_day(*query->runs);
  std::vector<bool>& read = model.reads;
  read.assign(table.columns.size(), !query->columns.at);
  const auto mark = [&](std::string_view name) {
    const int column = table.find(name);
    if (column >= 0) read[static_cast<std::size_t>(column)] = true;
    return column;
  };
  const auto order_by = [&](std::string_view name) {
    if (const int column = mark(name); column >= 0) model.ordering.push_back(column);
  };
  for (const auto& filter : query->filters) {
    order_by(filter.name);
    const int column = table.find(filter.name);
    if (column >= 0) model.filters.push_back({column, *filter.value, filter.key});
  }
  for (const auto& name : query->group_by) order_by(name->text);
  for (const auto& name : query->columns) mark(name->text);
  for (const auto& join : query->joins) {
    for (const auto& name : join.value) order_by(name->text);
  }
  double width = 0;
  for (std::size_t i = 0; i < read.size(); ++i) width += read[i] ? table.columns[i].width : 0;
  model.columns_read = std::max<double>(static_cast<double>(std::count(read.begin(), read.end(), true)), 1);
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
  const Pieces one = mean_partition(table, shape, partitions, files);
  Sorted files_hit(table, query, one, one.rows_a_file);
  Sorted groups_hit(table, query, one, one.rows_a_piece);
  const Widths widths(table, shape, one);
  ReadShare read(shape, query, widths);
  double run = one.rows_a_run;
  for (const int column : sorted_within(shape)) {
    files_hit.by(column);
    groups_hit.by(column);
    run = run_after(table, {column}, run, one.days);
    read.by(column, run);
  }
  // Bytes on storage of a row in the columns that are read.
  const double row = table.row_bytes / shape.compression * read.share();
  const Opened of_one = opened(files_hit, groups_hit, shape, query, one, row);
  Scan result;
  result.rows_kept = *rows;
  result.rows_wanted = *rows * *share;
  result.partitions_all = partitions.in_all;
  result.partitions = surviving(table, shape, partitions, query);
  const double in_range = result.partitions * written_in_range(table, shape, partitions, files, query);
  result.files = in_range * of_one.files;
  if (files != nullptr) result.files += waiting_files(table, shape, partitions, *files, query);
  result.groups = in_range * of_one.pieces;
  result.columns_share = read.share();
  result.groups_all = partitions.in_all * one.files * one.pieces_a_file;
  result.files_bytes = one.rows_a_file * table.row_bytes / shape.compression;
  result.bytes_all = *rows * table.row_bytes / shape.compression;
  result.bytes_read = in_range * of_one.bytes;
  const double least = result.partitions * one.rows_a_piece * row;
  result.bytes_wanted = std::max(result.rows_wanted * row, std::min(least, result.bytes_read));
  return result;
}

}  // namespace decide::estimate
