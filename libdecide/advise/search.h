#pragma once

#include <cstddef>
#include <limits>
#include <optional>
#include <vector>

#include "estimate/estimates.h"

/// The layout of a table that costs least for its declared queries and writes.
namespace decide::advise {

/// What a day costs, in bytes, so that no price is needed.
struct Cost {
  double read = 0;      ///< runs x bytes read
  double opens = 0;     ///< runs x files opened x bytes that opening one is worth
  double written = 0;   ///< bytes written, again where they are compacted
  double metadata = 0;  ///< files x bytes of an entry
  double total() const { return read + opens + written + metadata; }
};

struct Candidate {
  estimate::Shape shape;
  estimate::Partitions partitions;
  std::optional<estimate::Files> files;
  Cost cost;
  std::vector<double> queries;  ///< read and opens of each query of the task, a day
};

/// What is asked: a table, the layout from which format, writers and compression are taken, and its queries.
struct Task {
  const estimate::TableModel* table = nullptr;
  estimate::Shape base;
  std::vector<estimate::QueryModel> queries;  ///< with known runs and filters only
};
/// The task of a table of a design; nothing without rows, retention, or a query whose cost is known. A table
/// without a layout is asked as Iceberg.
std::optional<Task> task_of(const estimate::Estimates& estimates, const estimate::TableFigures& table);

/// A layout as it stands; nothing if its partitions are not known.
std::optional<Candidate> evaluate(const Task& task, const estimate::Shape& shape);

/// Layouts without an order of rows: each way of partitioning that the format bears, at each size of file.
std::vector<estimate::Shape> partitionings(const Task& task);
/// The least bytes that a partition should hold: what the format's makers advise, else a quarter of the
/// target file.
double least_partition(const estimate::Shape& shape);
/// Columns that rows may be sorted by: of those that queries filter, group or join on the eight that most
/// runs ask by, in the order of the table.
std::vector<int> sortable(const Task& task);
/// How many of them at most.
std::size_t most_sorted(const Task& task);

/// The `n` cheapest layouts, cheapest first; of equal ones the simpler. Branch and bound: a layout is passed
/// over only if no order of further columns can bring it below those found. Beyond a budget of steps, which a
/// table with dozens of queries can pass, the best so far is the answer. Those that cost more than `limit`
/// bytes a day are left out: whoever asks only whether there is something cheaper has an answer sooner.
std::vector<Candidate> cheapest(const Task& task, std::size_t n,
                                double limit = std::numeric_limits<double>::infinity());

}  // namespace decide::advise
