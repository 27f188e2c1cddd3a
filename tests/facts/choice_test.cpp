#include "facts/choice.h"

#include <algorithm>
#include <set>
#include <utility>

#include "catch.h"

namespace decide::facts {
namespace {

bool holds(std::span<const std::string_view> list, std::string_view name) {
  return std::find(list.begin(), list.end(), name) != list.end();
}

TEST_CASE("a choice is found by its field and its word") {
  const Choice* stream = choice("mode", "stream");
  REQUIRE(stream != nullptr);
  CHECK(holds(stream->serves, "freshness"));
  CHECK(holds(stream->hurts, "exact-counts"));
  const Choice* merge = choice("write", "merge");
  REQUIRE(merge != nullptr);
  CHECK(holds(merge->serves, "duplicate-delivery"));
  CHECK_FALSE(merge->needs.empty());
}

TEST_CASE("the same word is another choice in another field") {
  REQUIRE(choice("format", "avro") != nullptr);
  REQUIRE(choice("schema.format", "avro") != nullptr);
  CHECK(choice("format", "avro") != choice("schema.format", "avro"));
  CHECK(choice("late", "drop") != choice("bad_records", "drop"));
}

TEST_CASE("what is no choice is not found") {
  CHECK(choice("mode", "strem") == nullptr);
  CHECK(choice("modes", "stream") == nullptr);
  CHECK(choice("write", "stream") == nullptr);
  CHECK(choice("", "") == nullptr);
}

TEST_CASE("every choice says what it is, once, and does something for or against the design") {
  std::set<std::pair<std::string_view, std::string_view>> seen;
  for (const Choice& row : choices()) {
    INFO(row.field << ": " << row.word);
    CHECK(seen.emplace(row.field, row.word).second);
    CHECK(row.what.size() > 15);
    CHECK(row.what.back() == '.');
    CHECK(row.serves.size() + row.hurts.size() > 0);
    CHECK(row.needs.size() + row.costs.size() > 0);
    for (const std::string_view name : row.serves) CHECK_FALSE(holds(row.hurts, name));
  }
  CHECK(seen.size() > 100);
}

TEST_CASE("the choices of a field stand together") {
  std::set<std::string_view> closed;
  std::string_view field;
  for (const Choice& row : choices()) {
    if (row.field == field) continue;
    CHECK(closed.insert(row.field).second);
    field = row.field;
  }
}

}  // namespace
}  // namespace decide::facts
