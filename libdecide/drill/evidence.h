#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "derive/facts.h"
#include "drill/scenario.h"

namespace decide::drill {

/// How far a design does something, from 0 to 1, and the first place where it does.
struct Evidence {
  double share = 0;
  design::Place at;
};

/// One thing that a good answer does: a row of the rubric.
struct Item {
  Part part;
  std::string_view what;                        ///< "late events are waited for or counted later"
  std::optional<derive::ConstraintId> honours;  ///< the constraint that it is for
  std::string_view topics;                      ///< questions that it depends on, space separated
  Evidence (*look)(const derive::Facts&);
};

/// Everything after the framing, part by part.
std::span<const Item> items();

}  // namespace decide::drill
