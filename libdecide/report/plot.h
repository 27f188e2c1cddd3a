#pragma once

#include <string>

#include "rules/check.h"

namespace decide::report {

/// The numbers of a design as a picture, SVG of 800 pixels: for each table the bytes that a run of each query
/// reads, today and under the layout that costs least, on one logarithmic scale; and which share of events is
/// still out after a time, with the watermarks and lookbacks of the pipelines. What cannot be told is said to
/// be missing. The design must be readable.
std::string plot(const rules::Checked& checked);

}  // namespace decide::report
