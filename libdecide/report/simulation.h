#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "replay/hazards.h"
#include "report/terminal.h"

namespace decide::report {

/// What was drawn for the pipelines and jobs of a design.
struct SimulationReport {
  std::uint64_t events = 0, seed = 0;
  std::vector<replay::Simulation> all;
};

/// A share, with two or three digits that mean something and no exponent: "0.101 %", "0.000006 %".
std::string share_text(double share);
/// "0.101 % (0.0985 % to 0.104 %)", "< 0.03 % (95 %)", "none possible".
std::string often_text(const replay::Often& often);
/// A row for each, then what was assumed; empty if there is nothing to tell.
std::string simulation_text(const SimulationReport& report, const Style& style);

}  // namespace decide::report
