#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "rules/check.h"

namespace decide::rules {

/// How far one load can grow before the design breaks.
struct Headroom {
  std::string_view growth;       ///< "volume"
  std::optional<double> factor;  ///< the smallest at which something new is found; nothing up to `most`
  std::vector<diag::Finding> findings;  ///< errors and warnings that are found there and not at 1, sorted
  double most = 0;                      ///< factors up to this were tried
};

/// For every load that the design has. Asks the rules that compute at factors of even ratio up to the fact
/// headroom.max_factor, then halves the first step in which a finding appears down to headroom.precision. The
/// search is not blind to a finding that goes away again later, but one that comes and goes within a step can
/// be passed over.
std::vector<Headroom> headroom(const Checked& base, const CheckOptions& options);

/// For one of them: nothing if the design does not have that load.
std::optional<Headroom> headroom(const Checked& base, const CheckOptions& options, std::string_view growth);

/// Findings of `after` whose rule and path have no error or warning in `before`; notes do not count.
std::vector<diag::Finding> new_findings(const std::vector<diag::Finding>& before,
                                        const std::vector<diag::Finding>& after);

}  // namespace decide::rules
