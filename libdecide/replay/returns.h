#pragma once

#include <optional>
#include <string>

#include "replay/assumed.h"
#include "replay/from_design.h"

namespace decide::replay {

/// People who were erased and stand in the table again. Nothing is drawn: it follows from what is declared.
struct Returns {
  double a_year = 0;  ///< people
  std::string how;    ///< "a run reads again what the erasure does not reach"
  Assumed assumed;
};

/// Nothing where no schedule brings anybody back unless something fails as well. Beside a job, only what the
/// job brings back.
std::optional<Returns> returns_of(const derive::Facts& facts, const Subject& subject);

}  // namespace decide::replay
