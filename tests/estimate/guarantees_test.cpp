#include "catch.h"
#include "derive/sample.h"
#include "estimate/estimates.h"

/// What tables promise, derived along the lineage.
namespace {

using decide::estimate::Estimates;
using decide::estimate::Guarantee;
using State = decide::estimate::Repeats::State;

struct Promised {
  explicit Promised(std::string_view body) : sample(body), estimates(sample.facts) {}
  const Guarantee& of(std::string_view table) const { return estimates.guarantees().of(sample.id(table)); }
  std::string way(std::string_view table) const {
    return sample.show(estimates.guarantees().way_of_repeats(sample.id(table)));
  }
  std::string personal(std::string_view table) const {
    std::string names;
    for (const auto& one : of(table).personal) names += one.column->name + " ";
    return names;
  }
  Sample sample;
  Estimates estimates;
};

constexpr std::string_view design = R"(
scope: {lateness: {max: 3 d}, duplicates: 1%, compliance: {personal_data: [ip]}}
model:
  sources: {topic: {kind: kafka}}
  tables:
    clicks:
      role: raw
      key: [id]
      columns:
        id: {type: string}
        user: {type: string, pii: true}
        ip: {type: string}
        at: {type: timestamp, time: event}
    live: {role: aggregate, key: [minute], measures: {n: count}}
    daily:
      role: aggregate
      key: [day, user]
      columns: {day: {type: date}, user: {type: string}, who: {type: string, references: clicks.ip}, n: {type: int64}}
    beside: {role: aggregate, key: [day], measures: {n: count}}
    campaigns: {role: dimension, history: scd1}
    above: {role: aggregate, key: [month]}
  pipelines:
    land: {from: [topic], to: clicks, mode: stream, delivery: at_least_once, write: merge, every: 1 min}
    count-live: {from: [topic], to: live, mode: stream, watermark: 5 min, late: drop, dedup: {key: [id], within: 1 h}}
    count: {from: [clicks], to: daily, mode: batch, every: 1 d, lookback: 4 d, time: event, write: overwrite_partition}
    count-beside: {from: [topic], to: beside, mode: stream, write: merge, nondeterministic: [now], bad_records: drop}
    sum-up: {from: [daily, beside], to: above, mode: batch, every: 1 d, write: replace, uses: [campaigns]}
)";

TEST_CASE("repeats are removed for good, within a time, or counted") {
  const Promised promised(design);
  CHECK(promised.of("clicks").repeats.state == State::removed);
  CHECK(!promised.of("clicks").repeats.within);
  CHECK(promised.of("live").repeats.state == State::removed);
  REQUIRE(promised.of("live").repeats.within.has_value());
  CHECK(promised.of("live").repeats.within->value == 3600);
  CHECK(promised.of("daily").repeats.state == State::removed);
  CHECK(promised.of("beside").repeats.counted());
}

TEST_CASE("a clean table does not clean what was fed beside it") {
  const Promised promised(design);
  CHECK(promised.of("above").repeats.counted());
  CHECK(promised.of("above").repeats.by->name == "count-beside");
  CHECK(promised.way("above") == "topic -> beside -> above");
  CHECK(promised.way("clicks").empty());
}

TEST_CASE("a table is as complete as the least complete of its inputs") {
  const Promised promised(design);
  CHECK(!promised.of("clicks").complete.up_to);
  CHECK(promised.of("live").complete.up_to->value == 300);
  CHECK(promised.of("live").complete.limit->name == "count-live");
  CHECK(promised.of("daily").complete.up_to->value == 3 * 86400);
  CHECK(promised.of("above").complete.up_to->value == 3 * 86400);
  CHECK(promised.of("above").complete.limit->name == "count");
  CHECK(promised.of("above").complete.dropper->name == "count-beside");
  CHECK(promised.of("daily").complete.dropper == nullptr);
}

TEST_CASE("personal columns are marked, listed, or inherited by name and reference") {
  const Promised promised(design);
  CHECK(promised.personal("clicks") == "user ip ");
  CHECK(promised.personal("daily") == "user who ");
  CHECK(promised.of("daily").personal[0].from == promised.sample.id("clicks"));
  CHECK(promised.personal("above").empty());
}

TEST_CASE("the hop that gives other rows the next time is told") {
  const Promised promised(design);
  CHECK(promised.of("daily").repeatable.unless == nullptr);
  CHECK(promised.of("beside").repeatable.what == "now");
  CHECK(promised.of("above").repeatable.unless->name == "sum-up");
  CHECK(promised.of("above").repeatable.what == "campaigns");
  CHECK(promised.of("above").repeatable.looked_up);
}

TEST_CASE("what nothing writes promises nothing") {
  const Promised promised(design);
  CHECK(!promised.of("campaigns").fed);
  CHECK(promised.of("campaigns").repeats.state == State::unsaid);
}

TEST_CASE("of several writers the worst counts, unless a batch replaces what they wrote") {
  const auto two = [](std::string_view how) {
    return fmt::format(
        "scope: {{duplicates: 1%}}\nmodel:\n  sources: {{a: {{kind: kafka}}, b: {{kind: kafka}}}}\n"
        "  tables: {{t: {{role: fact, key: [id]}}, raw: {{role: raw, key: [id]}}}}\n  pipelines:\n"
        "    land: {{from: [a], to: raw, write: merge}}\n    x: {{from: [a], to: t, mode: stream, write: "
        "append}}\n"
        "    y: {{from: [raw], to: t, mode: batch, write: {}}}\n",
        how);
  };
  CHECK(Promised(two("merge")).of("t").repeats.counted());
  CHECK(!Promised(two("overwrite_partition")).of("t").repeats.counted());
}

TEST_CASE("a batch counts what a stream into the same table let go of") {
  const Promised promised(
      "model:\n  sources: {a: {kind: kafka}}\n  tables: {raw: {role: raw}, t: {role: aggregate}}\n  "
      "pipelines:\n"
      "    land: {from: [a], to: raw}\n    x: {from: [a], to: t, mode: stream, watermark: 1 min}\n"
      "    y: {from: [raw], to: t, mode: batch, every: 1 d, lookback: 3 d}\n"
      "    z: {from: [raw], to: t, mode: batch, every: 1 h, lookback: 2 h}\n");
  CHECK(promised.of("t").complete.up_to->value == 2 * 86400);
  CHECK(promised.of("t").complete.limit->name == "y");
}

TEST_CASE("a circle ends") {
  const Promised promised(
      "scope: {duplicates: 1%}\nmodel:\n  sources: {s: {kind: kafka}}\n  tables: {a: {role: raw}, b: {role: "
      "raw}}\n"
      "  pipelines:\n    in: {from: [s], to: a, write: append}\n    ab: {from: [a], to: b, write: append}\n"
      "    ba: {from: [b], to: a, write: append, delivery: at_least_once}\n"
      "    self: {from: [b], to: b, write: append, delivery: at_least_once}\n");
  CHECK(promised.of("a").repeats.counted());
  CHECK(promised.of("b").repeats.counted());
  CHECK(!promised.way("a").empty());
  CHECK(!promised.way("b").empty());
}

}  // namespace
