#include "replay/search_cache.h"

#include "replay/declared.h"
#include "replay/random.h"
#include "replay/verdict.h"

/// Searches that several designs share.
namespace decide {
namespace {

using namespace replay;

std::string told(const Outcome& outcome) {
  std::string text = std::to_string(outcome.states) + (outcome.exhausted ? " exhausted" : " not exhausted");
  for (const Witness& witness : outcome.witnesses)
    text +=
        " " + std::to_string(static_cast<int>(witness.defect)) + ":" + std::to_string(witness.steps.size());
  return text;
}

TEST_CASE("what another design has searched is the same, whatever else is known") {
  const auto shared = std::make_shared<SearchCache>();
  Options wide, narrow;
  wide.bounds = {"wide", 2, 2, 1, 2, 20'000};
  narrow.bounds = {"narrow", 1, 1, 1, 1, 20'000};
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    CAPTURE(seed);
    const Declaration declared = test::any_declaration(seed);
    Memo alone, first(shared), second(shared);
    const std::string expected = told(alone.explore(declared, wide));
    CHECK(told(first.explore(declared, wide)) == expected);
    CHECK(told(second.explore(declared, wide)) == expected);
    // A design that asks for a narrow search only must not get what a wide one found for another design.
    Memo third(shared);
    CHECK(told(third.explore(declared, narrow)) == told(explore(declared, narrow)));
  }
}

TEST_CASE("searches that differ in anything that decides them are told apart") {
  SearchCache cache;
  const Declaration declared = test::live(Effect::add, Delivery::at_least_once);
  const SearchKey key{declared, quick, fault::usual, {}};
  cache.add(key, std::make_shared<const Outcome>());
  CHECK(cache.find(key));
  SearchKey other = key;
  other.bounds = brief;
  CHECK_FALSE(cache.find(other));
  other = key;
  other.possible = fault::failures;
  CHECK_FALSE(cache.find(other));
  other = key;
  other.only = Defect::late;
  CHECK_FALSE(cache.find(other));
  other = key;
  other.declared.live.atomic = !other.declared.live.atomic;
  CHECK_FALSE(cache.find(other));
}

}  // namespace
}  // namespace decide
