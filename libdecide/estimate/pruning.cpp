#include "estimate/pruning.h"

#include <algorithm>
#include <cmath>

namespace decide::estimate {
namespace {

using FilterKind = design::Filter::Kind;

const Kept* narrowing_filter(const QueryModel& query, int column) {
  const auto found = std::find_if(query.filters.begin(), query.filters.end(),
                                  [&](const Kept& kept) { return kept.column == column; });
  return found == query.filters.end() || found->filter.kind == FilterKind::all ? nullptr : &*found;
}

}  // namespace

double commits_within(double days, double commits_day) {
  return std::max(std::ceil(days * commits_day - 1e-9), 1.0);
}

std::optional<Selected> selected(const TableModel& table, const Kept& kept, double rows, double days) {
  const Column& column = table.columns[static_cast<std::size_t>(kept.column)];
  const design::Filter& filter = kept.filter;
  if (filter.kind == FilterKind::all) return Selected{};
  if (filter.kind == FilterKind::share) return Selected{filter.share.value, 1};
  if (filter.kind == FilterKind::last) {
    if (column.time == TimeType::none || days <= 0) return std::nullopt;
    return Selected{std::min(derive::in_days(filter.last) / days, 1.0), 1};
  }
  const auto values = table.seen(kept.column, rows, days);
  if (!values) return std::nullopt;
  const double wanted = filter.kind == FilterKind::one ? 1 : filter.values.value;
  const double most = std::max(*values, 1.0);
  return Selected{std::min(wanted / most, 1.0), std::max(std::min(wanted, most), 1.0)};
}

Sorted::Sorted(const TableModel& table, const QueryModel& query, double rows, double days, double piece)
    : table_(&table),
      query_(&query),
      days_(days),
      piece_(std::max(piece, 1.0)),
      all_(std::max(std::ceil(rows / piece_ - 1e-9), 1.0)),
      hit_(all_),
      length_(rows),
      best_length_(rows) {}

Sorted::Sorted(const TableModel& table, const QueryModel& query, const Pieces& one, double piece)
    : Sorted(table, query, one.rows_a_run, one.days, piece) {
  commits_day_ = one.commits_day;
}

/// What a commit left by itself holds rows of its own time only: those out of range were passed over with
/// their commits (`written_in_range`), so that within the others nearly all are wanted.
std::optional<Selected> Sorted::chosen_by(const Kept& kept) const {
  const Column& column = table_->columns[static_cast<std::size_t>(kept.column)];
  if (kept.filter.kind != FilterKind::last || !column.clock || commits_day_ <= 0)
    return selected(*table_, kept, length_, days_);
  const double last = derive::in_days(kept.filter.last);
  return Selected{std::min(last * commits_day_ / commits_within(last, commits_day_), 1.0), 1};
}

void Sorted::by(int column) {
  if (!open_) return;
  const Kept* filter = narrowing_filter(*query_, column);
  if (filter == nullptr) {
    const auto values = table_->seen(column, length_, days_);
    const double split = std::max(values.value_or(0), 1.0);
    // A piece that holds several values holds all that is sorted below them.
    open_ = values && length_ / split > piece_;
    stretches_ *= split;
    length_ /= split;
    return;
  }
  const auto chosen = chosen_by(*filter);
  open_ = chosen.has_value();
  if (!chosen) return;
  stretches_ *= chosen->runs;
  length_ *= chosen->share / chosen->runs;
  // A stretch of l rows meets l / piece + 1 pieces on average.
  const double hit = stretches_ * (length_ / piece_ + 1);
  if (hit < hit_ || stretches_ * length_ < best_stretches_ * best_length_) {
    best_stretches_ = stretches_;
    best_length_ = length_;
  }
  hit_ = std::min(hit_, hit);
  // Within a range the next column is sorted anew for each value, within one value it goes on.
  const bool is_range = filter->filter.kind == FilterKind::last || filter->filter.kind == FilterKind::share;
  if (is_range) open_ = false;
}

double Sorted::least(double share) const {
  return open_ ? std::min(hit_, stretches_ * length_ * share / piece_ + 1) : hit_;
}

double pieces_hit(const TableModel& table, const std::vector<int>& columns, const QueryModel& query,
                  double rows, double days, double piece) {
  Sorted sorted(table, query, rows, days, piece);
  for (const int column : columns) sorted.by(column);
  return sorted.hit();
}

}  // namespace decide::estimate
