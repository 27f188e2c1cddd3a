#pragma once

#include <string>

namespace decide::units {

/// A finite number above zero in decimal: 0.DIGITS x 10^exponent, no zeros at either end of the digits.
struct Decimal {
  std::string digits;
  int exponent = 0;
};

/// The shortest decimal that reads back as `value`.
Decimal shortest_decimal(double value);
/// `value` rounded to so many significant digits.
Decimal rounded_decimal(double value, int significant);
/// Plain digits and a point, never an exponent.
std::string spelled(const Decimal& decimal);
/// Digits after the point that `spelled` gives.
int decimals_of(const Decimal& decimal);
double to_double(const Decimal& decimal);

}  // namespace decide::units
