#include "drill/scenario.h"

#include "catch.h"
#include "drill/shelf.h"

namespace decide {
namespace {

const drill::Topics topics{{"lateness", {"how late can events be"}}};

drill::ScenarioRead read(const std::string& text) {
  return drill::read_scenario("x", yaml::parse(Source("x/scenario.yaml", text)), topics);
}

const std::string head = "scenario: 1\ntitle: T\nlevel: mid\nminutes: 40\nprompt: P\n";

/// The first error of a text, with its help.
std::string first_error(const std::string& text) {
  const auto got = read(text);
  REQUIRE(!got.errors.empty());
  return got.errors.front().message + " / " + got.errors.front().help;
}

TEST_CASE("a scenario is read") {
  const auto got = read(
      head +
      "answers:\n  late: {topic: lateness, says: Three days., sets: {scope.lateness.max: 3 d}, worth: 8}\n"
      "pivots:\n  more: {says: More., set: {scope.duplicates: 2%}, clean: [M235], when: B401,\n"
      "    wants: [{path: backfill.jobs, holds: rebuilds}]}\n"
      "rubric: {framing: 60}\n");
  REQUIRE(got.errors.empty());
  const drill::Scenario& scenario = got.scenario;
  CHECK(scenario.minutes == 40);
  REQUIRE(scenario.answer("late") != nullptr);
  CHECK(scenario.answer("late")->sets.front().value == "3 d");
  REQUIRE(scenario.pivot("more") != nullptr);
  CHECK(scenario.pivot("more")->wants.front().holds == "rebuilds");
  double sum = 0;
  for (const double weight : scenario.weights) sum += weight;
  CHECK(sum > 99.999);
  CHECK(sum < 100.001);
  CHECK(scenario.weights[0] == Approx(50));
}

TEST_CASE("what is wrong is said with its place") {
  const std::string answers = "answers:\n  late: {topic: lateness, says: Three days.}\n";
  CHECK(first_error(head + answers + "pivotz: {}\n") ==
        "x/scenario.yaml:8:1: `pivotz` is no key here / did you mean pivots?");
  CHECK(first_error("scenario: 1\n" + answers).starts_with("x/scenario.yaml:1:1: `title` is missing"));
  CHECK(first_error(head + "answers:\n  late: {asks: [a], says: b, sets: {scope.lateness.mx: 3 d}}\n")
            .starts_with("x/scenario.yaml:7:37: `scope.lateness.mx` is no path of a design"));
  CHECK(first_error(head + "answers:\n  late: {asks: [a], says: b, sets: {scope.lateness.max: 3}}\n")
            .starts_with("x/scenario.yaml:7:57: `3` of `scope.lateness.max`"));
  CHECK(first_error(head + "answers:\n  late: {asks: [a], says: b, sets: {model.tables: {}}}\n")
            .starts_with("x/scenario.yaml:7:37: `model.tables` is not below scope"));
  CHECK(first_error(head + answers + "pivots:\n  p: {says: a, clean: [M999]}\n")
            .starts_with("x/scenario.yaml:9:23: there is no rule `M999`"));
  CHECK(first_error(head + "answers:\n  odd: {says: b}\n")
            .starts_with("x/scenario.yaml:7:8: nothing reaches `odd`"));
  CHECK(first_error("a: [\n").starts_with("x/scenario.yaml:"));
}

TEST_CASE("the library has what a drill needs, everywhere") {
  const drill::Shelf shelf;
  CHECK(shelf.names().size() >= 20);
  for (const std::string_view name : shelf.names()) {
    INFO(name);
    const auto got = shelf.read(name);
    REQUIRE(got.errors.empty());
    const auto has = [&](std::string_view topic) {
      for (const auto& answer : got.scenario.answers) {
        if (answer.topic == topic) return true;
      }
      return false;
    };
    for (const std::string_view topic : drill::seven_questions) CHECK(has(topic));
    CHECK(has("lateness"));
    CHECK(has("duplicates"));
    CHECK(got.scenario.answers.size() >= 12);
    CHECK(got.scenario.pivots.size() >= 5);
  }
}

TEST_CASE("an unknown scenario is answered with the nearest") {
  const auto got = drill::Shelf().scenario("ad-event");
  REQUIRE(!got);
  CHECK(got.error().help == "did you mean ad-events?");
}

}  // namespace
}  // namespace decide
