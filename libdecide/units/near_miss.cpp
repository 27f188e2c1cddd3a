#include <array>
#include <string>
#include <vector>

#include "base/text.h"
#include "units/refuse.h"

namespace decide::units {
namespace {

struct Miss {
  std::string_view written, meant;
};

/// Spellings of other tools and of everyday use. Exact case first: "m" and "M" differ.
constexpr std::array count_misses{
    Miss{"K", "k"},        Miss{"m", "M"}, Miss{"mn", "M"}, Miss{"mio", "M"},     Miss{"million", "M"},
    Miss{"millions", "M"}, Miss{"b", "B"}, Miss{"bn", "B"}, Miss{"billion", "B"}, Miss{"billions", "B"},
    Miss{"G", "B"},        Miss{"g", "B"}, Miss{"t", "T"},  Miss{"tn", "T"},      Miss{"trillion", "T"},
    Miss{"thousand", "k"}, Miss{"P", "T"}, Miss{"MM", "M"}};
constexpr std::array byte_misses{
    Miss{"b", "B"},          Miss{"byte", "B"},       Miss{"bytes", "B"},      Miss{"k", "kB"},
    Miss{"K", "kB"},         Miss{"Kb", "kB"},        Miss{"kb", "kB"},        Miss{"KB", "kB"},
    Miss{"m", "MB"},         Miss{"M", "MB"},         Miss{"Mb", "MB"},        Miss{"mb", "MB"},
    Miss{"G", "GB"},         Miss{"g", "GB"},         Miss{"Gb", "GB"},        Miss{"gb", "GB"},
    Miss{"T", "TB"},         Miss{"t", "TB"},         Miss{"Tb", "TB"},        Miss{"tb", "TB"},
    Miss{"P", "PB"},         Miss{"Pb", "PB"},        Miss{"pb", "PB"},        Miss{"Ki", "KiB"},
    Miss{"Mi", "MiB"},       Miss{"Gi", "GiB"},       Miss{"Ti", "TiB"},       Miss{"Pi", "PiB"},
    Miss{"EB", "PB"},        Miss{"EiB", "PiB"},      Miss{"kbps", "kB"},      Miss{"Mbps", "MB"},
    Miss{"MBps", "MB"},      Miss{"Gbps", "GB"},      Miss{"GBps", "GB"},      Miss{"kilobytes", "kB"},
    Miss{"megabytes", "MB"}, Miss{"gigabytes", "GB"}, Miss{"terabytes", "TB"}, Miss{"petabytes", "PB"},
    Miss{"meg", "MB"},       Miss{"megs", "MB"},      Miss{"gig", "GB"},       Miss{"gigs", "GB"}};
constexpr std::array duration_misses{
    Miss{"sec", "s"},    Miss{"secs", "s"},     Miss{"second", "s"},    Miss{"seconds", "s"},
    Miss{"mins", "min"}, Miss{"minute", "min"}, Miss{"minutes", "min"}, Miss{"m", "min"},
    Miss{"M", "mo"},     Miss{"hr", "h"},       Miss{"hrs", "h"},       Miss{"hour", "h"},
    Miss{"hours", "h"},  Miss{"H", "h"},        Miss{"day", "d"},       Miss{"days", "d"},
    Miss{"D", "d"},      Miss{"wk", "w"},       Miss{"wks", "w"},       Miss{"week", "w"},
    Miss{"weeks", "w"},  Miss{"W", "w"},        Miss{"mon", "mo"},      Miss{"mos", "mo"},
    Miss{"month", "mo"}, Miss{"months", "mo"},  Miss{"yr", "y"},        Miss{"yrs", "y"},
    Miss{"year", "y"},   Miss{"years", "y"},    Miss{"a", "y"},         Miss{"Y", "y"},
    Miss{"msec", "ms"},  Miss{"msecs", "ms"},   Miss{"millis", "ms"},   Miss{"milliseconds", "ms"},
    Miss{"us", "ms"},    Miss{"ns", "ms"}};
constexpr std::array period_misses{
    Miss{"sec", "s"},        Miss{"secs", "s"},     Miss{"second", "s"},   Miss{"seconds", "s"},
    Miss{"m", "min"},        Miss{"mins", "min"},   Miss{"minute", "min"}, Miss{"minutes", "min"},
    Miss{"hr", "h"},         Miss{"hour", "h"},     Miss{"hours", "h"},    Miss{"H", "h"},
    Miss{"d", "day"},        Miss{"D", "day"},      Miss{"days", "day"},   Miss{"w", "week"},
    Miss{"wk", "week"},      Miss{"weeks", "week"}, Miss{"mo", "month"},   Miss{"mon", "month"},
    Miss{"months", "month"}, Miss{"y", "year"},     Miss{"yr", "year"},    Miss{"years", "year"}};
constexpr std::array percent_misses{Miss{"percent", "%"}, Miss{"pct", "%"}, Miss{"%%", "%"},
                                    Miss{"per cent", "%"}};

std::string_view known_miss(std::span<const Miss> misses, std::string_view word) {
  for (const Miss& miss : misses) {
    if (miss.written == word) return miss.meant;
  }
  return {};
}

std::span<const Miss> misses_of(Dimension dimension) {
  switch (dimension) {
    case Dimension::count:
    case Dimension::rate:
      return count_misses;
    case Dimension::bytes:
    case Dimension::byte_rate:
      return byte_misses;
    case Dimension::duration:
      return duration_misses;
    case Dimension::percent:
      return percent_misses;
    case Dimension::ratio:
      break;
  }
  return {};
}

}  // namespace

std::string_view usual_unit(Dimension dimension, std::string_view word) {
  return known_miss(misses_of(dimension), word);
}

std::string_view nearest_unit(Dimension dimension, std::string_view word) {
  std::vector<std::string_view> symbols;
  for (const Unit& unit : units_of(dimension)) symbols.push_back(unit.symbol);
  return nearest(word, symbols);
}

std::string_view meant_period(std::string_view word) {
  const std::string_view known = known_miss(period_misses, word);
  if (!known.empty()) return known;
  std::vector<std::string_view> symbols;
  for (const Period& period : periods()) symbols.push_back(period.symbol);
  return nearest(word, symbols);
}

}  // namespace decide::units
