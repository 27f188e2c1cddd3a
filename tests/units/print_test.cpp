#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "catch.h"
#include "units/quantity.h"

namespace {

using namespace decide;
using units::Dimension;

struct Spelled {
  Dimension dimension;
  double value;
  std::string text;
};

}  // namespace

TEST_CASE("print gives the shortest spelling") {
  const std::vector<Spelled> table{{Dimension::count, 12, "12"},
                                   {Dimension::count, 0, "0"},
                                   {Dimension::count, 1000, "1k"},
                                   {Dimension::count, 7200, "7200"},
                                   {Dimension::count, 12000, "12k"},
                                   {Dimension::count, 2.5e6, "2.5M"},
                                   {Dimension::count, 123456789, "123456789"},
                                   {Dimension::bytes, 64e6, "64 MB"},
                                   {Dimension::bytes, 450, "450 B"},
                                   {Dimension::bytes, 1.5 * 1073741824, "1.5 GiB"},
                                   {Dimension::bytes, 0, "0 B"},
                                   {Dimension::duration, 0, "0 s"},
                                   {Dimension::duration, 0.5, "0.5 s"},
                                   {Dimension::duration, 0.05, "50 ms"},
                                   {Dimension::duration, 300, "5 min"},
                                   {Dimension::duration, 90, "90 s"},
                                   {Dimension::duration, 129600, "36 h"},
                                   {Dimension::duration, 604800, "7 d"},
                                   {Dimension::duration, 2592000, "30 d"},
                                   {Dimension::duration, 31536000, "1 y"},
                                   {Dimension::rate, 120'000, "120k/s"},
                                   {Dimension::rate, 3e9 / 86400, "3B/day"},
                                   {Dimension::rate, 2.0 / 2592000, "2/month"},
                                   {Dimension::rate, 0, "0/s"},
                                   {Dimension::byte_rate, 200e6, "200 MB/s"},
                                   {Dimension::byte_rate, 1e12 / 3600, "1 TB/h"},
                                   {Dimension::percent, 0.02, "2%"},
                                   {Dimension::percent, 0.005, "0.5%"},
                                   {Dimension::percent, 0, "0%"},
                                   {Dimension::ratio, 1.5, "1.5"}};
  for (const Spelled& known : table) CHECK(units::print(known.dimension, known.value) == known.text);
  CHECK(units::print(units::Bytes{64e6}) == "64 MB");
}

TEST_CASE("sums beyond one unit's largest number print as terms that read back") {
  const std::string text = "9999999999 y 99999999999 mo 999999999999 w 0.5 s";
  const auto value = units::parse(Dimension::duration, text);
  REQUIRE(value);
  const auto back = units::parse(Dimension::duration, units::print(Dimension::duration, *value));
  REQUIRE(back);
  CHECK(*back == *value);
}

TEST_CASE("print says something of values that no text gives") {
  const double endless = std::numeric_limits<double>::infinity();
  CHECK(units::print(Dimension::count, 1.0 / 3).starts_with("0.33333"));
  CHECK(units::print(Dimension::duration, endless) == "inf s");
  CHECK(units::print(Dimension::rate, -1) == "-1/s");
  CHECK(units::print(Dimension::bytes, 1e30) == "1e+30 B");
  CHECK(units::print(Dimension::bytes, std::nan("")) == "nan B");
}

TEST_CASE("people get three digits and a fitting unit") {
  const std::vector<Spelled> table{{Dimension::count, 0, "0"},
                                   {Dimension::count, 7200, "7200"},
                                   {Dimension::count, 7234, "7234"},
                                   {Dimension::count, 12'000, "12k"},
                                   {Dimension::count, 12'345, "12.3k"},
                                   {Dimension::count, 9999.6, "10k"},
                                   {Dimension::count, 999'999, "1M"},
                                   {Dimension::count, 10e6, "10M"},
                                   {Dimension::count, 4e9, "4.0 billion"},
                                   {Dimension::count, 999.9e6, "1.0 billion"},
                                   {Dimension::count, 4.25e12, "4.25 trillion"},
                                   {Dimension::count, 3.7, "3.7"},
                                   {Dimension::bytes, 31'000, "31 kB"},
                                   {Dimension::bytes, 251'000'000, "251 MB"},
                                   {Dimension::bytes, 1.4e12, "1.4 TB"},
                                   {Dimension::bytes, 450, "450 B"},
                                   {Dimension::bytes, 999'999, "1 MB"},
                                   {Dimension::bytes, 12e18, "12000 PB"},
                                   {Dimension::duration, 0, "0 s"},
                                   {Dimension::duration, 0.25, "250 ms"},
                                   {Dimension::duration, 60, "1 min"},
                                   {Dimension::duration, 90, "90 s"},
                                   {Dimension::duration, 3600, "1 h"},
                                   {Dimension::duration, 86400, "1 d"},
                                   {Dimension::duration, 119.9, "2 min"},
                                   {Dimension::duration, 300, "5 min"},
                                   {Dimension::duration, 129600, "1.5 d"},
                                   {Dimension::duration, 400 * 86400.0, "400 d"},
                                   {Dimension::duration, 3 * 31536000.0, "3 y"},
                                   {Dimension::rate, 35'000, "35k/s"},
                                   {Dimension::rate, 120'000, "120k/s"},
                                   {Dimension::rate, 2.0 / 2592000, "2/month"},
                                   {Dimension::rate, 1.0 / 86400, "1/day"},
                                   {Dimension::rate, 0.5, "30/min"},
                                   {Dimension::rate, 0, "0/s"},
                                   {Dimension::byte_rate, 200e6, "200 MB/s"},
                                   {Dimension::byte_rate, 1.0 / 86400, "1 B/day"},
                                   {Dimension::percent, 0.008, "0.8%"},
                                   {Dimension::percent, 0.12345, "12.3%"},
                                   {Dimension::ratio, 2.0 / 3, "0.667"},
                                   {Dimension::ratio, 1e-9, "1e-09"},
                                   {Dimension::count, -12'000, "-12k"}};
  for (const Spelled& known : table) CHECK(units::human(known.dimension, known.value) == known.text);
  CHECK(units::human(units::Duration{std::numeric_limits<double>::infinity()}) == "unlimited");
  CHECK(units::human(units::Duration{std::nan("")}) == "undefined");
}
