#pragma once

#include <optional>

#include "estimate/partitions.h"

namespace decide::estimate {

/// The files of a table, as they are written and as compaction leaves them.
struct Files {
  double commits_day = 0;
  double touched = 0;       ///< partitions that one commit writes into, late ones included
  double late_units = 0;    ///< older units of time that it reaches
  double late_touched = 0;  ///< of `touched`, the partitions of those units
  double per_commit = 0;    ///< files that one commit leaves
  double commit_bytes = 0;  ///< on storage
  double files_a_run = 1;   ///< files that one writer's rows of a partition make in a commit
  double per_day = 0;
  double bytes_each = 0;     ///< mean size as written
  bool settles = false;      ///< compaction, the format or the overwriting writer leaves whole partitions
  double waiting = 0;        ///< files between two compactions
  double per_partition = 0;  ///< files of a settled partition; of one as written where nothing compacts
  double settled_bytes = 0;  ///< mean size then
  double in_all = 0;         ///< files kept, waiting ones included
};

/// Of the writing with the most files a day. Nothing if no interval of commits is known.
std::optional<Files> files(const TableModel& table, const Shape& shape, const Partitions& partitions,
                           const Curve& lateness);

}  // namespace decide::estimate
