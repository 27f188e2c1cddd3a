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
  std::vector<int> ordering;   ///< columns that it filters, groups or joins on
  std::vector<bool> reads;     ///< of each column of the table, whether it reads it
  double columns_read = 1;     ///< how many columns it reads
  double columns_share = 1;    ///< of the row's declared width that it reads
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
  double files_bytes = 0;    ///< of one file, mean
  double bytes_all = 0;      ///< of the whole table
  double columns_share = 1;  ///< of a row's bytes on storage that lie in the columns that are read

  /// How many times more is read than wanted.
  double excess() const { return bytes_wanted > 0 ? bytes_read / bytes_wanted : 1; }
  /// Bytes of one row group in all columns, mean.
  double group_bytes() const { return groups_all > 0 ? bytes_all / groups_all : 0; }
};

/// Nothing if a filter's column has no known number of values; `missing` names the answer then. `files` may
/// be null: files of the target size are assumed.
std::optional<Scan> scan(const TableModel& table, const Shape& shape, const Partitions& partitions,
                         const Files* files, const QueryModel& query, std::string* missing = nullptr);

/// A partition of the mean size, its rows in files and row groups of equal size.
struct Pieces {
  double rows = 0, days = 0;
  double files = 1, rows_a_file = 0;
  double pieces_a_file = 1, rows_a_piece = 0;
  /// Stretches that are sorted each for itself: one for each writer of each commit, or one if the partition
  /// was written or compacted as a whole. One may be several files.
  double runs = 1, rows_a_run = 0;
  double commits_day = 0;  ///< that left the stretches as they are; 0 where they were joined
  double page = 0;         ///< bytes that can be skipped within a row group; 0 without an index of pages
  double files_a_run() const { return files / runs; }
};
Pieces mean_partition(const TableModel& table, const Shape& shape, const Partitions& partitions,
                      const Files* files);

/// What one partition costs a query.
struct Opened {
  double files = 0, pieces = 0, bytes = 0;
};
class Sorted;
/// From the files and row groups that are hit; `row` is the bytes of a row in the columns that are read.
/// Within a row group engines skip pages by their index [A32], so that a few rows that lie together cost a
/// page of each column, not the group.
Opened opened(const Sorted& files, const Sorted& groups, const Shape& shape, const QueryModel& query,
              const Pieces& one, double row);

/// Columns of the cluster that still differ within one partition.
std::vector<int> sorted_within(const Shape& shape);

/// Files that wait for compaction in the partitions that a query reads: those of the newest unit of time, and
/// of older ones in its range.
double waiting_files(const TableModel& table, const Shape& shape, const Partitions& partitions,
                     const Files& files, const QueryModel& query);

/// Bytes that sorted rows cost at least where one value begins and ends within a row group: a page of each
/// column that is read. 0 where the format has no index of pages.
double page_bytes(const Pieces& one, const QueryModel& query);

/// Share of the files of the partitions in range that a query opens because of when they were written: in
/// files that stand as they came, those of a commit hold nothing younger than the commit, so that of the last
/// week only the commits of the last week have rows. 1 where files are compacted, or without such a filter.
double written_in_range(const TableModel& table, const Shape& shape, const Partitions& partitions,
                        const Files* files, const QueryModel& query);

/// Partitions that survive pruning by the filters.
double surviving(const TableModel& table, const Shape& shape, const Partitions& partitions,
                 const QueryModel& query);

/// True for formats that keep rows whole and no least and greatest values: csv, json, avro.
bool is_row_format(const Shape& shape);
/// True for files of row groups with a page index: parquet and the table formats over it, orc.
bool has_row_groups(const Shape& shape);

/// Share of the table's rows that the filters keep. Nothing if a column's values are not known.
std::optional<double> kept_share(const TableModel& table, const QueryModel& query,
                                 std::string* missing = nullptr);

/// Bytes on storage of what min and max values allow to skip: a row group, a micro-partition, a granule; a
/// whole file where the format keeps none.
double prune_bytes(const TableModel& table, const Shape& shape);

}  // namespace decide::estimate
