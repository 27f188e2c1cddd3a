#include "report/plot.h"

#include <algorithm>
#include <cmath>

#include "report/plot_parts.h"

namespace decide::report {

double plots::LogScale::at(double value) const {
  if (!(value > low)) return from;
  const double share = std::log(value / low) / std::log(high / low);
  return from + (to - from) * std::min(share, 1.0);
}

std::string plot(const rules::Checked& checked) {
  Svg svg(plots::width);
  const auto& title = checked.facts->design.title;
  const std::string name = title ? *title : checked.parsed.document.source().name();
  double y = plots::margin + 8;
  svg.text_within(plots::width - 2 * plots::margin, plots::margin, y, "heading", name);
  y = plots::draw_scans(svg, checked, y + 14);
  y = plots::draw_lateness(svg, checked, y + 20);
  return svg.picture(y + plots::margin, name, "Bytes that queries read, and how late events arrive");
}

}  // namespace decide::report
