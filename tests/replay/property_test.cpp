#include <cstdint>

#include "replay/declared.h"

namespace decide {
namespace {

using namespace replay;

/// Numbers that are the same on every machine.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : state_(seed * 0x9E3779B97F4A7C15ULL + 1) {}
  std::uint32_t below(std::uint32_t n) {
    state_ ^= state_ << 13U;
    state_ ^= state_ >> 7U;
    state_ ^= state_ << 17U;
    return static_cast<std::uint32_t>(state_ >> 33U) % n;
  }
  bool coin() { return below(2) == 1; }

 private:
  std::uint64_t state_;
};

void fill(Writer& writer, Dice& dice) {
  writer.effect = static_cast<Effect>(dice.below(4));
  writer.versioned = dice.coin();
  writer.distinct = dice.coin();
  writer.atomic = dice.below(3) != 0;
  writer.isolation = static_cast<Isolation>(dice.below(3));
  writer.token = static_cast<Token>(dice.below(3));
  writer.sees_duplicates = dice.coin();
  writer.dedup = static_cast<Dedup>(dice.below(3));
  writer.source_erased = dice.coin();
  writer.erase_conflicts = dice.coin();
}

Declaration any_declaration(std::uint64_t seed) {
  Dice dice(seed);
  Declaration declared;
  declared.live.present = dice.below(4) != 0;
  declared.job.present = !declared.live.present || dice.coin();
  fill(declared.live, dice);
  fill(declared.job, dice);
  declared.live.batch = dice.coin();
  declared.live.whole = declared.live.effect == Effect::overwrite || dice.coin();
  declared.live.delivery = static_cast<Delivery>(dice.below(3));
  declared.live.loses_late = dice.below(4) == 0;
  declared.job.while_live = static_cast<WhileLive>(dice.below(3));
  declared.job.exclusive = dice.coin();
  declared.job.readers_held = dice.coin();
  declared.erasable = dice.below(3) == 0;
  return declared;
}

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

void check_reductions(std::uint64_t from, std::uint64_t to) {
  for (std::uint64_t seed = from; seed < to; ++seed) {
    const Declaration declared = any_declaration(seed);
    Options options;
    options.bounds = small;
    options.possible = fault::any;
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
    const Outcome outcome = explore(any_declaration(seed), options);
    CAPTURE(seed);
    CHECK(outcome.find(Defect::stuck) == nullptr);
    CHECK(outcome.exhausted);
    CHECK(outcome.states > 0);
  }
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
