#pragma once

#include <vector>

#include "base/result.h"
#include "custom/rule.h"
#include "yaml/document.h"

namespace decide::custom {

/// What a file of rules may be: bytes, rules, conditions in one rule and how deep they nest.
struct Limits {
  std::uint32_t bytes = 1U << 20U;
  std::size_t rules = 1000, conditions = 200, depth = 12, texts = 256;
};

/// Reads a parsed file of rules, in the order of the file. The error names the place as FILE:LINE:COLUMN,
/// what was seen there and what is allowed: an unknown key, a path that no design has, a word that a field
/// does not take, a quantity of another dimension.
Result<std::vector<Rule>> read(const yaml::Parsed& parsed);

}  // namespace decide::custom
