#pragma once

#include <cstdint>

#include "base/source.h"
#include "diag/finding.h"
#include "report/terminal.h"

namespace decide::report {

/// "error[P303]", "accepted[P303]" for a finding that the design accepts, "known[P303]" for one
/// of a baseline.
Safe heading(const diag::Finding& finding);
Ink ink_of(const diag::Finding& finding);

/// "design.yaml:188:10"; the column counts code points.
Safe place(const Source& source, std::uint32_t offset);

}  // namespace decide::report
