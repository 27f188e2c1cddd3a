#include "estimate/curve.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace decide::estimate {
namespace {

/// Steeper than this no percentiles are: two that stand at one time would divide by zero.
constexpr double steepest = 1e6;
/// Arrival within a millisecond is arrival at once.
constexpr double soonest = 1e-3;

}  // namespace

Curve::Curve(const design::Lateness& lateness) {
  const std::array<std::pair<const design::Val<units::Duration>*, double>, 4> given{
      {{&lateness.p50, 0.5}, {&lateness.p90, 0.1}, {&lateness.p99, 0.01}, {&lateness.p999, 0.001}}};
  for (const auto& [percentile, share] : given) {
    if (!*percentile) continue;
    const double time = std::max((*percentile)->value, soonest);
    // Percentiles that do not grow are S109's; the later one counts.
    while (!points_.empty() && points_.back().time >= time) points_.pop_back();
    points_.push_back({time, share});
  }
  if (lateness.max) max_ = *lateness.max;
}

Curve Curve::until(units::Duration time) const {
  Curve curve = *this;
  curve.max_ = max_ ? std::min(*max_, time) : time;
  return curve;
}

/// How fast the logarithm of the share falls with that of the time, between point `segment` and the next.
double Curve::slope_at(std::size_t segment) const {
  // One percentile alone: the share falls as the time grows.
  if (points_.size() < 2) return 1;
  const std::size_t first = std::min(segment, points_.size() - 2);
  const Point& a = points_[first];
  const Point& b = points_[first + 1];
  return std::min(std::log(a.share / b.share) / std::log(b.time / a.time), steepest);
}

double Curve::on_curve(double time) const {
  std::size_t segment = 0;
  while (segment + 1 < points_.size() && points_[segment + 1].time <= time) ++segment;
  const Point& from = points_[segment];
  const double share = from.share * std::pow(time / from.time, -slope_at(segment));
  return std::clamp(share, 0.0, 1.0);
}

std::optional<double> Curve::later_than(units::Duration time) const {
  if (max_ && time >= *max_) return 0;
  if (!known()) return std::nullopt;
  if (time.value <= soonest) return 1;
  return on_curve(time.value);
}

bool Curve::some_later_than(units::Duration time) const {
  // What lies beyond the last percentile nobody has said; a curve that is drawn on never ends.
  if (!max_) return !points_.empty() && points_.back().time >= time.value;
  const auto share = later_than(time);
  return !share || *share > 0;
}

std::optional<units::Duration> Curve::within(double share) const {
  if (share >= 1) return units::Duration{0};
  if (known() && share > 0) {
    std::size_t segment = 0;
    while (segment + 1 < points_.size() && points_[segment + 1].share >= share) ++segment;
    const Point& from = points_[segment];
    const units::Duration time{from.time * std::pow(from.share / share, 1 / slope_at(segment))};
    return max_ ? std::min(time, *max_) : time;
  }
  return max_;
}

}  // namespace decide::estimate
