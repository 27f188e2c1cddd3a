#pragma once

#include <vector>

#include "estimate/scan.h"

namespace decide::estimate {

/// Rows sorted by some columns and cut into pieces of `piece` rows, each with its least and greatest value:
/// how many pieces may hold a row that the filters keep.
/// @param rows sorted together
/// @param piece rows of one piece
/// @param sorted columns in the order of sorting; those that the partition fixes to one value left out
double pieces_hit(const TableModel& table, const std::vector<int>& sorted, const QueryModel& query,
                  double rows, double days, double piece);

/// How many values of a column a filter keeps of those that `rows` rows of `days` days show, and whether they
/// lie side by side when sorted. Nothing if not known.
struct Selected {
  double share = 1;  ///< of the rows
  double runs = 1;   ///< stretches that the kept rows form when sorted by the column
};
std::optional<Selected> selected(const TableModel& table, const Kept& kept, double rows, double days);

}  // namespace decide::estimate
