#include <algorithm>
#include <array>
#include <string_view>

#include "advise/search.h"

namespace decide::advise {
namespace {

using estimate::Part;
using estimate::Shape;
using Kind = design::Transform::Kind;

constexpr double days_between_compactions = 1;
const estimate::Curve no_lateness;

/// Columns of more values than this are no partition of their own.
constexpr double few_values = 100;
constexpr double most_buckets = 1024;

/// A search tries the columns that most runs ask by, at most so many: more would take it out of hand.
constexpr std::size_t most_split_columns = 4;
constexpr std::size_t most_sort_columns = 8;

/// Runs a day of the queries that keep one or some values of each column.
std::vector<double> runs_by_value(const Task& task) {
  using FilterKind = design::Filter::Kind;
  std::vector<double> runs(task.table->columns.size(), 0);
  for (const estimate::QueryModel& query : task.queries) {
    for (const estimate::Kept& kept : query.filters) {
      const bool by_value = kept.filter.kind == FilterKind::one || kept.filter.kind == FilterKind::values;
      if (by_value) runs[static_cast<std::size_t>(kept.column)] += *query.runs;
    }
  }
  return runs;
}

/// Columns with runs, the most first, cut to `most`; then in the order of the table.
std::vector<int> busiest(const std::vector<double>& runs, std::size_t most) {
  std::vector<int> columns;
  for (int i = 0; i < static_cast<int>(runs.size()); ++i) {
    if (runs[static_cast<std::size_t>(i)] > 0) columns.push_back(i);
  }
  std::stable_sort(columns.begin(), columns.end(), [&](int a, int b) {
    return runs[static_cast<std::size_t>(a)] > runs[static_cast<std::size_t>(b)];
  });
  columns.resize(std::min(columns.size(), most));
  std::sort(columns.begin(), columns.end());
  return columns;
}

double most_partitions(const Shape& shape) {
  const std::string_view format = shape.traits->name;
  if (format == "bigquery") return shape.fact("bq.max_partitions_per_table").value;
  if (format == "clickhouse") return shape.fact("clickhouse.max_partitions_advice").value;
  return shape.fact("layout.partitions_warning").value;
}

using Spread = std::optional<estimate::Partitions>;

/// A way of partitioning that the format takes.
bool is_taken(const Shape& shape) {
  const auto most_columns = static_cast<std::size_t>(shape.traits->max_partition_columns);
  if (most_columns > 0 && shape.by.size() > most_columns) return false;
  if (!shape.traits->partitions) return shape.by.empty();
  const bool hashed = std::any_of(shape.by.begin(), shape.by.end(),
                                  [](const Part& part) { return part.kind == Kind::bucket; });
  return !hashed || shape.traits->hashes;
}

/// Partitions that the format bears, and that can be written as they are.
bool is_borne(const Task& task, const Shape& shape, const Spread& spread) {
  if (!shape.traits->partitions) return true;
  if (!spread || estimate::loses_replaced(*task.table, *spread)) return false;
  return shape.by.empty() || spread->in_all <= most_partitions(shape);
}

/// False for partitions that hold too little for files of that size.
bool is_worth_having(const Shape& shape, const Spread& spread) {
  return shape.by.empty() || !spread || spread->bytes_each >= least_partition(shape);
}

std::vector<std::vector<Part>> of_time(const Task& task) {
  std::vector<std::vector<Part>> all{{}};
  const auto& columns = task.table->columns;
  for (int i = 0; i < static_cast<int>(columns.size()); ++i) {
    const estimate::Column& column = columns[static_cast<std::size_t>(i)];
    if (column.time == estimate::TimeType::none || column.at_arrival) continue;
    if (column.time == estimate::TimeType::timestamp) all.push_back({{Kind::hour, i, 0}});
    all.push_back({{Kind::day, i, 0}});
    all.push_back({{Kind::month, i, 0}});
  }
  return all;
}

/// The ways to split by one more column: by its values where they are few, else by powers of two of buckets.
std::vector<Part> of_values(const Task& task) {
  std::vector<Part> all;
  std::vector<double> runs = runs_by_value(task);
  for (std::size_t i = 0; i < runs.size(); ++i) {
    if (task.table->columns[i].time != estimate::TimeType::none) runs[i] = 0;
  }
  for (const int i : busiest(runs, most_split_columns)) {
    const estimate::Column& column = task.table->columns[static_cast<std::size_t>(i)];
    if (column.values && *column.values <= few_values) {
      all.push_back({Kind::identity, i, 0});
      continue;
    }
    for (double buckets = 2; buckets <= most_buckets; buckets *= 2) all.push_back({Kind::bucket, i, buckets});
  }
  return all;
}

/// The same with and without compaction once a day, as far as both make sense: small files have to be
/// compacted; what a writer leaves whole, or the format compacts by itself, need not be. In between the
/// queries decide, since what is compacted is written once more, and lies in order then.
void add_with_compaction(const Task& task, Shape shape, const Spread& spread, std::vector<Shape>& all) {
  if (shape.compacts) {
    shape.compact_to = shape.target_file;
    all.push_back(std::move(shape));
    return;
  }
  const auto files = spread ? estimate::files(*task.table, shape, *spread, no_lateness) : std::nullopt;
  const double least = shape.target_file * shape.fact("layout.small_files_ratio").value;
  const bool whole = !files || files->settles || shape.traits->compacts_itself;
  if (whole || files->bytes_each >= least) all.push_back(shape);
  if (whole) return;
  shape.compacts = true;
  shape.compact_every = days_between_compactions;
  shape.compact_to = shape.target_file;
  all.push_back(std::move(shape));
}

void add(const Task& task, std::vector<Part> by, std::vector<Shape>& all) {
  Shape shape = task.base;
  shape.by = std::move(by);
  shape.cluster.clear();
  if (!is_taken(shape)) return;
  const Spread spread = estimate::partitions(*task.table, shape, no_lateness);
  if (!is_borne(task, shape, spread)) return;
  constexpr std::array<double, 3> sizes{128e6, 256e6, 512e6};
  // Warehouses choose the size of their files themselves.
  const bool own = shape.traits->compacts_itself;
  for (const double size : sizes) {
    shape.target_file = own ? task.base.target_file : size;
    if (is_worth_having(shape, spread)) add_with_compaction(task, shape, spread, all);
    if (own) break;
  }
}

std::optional<Shape> base_of(const estimate::TableFigures& table) {
  if (table.shape) return table.shape;
  if (table.layout != nullptr) return std::nullopt;
  Shape shape;
  shape.values = table.model.values;
  shape.traits = facts::format_traits("iceberg");
  shape.compression = shape.traits->compression;
  shape.target_file = shape.traits->target_file;
  return shape;
}

}  // namespace

double least_partition(const Shape& shape) {
  const std::string_view format = shape.traits->name;
  if (format == "bigquery") return shape.fact("bq.min_partition_bytes_advice").value;
  if (format == "delta") return shape.fact("delta.min_partition_bytes").value;
  return shape.target_file * shape.fact("layout.small_files_ratio").value;
}

std::optional<Task> task_of(const estimate::Estimates& estimates, const estimate::TableFigures& table) {
  const auto base = base_of(table);
  if (!base || !table.model.rows()) return std::nullopt;
  Task task{&table.model, *base, {}};
  for (const estimate::QueryFigures& query : estimates.queries()) {
    const bool asked = query.table == &table && query.model.runs && *query.model.runs > 0;
    if (asked && estimate::kept_share(table.model, query.model)) task.queries.push_back(query.model);
  }
  // A table without a layout needs one also where nobody asks it: then what is written decides.
  if (task.queries.empty() && table.layout != nullptr) return std::nullopt;
  return task;
}

std::vector<Shape> partitionings(const Task& task) {
  std::vector<Shape> all;
  const std::vector<Part> splits = of_values(task);
  for (const std::vector<Part>& time : of_time(task)) {
    add(task, time, all);
    for (const Part& split : splits) {
      std::vector<Part> by = time;
      by.push_back(split);
      add(task, std::move(by), all);
    }
  }
  return all;
}

std::vector<int> sortable(const Task& task) {
  std::vector<double> runs(task.table->columns.size(), 0);
  for (const estimate::QueryModel& query : task.queries) {
    for (const int column : query.ordering) runs[static_cast<std::size_t>(column)] += *query.runs;
  }
  for (std::size_t i = 0; i < runs.size(); ++i) {
    if (!task.table->seen(static_cast<int>(i), *task.table->rows(), *task.table->days)) runs[i] = 0;
  }
  return busiest(runs, most_sort_columns);
}

std::size_t most_sorted(const Task& task) {
  // Three where the format has no limit: a fourth column lies in pieces that hold many of its values.
  constexpr std::size_t usual = 3;
  const auto limit = static_cast<std::size_t>(task.base.traits->max_cluster_columns);
  return limit == 0 ? usual : std::min(limit, usual);
}

}  // namespace decide::advise
