#include "derive/column_index.h"

#include <algorithm>

#include "catch.h"
#include "derive/sample.h"
#include "derive/stable_key.h"

namespace {

using decide::derive::ColumnIndex;
using decide::derive::Lineage;

TEST_CASE("the first of some tables that has a column") {
  ColumnIndex index;
  for (const Lineage::Id id : {7U, 3U, 5U}) index.add("user_id", id);
  CHECK(index.first_of({1, 5, 7}, "user_id") == 5);
  CHECK(index.first_of({1, 2, 3, 4, 5, 6, 7}, "user_id") == 3);
  CHECK(index.first_of({1, 2}, "user_id") == Lineage::nowhere);
  CHECK(index.first_of({3}, "other") == Lineage::nowhere);
  CHECK(index.first_of({}, "user_id") == Lineage::nowhere);
}

TEST_CASE("inputs come before what they feed") {
  const Sample sample(
      "model:\n  sources: {s: {kind: kafka}}\n  tables: {c: {role: raw}, b: {role: raw}, a: {role: raw}}\n"
      "  pipelines:\n    bc: {from: [a, b], to: c}\n    ab: {from: [a], to: b}\n    sa: {from: [s], to: "
      "a}\n");
  CHECK(sample.show(sample.lineage().inputs_first()) == "s -> a -> b -> c");
}

TEST_CASE("on a circle every node comes once") {
  const Sample sample(
      "model:\n  tables: {a: {role: raw}, b: {role: raw}}\n"
      "  pipelines: {ab: {from: [a], to: b}, ba: {from: [b], to: a}, aa: {from: [a], to: a}}\n");
  auto order = sample.lineage().inputs_first();
  std::sort(order.begin(), order.end());
  CHECK(order == std::vector<Lineage::Id>{0, 1});
}

TEST_CASE("a key column is stable if the input hands it on") {
  const Sample sample(
      "model:\n  tables:\n    raw: {role: raw, columns: {id: {type: string}, seen: {type: date, time: "
      "processing}}}\n"
      "    copy: {role: fact, columns: {id: {type: string}, seen: {type: date, time: processing}, run: "
      "{type: date, "
      "time: processing}}}\n"
      "  pipelines: {p: {from: [raw], to: copy}}\n");
  const auto& model = sample.facts.design.model;
  const decide::derive::StableKeys keys(model);
  const std::vector<decide::derive::Filler> fillers{decide::derive::filler(model, model.pipelines[0])};
  CHECK(!keys.unstable(model.tables[1], fillers, "id"));
  CHECK(!keys.unstable(model.tables[1], fillers, "seen"));
  CHECK(keys.unstable(model.tables[1], fillers, "run"));
}

}  // namespace
