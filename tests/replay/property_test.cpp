#include <cstdint>
#include <iterator>

#include "replay/declared.h"
#include "replay/random.h"

namespace decide {
namespace {

using namespace replay;
using test::any_declaration;

/// Everything that a search says, in one text.
std::string all_of(const Outcome& outcome, bool with_steps) {
  std::string said = outcome.exhausted ? "exhausted" : "budget";
  for (const Witness& witness : outcome.witnesses) {
    said += "\n" + std::string(defect_name(witness.defect)) + " " + cost(witness);
    for (const Action action : witness.steps) {
      if (with_steps)
        said += " " + std::to_string(static_cast<int>(action.verb)) + "." + std::to_string(action.of);
    }
  }
  return said;
}

constexpr Bounds small{"small", 2, 2, 2, 2, 400'000};

TEST_CASE("every timeline that is found can be executed again") {
  int found = 0;
  for (std::uint64_t seed = 0; seed < 150; ++seed) {
    const Declaration declared = any_declaration(seed);
    Options options;
    options.bounds = small;
    options.possible = fault::any;
    for (const Witness& witness : explore(declared, options).witnesses) {
      CAPTURE(seed, defect_name(witness.defect));
      REQUIRE(replay::replay(declared, witness));
      ++found;
    }
  }
  CHECK(found > 150);
}

TEST_CASE("an altered timeline is refused, or is another one that goes wrong as well") {
  const Declaration declared = test::live(Effect::add);
  const Outcome outcome = explore(declared, {});
  const Witness* witness = outcome.find(Defect::retry);
  REQUIRE(witness != nullptr);
  for (std::size_t i = 0; i < witness->steps.size(); ++i) {
    Witness altered = *witness;
    altered.steps.erase(altered.steps.begin() + static_cast<std::ptrdiff_t>(i));
    CAPTURE(i);
    CHECK_FALSE(replay::replay(declared, altered));
  }
  Witness other = *witness;
  other.defect = Defect::ghost;
  CHECK_FALSE(replay::replay(declared, other));
}

/// Where everything can fail, and where a design's pipeline is held against its job.
constexpr std::uint16_t possible_faults[] = {
    fault::any, fault::usual, static_cast<std::uint16_t>(fault::usual & ~(fault::of_live | fault::duplicate)),
    static_cast<std::uint16_t>(fault::failures | fault::of_live)};

void check_reductions(std::uint64_t from, std::uint64_t to) {
  for (std::uint64_t seed = from; seed < to; ++seed) {
    const Declaration declared = any_declaration(seed);
    Options options;
    options.bounds = small;
    options.possible = possible_faults[seed % std::size(possible_faults)];
    const std::string on = all_of(explore(declared, options), false);
    options.reductions = Reductions::none();
    options.bounds.states = 4'000'000;
    const std::string off = all_of(explore(declared, options), false);
    CAPTURE(seed);
    REQUIRE(on == off);
  }
}

TEST_CASE("reductions change no verdict, no invariant and no cost") {
  check_reductions(0, 60);
}

// Too long for every run: test_replay "[long]"
TEST_CASE("reductions on 10,000 declarations", "[.long]") {
  check_reductions(0, 10'000);
}

TEST_CASE("the same to the byte with any number of threads") {
  Declaration declared = test::live(Effect::upsert);
  declared.live.versioned = true;
  test::with_job(declared, Effect::upsert);
  Options options;
  const std::string alone = all_of(explore(declared, options), true);
  for (const int jobs : {2, 3, 8}) {
    options.jobs = jobs;
    CHECK(all_of(explore(declared, options), true) == alone);
  }
  CHECK(alone.find("race") != std::string::npos);
}

TEST_CASE("what was declared wrong is never stuck, and nothing hangs on what cannot happen") {
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    Options options;
    options.bounds = small;
    options.ways_out = true;
    const Outcome outcome = explore(any_declaration(seed), options);
    CAPTURE(seed);
    CHECK(outcome.find(Defect::stuck) == nullptr);
    CHECK(outcome.exhausted);
    CHECK(outcome.states > 0);
  }
}

TEST_CASE("what can happen does, unless all that it could break is broken already") {
  int whole = 0;
  for (std::uint64_t seed = 0; seed < 120; ++seed) {
    const Declaration declared = any_declaration(seed);
    Options options;
    options.bounds = small;
    const Outcome outcome = explore(declared, options);
    if (!outcome.witnesses.empty()) continue;
    ++whole;
    for (const Verb verb : can_happen(declared, options.possible)) {
      CAPTURE(seed, static_cast<int>(verb));
      CHECK(outcome.coverage.fired[static_cast<std::size_t>(verb)] > 0);
    }
    CHECK(outcome.coverage.disturbed > 0);
  }
  CHECK(whole > 3);
}

/// Bits of the defects that were found.
unsigned defects_in(const Outcome& outcome) {
  unsigned all = 0;
  for (const Witness& witness : outcome.witnesses) all |= 1U << static_cast<unsigned>(witness.defect);
  return all;
}

TEST_CASE("whoever says that all was searched has found all that goes wrong, at any budget") {
  int cut_short = 0;
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    const Declaration declared = any_declaration(seed);
    Options options;
    options.bounds = small;
    const Outcome whole = explore(declared, options);
    for (options.bounds.states = 10; options.bounds.states < 2 * whole.states;
         options.bounds.states += options.bounds.states / 4 + 1) {
      const Outcome outcome = explore(declared, options);
      CAPTURE(seed, options.bounds.states);
      if (outcome.exhausted)
        CHECK(defects_in(outcome) == defects_in(whole));
      else
        ++cut_short;
    }
  }
  CHECK(cut_short > 40);
}

TEST_CASE("a budget of states ends the search and says so") {
  Options options;
  options.bounds.states = 100;
  Declaration declared = test::live(Effect::put);
  test::with_job(declared, Effect::overwrite, WhileLive::fenced);
  const Outcome outcome = explore(declared, options);
  CHECK_FALSE(outcome.exhausted);
  CHECK(outcome.events < quick.events);
}

}  // namespace
}  // namespace decide
