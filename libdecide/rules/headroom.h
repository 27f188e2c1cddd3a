#pragma once

#include <functional>
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
/// headroom.max_factor, then halves the first step in which a finding appears down to headroom.precision,
/// with the rules that found something there. The search is not blind to a finding that goes away again
/// later, but one that comes and goes within a step can be passed over.
std::vector<Headroom> headroom(const Checked& base, const CheckOptions& options);

/// For one of them: nothing if the design does not have that load.
std::optional<Headroom> headroom(const Checked& base, const CheckOptions& options, std::string_view growth);

/// Whether findings are ones that somebody has thought of.
using Known = std::function<bool(const std::vector<diag::Finding>&)>;

/// What a quick look for what breaks first has to go by.
struct QuickLook {
  Again& trial;                                       ///< of the design
  const std::vector<diag::Finding>& before;           ///< what is found at 1
  double most = 0;                                    ///< factors up to this are tried
  std::optional<std::vector<diag::Finding>> at_most;  ///< what is new there, if somebody has tried it
  Known known;
};

/// What breaks first, by halving alone: from `most` down to where the first finding appears. A finding that
/// goes away as the load grows on can be passed over, so this is worth less than what headroom() says, and
/// costs less. Nothing where nothing breaks, or where at some factor all that is found is `known`: then so
/// is what breaks first. Its findings have no words.
std::optional<Headroom> quick_headroom(const Checked& base, const CheckOptions& options,
                                       std::string_view growth, const QuickLook& look);

/// Findings of `after` whose rule and path have none in `before`, or a warning where it is an error now;
/// notes do not count.
std::vector<diag::Finding> new_findings(const std::vector<diag::Finding>& before,
                                        const std::vector<diag::Finding>& after);

}  // namespace decide::rules
