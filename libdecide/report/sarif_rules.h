#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "report/document.h"
#include "report/json_text.h"

/// Parts of SARIF that say what a rule is.
namespace decide::report {

/// What is known of a rule that something was found by: of one that the registry lacks it is all.
struct RuleSample {
  std::string name;
  diag::Severity severity = diag::Severity::error;
};
/// By code.
using RuleSamples = std::map<std::string, RuleSample, std::less<>>;

/// The rules of a run, in the order of the registry, those that it lacks behind them.
struct SarifRules {
  Json descriptors;
  std::map<std::string_view, std::size_t> index;  ///< by code
};
SarifRules describe_rules(const RuleSamples& samples, const Tool& tool);

}  // namespace decide::report
