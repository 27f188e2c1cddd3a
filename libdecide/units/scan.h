#pragma once

#include <cstddef>
#include <string_view>

#include "units/table.h"

namespace decide::units {

/// The first thing in a text that keeps it from being a quantity.
enum class Fault {
  none,
  empty,
  outer_space,
  negative,
  plus,
  not_number,
  hexadecimal,
  leading_zero,
  comma,
  exponent,
  grouping,
  point,
  decimals,
  too_large,
  no_unit,
  unknown_unit,
  spacing,
  trailing,
  unit_order,
  unit_twice,
  not_whole,
  zero,
  no_period,
  unknown_period,
  slash_spacing,
};

/// The outcome of reading a text: the value in base units, or the fault and what it is about.
struct Reading {
  double value = 0;
  Fault fault = Fault::none;
  std::string_view word;       ///< the unit as it was written
  const Unit* unit = nullptr;  ///< the last unit that was understood
};

Reading read(Dimension dimension, std::string_view text);

}  // namespace decide::units
