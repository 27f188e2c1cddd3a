#include "units/table.h"

#include <algorithm>
#include <array>

namespace decide::units {
namespace {

/// The digits that a number may have before the point so that number x factor stays below 10^18.
constexpr int digits_for(std::uint64_t factor) {
  int zeros = 0;
  for (std::uint64_t power = 1; power < factor; power *= 10) ++zeros;
  return std::clamp(18 - zeros, 1, 15);
}

constexpr Unit unit(std::string_view symbol, std::uint64_t factor, int decimals = most_decimals) {
  return {symbol, factor, 0, digits_for(factor), decimals};
}

constexpr std::uint64_t thousand = 1'000, million = 1'000'000, billion = 1'000'000'000;
constexpr std::uint64_t trillion = 1'000 * billion, quadrillion = 1'000 * trillion;
constexpr std::uint64_t kibi = 1024;

/// A count is whole: no more decimals than the suffix has zeros.
constexpr std::array counts{unit("", 1, 0), unit("k", thousand, 3), unit("M", million, 6),
                            unit("B", billion, 9), unit("T", trillion, 12)};
constexpr std::array rate_counts{unit("", 1), unit("k", thousand), unit("M", million), unit("B", billion),
                                 unit("T", trillion)};
constexpr std::array bytes{unit("B", 1),
                           unit("kB", thousand),
                           unit("KiB", kibi),
                           unit("MB", million),
                           unit("MiB", kibi* kibi),
                           unit("GB", billion),
                           unit("GiB", kibi* kibi* kibi),
                           unit("TB", trillion),
                           unit("TiB", kibi* kibi* kibi* kibi),
                           unit("PB", quadrillion),
                           unit("PiB", kibi* kibi* kibi* kibi* kibi)};
constexpr std::uint64_t day = 86'400;
constexpr std::array durations{Unit{"ms", 1, -3},    unit("s", 1),        unit("min", 60),
                               unit("h", 3600),      unit("d", day),      unit("w", 7 * day),
                               unit("mo", 30 * day), unit("y", 365 * day)};
constexpr std::array percents{Unit{"%", 1, -2, 6}};
constexpr std::array ratios{unit("", 1)};

constexpr std::array all_periods{Period{"s", 1},           Period{"min", 60},       Period{"h", 3600},
                                 Period{"day", day},       Period{"week", 7 * day}, Period{"month", 30 * day},
                                 Period{"year", 365 * day}};

struct Words {
  std::string_view name, units, example;
};

Words words_of(Dimension dimension) {
  constexpr std::string_view slash = "/s /min /h /day /week /month /year";
  switch (dimension) {
    case Dimension::count:
      return {"count", "k M B T", "2.5M"};
    case Dimension::bytes:
      return {"size in bytes", "B kB MB GB TB PB KiB MiB GiB TiB PiB", "64 MB"};
    case Dimension::duration:
      return {"duration", "ms s min h d w mo y", "15 min"};
    case Dimension::rate:
      return {"rate", slash, "120k/s"};
    case Dimension::byte_rate:
      return {"byte rate", slash, "200 MB/s"};
    case Dimension::percent:
      return {"percentage", "%", "2%"};
    case Dimension::ratio:
      break;
  }
  return {"ratio", "", "1.5"};
}

}  // namespace

std::span<const Unit> units_of(Dimension dimension) {
  switch (dimension) {
    case Dimension::count:
      return counts;
    case Dimension::rate:
      return rate_counts;
    case Dimension::bytes:
    case Dimension::byte_rate:
      return bytes;
    case Dimension::duration:
      return durations;
    case Dimension::percent:
      return percents;
    case Dimension::ratio:
      break;
  }
  return ratios;
}

std::span<const Period> periods() {
  return all_periods;
}

std::string_view unit_list(Dimension dimension) {
  return words_of(dimension).units;
}

std::string_view dimension_name(Dimension dimension) {
  return words_of(dimension).name;
}

std::string_view example(Dimension dimension) {
  return words_of(dimension).example;
}

}  // namespace decide::units
