#pragma once

#include "design/words.h"

namespace decide::compat {

/// Who reads whose events.
enum class Direction : std::uint8_t {
  new_reads_old,  ///< what the backward modes promise
  old_reads_new   ///< what the forward modes promise
};

/// True if the mode compares schemas in this direction; `none` compares in neither, the full modes in both.
constexpr bool asks(design::Compatibility mode, Direction direction) {
  using enum design::Compatibility;
  if (mode == full || mode == full_transitive) return true;
  if (direction == Direction::new_reads_old) return mode == backward || mode == backward_transitive;
  return mode == forward || mode == forward_transitive;
}

/// True if a new version is compared with all earlier ones, not with the last alone.
constexpr bool is_transitive(design::Compatibility mode) {
  using enum design::Compatibility;
  return mode == backward_transitive || mode == forward_transitive || mode == full_transitive;
}

}  // namespace decide::compat
