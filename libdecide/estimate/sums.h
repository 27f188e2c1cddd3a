#pragma once

#include <string>
#include <vector>

#include "diag/finding.h"
#include "estimate/estimates.h"

namespace decide::estimate {

/// One figure of a design with its sum, or the answer without which it cannot be told.
struct Sum {
  std::string path;     ///< what it is about: "partition.clicks", "model.queries.campaign-report"
  diag::Figure figure;  ///< a value that is not a number: withheld
  std::string missing;  ///< then: the path of the answer that would give it; may be empty
  bool known() const;
};

/// Every figure of a design, by table, query, pipeline and job in the order of the file. Inputs are printed
/// with their units, constants with the id of the fact that they come from.
std::vector<Sum> sums(const derive::Facts& facts, const Estimates& estimates);

/// A value in a figure's unit ("B", "s", "1/s", "count", "ratio", "USD") for people, rounded to three digits.
std::string human_value(double value, std::string_view unit);

}  // namespace decide::estimate
