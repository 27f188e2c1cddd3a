#pragma once

#include <vector>

#include "estimate/scan.h"

namespace decide::estimate {

/// Bytes that a value of each column takes on storage, in the measure of the declared widths, so that the
/// share of a row in some columns can be told. Parquet and its kin keep a column of few values as numbers
/// into a dictionary, once a row group, and a sorted one as runs; checked against an engine (tests/engines).
class Widths {
 public:
  Widths(const TableModel& table, const Shape& shape, const Pieces& one);

  /// Says that rows are never sorted by other columns than these, which makes the bounds closer.
  void sorted_only_by(const std::vector<int>& columns);
  double of(int column) const { return all_[static_cast<std::size_t>(column)].scattered; }
  /// Where equal values of the column lie in stretches of so many rows.
  double in_runs(int column, double rows) const;
  /// What no order of rows comes below.
  double least(int column) const { return all_[static_cast<std::size_t>(column)].least; }
  /// Of a whole row in a full row group without any order, which is what a ratio of compression speaks of.
  double row() const { return row_; }

 private:
  struct Width {
    double scattered = 0, least = 0;
    double code = 0, plain = 0;  ///< number into the dictionary; the value itself
  };
  std::vector<Width> all_;
  double row_ = 0;
};

/// Rows of one stretch of equal values after rows were sorted by one column after the other.
/// @param rows sorted together, of `days` days
double run_after(const TableModel& table, const std::vector<int>& columns, double rows, double days);

/// The share of a row's stored bytes that the columns of a query take, while rows are sorted by one column
/// after the other.
class ReadShare {
 public:
  ReadShare(const Shape& shape, const QueryModel& query, const Widths& widths);

  /// Sorts by a further column, which leaves stretches of `run` rows of equal values.
  void by(int column, double run);
  double share() const;
  /// No order of further columns comes below this.
  double least() const;

 private:
  const QueryModel* query_;
  const Widths* widths_;
  double fixed_ = 0;  ///< where not the stored widths count; else 0
  double read_ = 0;   ///< of the columns that are read, in the measure of the widths
  double spare_ = 0;  ///< what sorting by the other columns could save
};

}  // namespace decide::estimate
