#include "units/decimal.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <string_view>

namespace decide::units {
namespace {

/// Takes apart what to_chars writes as d.ddde+XX.
Decimal take_apart(std::string_view text) {
  const std::size_t mark = text.find('e');
  Decimal decimal;
  for (const char c : text.substr(0, mark)) {
    if (c != '.') decimal.digits += c;
  }
  std::string_view power = text.substr(mark + 1);
  if (power.starts_with('+')) power.remove_prefix(1);
  std::from_chars(power.data(), power.data() + power.size(), decimal.exponent);
  ++decimal.exponent;
  decimal.digits.erase(decimal.digits.find_last_not_of('0') + 1);
  return decimal;
}

}  // namespace

Decimal shortest_decimal(double value) {
  std::array<char, 40> buffer{};
  const auto end =
      std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::scientific);
  return take_apart({buffer.data(), static_cast<std::size_t>(end.ptr - buffer.data())});
}

Decimal rounded_decimal(double value, int significant) {
  std::array<char, 40> buffer{};
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value,
                                 std::chars_format::scientific, significant - 1);
  return take_apart({buffer.data(), static_cast<std::size_t>(end.ptr - buffer.data())});
}

std::string spelled(const Decimal& decimal) {
  const std::string& digits = decimal.digits;
  const int length = static_cast<int>(digits.size());
  if (digits.empty()) return "0";
  if (decimal.exponent <= 0)
    return "0." + std::string(static_cast<std::size_t>(-decimal.exponent), '0') + digits;
  if (decimal.exponent >= length) {
    return digits + std::string(static_cast<std::size_t>(decimal.exponent - length), '0');
  }
  const auto point = static_cast<std::size_t>(decimal.exponent);
  return digits.substr(0, point) + "." + digits.substr(point);
}

int decimals_of(const Decimal& decimal) {
  return std::max(0, static_cast<int>(decimal.digits.size()) - decimal.exponent);
}

double to_double(const Decimal& decimal) {
  const std::string text = "0." + decimal.digits + "e" + std::to_string(decimal.exponent);
  double value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

}  // namespace decide::units
