#include "compat/avro.h"

#include <fmt/format.h>

#include <string>
#include <string_view>

#include "catch.h"

namespace decide {
namespace {

using compat::AvroSchema;
using compat::Difference;

AvroSchema schema(std::string_view text) {
  auto parsed = compat::parse_avro(text);
  INFO(text);
  REQUIRE(parsed);
  return *std::move(parsed);
}

std::vector<Difference> read(std::string_view reader, std::string_view writer) {
  return compat::differences(schema(reader), schema(writer));
}

/// "" if it can be read, else the first place and reason.
std::string trouble(std::string_view reader, std::string_view writer) {
  for (const Difference& one : read(reader, writer)) {
    if (one.breaks) return one.where + ": " + one.what;
  }
  return {};
}

bool can_read(std::string_view reader, std::string_view writer) {
  INFO(reader << " reads " << writer);
  return trouble(reader, writer).empty();
}

std::string error_of(std::string_view text) {
  const auto parsed = compat::parse_avro(text);
  return parsed ? std::string() : parsed.error().message;
}

/// Short names for the schemas that the cases are made of.
std::string array(std::string_view items) {
  return fmt::format(R"({{"type": "array", "items": {}}})", items);
}
std::string map(std::string_view values) {
  return fmt::format(R"({{"type": "map", "values": {}}})", values);
}
std::string enumeration(std::string_view name, std::string_view symbols, std::string_view rest = "") {
  return fmt::format(R"({{"type": "enum", "name": "{}", "symbols": {}{}}})", name, symbols, rest);
}
std::string fixed(std::string_view name, int size) {
  return fmt::format(R"({{"type": "fixed", "name": "{}", "size": {}}})", name, size);
}
std::string record(std::string_view name, std::string_view fields) {
  return fmt::format(R"({{"type": "record", "name": "{}", "fields": [{}]}})", name, fields);
}
std::string field(std::string_view name, std::string_view type, std::string_view rest = "") {
  return fmt::format(R"({{"name": "{}", "type": {}{}}})", name, type, rest);
}

constexpr std::string_view int_ = "\"int\"", long_ = "\"long\"", float_ = "\"float\"", double_ = "\"double\"",
                           string_ = "\"string\"", bytes = "\"bytes\"", boolean = "\"boolean\"",
                           null = "\"null\"";

TEST_CASE("Avro: each primitive reads itself, and promotions go one way") {
  const std::string_view all[] = {null, boolean, int_, long_, float_, double_, bytes, string_};
  const std::pair<std::string_view, std::string_view> promoted[] = {
      {long_, int_},    {float_, int_},    {float_, long_},  {double_, int_},
      {double_, long_}, {double_, float_}, {string_, bytes}, {bytes, string_}};
  for (const auto reader : all) {
    for (const auto writer : all) {
      const bool expected = reader == writer || std::find(std::begin(promoted), std::end(promoted),
                                                          std::pair{reader, writer}) != std::end(promoted);
      CHECK(can_read(reader, writer) == expected);
    }
  }
}

TEST_CASE("Avro: whole numbers read as floating point are rounded") {
  const auto rounded = [](std::string_view reader, std::string_view writer) {
    const auto found = read(reader, writer);
    return found.size() == 1 && !found[0].breaks;
  };
  CHECK(rounded(float_, int_));
  CHECK(rounded(float_, long_));
  CHECK(rounded(double_, long_));
  CHECK(read(double_, int_).empty());
  CHECK(read(double_, float_).empty());
  CHECK(read(long_, int_).empty());
}

TEST_CASE("Avro: arrays and maps by what is in them") {
  CHECK(can_read(array(int_), array(int_)));
  CHECK(can_read(array(long_), array(int_)));
  CHECK_FALSE(can_read(array(int_), array(long_)));
  CHECK(can_read(map(long_), map(int_)));
  CHECK_FALSE(can_read(map(int_), map(long_)));
  CHECK_FALSE(can_read(map(int_), array(int_)));
  CHECK_FALSE(can_read(array(int_), map(int_)));
  CHECK_FALSE(can_read(map(string_), array(string_)));
}

TEST_CASE("Avro: enums by name and words") {
  const std::string ab = enumeration("Enum1", R"(["A", "B"])"),
                    abc = enumeration("Enum1", R"(["A", "B", "C"])");
  const std::string bc = enumeration("Enum1", R"(["B", "C"])"), other = enumeration("Enum2", R"(["A", "B"])");
  const std::string with_default = enumeration("Enum1", R"(["A", "B"])", R"(, "default": "A")");
  const std::string one = enumeration("Enum1", R"(["A", "B"])", R"(, "namespace": "n1")");
  const std::string two = enumeration("Enum1", R"(["A", "B"])", R"(, "namespace": "n2")");
  CHECK(can_read(ab, ab));
  CHECK(can_read(abc, ab));
  CHECK(can_read(with_default, abc));
  CHECK(can_read(ab, one));
  CHECK(can_read(one, ab));
  CHECK(can_read(one, two));
  CHECK(trouble(ab, abc).find("does not know C") != std::string::npos);
  CHECK(trouble(bc, abc).find("does not know A") != std::string::npos);
  CHECK_FALSE(can_read(ab, other));
  CHECK_FALSE(can_read(int_, other));
  CHECK_FALSE(can_read(other, int_));
}

TEST_CASE("Avro: a fixed by name and size") {
  CHECK(can_read(fixed("Fixed", 4), fixed("Fixed", 4)));
  CHECK_FALSE(can_read(fixed("Fixed", 4), fixed("Fixed", 8)));
  CHECK_FALSE(can_read(fixed("Fixed", 8), fixed("Fixed", 4)));
  CHECK_FALSE(can_read(fixed("Fixed", 4), fixed("AnotherName", 4)));
  CHECK_FALSE(can_read(fixed("Fixed", 4), string_));
}

TEST_CASE("Avro: unions that can be read") {
  const std::string_view pairs[][2] = {
      {"[]", "[]"},
      {R"(["float"])", "[]"},
      {R"(["float"])", R"(["int"])"},
      {R"(["float"])", R"(["long"])"},
      {R"(["float"])", R"(["int", "long"])"},
      {R"(["int"])", R"(["int"])"},
      {R"(["int", "string"])", R"(["string", "int"])"},
      {R"(["int"])", "[]"},
      {R"(["long"])", R"(["int"])"},
      {R"(["double"])", R"(["int"])"},
      {R"(["double"])", R"(["long"])"},
      {R"(["double"])", R"(["float"])"},
      {R"(["string"])", R"(["bytes"])"},
      {R"(["bytes"])", R"(["string"])"},
      {R"(["double"])", R"(["int", "float"])"},
      {float_, R"(["int", "float"])"},
      {long_, R"(["int", "long"])"},
      {double_, R"(["int", "float"])"},
      {double_, R"(["int", "long", "float", "double"])"},
      {float_, R"(["float"])"},
      {R"(["int"])", int_},
      {int_, R"(["int"])"},
  };
  for (const auto& [reader, writer] : pairs) CHECK(can_read(reader, writer));
}

TEST_CASE("Avro: unions that lack a branch") {
  const std::string one = record("Record1", field("field1", int_)),
                    two = record("Record2", field("field1", int_));
  const auto with = [](const std::string& other) { return fmt::format(R"(["int", {}])", other); };
  const std::string only_int = R"(["int"])";
  for (const std::string& other :
       {std::string(string_), one, two, enumeration("Enum1", R"(["A"])"), fixed("Fixed", 4),
        std::string(boolean), array(int_), map(int_), std::string(null)}) {
    CHECK_FALSE(can_read(only_int, with(other)));
  }
  for (const std::string_view other : {long_, float_, double_, bytes})
    CHECK_FALSE(can_read(only_int, fmt::format("[{}]", other)));
  CHECK_FALSE(can_read(R"(["string"])", R"(["int", "string"])"));
  CHECK_FALSE(can_read(with(one), with(two)));
  CHECK_FALSE(can_read(R"(["int", "string"])", R"(["int", "string", "long"])"));
  CHECK(read(only_int, R"(["int", "long", "float", "double"])").size() == 3);
  CHECK_FALSE(can_read(float_, R"(["int", "long", "float", "double"])"));
  CHECK_FALSE(can_read(long_, R"(["int", "float"])"));
  CHECK_FALSE(can_read(int_, R"(["int", "float"])"));
}

TEST_CASE("Avro: of the branches of a union the exact one is taken") {
  CHECK(read(R"(["double", "long"])", long_).empty());
  CHECK(read(R"(["double", "string"])", long_).size() == 1);
}

TEST_CASE("Avro: records by their fields") {
  const std::string empty = record("Record1", ""), a = record("Record1", field("a", int_));
  const std::string a_long = record("Record1", field("a", long_));
  const std::string d = R"(, "default": 0)";
  const std::string a_default = record("Record1", field("a", int_, d));
  const std::string ab = record("Record1", field("a", int_) + "," + field("b", int_));
  const std::string ab_default = record("Record1", field("a", int_) + "," + field("b", int_, d));
  const std::string both_default = record("Record1", field("a", int_, d) + "," + field("b", int_, d));
  const std::string* readable[][2] = {
      {&empty, &empty},    {&empty, &a},        {&a, &a},          {&a_default, &a},  {&a, &a_default},
      {&a_long, &a},       {&a, &ab},           {&a_default, &ab}, {&ab_default, &a}, {&both_default, &empty},
      {&both_default, &a}, {&ab, &both_default}};
  for (const auto& [reader, writer] : readable) CHECK(can_read(*reader, *writer));
  CHECK(trouble(a, empty) == "a: the writer does not have it, and it has no default");
  CHECK_FALSE(can_read(ab_default, empty));
  CHECK_FALSE(can_read(ab, a));
  CHECK_FALSE(can_read(a, a_long));
  CHECK_FALSE(can_read(a, int_));
  CHECK_FALSE(can_read(record("Record2", ""), empty));
}

TEST_CASE("Avro: a field that may be null is not read by one that may not") {
  const std::string must = record("Account", field("age", int_));
  const std::string may = record("Account", field("age", R"(["null", "int"])", R"(, "default": null)"));
  CHECK_FALSE(can_read(must, may));
  CHECK(can_read(may, must));
  CHECK(can_read(may, record("Account", "")));
  // that it may be null is not a default
  CHECK_FALSE(can_read(record("Account", field("age", R"(["null", "int"])")), record("Account", "")));
}

TEST_CASE("Avro: lists of themselves") {
  const std::string ints = record("List", field("head", int_) + "," + field("tail", R"("List")"));
  const std::string longs = record("List", field("head", long_) + "," + field("tail", R"("List")"));
  CHECK(can_read(ints, ints));
  CHECK(can_read(longs, ints));
  CHECK(trouble(ints, longs).starts_with("head: "));
  const std::string tree = record("Node", field("children", array(R"("Node")")) + "," + field("value", int_));
  const std::string wider =
      record("Node", field("children", array(R"("Node")")) + "," + field("value", long_));
  CHECK(can_read(wider, tree));
  CHECK_FALSE(can_read(tree, wider));
}

TEST_CASE("Avro: an enum's own default helps with words, not with a missing field") {
  const auto one = [](std::string_view symbols, std::string_view rest, std::string_view in_field = "") {
    return record("Record", field("f", enumeration("Schema", symbols, rest), in_field));
  };
  CHECK(can_read(one(R"(["A", "B"])", R"(, "default": "A")"),
                 one(R"(["A", "B", "C"])", R"(, "default": "A")")));
  CHECK(can_read(one(R"(["A", "B"])", R"(, "default": "B")", R"(, "default": "A")"),
                 one(R"(["A", "B", "C"])", R"(, "default": "A")", R"(, "default": "B")")));
  CHECK_FALSE(can_read(one(R"(["A", "B"])", R"(, "default": "A")"), record("Record", field("g", int_))));
  // the default of the field does not help with a word
  CHECK_FALSE(can_read(one(R"(["A", "B"])", "", R"(, "default": "A")"), one(R"(["A", "B", "C"])", "")));
}

TEST_CASE("Avro: namespaces do not part what has one name") {
  const auto inner = [](std::string_view space) {
    return record(
        "Record1",
        field("f1",
              fmt::format(R"(["null", {}])",
                          array(fmt::format(
                              R"({{"type": "record", "name": "Inner", "namespace": "{}", "fields": [{}]}})",
                              space, field("a", int_))))));
  };
  CHECK(can_read(inner("ns1"), inner("ns2")));
  CHECK(can_read(record("Record", field("f1", int_)), record("ns.Record", field("f1", int_))));
}

TEST_CASE("Avro: aliases of the reader") {
  const std::string renamed = record("R", field("creative_id", int_, R"(, "aliases": ["cr"])"));
  const std::string old = record("R", field("cr", int_));
  CHECK(can_read(renamed, old));
  CHECK_FALSE(can_read(old, renamed));
  const std::string both = record("R", field("cr", int_) + "," + field("creative_id", int_));
  CHECK(trouble(renamed, both).find("several fields") != std::string::npos);
  const std::string type =
      R"({"type": "record", "name": "a.New", "aliases": ["b.Old", "Near"], "fields": []})";
  CHECK(can_read(type, record("b.Old", "")));
  CHECK(can_read(type, record("a.Near", "")));
  CHECK_FALSE(can_read(type, record("c.Old", "")));
}

TEST_CASE("Avro: decimals of one precision and scale") {
  const auto decimal = [](int precision, int scale) {
    return fmt::format(R"({{"type": "bytes", "logicalType": "decimal", "precision": {}, "scale": {}}})",
                       precision, scale);
  };
  CHECK(can_read(decimal(10, 2), decimal(10, 2)));
  CHECK_FALSE(can_read(decimal(12, 2), decimal(10, 2)));
  CHECK_FALSE(can_read(decimal(10, 4), decimal(10, 2)));
  CHECK(can_read(bytes, decimal(10, 2)));
  // scale over precision makes no sense, and is ignored
  CHECK(can_read(decimal(2, 4), decimal(10, 2)));
}

TEST_CASE("Avro: every reason is told, with its place") {
  const std::string sub_reader =
      record("sub", field("same", long_, R"(, "default": 42)") + "," + field("extra", long_) + "," +
                        field("f", fixed("F", 4)) + "," + field("u", R"(["boolean"])") + "," +
                        field("v", R"(["boolean"])"));
  const std::string sub_writer =
      record("sub", field("same", long_) + "," + field("f", fixed("F", 8)) + "," +
                        field("u", R"(["boolean", "double", "string"])") + "," + field("v", long_));
  const std::string reader = record("base", field("e", enumeration("E", R"(["A", "C"])")) + "," +
                                                field("n", enumeration("N", R"(["A"])")) + "," +
                                                field("t", string_) + "," + field("s", sub_reader));
  const std::string writer = record("base", field("e", enumeration("E", R"(["A", "B", "C", "D"])")) + "," +
                                                field("n", enumeration("M", R"(["A"])")) + "," +
                                                field("t", long_) + "," + field("s", sub_writer));
  const auto found = read(reader, writer);
  std::vector<std::string> places;
  for (const Difference& one : found) places.push_back(one.where);
  CHECK(places == std::vector<std::string>{"e", "n", "t", "s.extra", "s.f", "s.u", "s.u", "s.v"});
  CHECK(found[0].what.find("B and D") != std::string::npos);
}

TEST_CASE("Avro: what is no schema, and why") {
  CHECK(error_of("{").find("not JSON") != std::string::npos);
  CHECK(error_of("{\n\"type\": }").find("line 2") != std::string::npos);
  CHECK(error_of(R"({"name": "R"})").find("`type` is missing") != std::string::npos);
  CHECK(error_of(R"("Unknown")").find("no type that is defined") != std::string::npos);
  CHECK(error_of("12").find("a name, a list or an object") != std::string::npos);
  CHECK(error_of(R"(["int", ["null"]])").find("directly in a union") != std::string::npos);
  CHECK(error_of(R"(["int", "int"])").find("two branches") != std::string::npos);
  CHECK(error_of(record("R", field("a", int_) + "," + field("a", int_))).find("twice") != std::string::npos);
  CHECK(error_of(record("1R", "")).find("no name") != std::string::npos);
  CHECK(error_of(record("int", "")).find("Avro's own") != std::string::npos);
  CHECK(error_of(fmt::format("[{0}, {0}]", record("R", ""))).find("defined twice") != std::string::npos);
  CHECK(error_of(enumeration("E", R"(["A", "A"])")).find("twice") != std::string::npos);
  CHECK(error_of(enumeration("E", R"(["a-b"])")).find("no symbol") != std::string::npos);
  CHECK(error_of(enumeration("E", R"(["A"])", R"(, "default": "B")")).find("no symbol") != std::string::npos);
  CHECK(error_of(R"({"type": "fixed", "name": "F", "size": -1})").find("no count") != std::string::npos);
  CHECK(error_of(R"({"type": "array"})").find("`items` is missing") != std::string::npos);
  CHECK(error_of(record("R", R"({"name": "a"})")).find("`name` and a `type`") != std::string::npos);
  CHECK(error_of(std::string(300, '[')).find("nested") != std::string::npos);
  CHECK(error_of("\"\xFF\"").find("not JSON") != std::string::npos);
}

TEST_CASE("Avro: defaults are values of their type") {
  const auto with = [](std::string_view type, std::string_view value) {
    return error_of(record("R", field("a", type, fmt::format(R"(, "default": {})", value))));
  };
  const std::pair<std::string_view, std::string_view> right[] = {
      {int_, "1"},        {int_, "-2147483648"}, {long_, "9223372036854775807"},
      {double_, "1"},     {double_, "1.5"},      {string_, R"("x")"},
      {boolean, "false"}, {null, "null"}};
  for (const auto& [type, value] : right) CHECK(with(type, value).empty());
  CHECK(with(R"(["null", "int"])", "1").empty());
  CHECK(with(array(int_), "[1, 2]").empty());
  CHECK(with(map(int_), R"({"a": 1})").empty());
  CHECK(with(record("S", field("b", int_, R"(, "default": 1)")), "{}").empty());
  const std::pair<std::string_view, std::string_view> wrong[] = {
      {int_, "2147483648"}, {int_, R"("1")"}, {long_, "1.5"}, {string_, "null"}, {boolean, "0"}, {null, "0"}};
  for (const auto& [type, value] : wrong) CHECK_FALSE(with(type, value).empty());
  CHECK_FALSE(with(array(int_), R"(["a"])").empty());
  CHECK_FALSE(with(record("S", field("b", int_)), "{}").empty());
  CHECK_FALSE(with(enumeration("E", R"(["A"])"), R"("B")").empty());
}

TEST_CASE("Avro: names are found where they are") {
  const std::string nested = R"({"type": "record", "name": "Outer", "namespace": "a.b", "fields": [
    {"name": "one", "type": {"type": "record", "name": "Inner", "fields": []}},
    {"name": "two", "type": "Inner"}, {"name": "three", "type": "a.b.Inner"}]})";
  const auto parsed = schema(nested);
  CHECK(parsed[parsed.root].name == "a.b.Outer");
  const auto& fields = parsed[parsed.root].fields;
  CHECK(fields[0].type == fields[1].type);
  CHECK(fields[0].type == fields[2].type);
  CHECK(parsed[fields[0].type].short_name() == "Inner");
}

TEST_CASE("Avro: wide and deep schemas end in time") {
  std::string fields;
  for (int i = 0; i < 3000; ++i) fields += (i > 0 ? "," : "") + field(fmt::format("f{}", i), int_);
  CHECK(can_read(record("Wide", fields), record("Wide", fields)));
  std::string chain = record("R0", "");
  for (int i = 1; i < 3000; ++i)
    chain += "," + record(fmt::format("R{}", i), field("next", fmt::format("\"R{}\"", i - 1)));
  const std::string all = "[" + chain + "]";
  const auto found = read(all, all);
  CHECK((found.empty() || found[0].what.find("too large") != std::string::npos));
}

}  // namespace
}  // namespace decide
