#pragma once

#include <string>
#include <vector>

#include "estimate/sums.h"
#include "rules/check.h"

namespace decide::rules {

/// A value of the file that differs: by path, as it is spelled; empty where it is not there.
struct ValueDifference {
  std::string path, before, after;
};

/// A constraint whose quantity or demand differs.
struct ConstraintDifference {
  std::string name, before, after;
};

/// A figure that differs; not a number on the side where it is not known.
struct FigureDifference {
  std::string path, name, unit;
  double before = 0, after = 0;
};

/// What two designs say differently.
struct Comparison {
  std::vector<ValueDifference> values;
  std::vector<ConstraintDifference> constraints;
  std::vector<FigureDifference> figures;
  std::vector<diag::Finding> appeared;  ///< in the second; places are those of its file
  std::vector<diag::Finding> gone;      ///< of the first
  bool same() const {
    return values.empty() && constraints.empty() && figures.empty() && appeared.empty() && gone.empty();
  }
};

/// Of two designs that can be read.
Comparison compare(const Checked& before, const Checked& after);

}  // namespace decide::rules
