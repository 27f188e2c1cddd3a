#pragma once

#include <cstddef>
#include <string>

#include "diag/finding.h"

namespace decide::report {

/// "2 errors, 1 warning in 1 file; 1 accepted; 1 can be fixed with --fix." No line end.
std::string summary_line(const diag::Summary& summary, std::size_t files);

}  // namespace decide::report
