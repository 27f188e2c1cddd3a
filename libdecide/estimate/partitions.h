#pragma once

#include <optional>
#include <string>

#include "estimate/curve.h"
#include "estimate/shape.h"

namespace decide::estimate {

/// How the rows of a table spread over its partitions. Where the retention is not known, what
/// hangs on it is not a number, so that no comparison with it holds: `units` and `in_all` of a table whose
/// partitions have a unit of time, the sizes of one that has none.
struct Partitions {
  double unit_days = 0;   ///< length of the unit of time; the whole retention where time is no part of it
  double units = 1;       ///< units kept
  double per_unit = 1;    ///< partitions that the rows of one unit meet
  double per_day = 1;     ///< partitions that a day's arrivals touch, with late ones
  double in_all = 1;      ///< partitions kept
  double rows_each = 0;   ///< mean rows of one
  double bytes_each = 0;  ///< mean bytes of one on storage
  bool timed = false;     ///< time is a part of it
  int time_column = -1;   ///< the column of that part
};

/// Nothing if rows, retention or the values of a partition column are not known; `missing` then names the
/// answer that would tell.
std::optional<Partitions> partitions(const TableModel& table, const Shape& shape, const Curve& lateness,
                                     std::string* missing = nullptr);

/// True if a run that replaces whole partitions would lose the days of one that it does not compute again.
bool loses_replaced(const TableModel& table, const Partitions& partitions);

/// Partitions of one unit that `rows` rows meet: the product of what each part other than time shows.
/// Nothing if a part's values are not known.
std::optional<double> met(const TableModel& table, const Shape& shape, double rows, double days);

/// Values of one part that `rows` rows meet: buckets, prefixes, or the column's own.
std::optional<double> part_values(const TableModel& table, const Part& part, double rows, double days);

/// Older units of `unit_days` each that get at least one late row when `rows` rows arrive evenly over
/// `arrive_days`.
double late_units(const Curve& lateness, double rows, double arrive_days, double unit_days);

/// Partitions of those units that get a late row: in each unit, as many as its late rows meet.
double late_partitions(const TableModel& table, const Shape& shape, const Curve& lateness, double rows,
                       double arrive_days, double unit_days);

}  // namespace decide::estimate
