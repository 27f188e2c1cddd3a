#pragma once

#include <string>
#include <vector>

#include "base/source.h"
#include "diag/finding.h"
#include "report/terminal.h"

namespace decide::report {

/// Every finding with its place, the line it is about, related places and what to do. A blank line ends each,
/// so that texts of several files can be set one after the other. With `verbose` the figures too.
std::string full(const Source& source, const std::vector<diag::Finding>& findings, const Style& style);

}  // namespace decide::report
