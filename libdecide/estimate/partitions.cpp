#include "estimate/partitions.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "estimate/distinct.h"

namespace decide::estimate {
namespace {

using Kind = design::Transform::Kind;

/// Prefixes of a text: letters, digits and signs, as ids and names have them.
constexpr double letters = 36;

std::optional<double> truncated(const TableModel& table, const Part& part, double rows, double days) {
  const auto all = table.seen(part.column, rows, days);
  if (!all || part.argument <= 0) return all;
  const Column& column = table.columns[static_cast<std::size_t>(part.column)];
  if (column.is_number) return std::max(*all / part.argument, 1.0);
  return std::min(*all, std::pow(letters, std::min(part.argument, 12.0)));
}

/// The finest part of time, or null.
const Part* time_part(const TableModel& table, const Shape& shape) {
  const Part* finest = nullptr;
  for (const Part& part : shape.by) {
    const double days = unit_days(table, part);
    if (days > 0 && (finest == nullptr || days < unit_days(table, *finest))) finest = &part;
  }
  return finest;
}

/// Share of rows that arrive k units or more after their own, arrivals being even over a unit.
double share_back(const Curve& lateness, double k, double unit) {
  constexpr int steps = 8;
  double sum = 0;
  for (int i = 0; i < steps; ++i) {
    const double phase = (i + 0.5) / steps;
    sum += lateness.later_than(units::days((k - 1 + phase) * unit)).value_or(0);
  }
  return sum / steps;
}

/// Rows of those that arrive over `arrive_days` that belong to the k-th unit before.
double late_rows(const Curve& lateness, double rows, double arrive_days, double unit, double k) {
  const double share = share_back(lateness, k, unit) - share_back(lateness, k + 1, unit);
  // A commit of less than a unit spills over no more often than its share of the unit.
  const double spilling = std::min(1.0, std::max(arrive_days / unit, 1e-9));
  return rows * share * (k == 1 && arrive_days < unit ? spilling : 1);
}

void tell(std::string* missing, std::string path) {
  if (missing != nullptr && missing->empty()) *missing = std::move(path);
}

}  // namespace

double late_units(const Curve& lateness, double rows, double arrive_days, double unit) {
  const auto last = lateness.max();
  if (!lateness.known() || !last || unit <= 0) return 0;
  const double most = std::ceil(derive::in_days(*last) / unit);
  // The share falls with age, so the oldest unit with an expected row is found by halving.
  double low = 0;
  double high = most + 1;
  while (high - low > 1) {
    const double k = std::floor((low + high) / 2);
    (late_rows(lateness, rows, arrive_days, unit, k) >= 1 ? low : high) = k;
  }
  return low;
}

double late_partitions(const TableModel& table, const Shape& shape, const Curve& lateness, double rows,
                       double arrive_days, double unit) {
  const double units = late_units(lateness, rows, arrive_days, unit);
  const bool only_time = std::all_of(shape.by.begin(), shape.by.end(),
                                     [&](const Part& part) { return unit_days(table, part) > 0; });
  if (only_time) return units;
  double sum = 0;
  for (double k = 1; k <= units; ++k)
    sum += met(table, shape, late_rows(lateness, rows, arrive_days, unit, k), unit).value_or(1);
  return sum;
}

std::optional<double> part_values(const TableModel& table, const Part& part, double rows, double days) {
  if (part.kind == Kind::truncate) return truncated(table, part, rows, days);
  const auto all = table.seen(part.column, rows, days);
  // However many values there are, rows fill the buckets as balls do.
  if (part.kind == Kind::bucket) return distinct(part.argument, all.value_or(rows));
  return all;
}

std::optional<double> met(const TableModel& table, const Shape& shape, double rows, double days) {
  double product = 1;
  for (const Part& part : shape.by) {
    if (unit_days(table, part) > 0) continue;
    const auto values = part_values(table, part, rows, days);
    if (!values) return std::nullopt;
    product *= std::max(*values, 1.0);
  }
  return std::max(std::min(product, std::max(rows, 1.0)), 1.0);
}

namespace {

/// Rows of one unit and how many units there are.
void spread_over_time(Partitions& result, const TableModel& table, const Shape& shape) {
  const Part* time = time_part(table, shape);
  result.timed = time != nullptr;
  result.time_column = time != nullptr ? time->column : -1;
  const double kept = table.days.value_or(std::numeric_limits<double>::quiet_NaN());
  result.unit_days = time != nullptr ? unit_days(table, *time) : kept;
  if (time != nullptr && kept > result.unit_days) result.units = std::ceil(kept / result.unit_days - 1e-9);
  if (std::isnan(kept)) result.units = kept;
}

/// What a day's arrivals touch: the units of that day, and older ones that late rows fall into.
double touched_in_a_day(const Partitions& of, const TableModel& table, const Shape& shape,
                        const Curve& lateness) {
  const double today = of.timed ? std::max(1 / of.unit_days, 1.0) : 1;
  const double rows = *table.rows_day;
  const double of_day = met(table, shape, rows / today, std::min(of.unit_days, 1.0)).value_or(1);
  const bool late = of.timed && !table.columns[static_cast<std::size_t>(of.time_column)].at_arrival;
  return today * of_day + (late ? late_partitions(table, shape, lateness, rows, 1, of.unit_days) : 0);
}

std::string first_unknown(const TableModel& table, const Shape& shape, double rows) {
  for (const Part& part : shape.by) {
    const Column& column = table.columns[static_cast<std::size_t>(part.column)];
    if (!part_values(table, part, rows, 1))
      return fmt::format("model.tables.{}.columns.{}.cardinality", table.table->name, column.name);
  }
  return {};
}

}  // namespace

std::optional<Partitions> partitions(const TableModel& table, const Shape& shape, const Curve& lateness,
                                     std::string* missing) {
  Partitions result;
  spread_over_time(result, table, shape);
  if (!table.rows_day || !table.days) tell(missing, table.missing());
  if (!table.rows_day) return std::nullopt;
  const double unit_rows =
      *table.rows_day * std::min(result.unit_days, table.days.value_or(result.unit_days));
  // Of a table that is kept nobody knows how long all values are met.
  const bool endless = std::isnan(unit_rows);
  const double meeting = endless ? std::numeric_limits<double>::infinity() : unit_rows;
  const auto per_unit = met(table, shape, meeting, result.unit_days);
  if (!per_unit) {
    tell(missing, first_unknown(table, shape, unit_rows));
    return std::nullopt;
  }
  result.per_unit = *per_unit;
  result.in_all = result.units * result.per_unit;
  result.rows_each = unit_rows / result.per_unit;
  result.bytes_each = result.rows_each * table.row_bytes / shape.compression;
  result.per_day = touched_in_a_day(result, table, shape, lateness);
  return result;
}

bool loses_replaced(const TableModel& table, const Partitions& partitions) {
  return table.replaced_days && !(partitions.unit_days <= *table.replaced_days);
}

}  // namespace decide::estimate
