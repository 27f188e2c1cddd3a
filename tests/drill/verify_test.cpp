#include "drill/verify.h"

#include "catch.h"
#include "drill/scaffold.h"
#include "drill/scenarios.h"

namespace decide {
namespace {

rules::CheckOptions options() {
  rules::CheckOptions check;
  check.today = {20782};
  check.fixes = false;
  check.memo = std::make_shared<replay::Memo>();
  return check;
}

std::string told(const drill::Verified& one) {
  std::string text;
  for (const std::string& trouble : one.troubles) text += trouble + "\n";
  return text;
}

TEST_CASE("every scenario keeps its promises") {
  const drill::Shelf shelf;
  const drill::Pool pool(shelf);
  auto names = shelf.names();
  REQUIRE(names.size() >= test::most_scenarios);
  names.resize(test::most_scenarios);
  for (const std::string_view name : names) {
    const auto one = drill::verify(shelf, pool, name, options());
    INFO(name << "\n" << told(one));
    CHECK(one.troubles.empty());
    CHECK(one.reference >= drill::reference_points);
    CHECK(one.first_try < drill::first_try_points);
    CHECK(one.first_try > 0);
  }
}

TEST_CASE("more ways to ask stand in a file of their own") {
  drill::Shelf shelf;
  const auto files = drill::scaffold("mine");
  const auto read = [&](const std::string& asks) {
    shelf.add("mine", {.scenario = Source("scenario.yaml", files[0].text),
                       .asks = Source("asks.yaml", asks),
                       .reference = Source("reference.yaml", files[1].text),
                       .first_try = Source("first-try.yaml", files[2].text)});
    return shelf.read("mine");
  };
  const std::size_t before = read("volume: []").scenario.answer("volume")->asks.size();
  const auto more = read("volume: [is it a flood]\nnobody: [who pays the electricity]\n");
  CHECK(more.errors.empty());
  CHECK(more.scenario.answer("volume")->asks.size() == before + 1);
  CHECK(more.scenario.unanswerable == std::vector<std::string>{"who pays the electricity"});
  const auto wrong = read("volumes: [is it a flood]\n");
  REQUIRE(wrong.errors.size() == 1);
  CHECK(wrong.errors[0].message == "asks.yaml:1:1: `volumes` is no answer of this scenario");
  CHECK(told(drill::verify(shelf, drill::Pool(shelf), "mine", options())).find("asks.yaml:1:1") !=
        std::string::npos);
}

TEST_CASE("broken promises are found") {
  drill::Shelf shelf;
  const auto verified = [&](std::size_t file, const std::string& from, const std::string& to) {
    auto files = drill::scaffold("mine");
    std::string& text = files[file].text;
    REQUIRE(text.find(from) != std::string::npos);
    text.replace(text.find(from), from.size(), to);
    shelf.add("mine", {.scenario = Source("scenario.yaml", files[0].text),
                       .asks = {},
                       .reference = Source("reference.yaml", files[1].text),
                       .first_try = Source("first-try.yaml", files[2].text)});
    return told(drill::verify(shelf, drill::Pool(shelf), "mine", options()));
  };
  CHECK(verified(0, "mid senior", "senior mid").empty());
  CHECK(verified(0, "peak: 150k/s", "peak: 900k/s").find("does not survive `busier`: M243") !=
        std::string::npos);
  CHECK(verified(0, "scope.duplicates: 0.8%", "scope.duplicates: 3%")
            .find("the reference says something else") != std::string::npos);
  CHECK(verified(1, "peak: 120k/s", "peak: 20k/s").find("the reference has a finding: S102") !=
        std::string::npos);
  CHECK(verified(0, "level: senior", "level: junior").find("`junior` is no level") != std::string::npos);
}

}  // namespace
}  // namespace decide
