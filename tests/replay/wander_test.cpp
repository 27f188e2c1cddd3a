#include "replay/wander.h"

#include <algorithm>

#include "replay/declared.h"

/// Schedules at random, where the budget of states is too small for all.
namespace decide {
namespace {

using namespace replay;

/// The reach of `deep` without the budget for it.
constexpr Bounds starved{"deep", 6, 3, 4, 3, 50};

Declaration stale() {
  Declaration declared = test::live(Effect::upsert);
  declared.live.versioned = true;
  test::with_job(declared, Effect::upsert);
  return declared;
}

TEST_CASE("a random schedule is one that can happen, and the same for the same seed") {
  const Declaration declared = stale();
  Witness witness;
  witness.shape = {4, 2, {0, 0, 1, 1}};
  witness.faults = 2;
  const Model model = model_of(declared, witness);
  std::size_t crashes = 0;
  for (std::uint64_t seed = 1; seed < 200; ++seed) {
    const auto steps = random_schedule(model, seed, 30);
    CHECK(steps == random_schedule(model, seed, 30));
    State state = initial(model);
    for (const Action action : steps) {
      const Actions possible = enabled(model, state);
      REQUIRE(std::find(possible.begin(), possible.end(), action) != possible.end());
      Seen seen;
      state = step(model, state, action, seen);
      if (action.verb == Verb::crash) ++crashes;
    }
  }
  CHECK(crashes > 10);
  CHECK(random_schedule(model, 1, 30) != random_schedule(model, 2, 30));
}

TEST_CASE("what a random schedule finds is shown as short as the search of its events makes it") {
  CHECK(test::answer(test::live(Effect::add), Defect::retry, fault::usual, starved) == "1 1 5");
  CHECK(test::answer(stale(), Defect::race, fault::usual, starved) == "2 0 6");
  Declaration erased = test::live(Effect::add);
  erased.erasable = erased.live.source_erased = true;
  CHECK(test::answer(erased, Defect::erased, fault::usual, starved) == "1 1 4");
}

TEST_CASE("where random schedules find nothing, nothing is claimed") {
  Declaration guarded = stale();
  guarded.job.versioned = true;
  CHECK(test::answer(guarded, Defect::race, fault::usual, starved) == "not exhausted");
  CHECK(test::answer(test::live(Effect::put), Defect::retry, fault::usual, starved) == "not exhausted");
}

TEST_CASE("a budget that suffices needs no random schedules") {
  CHECK(test::answer(test::live(Effect::put), Defect::retry, fault::usual, quick) == "holds");
}

}  // namespace
}  // namespace decide
