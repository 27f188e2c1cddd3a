#include <fmt/format.h>

#include <string>

#include "catch.h"
#include "rules/marked.h"

namespace decide {
namespace {

using test::findings_of;
using test::fires;
using test::silent;

/// A stream that bears `capacity` at a peak of 20k/s, beside one that bears everything.
std::string growing(std::string_view capacity, std::string_view what_ifs, std::string_view key = "what_if") {
  return fmt::format(R"(scope:
  volume: {{average: 10k/s, peak: 20k/s}}
model:
  sources: {{topic: {{kind: kafka, partitions: 64, retention: 7 d}}}}
  tables: {{clicks: {{role: raw, key: [id]}}, views: {{role: raw, key: [id]}}}}
  pipelines:
    land: {{from: [topic], to: clicks, mode: stream, capacity: {}}}
    view: {{from: [topic], to: views, mode: stream, capacity: 80M/s}}
close:
  {}: {{{}}}
)",
                     capacity, key, what_ifs);
}

const std::string ten = "when: {scope.volume.average: x10, scope.volume.peak: x10}";

}  // namespace

TEST_CASE("C531 says what breaks first, and at which factor") {
  const auto found =
      findings_of("C531", growing("60k/s", "a: {when: {scope.volume.peak: x1.1}, breaks: [view]}"));
  REQUIRE(found.size() == 1);
  CHECK(found.front().path == "close.what_if");
  CHECK(found.front().severity == diag::Severity::warning);
  CHECK(found.front().message.find("model.pipelines.land") != std::string::npos);
  // 60k/s is 1.5 times 40k/s, which is twice today's peak; within the search's 2 %
  CHECK(found.front().message.find("at 2.0") != std::string::npos);
}

TEST_CASE("C531 is content with the pipeline, or the table that it fills") {
  CHECK(silent("C531", growing("60k/s", "a: {" + ten + ", breaks: [land]}")));
  CHECK(silent("C531", growing("60k/s", "a: {" + ten + ", breaks: [clicks]}")));
  CHECK(silent("C531", growing("60k/s", "a: {when: {scope.retention.raw: x2}, breaks: [land]}")));
  CHECK(silent("C531", growing("60k/s", "")));
}

TEST_CASE("C532 makes the change, and looks whether the name draws anything new") {
  CHECK(silent("C532", growing("60k/s", "a: {" + ten + ", breaks: [land]}")));
  CHECK(fires("C532", growing("60k/s", "a: {" + ten + ", breaks: [land, «view»]}")));
  CHECK(fires("C532", growing("60k/s", "a: {when: {scope.volume.peak: x1.5}, breaks: [«land»]}")));
  CHECK(silent("C532", growing("60k/s", "a: {when: {scope.volume.peak: 100k/s}, breaks: [land]}")));
  CHECK(
      silent("C532", growing("60k/s", "a: {when: {model.pipelines.land.capacity: 10k/s}, breaks: [land]}")));
  CHECK(
      fires("C532", growing("60k/s", "a: {when: {model.pipelines.land.capacity: 70k/s}, breaks: [«land»]}")));
}

TEST_CASE("C532 leaves unknown names, and designs that do not read, to the rules that own them") {
  CHECK(silent("C532", growing("400k/s", fmt::format("a: {{{}, breaks: [nobody], then: x}}", ten))));
  std::string text = growing("400k/s", fmt::format("a: {{{}, breaks: [«view»], then: x}}", ten));
  CHECK(fires("C532", text));
  text.replace(text.find("«view»"), std::string("«view»").size(), "view");
  text.replace(text.find("average: 10k/s"), 14, "averge: 10k/s");
  CHECK(silent("C532", text));
}

TEST_CASE("C532 does not count what is found today already") {
  CHECK(fires("C532", growing("10k/s", "a: {" + ten + ", breaks: [«land»]}")));
}

TEST_CASE("C532 takes an error for new where today there is a warning") {
  // state of 14 d: 106 GB is a warning, ten times that an error
  const auto state = [](std::string_view average) {
    return fmt::format(R"(scope:
  volume: {{average: {}}}
model:
  sources: {{topic: {{kind: kafka}}}}
  tables: {{clicks: {{role: raw, key: [id], columns: {{id: {{type: string}}}}}}}}
  pipelines:
    land: {{from: [topic], to: clicks, mode: stream, dedup: {{key: [id], within: 14 d}}}}
close:
  what_if: {{a: {{when: {{scope.volume.average: x10}}, breaks: [land]}}}}
)",
                       average);
  };
  const auto found = findings_of("M239", state("3k/s"));
  REQUIRE(found.size() == 1);
  CHECK(found.front().severity == diag::Severity::warning);
  CHECK(silent("C532", state("3k/s")));
  CHECK(findings_of("C532", state("50k/s")).size() == 1);
}

TEST_CASE("C532 knows a consumer by the promise that breaks") {
  const auto behind = [](std::string_view breaks) {
    return fmt::format(R"(scope:
  volume: {{average: 10k/s, peak: 20k/s}}
  consumers: {{dash: {{kind: dashboard, freshness: 1 h}}, other: {{kind: dashboard, freshness: 9 d}}}}
model:
  sources: {{topic: {{kind: kafka, partitions: 64, retention: 7 d}}}}
  tables: {{raw: {{role: raw, key: [id], rows: 100M/day}}, daily: {{role: aggregate, key: [day]}}}}
  pipelines:
    land: {{from: [topic], to: raw, mode: stream}}
    count: {{from: [raw], to: daily, mode: micro_batch, every: 30 min, lookback: 6 h, capacity: 100k/s}}
  queries: {{q: {{table: daily, consumer: dash}}, r: {{table: daily, consumer: other}}}}
close:
  what_if: {{a: {{when: {{model.pipelines.count.every: 2 h}}, breaks: [{}]}}}}
)",
                       breaks);
  };
  CHECK(silent("C532", behind("dash")));
  CHECK(fires("C532", behind("dash, «other»")));
}

TEST_CASE("C531 is not settled by a what-if on another part of the volume") {
  CHECK(findings_of("C531", growing("60k/s", "a: {" + ten +
                                                 ", breaks: [view]}, b: {when: {scope.volume.peak: "
                                                 "x0.9, scope.volume.average: x0.9}, breaks: [view]}"))
            .size() == 1);
}

TEST_CASE("C533 counts the load, not how it grows") {
  CHECK(findings_of("C533", growing("60k/s", "a: {when: {scope.volume.growth: x10}}")).size() == 1);
  CHECK(findings_of("C533", growing("60k/s", "a: {when: {scope.volume.peak: 120k/s}}")).size() == 1);
  CHECK(silent("C533", growing("60k/s", "a: {when: {scope.volume.peak: 200k/s}}")));
  CHECK(silent("C533", growing("60k/s", "a: {when: {scope.volume: x10}}")));
}

TEST_CASE("C533 wants ten times the load, as a factor or as a number") {
  CHECK(silent("C533", growing("60k/s", "a: {when: {scope.volume.average: x10}}")));
  CHECK(silent("C533", growing("60k/s", "a: {when: {scope.volume.average: 100k/s}}")));
  CHECK(findings_of("C533", growing("60k/s", "a: {when: {scope.volume.average: x9}}")).size() == 1);
  CHECK(findings_of("C533", growing("60k/s", "a: {when: {scope.retention.raw: x10}}")).size() == 1);
}

}  // namespace decide
