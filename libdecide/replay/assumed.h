#pragma once

#include <string>
#include <utility>
#include <vector>

namespace decide::replay {

/// A figure that the design does not say.
struct Assumption {
  std::string what;  ///< "1 in 1000 runs fails after it has written"
  std::string why;   ///< "no field says it", "`scope.duplicates` is not said"
  friend bool operator==(const Assumption&, const Assumption&) = default;
};

/// What is taken where a design says nothing, in seconds.
inline constexpr double day = 86400, usual_wait = 60, usual_job = 3600;

/// The assumptions of one reading of a design.
struct Assumed {
  std::vector<Assumption> all;
  void add(std::string what, std::string why) { all.push_back({std::move(what), std::move(why)}); }
  /// The value of an answer or of an estimate, or the one that is assumed.
  template <class Said>
  double said_or(const Said& said, double otherwise, std::string what, std::string why) {
    if (said) return said->value;
    add(std::move(what), std::move(why));
    return otherwise;
  }
};

}  // namespace decide::replay
