#pragma once

#include <cstdint>
#include <vector>

#include "replay/explore.h"

/// Schedules at random, where there are too many to try all: what they find is made as short as it gets.
namespace decide::replay {

/// One schedule by probabilistic concurrency testing (Burckhardt and others, ASPLOS 2010): whoever acts has a
/// priority, the highest that can move does, and at two steps whoever moves falls behind all others. Bugs
/// that need three steps in one order are found with a known probability. The same for the same seed.
std::vector<Action> random_schedule(const Model& model, std::uint64_t seed, std::size_t longest);

/// The timeline of one of these defects that a number of schedules came across, shortened; each is executed
/// again, and holds as `replay` asks. Where nothing is found nothing is proved.
std::vector<Witness> wander(const Declaration& declared, const Options& options,
                            const std::vector<Defect>& wanted, std::uint64_t schedules);

}  // namespace decide::replay
