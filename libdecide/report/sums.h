#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "estimate/sums.h"
#include "report/terminal.h"

namespace decide::report {

/// Figures under what they are about, each with its sum and inputs, so that a person can check them with a
/// pocket calculator. A figure that is withheld says which answer would give it.
std::string sum_list(const std::vector<estimate::Sum>& sums, const Style& style);

/// The figures that belong to a section: layouts and scans to partition, pipelines to model, jobs to
/// backfill.
std::vector<estimate::Sum> sums_of_section(std::vector<estimate::Sum> sums, std::string_view section);

}  // namespace decide::report
