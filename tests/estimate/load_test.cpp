#include "estimate/load.h"

#include <fmt/format.h>

#include "estimate/delay.h"
#include "figures.h"

using decide::estimate::Load;
namespace estimate = decide::estimate;
namespace units = decide::units;

namespace {

constexpr std::string_view lineage =
    "scope:\n"
    "  volume: {average: 10k/s, peak: 30k/s, pattern: spiky}\n"
    "model:\n"
    "  sources:\n"
    "    topic: {kind: kafka}\n"
    "    other: {kind: kafka, rows: 500/s}\n"
    "  tables:\n"
    "    raw: {role: raw, rows: 86.4M/day, row_size: 100 B, retention: 30 d, columns: {id: {type: string}}}\n"
    "    sums: {role: aggregate, rows: 1M/day, row_size: 100 B, retention: 30 d}\n"
    "    live: {role: aggregate, rows: 1M/day, row_size: 100 B, retention: 30 d}\n"
    "    pair: {role: attribution, rows: 1M/day, row_size: 100 B, attribution: {of: sums, to: [raw], window: "
    "30 d}}\n"
    "  pipelines:\n"
    "    land: {from: [topic], to: raw, mode: micro_batch, every: 1 min, capacity: 4k/s}\n"
    "    count: {from: [raw], to: sums, mode: batch, every: 1 d, lookback: 4 d, capacity: 10k/s}\n"
    "    quick: {from: [topic], to: live, mode: stream, every: 30 s, watermark: 3 min, dedup: {key: [id], "
    "within: 1 "
    "d}}\n"
    "    join: {from: [sums, raw], to: pair, mode: batch, every: 1 d, capacity: 100k/s}\n";

const decide::derive::NamedPipeline& pipeline(const Sample& sample, std::string_view name) {
  const auto* found = sample.read.design.model.pipelines.find(name);
  REQUIRE(found != nullptr);
  return *found;
}

std::optional<estimate::Delay> delay(const Figured& design, std::string_view table) {
  return design.estimates.delays().of(design.id(table));
}

}  // namespace

TEST_CASE(
    "load: a source has the rows of the raw table that it fills, and the scope's peak over its average") {
  const Figured design{lineage};
  CHECK(estimate::source_rate(design.facts, design.id("topic")) == near(1000));
  CHECK(estimate::source_rate(design.facts, design.id("other")) == near(500));
  const auto load = estimate::load(design.facts, pipeline(design, "land"));
  REQUIRE(load);
  CHECK(load->average == near(1000));
  CHECK(load->peak == near(3000));
  CHECK(load->sustained() == near(3000));
}

TEST_CASE("backlog: load x outage / (capacity - load)") {
  const Load steady{1000, 3000, false};
  CHECK(estimate::drain_time(steady, {3000}, units::hours(2))->value == near(3600));
  CHECK_FALSE(estimate::drain_time(steady, {1000}, units::hours(2)));
  const Load spiky{1000, 3000, true};
  CHECK(estimate::drain_time(spiky, {4000}, units::hours(2))->value == near(6 * 3600));
}

TEST_CASE("runs: what they look back over, and over the window for the sides of a join") {
  const Figured design{lineage};
  CHECK(estimate::rows_a_run(design.facts, pipeline(design, "land")) == near(60'000));
  CHECK(estimate::rows_a_run(design.facts, pipeline(design, "count")) == near(4 * 86.4e6));
  CHECK(estimate::run_time(design.facts, pipeline(design, "count"))->value == near(34'560));
  CHECK_FALSE(estimate::rows_a_run(design.facts, pipeline(design, "quick")));
  CHECK(estimate::rows_a_run(design.facts, pipeline(design, "join")) == near(1e6 + 31 * 86.4e6));
}

TEST_CASE("jobs: range x rows a day / what the live load leaves") {
  const auto job = [](std::string_view how) {
    return Figured(
        std::string(lineage) +
        fmt::format("backfill: {{jobs: {{j: {{rebuilds: sums, from: [raw], range: 10 d, capacity: 5k/s, "
                    "while_live: {}}}}}}}\n",
                    how));
  };
  const Figured paused = job("paused");
  const Figured fenced = job("fenced");
  const Figured beside = job("concurrent");
  CHECK(estimate::job_time(paused.facts, paused.read.design.backfill.jobs[0])->value == near(172'800));
  CHECK(estimate::job_time(fenced.facts, fenced.read.design.backfill.jobs[0])->value == near(216'000));
  CHECK(estimate::job_time(beside.facts, beside.read.design.backfill.jobs[0])->value == near(216'000));
}

TEST_CASE("state: rate x window x bytes of a key") {
  const Figured design{lineage};
  const auto states = estimate::states(design.facts, pipeline(design, "quick"));
  REQUIRE(states.size() == 1);
  CHECK(states[0].bytes() == near(86.4e6 * 40));
  CHECK_FALSE(states[0].forever);
  CHECK(estimate::states(design.facts, pipeline(design, "count")).empty());
}

TEST_CASE("delay: the sum of what each hop waits for") {
  const Figured design{lineage};
  CHECK(delay(design, "topic")->total.value == 0);
  // 60 s, and 60,000 rows at 4k/s.
  CHECK(delay(design, "raw")->total.value == near(75));
  CHECK(delay(design, "sums")->total.value == near(75 + 86'400 + 34'560));
  CHECK(delay(design, "live")->total.value == near(210));
  CHECK(design.show(design.estimates.delays().path(design.id("sums"))) == "topic -> raw -> sums");
  const auto hops = design.estimates.delays().hops(design.id("sums"));
  REQUIRE(hops.size() == 2);
  CHECK(hops[1].run.value == near(34'560));
}

TEST_CASE("delay: the fastest of writers with one source, the slowest of several sources") {
  const auto design = [](std::string_view second) {
    return Figured(fmt::format(
        "model: {{sources: {{a: {{kind: kafka}}, b: {{kind: kafka}}}}, tables: {{t: {{role: raw}}}}, "
        "pipelines: {{x: {{from: [a], to: t, mode: stream, every: 1 min}}, y: {{from: [{}], to: t, "
        "mode: batch, every: 1 d}}}}}}\n",
        second));
  };
  CHECK(delay(design("a"), "t")->total.value == 60);
  CHECK(delay(design("b"), "t")->total.value == 86'400);
}

TEST_CASE("delay: a cycle, a table without a source and an unknown interval have none") {
  const Figured cycle(
      "model: {tables: {a: {role: fact}, b: {role: fact}}, pipelines: {x: {from: [a], to: b, every: 1 d}, "
      "y: {from: [b], to: a, every: 1 d}}}\n");
  CHECK_FALSE(delay(cycle, "a"));
  CHECK_FALSE(delay(cycle, "b"));
  const Figured open(
      "model: {sources: {s: {kind: kafka}}, tables: {t: {role: raw}}, pipelines: {p: {from: [s], to: t, "
      "mode: batch}}}\n");
  CHECK_FALSE(delay(open, "t"));
}

TEST_CASE("delay: results that are corrected do not wait for the watermark") {
  std::string corrected(lineage);
  corrected.replace(corrected.find("watermark: 3 min"), 16, "watermark: 3 min, late: correct");
  CHECK(delay(Figured(corrected), "live")->total.value == near(30));
}
