#include "estimate/width.h"

#include <algorithm>
#include <cmath>

#include "estimate/distinct.h"

namespace decide::estimate {
namespace {

using Kind = design::Transform::Kind;

/// Runs of fewer equal values are packed bit by bit as if they were none.
constexpr double shortest_run = 8;
/// A count reads no column, but something of the row all the same.
constexpr double least_share = 0.001;

/// Different values of a column in some rows of one partition; all are different where nobody says.
double values_in(const TableModel& table, const Shape& shape, int column, double rows, double days) {
  double values = table.seen(column, rows, days).value_or(rows);
  for (const Part& part : shape.by) {
    if (part.column != column) continue;
    if (part.kind == Kind::identity) return 1;
    const auto& all = table.columns[static_cast<std::size_t>(column)].values;
    if (part.kind == Kind::bucket && all) values = distinct(std::max(*all / part.argument, 1.0), rows);
  }
  return std::max(values, 1.0);
}

/// Bytes of a number into a dictionary of so many values.
double code_bytes(double values) {
  return std::ceil(std::log2(values)) / 8;
}

/// A value in rows without order: the dictionary is worth it only if it comes out smaller.
double scattered(double width, double values, double rows, double most) {
  const double dictionary = values * width;
  return dictionary > most ? width : std::min(width, code_bytes(values) + dictionary / rows);
}

double run_bytes(double plain, double code, double rows) {
  return (1 + code + plain) / rows;
}

}  // namespace

Widths::Widths(const TableModel& table, const Shape& shape, const Pieces& one) {
  const double most = shape.fact("parquet.dictionary_bytes").value;
  const double full =
      std::max(prune_bytes(table, shape) / std::max(table.row_bytes / shape.compression, 1e-9), 1.0);
  for (int i = 0; i < static_cast<int>(table.columns.size()); ++i) {
    const double plain = table.columns[static_cast<std::size_t>(i)].width;
    const double values = values_in(table, shape, i, one.rows_a_piece, one.days);
    const double run = one.rows_a_run / values_in(table, shape, i, one.rows_a_run, one.days);
    Width width{scattered(plain, values, one.rows_a_piece, most), 0, code_bytes(values), plain};
    width.least =
        run >= shortest_run ? std::min(run_bytes(plain, width.code, run), width.scattered) : width.scattered;
    all_.push_back(width);
    const double usual = table.seen(i, full, table.days.value_or(1)).value_or(full);
    row_ += scattered(plain, std::max(usual, 1.0), full, most);
  }
}

void Widths::sorted_only_by(const std::vector<int>& columns) {
  for (std::size_t i = 0; i < all_.size(); ++i) {
    const bool is_one = std::find(columns.begin(), columns.end(), static_cast<int>(i)) != columns.end();
    if (!is_one) all_[i].least = all_[i].scattered;
  }
}

double Widths::in_runs(int column, double rows) const {
  const Width& width = all_[static_cast<std::size_t>(column)];
  return rows < shortest_run ? width.scattered
                             : std::min(run_bytes(width.plain, width.code, rows), width.scattered);
}

double run_after(const TableModel& table, const std::vector<int>& columns, double rows, double days) {
  for (const int column : columns) rows /= std::max(table.seen(column, rows, days).value_or(rows), 1.0);
  return rows;
}

ReadShare::ReadShare(const Shape& shape, const QueryModel& query, const Widths& widths)
    : query_(&query), widths_(&widths) {
  if (is_row_format(shape)) fixed_ = 1;
  if (!is_row_format(shape) && (!has_row_groups(shape) || widths.row() <= 0)) fixed_ = query.columns_share;
  if (fixed_ > 0) return;
  for (int i = 0; i < static_cast<int>(query.reads.size()); ++i) {
    if (!query.reads[static_cast<std::size_t>(i)]) continue;
    read_ += widths.of(i);
    spare_ += widths.of(i) - widths.least(i);
  }
}

void ReadShare::by(int column, double run) {
  if (fixed_ > 0 || !query_->reads[static_cast<std::size_t>(column)]) return;
  spare_ -= widths_->of(column) - widths_->least(column);
  read_ -= widths_->of(column) - widths_->in_runs(column, run);
}

double ReadShare::share() const {
  return fixed_ > 0 ? fixed_ : std::clamp(read_ / widths_->row(), least_share, 1.0);
}

double ReadShare::least() const {
  return fixed_ > 0 ? fixed_ : std::clamp((read_ - std::max(spare_, 0.0)) / widths_->row(), least_share, 1.0);
}

}  // namespace decide::estimate
