#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "catch.h"
#include "replay/explore.h"
#include "replay/timeline.h"

/// Declarations of the known-answer library, and what is asked of them.
namespace decide::test {

using namespace replay;

inline Declaration live(Effect effect, Delivery delivery = Delivery::at_least_once) {
  Declaration declared;
  declared.live.present = true;
  declared.live.effect = effect;
  declared.live.delivery = delivery;
  return declared;
}

/// A scheduled pipeline that computes its days anew.
inline Declaration batch(Effect effect) {
  Declaration declared = live(effect);
  declared.live.batch = true;
  declared.live.whole = true;
  return declared;
}

inline Declaration& with_job(Declaration& declared, Effect effect,
                             WhileLive while_live = WhileLive::concurrent) {
  declared.job.present = true;
  declared.job.effect = effect;
  declared.job.while_live = while_live;
  return declared;
}

inline Declaration job(Effect effect) {
  Declaration declared;
  return with_job(declared, effect);
}

/// "events faults steps", or "holds"; with a word more where the search or the timeline is not sound.
inline std::string answer(const Declaration& declared, Defect defect, std::uint16_t possible = fault::usual,
                          const Bounds& bounds = quick, int jobs = 1, Reductions reductions = {}) {
  Options options;
  options.bounds = bounds;
  options.possible = possible;
  options.only = defect;
  options.jobs = jobs;
  options.reductions = reductions;
  const Outcome outcome = explore(declared, options);
  const Witness* witness = outcome.find(defect);
  if (witness == nullptr) return outcome.exhausted ? "holds" : "not exhausted";
  if (!replay::replay(declared, *witness)) return "not replayed";
  return std::to_string(witness->events) + " " + std::to_string(witness->faults) + " " +
         std::to_string(witness->steps.size());
}

inline std::string timeline(const Declaration& declared, Defect defect,
                            std::uint16_t possible = fault::usual) {
  Options options;
  options.possible = possible;
  options.only = defect;
  const Outcome outcome = explore(declared, options);
  const Witness* witness = outcome.find(defect);
  return witness == nullptr ? "holds" : in_one_line(lines(declared, *witness), {"t", "live", "job"});
}

}  // namespace decide::test
