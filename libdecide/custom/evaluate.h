#pragma once

#include <string>
#include <vector>

#include "custom/rule.h"
#include "yaml/document.h"

namespace decide::custom {

/// One place at which a rule does not hold.
struct Found {
  yaml::NodeId at = 0;  ///< the culprit, or the nearest thing that is there
  std::string missing;  ///< what is not there, as a path below `at`; may be empty
  std::string message, help;
  yaml::NodeId other = yaml::none;  ///< what it was compared with
};

/// How many keys and values a rule may look at in one design, some milliseconds' worth. Beyond it the rule is
/// stopped and says so.
inline constexpr std::size_t most_steps = 2000000;

/// Asks a rule of a design that could be read.
std::vector<Found> evaluate(const Rule& rule, const yaml::Document& document);

}  // namespace decide::custom
