#include <rapidcheck.h>

#include <array>
#include <cmath>
#include <locale>
#include <regex>
#include <string>

#include "catch.h"
#include "units/quantity.h"

namespace {

using namespace decide;
using units::Dimension;

constexpr std::array dimensions{Dimension::count, Dimension::bytes,     Dimension::duration,
                                Dimension::rate,  Dimension::byte_rate, Dimension::percent,
                                Dimension::ratio};

std::string digits(int most) {
  const int length = *rc::gen::inRange(1, most + 1);
  std::string text;
  for (int i = 0; i < length; ++i) text += static_cast<char>('0' + *rc::gen::inRange(0, 10));
  return text;
}

std::string number() {
  std::string text = digits(*rc::gen::element(1, 2, 4, 10, 16));
  if (*rc::gen::inRange(0, 8) > 0) text.erase(0, std::min(text.find_first_not_of('0'), text.size() - 1));
  if (*rc::gen::inRange(0, 4) == 0 && text.size() > 1) text.insert(text.size() / 2, "_");
  if (*rc::gen::arbitrary<bool>()) text += "." + digits(*rc::gen::element(1, 2, 3, 6, 9, 13));
  return text;
}

std::string any_unit() {
  return *rc::gen::element<std::string>("", "k", "M", "B", "T", "kB", "MB", "GB", "TB", "PB", "KiB", "MiB",
                                        "GiB", "TiB", "PiB", "ms", "s", "min", "h", "d", "w", "mo", "y", "%");
}

std::string period() {
  return *rc::gen::element<std::string>("/s", "/min", "/h", "/day", "/week", "/month", "/year");
}

std::string space() {
  return *rc::gen::element<std::string>("", " ");
}

std::string unit_of(Dimension dimension) {
  switch (dimension) {
    case Dimension::count:
    case Dimension::rate:
      return *rc::gen::element<std::string>("", "k", "M", "B", "T");
    case Dimension::bytes:
    case Dimension::byte_rate:
      return *rc::gen::element<std::string>("B", "kB", "MB", "GB", "TB", "PB", "KiB", "MiB", "GiB", "TiB",
                                            "PiB");
    case Dimension::percent:
      return "%";
    default:
      return "";
  }
}

std::string amount(Dimension dimension) {
  const std::string unit = unit_of(dimension);
  return number() + (unit.empty() ? "" : space() + unit);
}

std::string terms() {
  std::string text;
  for (const char* unit : {"y", "mo", "w", "d", "h", "min", "s", "ms"}) {
    if (*rc::gen::inRange(0, 3) > 0) continue;
    text += (text.empty() ? "" : " ") + number() + space() + unit;
  }
  return text.empty() ? number() + " d" : text;
}

/// A spelling that is mostly right.
std::string spelling(Dimension dimension) {
  if (dimension == Dimension::duration) return terms();
  const bool rate = dimension == Dimension::rate || dimension == Dimension::byte_rate;
  return amount(dimension) + (rate ? period() : "");
}

/// Up to two small changes: what a slip of the hand makes of it.
std::string mutated(std::string text) {
  for (int changes = *rc::gen::inRange(0, 3); changes > 0; --changes) {
    const auto at = static_cast<std::size_t>(*rc::gen::inRange(0, static_cast<int>(text.size()) + 1));
    switch (*rc::gen::inRange(0, 4)) {
      case 0:
        text.insert(at, 1, *rc::gen::elementOf(std::string("019._ /%+-,ekMBTishdwmoy\t")));
        break;
      case 1:
        text.erase(at, 1);
        break;
      case 2:
        text.insert(at, any_unit());
        break;
      default:
        text.insert(at, space() + number());
        break;
    }
  }
  return text;
}

bool reads_back(Dimension dimension, double value) {
  const auto back = units::parse(dimension, units::print(dimension, value));
  return back && *back == value;
}

/// Numbers as some languages write them: 1.234,5.
class CommaPunctuation : public std::numpunct<char> {
 protected:
  char do_decimal_point() const override { return ','; }
  char do_thousands_sep() const override { return '.'; }
  std::string do_grouping() const override { return "\3"; }
};

}  // namespace

TEST_CASE("what was read prints to a text that reads the same") {
  for (const Dimension dimension : dimensions) {
    const std::string name(units::dimension_name(dimension));
    CHECK(rc::check(name + ": parse(print(x)) == x", [dimension] {
      const auto value = units::parse(dimension, spelling(dimension));
      RC_PRE(static_cast<bool>(value));
      RC_ASSERT(std::isfinite(*value));
      RC_ASSERT(*value >= 0);
      RC_ASSERT(reads_back(dimension, *value));
    }));
  }
}

TEST_CASE("the pattern matches exactly what is read") {
  for (const Dimension dimension : dimensions) {
    const std::string name(units::dimension_name(dimension));
    const std::regex pattern(units::pattern(dimension), std::regex::ECMAScript);
    CHECK(rc::check(name + ": pattern and parse agree", [dimension, &pattern] {
      const std::string text = mutated(spelling(dimension));
      const bool read = static_cast<bool>(units::parse(dimension, text));
      RC_CLASSIFY(read, "accepted");
      RC_ASSERT(read == std::regex_match(text, pattern));
    }));
  }
}

TEST_CASE("any bytes are read or refused with a message") {
  for (const Dimension dimension : dimensions) {
    CHECK(rc::check("arbitrary bytes", [dimension](const std::string& text) {
      const auto value = units::parse(dimension, text);
      const bool sound = value ? std::isfinite(*value) : !value.error().message.empty();
      RC_ASSERT(sound);
    }));
  }
}

TEST_CASE("values agree with arithmetic in wide integers") {
  CHECK(rc::check("whole bytes", [] {
    const auto whole = *rc::gen::inRange<std::uint64_t>(0, 1'000'000'000);
    const auto value = units::parse(Dimension::bytes, std::to_string(whole) + " MiB");
    RC_ASSERT(static_cast<bool>(value));
    RC_ASSERT(*value == static_cast<double>(whole * 1'048'576U));
  }));
  CHECK(rc::check("decimals", [] {
    const auto milli = *rc::gen::inRange<std::uint64_t>(0, 1'000'000'000'000);
    const std::string part = std::to_string(1000 + milli % 1000).substr(1);
    const auto value = units::parse(Dimension::count, std::to_string(milli / 1000) + "." + part + "k");
    RC_ASSERT(static_cast<bool>(value));
    RC_ASSERT(*value == static_cast<double>(milli));
  }));
}

TEST_CASE("the locale plays no part") {
  const std::locale before = std::locale::global(std::locale(std::locale::classic(), new CommaPunctuation));
  const auto value = units::parse(Dimension::bytes, "1.5 GB");
  const std::string printed = units::print(Dimension::bytes, 1234567.5);
  const std::string shown = units::human(Dimension::count, 1234567);
  const std::string wide = units::print(Dimension::count, 1e300);
  std::locale::global(before);
  REQUIRE(value);
  CHECK(*value == 1.5e9);
  CHECK(printed == "1234567.5 B");
  CHECK(shown == "1.23M");
  CHECK(wide == "1e+300");
}
