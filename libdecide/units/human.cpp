#include <fmt/format.h>

#include <array>
#include <cmath>

#include "units/decimal.h"
#include "units/table.h"

namespace decide::units {
namespace {

double round3(double value) {
  return value > 0 ? to_double(rounded_decimal(value, 3)) : 0;
}

/// Three significant digits. Far below one plain digits would be mostly zeros: there an exponent is shorter.
std::string number(double value) {
  if (value <= 0) return "0";
  if (value < 1e-6) return fmt::format("{}", round3(value));
  return spelled(rounded_decimal(value, 3));
}

struct Scale {
  double size;
  std::string_view name;
};

/// The largest scale that leaves a number of one or more, after rounding: 999,999 is 1M, not 1000k.
template <std::size_t N>
Scale scale_for(double value, const std::array<Scale, N>& scales) {
  Scale chosen = scales.front();
  const double rounded = round3(value);
  for (const Scale& scale : scales) {
    if (rounded >= scale.size) chosen = scale;
  }
  return chosen;
}

std::string small_count(double value) {
  return value >= 100 ? fmt::format("{:.0f}", std::round(value)) : number(value);
}

/// "12k", "1.2B": for rates.
std::string short_count(double value) {
  if (std::round(value) < 10'000) return small_count(value);
  constexpr std::array scales{Scale{1e3, "k"}, Scale{1e6, "M"}, Scale{1e9, "B"}, Scale{1e12, "T"}};
  const Scale scale = scale_for(value, scales);
  return fmt::format("{}{}", number(value / scale.size), scale.name);
}

/// "4.0 billion": a rounded figure shows that it is one.
std::string long_count(double value) {
  if (round3(value) < 1e9) return short_count(value);
  constexpr std::array scales{Scale{1e9, "billion"}, Scale{1e12, "trillion"}};
  const Scale scale = scale_for(value, scales);
  const std::string digits = number(value / scale.size);
  return fmt::format("{}{} {}", digits, digits.size() == 1 ? ".0" : "", scale.name);
}

std::string size(double value) {
  constexpr std::array scales{Scale{1, "B"},    Scale{1e3, "kB"},  Scale{1e6, "MB"},
                              Scale{1e9, "GB"}, Scale{1e12, "TB"}, Scale{1e15, "PB"}};
  const Scale scale = scale_for(value, scales);
  return fmt::format("{} {}", number(value / scale.size), scale.name);
}

/// A unit serves up to where the next one reads better: 90 s, but 2 min; 35 h, but 1.5 d; 400 d, but 2 y.
/// Exactly one of a larger unit is said as that: 1 min, 1 h, 1 d.
std::string duration(double value) {
  struct Step {
    double below, size;
    std::string_view name;
  };
  constexpr std::array steps{Step{1, 1e-3, "ms"}, Step{120, 1, "s"}, Step{7200, 60, "min"},
                             Step{36 * 3600.0, 3600, "h"}, Step{730 * 86400.0, 86400, "d"}};
  if (value == 0) return "0 s";
  for (const Step& step : steps) {
    const bool is_one_larger = value == 60 || value == 3600 || value == 86400;
    if (is_one_larger && value != step.size) continue;
    if (value > step.below * 1.01) continue;  // rounding does not bring it below
    if (round3(value / step.size) * step.size < step.below) {
      return fmt::format("{} {}", number(value / step.size), step.name);
    }
  }
  return fmt::format("{} y", number(value / (365 * 86400.0)));
}

/// The shortest unit of time in which one or more happen.
std::string rate(double value, std::string (*amount)(double)) {
  if (value == 0) return amount(0) + "/s";
  const Period* chosen = nullptr;
  for (const Period& period : periods()) {
    chosen = &period;
    if (round3(value * static_cast<double>(period.seconds)) >= 1) break;
  }
  return fmt::format("{}/{}", amount(value * static_cast<double>(chosen->seconds)), chosen->symbol);
}

std::string positive(Dimension dimension, double value) {
  switch (dimension) {
    case Dimension::count:
      return long_count(value);
    case Dimension::bytes:
      return size(value);
    case Dimension::duration:
      return duration(value);
    case Dimension::rate:
      return rate(value, short_count);
    case Dimension::byte_rate:
      return rate(value, size);
    case Dimension::percent:
      return number(value * 100) + "%";
    case Dimension::ratio:
      break;
  }
  return number(value);
}

}  // namespace

namespace {

thread_local constinit bool wordless = false;

}  // namespace

Wordless::Wordless(bool yes) : before_(wordless) {
  wordless = wordless || yes;
}

Wordless::~Wordless() {
  wordless = before_;
}

std::string human(Dimension dimension, double value) {
  if (wordless) return {};
  if (std::isnan(value)) return "undefined";
  if (std::isinf(value)) return value > 0 ? "unlimited" : "-unlimited";
  return value < 0 ? "-" + positive(dimension, -value) : positive(dimension, value);
}

}  // namespace decide::units
