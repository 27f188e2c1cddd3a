#pragma once

#include <optional>
#include <string>
#include <vector>

#include "estimate/files.h"

namespace decide::estimate {

/// What a query keeps of one column.
struct Kept {
  int column = 0;
  design::Filter filter;
  design::Place at;
};

/// A query as plain figures.
struct QueryModel {
  const derive::NamedQuery* query = nullptr;
  std::vector<Kept> filters;
  double columns_share = 1;    ///< of the row's width that it reads
  std::optional<double> runs;  ///< a day
};
QueryModel query_model(const TableModel& table, const derive::NamedQuery& query);

/// What one run of a query wants and what it reads.
struct Scan {
  double rows_kept = 0;     ///< of the whole table
  double rows_wanted = 0;   ///< that the filters keep
  double bytes_wanted = 0;  ///< of them, in the columns that are read; at least one unit of pruning of each
                            ///< partition in the range
  double partitions = 0;    ///< that survive pruning
  double partitions_all = 0;
  double files = 0;       ///< opened
  double groups = 0;      ///< row groups, micro-partitions or granules read
  double groups_all = 0;  ///< in the whole table
  double bytes_read = 0;
  double files_bytes = 0;  ///< of one file, mean

  /// How many times more is read than wanted.
  double excess() const { return bytes_wanted > 0 ? bytes_read / bytes_wanted : 1; }
};

/// Nothing if a filter's column has no known number of values; `missing` names the answer then. `files` may
/// be null: files of the target size are assumed.
std::optional<Scan> scan(const TableModel& table, const Shape& shape, const Partitions& partitions,
                         const Files* files, const QueryModel& query, std::string* missing = nullptr);

/// Share of the table's rows that the filters keep. Nothing if a column's values are not known.
std::optional<double> kept_share(const TableModel& table, const QueryModel& query,
                                 std::string* missing = nullptr);

/// Bytes on storage of what min and max values allow to skip: a row group, a micro-partition, a granule; a
/// whole file where the format keeps none.
double prune_bytes(const TableModel& table, const Shape& shape);

}  // namespace decide::estimate
