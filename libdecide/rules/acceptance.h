#pragma once

#include <map>
#include <string_view>
#include <utility>
#include <vector>

#include "design/design.h"
#include "diag/finding.h"

namespace decide::rules {

using NamedAccept = design::Named<design::Accept>;

/// The entries of `accept` that still hold, found by rule and path.
class Acceptances {
 public:
  Acceptances(const design::Design& design, design::Date today);

  /// Entries that stand by a finding: of its rule, at its path or above it; the nearest path first.
  std::vector<const NamedAccept*> covering(const diag::Finding& finding) const;
  bool covers(const diag::Finding& finding) const { return !covering(finding).empty(); }

 private:
  using Key = std::pair<std::string_view, std::string_view>;  // rule and path, as they stand in the design
  std::multimap<Key, const NamedAccept*> entries_;
};

/// True unless it is past the day on which it ends.
bool holds_on(const design::Accept& accept, design::Date today);
/// Findings about reading and about acceptances themselves cannot be accepted.
bool can_be_accepted(std::string_view code);

}  // namespace decide::rules
