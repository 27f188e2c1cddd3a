#include "replay/naive.h"

#include "replay/declared.h"
#include "replay/random.h"

/// The checker against a second one.
namespace decide {
namespace {

using namespace replay;

constexpr Bounds tiny{"tiny", 2, 2, 1, 2, 400'000};

std::string first_answers(const Declaration& declared) {
  Options options;
  options.bounds = tiny;
  const Outcome outcome = explore(declared, options);
  std::string text;
  for (const char* name : {"rerun", "retry", "late", "order", "half", "silent", "repeat"}) {
    const Witness* found = outcome.find(*defect_named(name));
    text += name;
    text += found == nullptr ? std::string(" holds")
                             : " " + std::to_string(found->events) + " " + std::to_string(found->faults) +
                                   " " + std::to_string(found->steps.size());
    text += "\n";
  }
  return text;
}

/// The manual does not say whether the delete of a write that is not atomic is dropped with a repeat of it.
/// The naive checker drops both, the other the insert only; how a failure ends is not compared there.
bool is_open(const Declaration& declared) {
  const Live& live = declared.live;
  return live.effect == Effect::overwrite && !live.atomic && live.token != Token::none;
}

std::string without_retry(const std::string& answers) {
  const std::size_t begin = answers.find("retry"), end = answers.find('\n', begin);
  return answers.substr(0, begin) + answers.substr(end + 1);
}

TEST_CASE("a pipeline by itself: the same verdicts and costs as a second, naive checker") {
  int broken = 0, open = 0;
  for (std::uint64_t seed = 0; seed < DECIDE_NAIVE_COUNT; ++seed) {
    Declaration declared = test::any_declaration(seed);
    declared.live.present = true;
    declared.job = {};
    declared.erasable = false;
    const std::string naive = test::naive_answers(declared), first = first_answers(declared);
    CAPTURE(seed);
    REQUIRE(without_retry(first) == without_retry(naive));
    if (is_open(declared))
      ++open;
    else
      REQUIRE(first == naive);
    if (naive.find('1') != std::string::npos) ++broken;
  }
  CHECK(broken > DECIDE_NAIVE_COUNT / 2);
  CHECK(open < DECIDE_NAIVE_COUNT / 10);
}

TEST_CASE("at most once: what is read after a failure is no repeat of what was lost") {
  Declaration declared = test::live(Effect::add, Delivery::at_most_once);
  declared.live.token = Token::run;
  CHECK(test::answer(declared, Defect::silent) == "holds");
  CHECK(test::answer(declared, Defect::retry) == "1 1 3");
}

}  // namespace
}  // namespace decide
