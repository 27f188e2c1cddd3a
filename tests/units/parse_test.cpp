#include <string>
#include <vector>

#include "catch.h"
#include "units/quantity.h"

namespace {

using namespace decide;
using units::Dimension;

struct Known {
  Dimension dimension;
  std::string text;
  double value;
};

struct Bad {
  Dimension dimension;
  std::string text;
  std::string message;  ///< a part of the message
  std::string help;     ///< a part of the help
};

void check_known(const std::vector<Known>& table) {
  for (const Known& known : table) {
    CAPTURE(known.text);
    const auto value = units::parse(known.dimension, known.text);
    if (!value) FAIL_CHECK(value.error().message);
    if (value) CHECK(*value == known.value);
  }
}

void check_bad(const std::vector<Bad>& table) {
  for (const Bad& bad : table) {
    CAPTURE(bad.text);
    const auto value = units::parse(bad.dimension, bad.text);
    REQUIRE(!value);
    CAPTURE(value.error().message);
    CAPTURE(value.error().help);
    CHECK(value.error().message.find(bad.message) != std::string::npos);
    CHECK(value.error().help.find(bad.help) != std::string::npos);
  }
}

constexpr Dimension count = Dimension::count, bytes = Dimension::bytes, duration = Dimension::duration,
                    rate = Dimension::rate, byte_rate = Dimension::byte_rate, percent = Dimension::percent,
                    ratio = Dimension::ratio;

}  // namespace

TEST_CASE("the spellings of the format description have their values") {
  check_known({{count, "12", 12},
               {count, "10k", 1e4},
               {count, "2.5M", 2'500'000},
               {count, "3B", 3e9},
               {count, "1T", 1e12},
               {count, "1 k", 1000},
               {count, "0", 0},
               {count, "1_000", 1000},
               {count, "1_0_0", 100},
               {count, "1.234k", 1234},
               {count, "0.000001M", 1},
               {count, "0.000000000001T", 1},
               {bytes, "450 B", 450},
               {bytes, "64 MB", 64e6},
               {bytes, "1.5 GiB", 1.5 * 1024 * 1024 * 1024},
               {bytes, "2 TB", 2e12},
               {bytes, "5 GB", 5e9},
               {bytes, "5GiB", 5.0 * 1024 * 1024 * 1024},
               {bytes, "1 PiB", 1125899906842624.0},
               {bytes, "0.3 kB", 300},
               {bytes, "1.1 MB", 1'100'000},
               {duration, "500 ms", 0.5},
               {duration, "1 ms", 0.001},
               {duration, "15 min", 900},
               {duration, "6 h", 21600},
               {duration, "30 d", 2592000},
               {duration, "2 w", 1209600},
               {duration, "25 mo", 25 * 2592000.0},
               {duration, "2 y", 63072000},
               {duration, "1 d 12 h", 129600},
               {duration, "1d 12h", 129600},
               {duration, "1 y 1 mo 1 w 1 d 1 h 1 min 1 s 1 ms", 34822861.001},
               {rate, "120k/s", 120'000},
               {rate, "3B/day", 3e9 / 86400},
               {rate, "40M/h", 40e6 / 3600},
               {rate, "2/month", 2.0 / 2592000},
               {rate, "0.5/s", 0.5},
               {rate, "120 k/s", 120'000},
               {rate, "1/week", 1.0 / 604800},
               {rate, "1/year", 1.0 / 31536000},
               {rate, "1/min", 1.0 / 60},
               {byte_rate, "200 MB/s", 200e6},
               {byte_rate, "1 TB/h", 1e12 / 3600},
               {byte_rate, "1KiB/s", 1024},
               {percent, "2%", 0.02},
               {percent, "0.5%", 0.005},
               {percent, "0.8 %", 0.008},
               {percent, "999999%", 9999.99},
               {ratio, "1.5", 1.5},
               {ratio, "3", 3},
               {ratio, "0.000000000001", 1e-12}});
}

TEST_CASE("the largest numbers are exact and the next one is refused") {
  check_known({{count, "999999999999999", 999999999999999.0},
               {count, "999999T", 999999e12},
               {bytes, "999 PB", 999e15},
               {bytes, "99 PiB", 99 * 1125899906842624.0},
               {duration, "9999999999 y", 9999999999.0 * 31536000}});
  check_bad({{count, "9223372036854775808", "too large", "at most 999999999999999 is taken"},
             {count, "18446744073709551616", "too large", "at most"},
             {count, "1000000T", "too large", "at most 999999 T is taken"},
             {bytes, "1000 PB", "too large", "at most 999 PB is taken"},
             {bytes, "100 PiB", "too large", "at most 99 PiB"},
             {duration, "10000000000 y", "too large", "9999999999 y"},
             {percent, "1000000%", "too large", "999999 %"},
             {ratio, "1" + std::string(40, '0'), "too large", "at most"},
             {count, std::string(400, '7'), "too large", "at most"}});
}

TEST_CASE("numbers that other programs take are typed errors") {
  check_bad({{count, "-0", "negative", ""},
             {count, "-5", "a count never is", ""},
             {bytes,
              "\xE2\x88\x92"
              "5 GB",
              "negative", ""},
             {count,
              "\xE2\x80\x93"
              "5",
              "negative", ""},
             {count, "+5", "plus sign", "without"},
             {count, "012", "starts with a zero", "leading zeros"},
             {count, "00", "starts with a zero", "leading zeros"},
             {count, "0x1F", "not a decimal number", "0 to 9"},
             {count, "0x", "not a decimal number", ""},
             {count, "0o17", "not a decimal number", ""},
             {count, "0b1", "not a decimal number", ""},
             {count, "1e3", "exponent", "write the number out"},
             {duration, "1e308 d", "exponent", "15 min"},
             {ratio, "1e309", "exponent", ""},
             {ratio, "1e-400", "exponent", ""},
             {ratio, "1E+5", "exponent", ""},
             {ratio, ".nan", "does not start with a number", ""},
             {ratio, ".inf", "not a ratio", ""},
             {rate, "nan/s", "not a rate", ""},
             {bytes, "inf B", "not a size in bytes", ""},
             {bytes, "1,5 GB", "comma", "1.5"},
             {count, "1,000", "comma", "1_000"},
             {count, "1__0", "stray _", "between two digits"},
             {count, "1_", "stray _", ""},
             {count, "_1", "not a count", ""},
             {ratio, "1.0_5", "stray _", ""},
             {ratio, ".5", "stray point", "0.5"},
             {ratio, "5.", "stray point", "0.5"},
             {ratio, "1.2.3", "stray point", ""},
             {ratio, "0.0000000000001", "more than 12 digits", "round it"},
             {ratio, "0", "is zero", "above zero"},
             {ratio, "0.000", "is zero", "above zero"},
             {count, "", "a count is missing", "2.5M"},
             {count, " 5", "blank before or after", "without"},
             {count, "5 ", "blank before or after", ""},
             {count, "5\n", "blank before or after", ""},
             {count, "1.5", "not a whole number", "none without"},
             {count, "12.0", "not a whole number", ""},
             {count, "1.2345k", "not a whole number", "3 digits after the point with k"},
             {count, "abc", "not a count: it does not start with a number", "whole number"},
             {count, std::string("1\0k", 3), "has the unit", "write k"},
             {count, "\xD9\xA3", "not a count", ""}});
}

TEST_CASE("a bare number where a unit is needed names the units") {
  check_bad({{bytes, "450", "\"450\" has no unit", "kB MB GB TB PB KiB MiB GiB TiB PiB, such as 64 MB"},
             {duration, "0", "has no unit", "ms s min h d w mo y"},
             {duration, "1 d 12", "has no unit", "ms s min h d w mo y"},
             {rate, "120k", "is a count; a rate is needed", "/s /min /h /day /week /month /year"},
             {byte_rate, "200 MB", "is a size in bytes; a byte rate is needed", "200 MB/s"},
             {byte_rate, "5/s", "has no unit", "200 MB/s"},
             {percent, "0.02", "no percent sign", "2%"}});
}

TEST_CASE("a unit that is nearly right gets the one that was meant") {
  check_bad({{bytes, "64 Mb", "\"Mb\"", "write MB;"},
             {bytes, "64 KB", "\"KB\"", "write kB;"},
             {bytes, "64 K", "\"K\"", "write kB;"},
             {bytes, "5 GBs", "\"GBs\"", "write GB;"},
             {bytes, "5 gib", "\"gib\"", "write GiB;"},
             {bytes, "5 bytes", "\"bytes\"", "write B;"},
             {byte_rate, "5 Mbps", "\"Mbps\"", "8 Mbit/s are 1 MB/s"},
             {duration, "5 mins", "\"mins\"", "write min;"},
             {duration, "5 m", "\"m\"", "min for minutes, mo for months"},
             {duration, "3 days", "\"days\"", "write d;"},
             {duration, "3 sec", "\"sec\"", "write s;"},
             {duration, "3 months", "\"months\"", "write mo;"},
             {duration, "2 Y", "\"Y\"", "write y;"},
             {count, "5K", "\"K\"", "write k;"},
             {count, "5 million", "\"million\"", "write M;"},
             {count, "5G", "\"G\"", "write B;"},
             {rate, "3B/d", "after the slash", "write /day;"},
             {rate, "3B/sec", "after the slash", "write /s;"},
             {rate, "3B/months", "after the slash", "write /month;"},
             {rate, "3B/fortnight", "after the slash", "/s /min /h"},
             {rate, "3B/", "after the slash", "/s /min /h"},
             {percent, "5 percent", "\"percent\"", "write %;"}});
}

TEST_CASE("what stands between numbers and units is held to the grammar") {
  check_bad({{duration, "1d12h", "runs its terms together", "1 d 12 h"},
             {duration, "12 h 1 d", "out of order", "larger unit comes first"},
             {duration, "1 d 2 d", "the unit d twice", "add"},
             {duration, "1 d  2 h", "blanks", "one plain space"},
             {duration, "1  d", "blanks", "one plain space"},
             {duration, "1\td", "blanks", "one plain space"},
             {duration,
              "1\xC2\xA0"
              "d",
              "blanks", "one plain space"},
             {duration, "1 d and 2 h", "is not a duration", ""},
             {duration, "1 d -2 h", "negative", ""},
             {duration, "5 MB", "is a size in bytes; a duration is needed", ""},
             {bytes, "5 MB/s", "is a byte rate; a size in bytes is needed", ""},
             {bytes, "5 min", "is a duration; a size in bytes is needed", ""},
             {rate, "120k /s", "space beside the slash", "120k/s"},
             {rate, "120k/ s", "space beside the slash", "120k/s"},
             {rate, "5 /s", "space beside the slash", ""},
             {rate, "120k/s/s", "after the slash", ""},
             {rate, "5 min", "is a duration; a rate is needed", ""},
             {ratio, "3x", "a ratio has none", ""},
             {percent, "5% of all", "is not a percentage", ""}});
}

TEST_CASE("messages stay short and safe to print") {
  const auto flood = units::parse(count, std::string(400, '7'));
  REQUIRE(!flood);
  CHECK(flood.error().message.size() < 80);
  const auto control = units::parse(count, "\x1B[31m");
  REQUIRE(!control);
  CHECK(control.error().message.find('\x1B') == std::string::npos);
  const auto wide = units::parse(count, std::string(39, 'x') + "\xE2\x82\xAC\xE2\x82\xAC");
  REQUIRE(!wide);
  CHECK(wide.error().message.find("\xEF\xBF\xBD") == std::string::npos);
}

TEST_CASE("typed parsing and arithmetic keep their dimensions") {
  const auto speed = units::parse<units::Rate>("3B/day");
  const auto each = units::parse<units::Bytes>("450 B");
  REQUIRE(speed);
  REQUIRE(each);
  const units::Bytes day = *speed * units::days(1) * *each;
  CHECK(day.value == Approx(1.35e12));
  CHECK((units::Count{1e12} / units::hours(1)).value == Approx(1e12 / 3600));
  CHECK(!units::parse<units::Bytes>("450"));
}

TEST_CASE("every dimension has a name, a list of units and an example that parses") {
  for (const Dimension dimension : {count, bytes, duration, rate, byte_rate, percent, ratio}) {
    CAPTURE(units::dimension_name(dimension));
    CHECK(!units::dimension_name(dimension).empty());
    CHECK(units::parse(dimension, units::example(dimension)));
    CHECK(units::unit_list(dimension).empty() == (dimension == ratio));
  }
}
