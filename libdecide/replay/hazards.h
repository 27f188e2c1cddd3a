#pragma once

#include <optional>
#include <string>
#include <vector>

#include "replay/assumed.h"
#include "replay/from_design.h"
#include "replay/returns.h"
#include "replay/simulate.h"

/// What a design says of how often things go wrong.
namespace decide::replay {

struct Expected {
  Hazards hazards;
  Assumed assumed;  ///< only what matters to this declaration
};

/// The hazards of one subject when that many events are drawn. Runs of more events than a ten-thousandth of
/// them are drawn by a sample of that size each, so that there are runs enough to judge by.
Expected hazards_of(const derive::Facts& facts, const Subject& subject, std::uint64_t events);

/// A subject, what was assumed of it, and what was counted.
struct Simulation {
  std::string table, pipeline, job;  ///< as the file calls them; empty where there is none
  std::vector<Assumption> assumed;
  Simulated counted;
  std::optional<Returns> returns;  ///< nothing where nobody who was erased comes back
};

/// Draws that many events of a subject. What its pipeline does by itself is not counted beside a job.
Simulation simulate(const derive::Facts& facts, const Subject& subject, std::uint64_t events,
                    std::uint64_t seed, int jobs);

}  // namespace decide::replay
