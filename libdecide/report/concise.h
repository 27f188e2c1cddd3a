#pragma once

#include <string>
#include <vector>

#include "base/source.h"
#include "diag/finding.h"
#include "report/terminal.h"

namespace decide::report {

/// One line a finding: "design.yaml:188:10: error[P303] message (help)". Never wrapped.
std::string concise(const Source& source, const std::vector<diag::Finding>& findings,
                    const Style& style = {});

}  // namespace decide::report
