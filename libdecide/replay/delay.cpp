#include "replay/delay.h"

#include <cmath>
#include <utility>

namespace decide::replay {

Delay Delay::exponential(double share, double mean) {
  Delay delay;
  delay.share_ = share;
  delay.mean_ = mean;
  return delay;
}

Delay Delay::along(estimate::Curve curve) {
  Delay delay;
  delay.curve_ = std::move(curve);
  return delay;
}

double Delay::later_than(double seconds) const {
  if (curve_.known()) return curve_.later_than(units::Duration{seconds}).value_or(0);
  if (mean_ <= 0) return 0;
  return seconds < 0 ? 1 : share_ * std::exp(-seconds / mean_);
}

double Delay::at(double u) const {
  if (curve_.known()) return curve_.within(u).value_or(units::Duration{0}).value;
  return u < share_ ? -mean_ * std::log(u / share_) : 0;
}

}  // namespace decide::replay
