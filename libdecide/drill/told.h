#pragma once

#include <string>

#include "drill/session.h"
#include "drill/verify.h"

/// What the actions of a drill say, as JSON: one object each.
namespace decide::drill {

std::string start_json(const Scenario& scenario, const std::string& file, int minutes, std::int64_t seed,
                       design::Instant now);
std::string said_json(const Said& said);
std::string hint_json(const Hint& hint);
std::string pivot_json(const Pivoted& pivoted, const std::vector<Unmet>& unmet);
std::string verify_json(const std::vector<Verified>& all);

/// A line of the list of scenarios.
struct Listed {
  std::string name, level, title, best_at;
  int minutes = 0;
  double best = -1;  ///< points; negative: never graded
};
std::string list_json(const std::vector<Listed>& all);

}  // namespace decide::drill
