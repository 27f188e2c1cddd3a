// How many events a second the simulation draws, how many transitions a second the replay checker makes
// beyond a million states, and what a state takes.
#include <fmt/format.h>

#include <chrono>
#include <ctime>

#include "replay/search.h"
#include "replay/simulate.h"

namespace {

/// Events that the simulation draws in a second of one core's time: failures, repeats and late events.
void simulation() {
  using namespace decide::replay;
  Declaration declared;
  declared.live.present = declared.live.sees_duplicates = declared.live.loses_late = true;
  declared.live.dedup = Dedup::too_short;
  Hazards hazards;
  hazards.crash = 0.01;
  hazards.repeat = Delay::exponential(0.008, 300);
  hazards.remembered = 600;
  hazards.late = Delay::exponential(0.02, 600);
  hazards.counted_until = 600;
  constexpr std::uint64_t events = 50'000'000;
  const std::clock_t begin = std::clock();
  const Simulated simulated = simulate(declared, hazards, events, 7);
  const double seconds = static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
  fmt::print("simulation: {:.1f} M events/s a core, counted too often {:.4f} %\n",
             static_cast<double>(events) / seconds / 1e6, 100 * simulated.over.tally.share());
}

}  // namespace

int main() {
  using namespace decide::replay;
  simulation();
  Model model;
  model.declared.live.present = model.declared.job.present = true;
  model.declared.live.effect = model.declared.job.effect = Effect::upsert;
  model.declared.live.versioned = model.declared.job.versioned = true;
  model.shape = {5, 2, {0, 0, 0, 1, 1}};
  model.faults = 2;
  model.possible = fault::usual;
  for (const int jobs : {1, 2}) {
    Effort effort;
    effort.budget = 4'000'000;
    const auto begin = std::chrono::steady_clock::now();
    Search search(model, 0, jobs, effort);
    search.run({});
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    fmt::print("replay, {} thread{}: {} states, {:.2f} M transitions/s, {:.1f} bytes a state\n", jobs,
               jobs == 1 ? "" : "s", effort.states, static_cast<double>(effort.transitions) / seconds / 1e6,
               static_cast<double>(search.store().bytes()) / static_cast<double>(search.store().size()));
  }
  return 0;
}
