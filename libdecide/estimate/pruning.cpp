#include "estimate/pruning.h"

#include <algorithm>
#include <cmath>

namespace decide::estimate {
namespace {

using FilterKind = design::Filter::Kind;

/// Stretches of sorted rows, each of `length` rows.
struct Stretches {
  double count = 1;
  double length = 0;
};

const Kept* filter_of(const QueryModel& query, int column) {
  const auto found = std::find_if(query.filters.begin(), query.filters.end(),
                                  [&](const Kept& kept) { return kept.column == column; });
  return found == query.filters.end() || found->filter.kind == FilterKind::all ? nullptr : &*found;
}

/// Pieces that stretches lie in: a stretch of l rows meets l/piece + 1 of them on average.
double pieces_of(const Stretches& stretches, double piece, double all) {
  return std::min(stretches.count * (stretches.length / piece + 1), all);
}

}  // namespace

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

double pieces_hit(const TableModel& table, const std::vector<int>& sorted, const QueryModel& query,
                  double rows, double days, double piece) {
  const double all = std::max(std::ceil(rows / std::max(piece, 1.0) - 1e-9), 1.0);
  Stretches stretches{1, rows};
  Stretches kept = stretches;
  double best = all;
  for (const int column : sorted) {
    const Kept* filter = filter_of(query, column);
    const auto values = table.seen(column, stretches.length, days);
    if (filter == nullptr) {
      if (!values) break;
      const double split = std::max(*values, 1.0);
      stretches = {stretches.count * split, stretches.length / split};
      // A piece that holds several values holds all that is sorted below them.
      if (stretches.length <= piece) break;
      kept = stretches;
      continue;
    }
    const auto chosen = selected(table, *filter, stretches.length, days);
    if (!chosen) break;
    kept = {stretches.count * chosen->runs, stretches.length * chosen->share / chosen->runs};
    best = std::min(best, pieces_of(kept, piece, all));
    // Within a range the next column is sorted anew for each value, within one value it goes on.
    const bool is_range = filter->filter.kind == FilterKind::last || filter->filter.kind == FilterKind::share;
    if (is_range) break;
    stretches = kept;
  }
  return best;
}

}  // namespace decide::estimate
