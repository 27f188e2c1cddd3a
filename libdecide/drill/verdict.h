#pragma once

#include <string_view>

#include "drill/framing.h"

namespace decide::drill {

/// The part of a grade that a path of the design belongs to; the head counts as framing.
Part part_of(std::string_view path);
/// The part that a finding costs points: that of its rule; where the rule is of any part, of its path.
Part part_of(const diag::Finding& finding);

/// The three sentences and the one thing to practise next.
void add_verdict(const Judged& judged, Grade& grade);

}  // namespace decide::drill
