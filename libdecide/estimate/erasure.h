#pragma once

#include <optional>

#include "estimate/files.h"

namespace decide::estimate {

/// What one erasure run rewrites of a table whose rows of a person must go.
struct ErasureWork {
  double requests = 0;   ///< people in one run
  double rows_each = 0;  ///< rows of a person
  double files = 0;      ///< that hold such a row
  double files_all = 0;
  double bytes = 0;  ///< rewritten
  double bytes_all = 0;
  units::Duration run;  ///< bytes ÷ (100 MB/s × writers)
  double share() const { return bytes_all > 0 ? bytes / bytes_all : 0; }
};

/// Nothing if requests, interval, or the values of the key's column are not known.
std::optional<ErasureWork> erasure_work(const TableModel& table, const Shape& shape,
                                        const Partitions& partitions, const Files& files,
                                        const design::Erasure& erasure);

}  // namespace decide::estimate
