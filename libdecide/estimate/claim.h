#pragma once

#include <optional>
#include <string_view>

#include "estimate/guarantees.h"

namespace decide::estimate {

/// What falls short of `delivery: exactly_once`, and whether it can be made good.
struct Short {
  std::string_view gives;    ///< the delivery that it really is: "at_least_once"
  std::string_view why, id;  ///< and by which fact
  bool token_helps = false;
};

/// Why a pipeline does not deliver exactly once, should it say so; nothing where nothing speaks against it,
/// or where its engine is not said. Facts B10 to B47.
std::optional<Short> falls_short(const derive::Facts& facts, const Guarantees& guarantees,
                                 const derive::NamedPipeline& pipeline);

}  // namespace decide::estimate
