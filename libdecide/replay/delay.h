#pragma once

#include "estimate/curve.h"

namespace decide::replay {

/// How long something takes that only a share of all events has: nothing, or a time drawn from a law. Given
/// by the share that takes longer than a time, which falls from at most 1 to 0.
class Delay {
 public:
  Delay() = default;
  /// `share` of the events, with exponential times of that mean (seconds).
  static Delay exponential(double share, double mean);
  /// As the percentiles of a design say; no delay if they say nothing.
  static Delay along(estimate::Curve curve);

  /// Share of all events that take more than `seconds`.
  double later_than(double seconds) const;
  /// The time that a share `u` of all events exceeds, 0 < u < 1: with uniform `u`, a random time. Seconds.
  double at(double u) const;

 private:
  double share_ = 0, mean_ = 0;
  estimate::Curve curve_;
};

}  // namespace decide::replay
