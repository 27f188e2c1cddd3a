#pragma once

#include <optional>
#include <vector>

#include "design/design.h"

namespace decide::estimate {

/// When events arrive: the share that is still out after a time. Goes through the percentiles of
/// `scope.lateness`, straight in the logarithms of share and time; nothing is out after `max`.
class Curve {
 public:
  Curve() = default;
  explicit Curve(const design::Lateness& lateness);

  /// The same where nobody takes what comes later than `time`.
  Curve until(units::Duration time) const;

  /// True if a percentile is given: then every share is known.
  bool known() const { return !points_.empty(); }
  std::optional<units::Duration> max() const { return max_; }
  /// Share of events that arrive more than `time` after they happened; nothing if the answers do not tell.
  std::optional<double> later_than(units::Duration time) const;
  /// True if the answers say that some events are later than `time`, be it unknown how many.
  bool some_later_than(units::Duration time) const;
  /// The time after which no more than `share` is still out; nothing if the answers do not tell.
  std::optional<units::Duration> within(double share) const;

 private:
  struct Point {
    double time, share;  ///< seconds; share still out
  };
  double on_curve(double time) const;
  double slope_at(std::size_t segment) const;

  std::vector<Point> points_;  ///< ascending in time, descending in share
  std::optional<units::Duration> max_;
};

}  // namespace decide::estimate
