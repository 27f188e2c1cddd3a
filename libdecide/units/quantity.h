#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/result.h"

namespace decide::units {

/// What a quantity measures, with the unit in which it is held.
enum class Dimension {
  count,      ///< things
  bytes,      ///< bytes
  duration,   ///< seconds
  rate,       ///< things a second
  byte_rate,  ///< bytes a second
  percent,    ///< a share: 2 % is held as 0.02
  ratio,      ///< a plain factor
};
inline constexpr std::size_t dimension_count = 7;

/// A number of one dimension, in the base unit of that dimension. Finite and never negative when it was
/// read from text; arithmetic that leaves that range is the caller's to guard.
template <Dimension D>
struct Quantity {
  static constexpr Dimension dimension = D;
  double value = 0;

  friend constexpr auto operator<=>(const Quantity&, const Quantity&) = default;
  friend constexpr Quantity operator+(Quantity a, Quantity b) { return {a.value + b.value}; }
  friend constexpr Quantity operator-(Quantity a, Quantity b) { return {a.value - b.value}; }
  friend constexpr Quantity operator*(Quantity a, double factor) { return {a.value * factor}; }
  friend constexpr Quantity operator*(double factor, Quantity a) { return {a.value * factor}; }
  friend constexpr Quantity operator/(Quantity a, double divisor) { return {a.value / divisor}; }
  friend constexpr double operator/(Quantity a, Quantity b) { return a.value / b.value; }
};

using Count = Quantity<Dimension::count>;
using Bytes = Quantity<Dimension::bytes>;
using Duration = Quantity<Dimension::duration>;
using Rate = Quantity<Dimension::rate>;
using ByteRate = Quantity<Dimension::byte_rate>;
using Percent = Quantity<Dimension::percent>;
using Ratio = Quantity<Dimension::ratio>;

constexpr Count operator*(Rate rate, Duration time) {
  return {rate.value * time.value};
}
constexpr Count operator*(Duration time, Rate rate) {
  return rate * time;
}
constexpr Bytes operator*(ByteRate rate, Duration time) {
  return {rate.value * time.value};
}
constexpr Bytes operator*(Count count, Bytes each) {
  return {count.value * each.value};
}
constexpr ByteRate operator*(Rate rate, Bytes each) {
  return {rate.value * each.value};
}
constexpr Rate operator/(Count count, Duration time) {
  return {count.value / time.value};
}
constexpr Duration operator/(Count count, Rate rate) {
  return {count.value / rate.value};
}
constexpr Duration operator/(Bytes bytes, ByteRate rate) {
  return {bytes.value / rate.value};
}

constexpr Duration seconds(double n) {
  return {n};
}
constexpr Duration minutes(double n) {
  return {n * 60};
}
constexpr Duration hours(double n) {
  return {n * 3600};
}
constexpr Duration days(double n) {
  return {n * 86400};
}
constexpr Rate per_day(double n) {
  return {n / 86400};
}

/// Reads the spelling that a design file uses ("1 d 12 h", "120k/s", "64 MB", "2%"). The error says what
/// was seen and which units the dimension takes. Locale plays no part.
Result<double> parse(Dimension dimension, std::string_view text);

template <class Q>
Result<Q> parse(std::string_view text) {
  auto value = parse(Q::dimension, text);
  if (!value) return value.error();
  return Q{*value};
}

/// The shortest spelling that reads back as the same value: parse(print(x)) == x for every finite x in range.
std::string print(Dimension dimension, double value);
template <Dimension D>
std::string print(Quantity<D> quantity) {
  return print(D, quantity.value);
}

/// For people, rounded to three digits: "4.0 billion", "31 kB", "1.5 d", "0.8%", "120k/s".
std::string human(Dimension dimension, double value);
template <Dimension D>
std::string human(Quantity<D> quantity) {
  return human(D, quantity.value);
}

/// While one lives, human() says nothing on its thread: for whoever judges a design to count what is found,
/// and reads none of the words, which would take most of that time.
class Wordless {
 public:
  explicit Wordless(bool yes);
  Wordless(const Wordless&) = delete;
  Wordless& operator=(const Wordless&) = delete;
  ~Wordless();

 private:
  bool before_;
};

/// The units that a dimension takes, as said in messages: "ms s min h d w mo y".
std::string_view unit_list(Dimension dimension);
std::string_view dimension_name(Dimension dimension);
/// A correct example of the dimension, for messages: "120k/s".
std::string_view example(Dimension dimension);
/// An ECMA-262 regular expression, anchored, that matches exactly the strings that `parse` takes.
std::string pattern(Dimension dimension);

}  // namespace decide::units
