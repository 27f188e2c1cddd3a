// How many transitions a second the replay checker makes beyond a million states, and what a state takes.
#include <fmt/format.h>

#include <chrono>

#include "replay/search.h"

int main() {
  using namespace decide::replay;
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
