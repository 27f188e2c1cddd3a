#include "estimate/distinct.h"

#include <algorithm>
#include <cmath>

namespace decide::estimate {
namespace {

/// c (1 - (1 - 1/c)^n), without losing digits where c is large.
double even(double values, double rows) {
  if (values <= 0 || rows <= 0) return 0;
  if (values <= 1) return std::min(values, rows);
  const double met = -values * std::expm1(rows * std::log1p(-1 / values));
  return std::min({met, values, rows});
}

}  // namespace

double distinct(double values, double rows, double skew) {
  if (skew <= 0 || values <= 1) return even(values, rows);
  const double hottest = -std::expm1(rows * std::log1p(-std::min(skew, 1 - 1e-12)));
  return std::min(even(values - 1, rows * (1 - skew)) + hottest, std::min(values, rows));
}

}  // namespace decide::estimate
