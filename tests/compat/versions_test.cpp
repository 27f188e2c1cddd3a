#include "compat/versions.h"

#include <fmt/format.h>

#include "catch.h"

namespace decide {
namespace {

using compat::AvroSchema;
using design::Compatibility;

AvroSchema with(std::string_view fields) {
  auto parsed =
      compat::parse_avro(fmt::format(R"({{"type": "record", "name": "R", "fields": [{}]}})", fields));
  REQUIRE(parsed);
  return *std::move(parsed);
}

const char* const id = R"({"name": "id", "type": "string"})";
const char* const with_default =
    R"({"name": "id", "type": "string"}, {"name": "n", "type": "int", "default": 0})";
const char* const without = R"({"name": "id", "type": "string"}, {"name": "n", "type": "int"})";

TEST_CASE("versions: each with the one before it, or with all") {
  // a default that comes and goes: neighbours understand each other, the first and the last do not
  const AvroSchema one = with(id), two = with(with_default), three = with(without);
  const std::vector<const AvroSchema*> all{&one, &two, &three};
  CHECK(compat::clashes(all, Compatibility::backward).empty());
  const auto found = compat::clashes(all, Compatibility::backward_transitive);
  REQUIRE(found.size() == 1);
  CHECK(found[0].older == 0);
  CHECK(found[0].newer == 2);
  CHECK(found[0].breaks());
  CHECK(compat::clashes(all, Compatibility::forward_transitive).empty());
  CHECK(compat::clashes(all, Compatibility::full_transitive).size() == 1);
  CHECK(compat::clashes(all, Compatibility::none).empty());
}

TEST_CASE("versions: the other way round") {
  const AvroSchema one = with(without), two = with(id);
  const std::vector<const AvroSchema*> all{&one, &two};
  CHECK(compat::clashes(all, Compatibility::backward).empty());
  const auto found = compat::clashes(all, Compatibility::forward);
  REQUIRE(found.size() == 1);
  CHECK(found[0].direction == compat::Direction::old_reads_new);
  CHECK(compat::clashes(all, Compatibility::full).size() == 1);
}

TEST_CASE("versions: what breaks comes before what rounds, and holes are passed over") {
  const AvroSchema one = with(R"({"name": "n", "type": "long"})"),
                   two = with(R"({"name": "n", "type": "double"})");
  const AvroSchema three = with(R"({"name": "n", "type": "string"})");
  const auto rounds = compat::clashes({&one, nullptr, &two}, Compatibility::backward);
  REQUIRE(rounds.size() == 1);
  CHECK_FALSE(rounds[0].breaks());
  CHECK(rounds[0].newer == 2);
  const auto full = compat::clashes({&one, &two}, Compatibility::full);
  REQUIRE(full.size() == 1);
  CHECK(full[0].breaks());
  CHECK(compat::clashes({&one, &two, &three}, Compatibility::backward).size() == 2);
  CHECK(compat::clashes({}, Compatibility::full).empty());
}

}  // namespace
}  // namespace decide
