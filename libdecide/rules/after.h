#pragma once

#include <vector>

#include "rules/check.h"
#include "rules/registry.h"

/// What can only be said once all rules have run. `ran`: the rules that were asked, in the order of codes.
namespace decide::rules {

/// F006 and F007: sections filled before earlier ones are sound, and seals that no longer hold.
void judge_order_and_seals(Checked& checked, const CheckOptions& options,
                           const std::vector<const Rule*>& ran);

/// C531 and C532: whether the what-ifs of the close name what really breaks. Asks the rules that compute
/// again.
void judge_what_ifs(Checked& checked, const CheckOptions& options, const std::vector<const Rule*>& ran);

/// Marks the findings that `accept` stands by, and reports the entries that stand by nothing (F012).
void judge_acceptances(Checked& checked, const CheckOptions& options, const std::vector<const Rule*>& ran);

}  // namespace decide::rules
