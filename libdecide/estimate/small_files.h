#pragma once

#include "estimate/estimates.h"

namespace decide::estimate {

/// Adds the constraint small-files where a table's writes leave files under a quarter of the target and its
/// format does not merge them by itself. The one constraint that takes estimates, so Facts does not have it
/// yet.
void add_small_files(derive::Constraints& constraints, const Estimates& estimates);

}  // namespace decide::estimate
