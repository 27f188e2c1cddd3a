#include "replay/naive.h"

#include <functional>

#include "replay/declared.h"
#include "replay/random.h"

/// The checker against a second one.
namespace decide {
namespace {

using namespace replay;

constexpr Bounds tiny{"tiny", 2, 2, 1, 2, 400'000};
constexpr Bounds two_faults{"two faults", 2, 2, 2, 2, 4'000'000};

const std::vector<std::string> defects{"rerun",  "retry",   "late",  "order",  "race",  "half",
                                       "erased", "overlap", "ghost", "silent", "repeat"};

std::string first_answers(const Declaration& declared, const Bounds& bounds) {
  Options options;
  options.bounds = bounds;
  const Outcome outcome = explore(declared, options);
  std::string text;
  for (const std::string& name : defects) {
    const Witness* found = outcome.find(*defect_named(name));
    text += name;
    text += found == nullptr ? std::string(" holds")
                             : " " + std::to_string(found->events) + " " + std::to_string(found->faults) +
                                   " " + std::to_string(found->steps.size());
    text += "\n";
  }
  return text;
}

/// The same verdicts and costs for so many declarations at random, each made to be of one kind.
void compare(std::uint64_t count, const Bounds& bounds, const std::function<void(Declaration&)>& make) {
  std::uint64_t broken = 0;
  for (std::uint64_t seed = 0; seed < count; ++seed) {
    Declaration declared = test::any_declaration(seed);
    make(declared);
    const std::string naive = test::naive_answers(declared, defects, bounds.faults);
    CAPTURE(seed);
    REQUIRE(first_answers(declared, bounds) == naive);
    if (naive.find('1') != std::string::npos) ++broken;
  }
  CHECK(broken > count / 2);
}

void by_itself(Declaration& declared) {
  declared.live.present = true;
  declared.job = {};
}

void without_pipeline(Declaration& declared) {
  declared.job.present = true;
  declared.live = {};
  declared.job.while_live = WhileLive::concurrent;  // as a design without a pipeline is mapped
}

void together(Declaration& declared) {
  declared.live.present = declared.job.present = true;
}

TEST_CASE("a pipeline by itself: the same verdicts and costs as a second, naive checker") {
  compare(DECIDE_NAIVE_COUNT, tiny, by_itself);
}

TEST_CASE("a job by itself: the same verdicts and costs as a second, naive checker") {
  compare(DECIDE_NAIVE_COUNT, tiny, without_pipeline);
}

TEST_CASE("a pipeline and a job together: the same verdicts and costs as a second, naive checker") {
  compare(DECIDE_NAIVE_COUNT / 5, tiny, together);
}

TEST_CASE("two faults: the same verdicts and costs as a second, naive checker") {
  compare(DECIDE_NAIVE_COUNT / 100, two_faults, by_itself);
  compare(DECIDE_NAIVE_COUNT / 100, two_faults, without_pipeline);
  compare(DECIDE_NAIVE_COUNT / 100, two_faults, together);
}

// Too long for every run: test_replay "[long]"
TEST_CASE("a pipeline and a job together, by a second checker on 10,000 declarations", "[.long]") {
  compare(10'000, tiny, together);
}

TEST_CASE("two faults, by a second checker on 1,000 declarations", "[.long]") {
  compare(1'000, two_faults, by_itself);
  compare(1'000, two_faults, without_pipeline);
  compare(1'000, two_faults, together);
}

TEST_CASE("at most once: what is read after a failure is no repeat of what was lost") {
  Declaration declared = test::live(Effect::add, Delivery::at_most_once);
  declared.live.token = Token::run;
  CHECK(test::answer(declared, Defect::silent) == "holds");
  CHECK(test::answer(declared, Defect::retry) == "1 1 3");
}

}  // namespace
}  // namespace decide
