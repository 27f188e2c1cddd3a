#pragma once

#include <cstddef>
#include <vector>

#include "compat/avro.h"
#include "compat/mode.h"

namespace decide::compat {

/// A version that does not fit an earlier one.
struct Clash {
  std::size_t older = 0, newer = 0;  ///< places in the list that was given
  Direction direction = Direction::new_reads_old;
  std::vector<Difference> differences;
  bool breaks() const;
};

/// Compares the versions of a schema, oldest first, under a mode: each with the one before it, under a
/// transitive mode with up to 100 before it. Of each version the first clash that breaks is told, nearest
/// version first; where none breaks, the first that rounds. A null version is left out.
std::vector<Clash> clashes(const std::vector<const AvroSchema*>& versions, design::Compatibility mode);

}  // namespace decide::compat
