#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "report/plot_parts.h"

namespace decide::report::plots {
namespace {

using estimate::Curve;

constexpr double left = 76, right = width - margin, plot_height = 190;
constexpr double least_share = 1e-5;  ///< 0.001 %
constexpr double line_height = 16;

/// A time that pipelines wait or look back, and which.
struct Mark {
  units::Duration time;
  bool is_watermark = false;
  std::vector<std::string_view> pipelines;
};

void add(std::vector<Mark>& marks, const design::Val<units::Duration>& time, bool is_watermark,
         std::string_view pipeline) {
  if (!time || !(time->value > 0)) return;
  const auto same = std::find_if(marks.begin(), marks.end(), [&](const Mark& mark) {
    return mark.is_watermark == is_watermark && mark.time == *time;
  });
  if (same != marks.end()) return same->pipelines.push_back(pipeline);
  marks.push_back({*time, is_watermark, {pipeline}});
}

/// Ascending in time.
std::vector<Mark> marks_of(const design::Design& design) {
  std::vector<Mark> marks;
  for (const auto& pipeline : design.model.pipelines) {
    add(marks, pipeline->watermark, true, pipeline.name);
    add(marks, pipeline->lookback, false, pipeline.name);
  }
  std::stable_sort(marks.begin(), marks.end(), [](const Mark& a, const Mark& b) { return a.time < b.time; });
  return marks;
}

/// From a second to past all that is drawn.
LogScale times_of(const Curve& curve, const std::vector<Mark>& marks) {
  double last = curve.max() ? curve.max()->value : 3600;
  if (const auto rare = curve.within(least_share); rare && !curve.max()) last = std::max(last, rare->value);
  if (!marks.empty()) last = std::max(last, marks.back().time.value);
  return {1, std::max(last * 1.5, 60.0), left, right};
}

void draw_axes(Svg& svg, const LogScale& times, const LogScale& shares, double top) {
  const double bottom = top + plot_height;
  for (double share = 1; share >= least_share * 0.99; share /= 10) {
    svg.line(left, shares.at(share), right, shares.at(share), "grid");
    svg.text(left - 6, shares.at(share) + 4, "small", units::human(units::Percent{share}), Svg::Anchor::end);
  }
  constexpr double minute = 60, hour = 3600, day = 86400;
  for (const double time :
       {1.0, 10.0, minute, 10 * minute, hour, 6 * hour, day, 3 * day, 7 * day, 30 * day, 365 * day}) {
    if (time > times.high) break;
    svg.line(times.at(time), bottom, times.at(time), bottom + 4, "axis");
    svg.text(times.at(time), bottom + 16, "small", units::human(units::Duration{time}), Svg::Anchor::middle);
  }
  svg.line(left, bottom, right, bottom, "axis");
}

void draw_curve(Svg& svg, const Curve& curve, const LogScale& times, const LogScale& shares) {
  constexpr int steps = 240;
  std::vector<std::pair<double, double>> points;
  for (int i = 0; i <= steps; ++i) {
    const double time = times.low * std::pow(times.high / times.low, static_cast<double>(i) / steps);
    const double share = curve.later_than({time}).value_or(0);
    if (share < least_share) break;
    points.emplace_back(times.at(time), shares.at(share));
  }
  // Nothing comes after the last.
  if (curve.max() && !points.empty() && curve.max()->value < times.high) {
    const double end = std::max(times.at(curve.max()->value), points.back().first);
    points.emplace_back(end, points.back().second);
    points.emplace_back(end, shares.at(least_share));
  }
  if (points.size() > 1) svg.curve(points, "curve");
}

std::string letter_of(std::size_t number) {
  constexpr std::size_t letters = 26;
  return number < letters ? std::string(1, static_cast<char>('A' + number)) : fmt::format("{}", number + 1);
}

std::string said(const Mark& mark, const Curve& curve) {
  std::string who;
  for (const std::string_view name : mark.pipelines)
    who += fmt::format("{}{}", who.empty() ? "" : ", ", name);
  const auto later = curve.later_than(mark.time);
  std::string share;
  if (later)
    share = *later > 0 ? fmt::format("; {} of events are later", units::human(units::Percent{*later}))
                       : "; no event is later";
  return fmt::format("{} {} of {}{}", mark.is_watermark ? "watermark" : "lookback", units::human(mark.time),
                     who, share);
}

double draw_marks(Svg& svg, const std::vector<Mark>& marks, const Curve& curve, const LogScale& times,
                  double top) {
  const double bottom = top + plot_height;
  double y = bottom + 40;
  double taken = 0;
  for (std::size_t i = 0; i < marks.size(); ++i) {
    const double x = times.at(marks[i].time.value);
    const std::string_view look = marks[i].is_watermark ? "watermark" : "lookback";
    svg.line(x, top, x, bottom, look);
    // Letters of lines that lie close stand side by side.
    taken = std::max(x, taken + 11);
    svg.text(taken, top - 4, "small", letter_of(i), Svg::Anchor::middle);
    svg.text(margin + 4, y, "small", letter_of(i), Svg::Anchor::middle);
    svg.line(margin + 16, y - 4, margin + 40, y - 4, look);
    svg.text_within(width - 2 * margin - 48, margin + 48, y, "small", said(marks[i], curve));
    y += line_height;
  }
  return y;
}

}  // namespace

double draw_lateness(Svg& svg, const rules::Checked& checked, double y) {
  const Curve& curve = checked.estimates->lateness();
  svg.text(margin, y + 14, "", "Share of events still out after a time, both on logarithmic scales");
  const double top = y + 44;
  if (!curve.known()) {
    svg.text(margin, y + 34, "small", "Not known without percentiles: answer scope.lateness.p50 and p99.");
    return y + 44;
  }
  const auto marks = marks_of(checked.facts->design);
  const LogScale times = times_of(curve, marks);
  const LogScale shares{least_share, 1, top + plot_height, top};
  draw_axes(svg, times, shares, top);
  draw_curve(svg, curve, times, shares);
  return draw_marks(svg, marks, curve, times, top);
}

}  // namespace decide::report::plots
