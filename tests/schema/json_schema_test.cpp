#include "schema/json_schema.h"

#include <algorithm>
#include <set>

#include "catch.h"
#include "schema/documents.h"
#include "schema/instance.h"
#include "schema/judged.h"
#include "schema/validator.h"

namespace decide {
namespace {

using Json = nlohmann::json;

const Json& schema_value() {
  static const Json value = Json::parse(schema::json_schema());
  return value;
}

/// The two verdicts on a text; JSON sees the value only.
struct Verdicts {
  bool reader = false, schema = false;
};
Verdicts verdicts(test::Validator& validator, const std::string& text) {
  const auto judged = test::judged(text);
  if (!judged.parses()) FAIL(text);
  return {judged.accepted(), validator.accepts(test::instance_of(judged.parsed.document, 0))};
}

TEST_CASE("the schema takes what the reader takes, and nothing else") {
  test::Validator validator(schema_value());
  test::Documents documents(1);
  int accepted = 0, refused = 0;
  for (int i = 0; i < 1500; ++i) {
    const std::string text = documents.next();
    const auto both = verdicts(validator, text);
    if (both.reader != both.schema) {
      INFO(text << "\n" << test::told(test::judged(text).read));
      CHECK(both.reader == both.schema);
    }
    ++(both.reader ? accepted : refused);
  }
  CHECK(accepted > 400);
  CHECK(refused > 400);
}

/// What the schema says of a row.
const Json& described(const Json& schema, std::string_view path) {
  const Json* at = &schema;
  while (!path.empty()) {
    const std::string segment(path.substr(0, path.find('.')));
    path.remove_prefix(std::min(path.size(), segment.size() + 1));
    const Json& inside = at->at(segment == "NAME" ? "patternProperties" : "properties");
    at = segment == "NAME" ? &inside.front() : &inside.at(segment);
  }
  return *at;
}

/// The innermost scalar of a row (of a list, of the values under names), with its schema; null if there is
/// none.
std::pair<const schema::ScalarKind*, const Json*> scalar_of(const Json& schema, const schema::PathRow& row) {
  const Json* at = &described(schema, row.path);
  const schema::Type* type = row.type;
  while (type->form == schema::Form::list || type->form == schema::Form::names) {
    at = type->form == schema::Form::list ? &at->at("items") : &at->at("patternProperties").front();
    type = type->item;
  }
  return {type->form == schema::Form::scalar ? type->scalar : nullptr, at};
}

/// The spellings, each as the value of `v`.
std::vector<yaml::Parsed> parsed_spellings() {
  std::vector<yaml::Parsed> all;
  for (const std::string_view spelling : test::spellings) {
    all.push_back(yaml::parse(Source("", "{v: " + std::string(spelling) + "}")));
    INFO(spelling);
    REQUIRE(all.back().readable());
  }
  return all;
}

void judge_every_spelling(const schema::ScalarKind& kind, Json schema,
                          const std::vector<yaml::Parsed>& values) {
  test::Validator validator(std::move(schema));
  int accepted = 0;
  std::string differing;
  for (const yaml::Parsed& parsed : values) {
    const yaml::NodeId value = parsed.document.find(0, "v");
    const bool read = static_cast<bool>(kind.canonical(parsed.document[value]));
    if (read != validator.accepts(test::instance_of(parsed.document, value)))
      differing += parsed.document.source().text();
    accepted += read ? 1 : 0;
  }
  INFO(kind.name);
  CHECK(differing == std::string());
  if (kind.words.empty()) CHECK(accepted > 0);
}

TEST_CASE("every spelling is judged alike at every kind of scalar") {
  const Json& schema = schema_value();
  const auto values = parsed_spellings();
  std::set<std::string> seen;
  for (const schema::PathRow& row : schema::all_paths()) {
    const auto [kind, at] = scalar_of(schema, row);
    if (kind == nullptr || kind->anything || row.path == "dedesign") continue;
    const std::string name(kind->words.empty() ? kind->name : kind->words.front());
    if (!seen.insert(name).second) continue;
    Json alone = *at;
    alone["definitions"] = schema.at("definitions");
    judge_every_spelling(*kind, std::move(alone), values);
  }
  CHECK(seen.size() > 40);
}

TEST_CASE("spellings that JSON cannot see are refused by the reader alone") {
  test::Validator validator(schema_value());
  for (const std::string_view spelling : {"012", "+12", "0xC", "12.0"}) {
    const auto both = verdicts(validator, "{dedesign: 1, model: {sources: {a: {kind: kafka, partitions: " +
                                              std::string(spelling) + "}}}}");
    INFO(spelling);
    CHECK_FALSE(both.reader);
    CHECK(both.schema == (spelling != "12.0"));
  }
  const auto flag = verdicts(validator, "{dedesign: 1, scope: {compliance: {access_log: True}}}");
  CHECK_FALSE(flag.reader);
  CHECK(flag.schema);
}

/// Calls `see` for every object of the schema that describes a value.
template <class See>
void each_schema(const Json& schema, const std::string& at, const See& see) {
  see(schema, at);
  for (const char* rows : {"properties", "patternProperties", "definitions"}) {
    if (!schema.contains(rows)) continue;
    for (const auto& [name, value] : schema.at(rows).items()) {
      std::string inside = at + ".";
      each_schema(value, inside.append(name), see);
    }
  }
  if (schema.contains("items")) each_schema(schema.at("items"), at + "[]", see);
  if (schema.contains("anyOf")) {
    for (const Json& choice : schema.at("anyOf")) each_schema(choice, at + "|", see);
  }
}

TEST_CASE("every value in the schema has a title, a description and a type, and every mapping is closed") {
  int count = 0;
  each_schema(schema_value(), "", [&](const Json& schema, const std::string& at) {
    INFO(at);
    ++count;
    CHECK_FALSE(schema.value("title", "").empty());
    CHECK_FALSE(schema.value("description", "").empty());
    CHECK((schema.contains("type") || schema.contains("allOf") || schema.contains("anyOf")));
    const bool mapping = schema.contains("properties") || schema.contains("patternProperties");
    if (mapping) CHECK(schema.at("additionalProperties") == false);
  });
  CHECK(count > 300);
}

TEST_CASE("the schema has a property for every row of the table, with its words") {
  const Json& schema = schema_value();
  for (const schema::PathRow& row : schema::all_paths()) {
    INFO(row.path);
    const Json& at = described(schema, row.path);
    CHECK(at.at("description") == std::string(row.field->doc));
    if (row.type->form == schema::Form::scalar && !row.type->scalar->words.empty())
      CHECK(at.at("enum").size() == row.type->scalar->words.size());
  }
}

TEST_CASE("the schema is the same text every time, and points only at what it defines") {
  const std::string text = schema::json_schema();
  CHECK(text == schema::json_schema());
  CHECK(text.ends_with("}\n"));
  CHECK(text.find("\n  \"title\"") != std::string::npos);
  const Json schema = Json::parse(text);
  CHECK(schema.at("$schema") == "http://json-schema.org/draft-07/schema#");
  CHECK(schema.at("required") == Json::array({"dedesign"}));
  for (const auto& [name, definition] : schema.at("definitions").items()) {
    INFO(name);
    CHECK(text.find("\"#/definitions/" + name + "\"") != std::string::npos);
  }
}

TEST_CASE("the example of every defined scalar matches its own pattern") {
  const Json& schema = schema_value();
  for (const auto& [name, definition] : schema.at("definitions").items()) {
    INFO(name);
    Json alone = definition;
    test::Validator validator(alone);
    CHECK(validator.accepts(definition.at("examples").at(0)));
    CHECK_FALSE(validator.accepts(Json("")));
    CHECK_FALSE(validator.accepts(Json(nullptr)));
    CHECK_FALSE(validator.accepts(Json(-1)));
  }
}

}  // namespace
}  // namespace decide
