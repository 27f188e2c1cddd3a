#include "replay/naive.h"

#include <initializer_list>

#include "replay/declared.h"
#include "replay/naive_job.h"
#include "replay/random.h"

/// The checker against a second one.
namespace decide {
namespace {

using namespace replay;

constexpr Bounds tiny{"tiny", 2, 2, 1, 2, 400'000};

std::string first_answers(const Declaration& declared, std::initializer_list<const char*> names) {
  Options options;
  options.bounds = tiny;
  const Outcome outcome = explore(declared, options);
  std::string text;
  for (const char* name : names) {
    const Witness* found = outcome.find(*defect_named(name));
    text += name;
    text += found == nullptr ? std::string(" holds")
                             : " " + std::to_string(found->events) + " " + std::to_string(found->faults) +
                                   " " + std::to_string(found->steps.size());
    text += "\n";
  }
  return text;
}

TEST_CASE("a pipeline by itself: the same verdicts and costs as a second, naive checker") {
  int broken = 0;
  for (std::uint64_t seed = 0; seed < DECIDE_NAIVE_COUNT; ++seed) {
    Declaration declared = test::any_declaration(seed);
    declared.live.present = true;
    declared.job = {};
    declared.erasable = false;
    const std::string naive = test::naive_answers(declared);
    CAPTURE(seed);
    REQUIRE(first_answers(declared, {"rerun", "retry", "late", "order", "half", "silent", "repeat"}) ==
            naive);
    if (naive.find('1') != std::string::npos) ++broken;
  }
  CHECK(broken > DECIDE_NAIVE_COUNT / 2);
}

TEST_CASE("a job by itself: the same verdicts and costs as a second, naive checker") {
  int broken = 0;
  for (std::uint64_t seed = 0; seed < DECIDE_NAIVE_COUNT; ++seed) {
    Declaration declared = test::any_declaration(seed);
    declared.job.present = true;
    declared.live = {};
    declared.job.while_live = WhileLive::concurrent;  // as a design without a pipeline is mapped
    declared.erasable = false;
    const std::string naive = test::naive_job_answers(declared);
    CAPTURE(seed);
    REQUIRE(first_answers(declared, {"rerun", "retry", "order", "half", "overlap", "silent", "repeat"}) ==
            naive);
    if (naive.find('1') != std::string::npos) ++broken;
  }
  CHECK(broken > DECIDE_NAIVE_COUNT / 2);
}

TEST_CASE("at most once: what is read after a failure is no repeat of what was lost") {
  Declaration declared = test::live(Effect::add, Delivery::at_most_once);
  declared.live.token = Token::run;
  CHECK(test::answer(declared, Defect::silent) == "holds");
  CHECK(test::answer(declared, Defect::retry) == "1 1 3");
}

}  // namespace
}  // namespace decide
