#include "report/number.h"

#include <fmt/format.h>

#include <cmath>
#include <cstdint>

namespace decide::report {
namespace {

constexpr double kExact = 9007199254740992.0;

}  // namespace

bool is_whole(double value) {
  return std::fabs(value) < kExact && std::trunc(value) == value;
}

std::string print_number(double value) {
  if (std::isnan(value)) return "unknown";
  if (std::isinf(value)) return value > 0 ? "infinite" : "-infinite";
  if (is_whole(value)) return fmt::format("{}", static_cast<std::int64_t>(value));
  if (std::fabs(value) >= 1e5 && std::fabs(value) < kExact) return fmt::format("{:.1f}", value);
  return fmt::format("{:.6g}", value);
}

}  // namespace decide::report
