#include "compat/change.h"

#include <string_view>

#include "catch.h"
#include "compat/table_change.h"

namespace decide {
namespace {

using compat::Change;
using compat::Default;
using compat::Direction;
using compat::Outcome;
using compat::Terms;
using design::Compatibility;
using design::SchemaFormat;
using Kind = Change::Kind;

design::ColumnType type(std::string_view word) {
  return *design::parse_scalar<design::ColumnType>(word);
}

Change retype(std::string_view from, std::string_view to) {
  Change change;
  change.kind = Kind::retype;
  change.field = "cost";
  change.before = type(from);
  change.after = type(to);
  return change;
}

Change of(Kind kind) {
  Change change;
  change.kind = kind;
  change.field = "cost";
  if (kind == Kind::add) change.after = type("int64");
  return change;
}

const Default a_number{Default::Form::integer, {}};

Outcome both(const Change& change, SchemaFormat format, Direction direction, bool open = true,
             bool lenient = false) {
  return compat::judge(change, Terms{format, Compatibility::full, open, lenient}, direction).outcome;
}
Outcome backward(const Change& change, SchemaFormat format) {
  return both(change, format, Direction::new_reads_old);
}
Outcome forward(const Change& change, SchemaFormat format) {
  return both(change, format, Direction::old_reads_new);
}

TEST_CASE("modes: which directions each asks for") {
  // readers of the new schema need a default for it, old readers do not
  const Change add = of(Kind::add);
  // old readers need a default for it, new readers do not
  const Change drop = of(Kind::drop);
  const auto breaks = [](const Change& change, Compatibility mode) {
    return compat::judge(change, Terms{SchemaFormat::avro, mode, true, false}).outcome == Outcome::breaks;
  };
  struct Row {
    Compatibility mode;
    bool add, drop;
  };
  for (const Row& row :
       {Row{Compatibility::none, false, false}, Row{Compatibility::backward, true, false},
        Row{Compatibility::backward_transitive, true, false}, Row{Compatibility::forward, false, true},
        Row{Compatibility::forward_transitive, false, true}, Row{Compatibility::full, true, true},
        Row{Compatibility::full_transitive, true, true}}) {
    CAPTURE(design::word(row.mode));
    CHECK(breaks(add, row.mode) == row.add);
    CHECK(breaks(drop, row.mode) == row.drop);
  }
}

TEST_CASE("the worse of two directions decides") {
  const Change change = retype("int64", "double");
  const auto outcome = [&](Compatibility mode) {
    return compat::judge(change, Terms{SchemaFormat::avro, mode, true, false}).outcome;
  };
  CHECK(outcome(Compatibility::backward) == Outcome::loses);
  CHECK(outcome(Compatibility::full) == Outcome::breaks);
  CHECK(outcome(Compatibility::none) == Outcome::compatible);
}

TEST_CASE("Avro: an added field needs a default, and null is none by itself") {
  Change add = of(Kind::add);
  CHECK(backward(add, SchemaFormat::avro) == Outcome::breaks);
  CHECK(forward(add, SchemaFormat::avro) == Outcome::compatible);
  add.nullable = true;
  const auto judged = compat::judge(add, Terms{});
  CHECK(judged.outcome == Outcome::breaks);
  CHECK(judged.reason.find("may be null") != std::string::npos);
  add.standard = {Default::Form::null, "null"};
  CHECK(backward(add, SchemaFormat::avro) == Outcome::compatible);
  add.nullable = false;
  CHECK(backward(add, SchemaFormat::avro) == Outcome::breaks);
  add.standard = a_number;
  CHECK(backward(add, SchemaFormat::avro) == Outcome::compatible);
  add.standard = {Default::Form::text, "abc"};
  CHECK(backward(add, SchemaFormat::avro) == Outcome::breaks);
  CHECK(forward(add, SchemaFormat::avro) == Outcome::breaks);
}

TEST_CASE("Avro: old readers want a dropped field, unless it had a default") {
  Change drop = of(Kind::drop);
  CHECK(backward(drop, SchemaFormat::avro) == Outcome::compatible);
  CHECK(forward(drop, SchemaFormat::avro) == Outcome::breaks);
  drop.standard = a_number;
  CHECK(forward(drop, SchemaFormat::avro) == Outcome::compatible);
}

TEST_CASE("Avro: a rename is a drop and an add, unless an alias helps new readers") {
  Change rename = of(Kind::rename);
  CHECK(backward(rename, SchemaFormat::avro) == Outcome::breaks);
  CHECK(forward(rename, SchemaFormat::avro) == Outcome::breaks);
  rename.alias = true;
  CHECK(backward(rename, SchemaFormat::avro) == Outcome::compatible);
  CHECK(forward(rename, SchemaFormat::avro) == Outcome::breaks);
  rename.standard = a_number;
  CHECK(forward(rename, SchemaFormat::avro) == Outcome::compatible);
  rename.alias = false;
  CHECK(backward(rename, SchemaFormat::avro) == Outcome::loses);
}

TEST_CASE("Avro: promotions of declared types") {
  struct Row {
    std::string_view from, to;
    Outcome backward, forward;
  };
  constexpr Outcome ok = Outcome::compatible, loses = Outcome::loses, no = Outcome::breaks;
  for (const Row& row :
       {Row{"int32", "int64", ok, no}, Row{"int32", "float", loses, no}, Row{"int32", "double", ok, no},
        Row{"int64", "float", loses, no}, Row{"int64", "double", loses, no}, Row{"float", "double", ok, no},
        Row{"string", "bytes", ok, ok}, Row{"bytes", "string", ok, ok}, Row{"int64", "int32", no, ok},
        Row{"string", "int64", no, no}, Row{"decimal(10,2)", "decimal(12,2)", no, no},
        Row{"date", "timestamp", no, no}, Row{"uuid", "string", ok, ok}, Row{"array", "array", ok, ok},
        Row{"map", "struct", no, no}, Row{"int64", "decimal(20,0)", no, no}, Row{"bool", "int32", no, no}}) {
    CAPTURE(row.from, row.to);
    CHECK(backward(retype(row.from, row.to), SchemaFormat::avro) == row.backward);
    CHECK(forward(retype(row.from, row.to), SchemaFormat::avro) == row.forward);
  }
}

TEST_CASE("Avro: null is let in and kept out") {
  Change change = retype("int64", "int64");
  change.was_nullable = true;
  change.nullable = false;
  CHECK(backward(change, SchemaFormat::avro) == Outcome::breaks);
  CHECK(forward(change, SchemaFormat::avro) == Outcome::compatible);
  std::swap(change.was_nullable, change.nullable);
  CHECK(backward(change, SchemaFormat::avro) == Outcome::compatible);
  CHECK(forward(change, SchemaFormat::avro) == Outcome::breaks);
}

TEST_CASE("new words: Avro with an enum default, JSON Schema never, Protobuf always") {
  Change extend = of(Kind::extend);
  for (const auto format : {SchemaFormat::avro, SchemaFormat::json_schema, SchemaFormat::protobuf})
    CHECK(backward(extend, format) == Outcome::compatible);
  CHECK(forward(extend, SchemaFormat::avro) == Outcome::breaks);
  CHECK(forward(extend, SchemaFormat::json_schema) == Outcome::breaks);
  CHECK(forward(extend, SchemaFormat::protobuf) == Outcome::compatible);
  extend.enum_default = true;
  CHECK(forward(extend, SchemaFormat::avro) == Outcome::compatible);
}

TEST_CASE("Protobuf: fields come, go and change their names; required ones do not") {
  for (const Kind kind : {Kind::add, Kind::drop, Kind::rename}) {
    CHECK(backward(of(kind), SchemaFormat::protobuf) == Outcome::compatible);
    CHECK(forward(of(kind), SchemaFormat::protobuf) == Outcome::compatible);
  }
  for (const Kind kind : {Kind::add, Kind::drop}) {
    Change required = of(kind);
    required.required = true;
    CHECK(backward(required, SchemaFormat::protobuf) == Outcome::breaks);
    CHECK(forward(required, SchemaFormat::protobuf) == Outcome::breaks);
  }
}

TEST_CASE("Protobuf: types that share an encoding") {
  struct Row {
    std::string_view from, to;
    Outcome backward, forward;
  };
  constexpr Outcome ok = Outcome::compatible, loses = Outcome::loses, no = Outcome::breaks;
  for (const Row& row :
       {Row{"int32", "int64", ok, loses}, Row{"int64", "int32", loses, ok}, Row{"bool", "int32", ok, loses},
        Row{"string", "bytes", ok, ok}, Row{"float", "double", no, no}, Row{"int32", "float", no, no},
        Row{"int64", "string", no, no}, Row{"int64", "double", no, no},
        Row{"decimal(10,2)", "decimal(12,2)", ok, loses}, Row{"string", "int64", no, no}}) {
    CAPTURE(row.from, row.to);
    CHECK(backward(retype(row.from, row.to), SchemaFormat::protobuf) == row.backward);
    CHECK(forward(retype(row.from, row.to), SchemaFormat::protobuf) == row.forward);
  }
}

TEST_CASE("JSON Schema: an added property by the content model and the policy") {
  const auto judged = [](const Change& change, Direction direction, bool open, bool lenient = false) {
    return both(change, SchemaFormat::json_schema, direction, open, lenient);
  };
  Change add = of(Kind::add);
  CHECK(judged(add, Direction::new_reads_old, true) == Outcome::breaks);
  CHECK(judged(add, Direction::new_reads_old, true, true) == Outcome::compatible);
  CHECK(judged(add, Direction::new_reads_old, false) == Outcome::compatible);
  CHECK(judged(add, Direction::old_reads_new, true) == Outcome::compatible);
  CHECK(judged(add, Direction::old_reads_new, false) == Outcome::breaks);
  add.required = true;
  CHECK(judged(add, Direction::new_reads_old, false) == Outcome::breaks);
  CHECK(judged(add, Direction::new_reads_old, true, true) == Outcome::breaks);
  add.standard = a_number;
  CHECK(judged(add, Direction::new_reads_old, false) == Outcome::compatible);
  Change anything = of(Kind::add);
  anything.after = type("json");
  CHECK(judged(anything, Direction::new_reads_old, true) == Outcome::compatible);
}

TEST_CASE("JSON Schema: a dropped property, and a rename that is both") {
  const auto judged = [](const Change& change, Direction direction, bool open, bool lenient = false) {
    return both(change, SchemaFormat::json_schema, direction, open, lenient);
  };
  const Change drop = of(Kind::drop);
  CHECK(judged(drop, Direction::new_reads_old, true) == Outcome::compatible);
  CHECK(judged(drop, Direction::new_reads_old, false) == Outcome::breaks);
  CHECK(judged(drop, Direction::old_reads_new, true) == Outcome::breaks);
  CHECK(judged(drop, Direction::old_reads_new, true, true) == Outcome::compatible);
  CHECK(judged(drop, Direction::old_reads_new, false) == Outcome::compatible);
  const Change rename = of(Kind::rename);
  CHECK(judged(rename, Direction::new_reads_old, true) == Outcome::breaks);
  CHECK(judged(rename, Direction::new_reads_old, false) == Outcome::breaks);
  CHECK(judged(rename, Direction::new_reads_old, true, true) == Outcome::loses);
}

TEST_CASE("JSON Schema: types widen one way") {
  struct Row {
    std::string_view from, to;
    Outcome backward, forward;
  };
  constexpr Outcome ok = Outcome::compatible, loses = Outcome::loses, no = Outcome::breaks;
  for (const Row& row :
       {Row{"int32", "int64", ok, loses}, Row{"int64", "int32", loses, ok}, Row{"int32", "double", ok, no},
        Row{"int64", "double", loses, no}, Row{"string", "int64", no, no}, Row{"int64", "json", ok, no},
        Row{"string", "date", loses, ok}, Row{"struct", "map", loses, loses}}) {
    CAPTURE(row.from, row.to);
    CHECK(backward(retype(row.from, row.to), SchemaFormat::json_schema) == row.backward);
    CHECK(forward(retype(row.from, row.to), SchemaFormat::json_schema) == row.forward);
  }
  Change tightened = retype("int64", "int64");
  tightened.was_nullable = true;
  tightened.nullable = false;
  CHECK(backward(tightened, SchemaFormat::json_schema) == Outcome::breaks);
  tightened.standard = a_number;
  CHECK(backward(tightened, SchemaFormat::json_schema) == Outcome::compatible);
}

TEST_CASE("tables: promotions of each format") {
  using design::Format;
  const auto can = [](Format format, std::string_view from, std::string_view to, bool partition = false) {
    return !compat::refused(format, retype(from, to), partition);
  };
  CHECK(can(Format::iceberg, "int32", "int64"));
  CHECK(can(Format::iceberg, "float", "double"));
  CHECK(can(Format::iceberg, "decimal(10,2)", "decimal(12,2)"));
  CHECK_FALSE(can(Format::iceberg, "decimal(10,2)", "decimal(12,4)"));
  CHECK_FALSE(can(Format::iceberg, "int32", "double"));
  CHECK_FALSE(can(Format::iceberg, "int64", "string"));
  CHECK(can(Format::iceberg, "date", "timestamp"));
  CHECK_FALSE(can(Format::iceberg, "date", "timestamp", true));
  CHECK_FALSE(can(Format::iceberg, "date", "timestamptz"));
  CHECK(can(Format::delta, "int32", "double"));
  CHECK(can(Format::delta, "int64", "decimal(20,0)"));
  CHECK_FALSE(can(Format::delta, "int64", "decimal(10,0)"));
  CHECK_FALSE(can(Format::delta, "int64", "double"));
  CHECK(can(Format::delta, "decimal(10,2)", "decimal(14,4)"));
  CHECK_FALSE(can(Format::delta, "decimal(10,2)", "decimal(11,4)"));
  CHECK(can(Format::bigquery, "int64", "double"));
  CHECK(can(Format::bigquery, "int64", "int32"));
  CHECK_FALSE(can(Format::bigquery, "string", "int64"));
  CHECK(can(Format::avro, "int32", "double"));
  CHECK_FALSE(can(Format::avro, "string", "int64"));
  for (const Format unknown : {Format::parquet, Format::snowflake, Format::redshift, Format::clickhouse})
    CHECK(can(unknown, "string", "int64"));
}

TEST_CASE("tables: required columns and renames") {
  using design::Format;
  Change add = of(Kind::add);
  CHECK_FALSE(compat::refused(Format::bigquery, add, false));
  add.required = true;
  CHECK(compat::refused(Format::bigquery, add, false));
  CHECK(compat::refused(Format::iceberg, add, false));
  CHECK_FALSE(compat::refused(Format::delta, add, false));
  add.standard = a_number;
  CHECK(compat::refused(Format::bigquery, add, false));
  CHECK_FALSE(compat::refused(Format::iceberg, add, false));
  add.standard = {Default::Form::null, "null"};
  CHECK(compat::refused(Format::iceberg, add, false));
  Change rename = of(Kind::rename);
  CHECK(compat::refused(Format::parquet, rename, false));
  CHECK(compat::refused(Format::avro, rename, false));
  CHECK_FALSE(compat::refused(Format::iceberg, rename, false));
  rename.alias = true;
  CHECK_FALSE(compat::refused(Format::avro, rename, false));
  CHECK_FALSE(compat::refused(Format::parquet, of(Kind::drop), false));
  CHECK_FALSE(compat::refused(Format::parquet, of(Kind::extend), false));
}

TEST_CASE("column types: what holds, rounds and narrows") {
  CHECK(compat::holds(type("decimal(12,2)"), type("int32")));
  CHECK_FALSE(compat::holds(type("decimal(11,2)"), type("int32")));
  CHECK(compat::narrows(type("int32"), type("int64")));
  CHECK(compat::narrows(type("float"), type("double")));
  CHECK(compat::narrows(type("date"), type("timestamp")));
  CHECK(compat::narrows(type("int64"), type("string")));
  CHECK(compat::narrows(type("decimal(8,2)"), type("decimal(10,2)")));
  CHECK_FALSE(compat::narrows(type("string"), type("int64")));
  CHECK_FALSE(compat::narrows(type("double"), type("int64")));
  CHECK_FALSE(compat::narrows(type("timestamptz"), type("timestamp")));
  CHECK_FALSE(compat::narrows(type("bytes"), type("string")));
  CHECK(compat::rounds(type("double"), type("int64")));
  CHECK_FALSE(compat::rounds(type("double"), type("int32")));
}

}  // namespace
}  // namespace decide
