#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/source.h"
#include "diag/finding.h"
#include "estimate/sums.h"
#include "report/lineage.h"
#include "report/simulation.h"
#include "report/verdicts.h"

namespace decide::report {

/// What was found in one file. `source` is not owned and never null.
struct FileReport {
  const Source* source;
  std::vector<diag::Finding> findings;
};

/// Where a constraint was read from.
struct ConstraintPlace {
  std::string path;
  std::uint32_t line = 1;
  std::uint32_t column = 1;
};

/// A constraint of the design, as words.
struct ConstraintRow {
  std::string name;
  std::string strength;
  std::string demand;
  std::string quantity;
  std::vector<ConstraintPlace> from;
};

/// What a stage adds to the report.
struct Extras {
  std::string stage;                                        ///< left out if empty
  std::optional<std::vector<ConstraintRow>> constraints{};  ///< left out if not set
  std::optional<std::vector<estimate::Sum>> figures{};      ///< left out if not set
  std::optional<SimulationReport> simulation{};             ///< left out if not set
  std::optional<std::vector<LineageRow>> lineage{};         ///< left out if not set
  std::optional<VerdictReport> verdicts{};                  ///< left out if not set
};

}  // namespace decide::report
