#pragma once

#include "estimate/estimates.h"

namespace decide::estimate {

/// The constraint small-files: a table's writes leave files under a quarter of the target, and its format
/// does not merge them by itself. Without origins where that is so of none. The one constraint that takes
/// estimates.
derive::Constraint small_files(const Estimates& estimates);

}  // namespace decide::estimate
