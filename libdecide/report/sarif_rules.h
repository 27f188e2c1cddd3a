#pragma once

#include <string>
#include <vector>

#include "report/json_text.h"
#include "report/machine.h"

/// Parts of SARIF that say what a rule is.
namespace decide::report {

/// The rules that something was found by, in the order of the registry, those that it lacks behind them.
class SarifRules {
 public:
  explicit SarifRules(const Run& run);
  std::size_t index_of(const std::string& code) const;
  Json descriptors() const;

 private:
  const Tool& tool_;
  /// One finding of each: of a rule that the registry lacks it is all that is known.
  std::vector<const diag::Finding*> samples_;
};

}  // namespace decide::report
