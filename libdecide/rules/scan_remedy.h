#pragma once

#include <optional>
#include <string>

#include "rules/partition_limits.h"

namespace decide::rules {

/// A change of a layout that lets a query read less.
struct Remedy {
  std::string words;       ///< "cluster by campaign_id first"
  double bytes_read = 0;   ///< by one run of the query then
  std::string path, yaml;  ///< the edit that does it; empty where it takes more than one
  bool clusters = false;   ///< it has the table sorted by a column of the query's filters
};

/// The best of: clustering by a column of the query's filters before all others, partitioning by the time
/// that it filters by, compacting. Nothing where none makes it read less.
std::optional<Remedy> remedy(const derive::Facts& facts, const estimate::Estimates& estimates,
                             const estimate::QueryFigures& query);

/// True if the query reads over `factor` times what it wants, and more than a single file of the target size.
bool reads_in_vain(const estimate::QueryFigures& query, double factor);

/// What a query reads and what it wants.
diag::Figure bytes_read(const estimate::QueryFigures& query);
diag::Figure bytes_wanted(const estimate::QueryFigures& query);

}  // namespace decide::rules
