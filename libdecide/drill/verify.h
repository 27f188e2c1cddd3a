#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "drill/shelf.h"
#include "rules/check.h"

/// For authors of scenarios: whether one keeps its promises.
namespace decide::drill {

struct Verified {
  std::string scenario;
  double reference = 0, first_try = 0;  ///< points
  std::size_t answers = 0, asks = 0, pivots = 0;
  std::vector<std::string> troubles;  ///< each in a sentence, with its place
};

/// The least that a reference has to reach, and what a first try has to stay under.
inline constexpr double reference_points = 90, first_try_points = 60;

/// Checks one scenario of the shelf: it reads; its reference lints without a finding and grades high; its
/// first try parses and does not; every way to ask reaches its answer; every value that an answer tells is
/// what the reference is built on; and every follow-up can be survived: with its change made, and with what
/// it gives under `answer`, the reference holds.
Verified verify(const Shelf& shelf, const Pool& pool, std::string_view name,
                const rules::CheckOptions& options);

}  // namespace decide::drill
