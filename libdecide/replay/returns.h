#pragma once

#include <optional>
#include <string>
#include <vector>

#include "replay/from_design.h"

namespace decide::replay {

/// A figure that the design does not say.
struct Assumption {
  std::string what;  ///< "1 in 1000 runs fails after it has written"
  std::string why;   ///< "no field says it", "`scope.duplicates` is not said"
  friend bool operator==(const Assumption&, const Assumption&) = default;
};

/// People who were erased and stand in the table again. Nothing is drawn: it follows from what is declared.
struct Returns {
  double a_year = 0;  ///< people
  std::string how;    ///< "a run reads again what the erasure does not reach"
  std::vector<Assumption> assumed;
};

/// Nothing where no schedule brings anybody back unless something fails as well. Beside a job, only what the
/// job brings back.
std::optional<Returns> returns_of(const derive::Facts& facts, const Subject& subject);

}  // namespace decide::replay
