#pragma once

#include <optional>
#include <vector>

#include "estimate/scan.h"

namespace decide::estimate {

/// How many values of a column a filter keeps of those that `rows` rows of `days` days show, and whether they
/// lie side by side when sorted. Nothing if not known.
struct Selected {
  double share = 1;  ///< of the rows
  double runs = 1;   ///< stretches that the kept rows form when sorted by the column
};
std::optional<Selected> selected(const TableModel& table, const Kept& kept, double rows, double days);

/// Commits that the last so many days lie in.
double commits_within(double days, double commits_day);

/// Rows sorted by one column after the other and cut into pieces of `piece` rows, each with its least and
/// greatest value: how many pieces may hold a row that the filters keep. More columns never make it more.
class Sorted {
 public:
  /// @param rows sorted together, of `days` days
  /// @param piece rows of one piece
  Sorted(const TableModel& table, const QueryModel& query, double rows, double days, double piece);
  /// One of the stretches of a partition.
  Sorted(const TableModel& table, const QueryModel& query, const Pieces& one, double piece);

  /// Sorts by a further column, within equal values of those before.
  void by(int column);
  /// Pieces that must be read.
  double hit() const { return hit_; }
  /// Stretches of rows that the filters keep where they prune best, and the rows of one.
  double stretches() const { return best_stretches_; }
  double length() const { return best_length_; }
  /// False if further columns cannot change anything: a piece holds several values of the last, or a range of
  /// it is read.
  bool open() const { return open_; }
  /// What a filter leaves of a stretch as it is sorted so far. Nothing if the column's values are not known.
  std::optional<Selected> chosen_by(const Kept& kept) const;
  /// No order of further columns comes below this, if they keep no less than `share` of the rows.
  double least(double share) const;

 private:
  const TableModel* table_;
  const QueryModel* query_;

  double days_, piece_, all_, hit_;
  double commits_day_ = 0;  ///< that left each such stretch by itself; 0 where they were joined
  double stretches_ = 1;    ///< runs of rows that are still wanted
  double length_;           ///< rows of one
  double best_stretches_ = 1, best_length_;
  bool open_ = true;
};

/// The pieces hit after sorting by all of `columns`; those that the partition fixes to one value left out.
double pieces_hit(const TableModel& table, const std::vector<int>& columns, const QueryModel& query,
                  double rows, double days, double piece);

}  // namespace decide::estimate
