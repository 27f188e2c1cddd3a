#pragma once

#include <cstddef>
#include <string>

#include "base/source.h"
#include "rules/check.h"

namespace decide::stage {

struct Mended {
  std::string text;       ///< the file with the edits in it
  std::size_t edits = 0;  ///< how many fixes were applied
};

/// Applies the fixes that findings carry, judges again, and goes on until nothing is left to mend. Only safe
/// fixes unless `unsafe`; of two that touch each other the first is taken, the other in the next round. A
/// round after which the file could not be read any more is dropped. Applying it twice gives the same as
/// once.
Mended mend(const Source& source, const rules::CheckOptions& options, bool unsafe);

}  // namespace decide::stage
