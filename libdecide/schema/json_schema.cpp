#include "schema/json_schema.h"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "schema/scalar_kinds.h"
#include "schema/type.h"

namespace decide::schema {

namespace {

using Json = nlohmann::ordered_json;

/// A number without a unit has at most 15 digits before the point.
constexpr std::int64_t number_end = 1'000'000'000'000'000;

std::string definition_name(const ScalarKind& kind) {
  std::string name(kind.name);
  std::replace(name.begin(), name.end(), ' ', '-');
  return name;
}

Json number_limits(const ScalarKind& kind) {
  return {{kind.positive ? "exclusiveMinimum" : "minimum", 0}, {"exclusiveMaximum", number_end}};
}

/// What the scalars with a spelling of their own share: the text by its pattern, and numbers where they fit.
Json spelled(const ScalarKind& kind) {
  Json out{{"title", kind.name}, {"description", kind.describe}};
  const bool numeric = kind.integer || kind.number;
  out["type"] = numeric ? Json{"string", kind.number ? "number" : "integer"} : Json("string");
  out["pattern"] = kind.pattern();
  if (numeric) out.update(number_limits(kind));
  out["examples"] = Json::array({kind.example});
  return out;
}

/// The type of a scalar that needs no definition.
Json plain(const ScalarKind& kind) {
  if (!kind.words.empty()) return {{"type", "string"}, {"enum", kind.words}};
  if (kind.boolean) return {{"type", "boolean"}};
  if (kind.anything) return {{"type", {"string", "number", "boolean", "object", "array", "null"}}};
  return {{"type", {"string", "number", "boolean"}}};
}

/// A mapping; nothing at all stands for an empty one.
Json mapping(bool nothing_too) {
  return {{"type", nothing_too ? Json{"object", "null"} : Json("object")}};
}

class Writer {
 public:
  Json file() {
    const Shape& shape = file_shape();
    Json out{{"$schema", "http://json-schema.org/draft-07/schema#"},
             {"title", "dedesign design file, version 1"},
             {"description", "The design of a data platform, as dedesign reads it."}};
    out.update(structure(shape));
    out["type"] = "object";
    out["required"] = {"dedesign"};
    // The version is judged before the rest is read, and only by its value.
    Json& version = out["properties"]["dedesign"];
    version.erase("allOf");
    version["type"] = {"integer", "string"};
    version["enum"] = {1, "1"};
    for (auto& [name, definition] : definitions_) out["definitions"][name] = std::move(definition);
    return out;
  }

 private:
  Json value(const Type& type) {
    switch (type.form) {
      case Form::scalar:
        return scalar(*type.scalar);
      case Form::list:
        return {{"type", {"array", "null"}}, {"items", entry(*type.item)}};
      case Form::structure:
        return structure(type.shape());
      case Form::names:
        return names(type, true);
      case Form::word_or_names:
        return {{"anyOf",
                 {titled(scalar(*type.scalar), "word", "one for all"),
                  titled(names(type, false), "by name", "one for each name")}}};
    }
    return {};
  }

  Json scalar(const ScalarKind& kind) {
    if (kind.pattern == nullptr) return plain(kind);
    const std::string name = definition_name(kind);
    if (!definitions_.contains(name)) definitions_[name] = spelled(kind);
    // A validator ignores what stands beside a bare $ref; inside allOf it does not.
    return {{"allOf", Json::array({{{"$ref", "#/definitions/" + name}}})}};
  }

  Json structure(const Shape& shape) {
    Json properties = Json::object(), required = Json::array(), one_of = Json::array();
    for (const Field& field : shape.fields) {
      properties[std::string(field.name)] = titled(value(*field.type), field.name, field.doc);
      if (field.required) required.push_back(field.name);
      if (field.one_of) one_of.push_back({{"required", {field.name}}});
    }
    Json out = mapping(required.empty() && one_of.empty());
    out["properties"] = std::move(properties);
    out["additionalProperties"] = false;
    if (!required.empty()) out["required"] = std::move(required);
    if (!one_of.empty()) out["oneOf"] = std::move(one_of);
    return out;
  }

  Json names(const Type& type, bool nothing_too) {
    Json out = mapping(nothing_too);
    const std::string pattern = type.keys == Keys::path ? "[\\s\\S]" : name_pattern();
    out["patternProperties"][pattern] = entry(*type.item);
    out["additionalProperties"] = false;
    return out;
  }

  /// An item of a list, or a value under a name: it has no row of its own to describe it.
  Json entry(const Type& type) {
    const std::string_view title = type.form == Form::structure ? type.shape().name
                                   : type.scalar != nullptr     ? type.scalar->name
                                                                : std::string_view("list");
    return titled(value(type), title, describe(type));
  }

  static Json titled(const Json& body, std::string_view title, std::string_view description) {
    Json out{{"title", title}, {"description", description}};
    out.update(body);
    return out;
  }

  std::map<std::string, Json> definitions_;
};

}  // namespace

std::string json_schema() {
  return Writer().file().dump(2) + "\n";
}

}  // namespace decide::schema
