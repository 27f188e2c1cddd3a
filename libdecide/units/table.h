#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "units/quantity.h"

namespace decide::units {

/// A unit as it is written. One of it is `factor` x 10^`shift` base units.
struct Unit {
  std::string_view symbol;
  std::uint64_t factor = 1;
  int shift = 0;
  int digits = 15;    ///< before the point at most, so that number x unit stays below 10^18
  int decimals = 12;  ///< after the point at most
};

/// A unit of time as it is written after the slash of a rate.
struct Period {
  std::string_view symbol;
  std::uint64_t seconds = 1;
};

/// A number has at most this many digits after the point.
constexpr int most_decimals = 12;

/// Units of a dimension, of rates the units before the slash, smallest first.
std::span<const Unit> units_of(Dimension dimension);
std::span<const Period> periods();

constexpr bool is_rate(Dimension dimension) {
  return dimension == Dimension::rate || dimension == Dimension::byte_rate;
}

}  // namespace decide::units
