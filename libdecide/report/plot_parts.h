#pragma once

#include "report/svg.h"
#include "rules/check.h"

/// What plot.cpp is made of: each part draws below `y` and says where it ends.
namespace decide::report::plots {

constexpr double width = 800;
constexpr double margin = 24;

double draw_scans(Svg& svg, const rules::Checked& checked, double y);
double draw_lateness(Svg& svg, const rules::Checked& checked, double y);

/// A scale by the logarithm between two pixels; `low` and `high` are above 0.
struct LogScale {
  double low = 1, high = 10;
  double from = 0, to = 1;
  double at(double value) const;
};

}  // namespace decide::report::plots
