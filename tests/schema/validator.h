#pragma once

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>
#include <stdexcept>
#include <string>
#include <unordered_map>
#include <utility>

/// A JSON Schema validator of just the keywords that the schema uses. A keyword that it does not know is an
/// error, so that none is passed over in silence.
namespace decide::test {

class Validator {
 public:
  using Json = nlohmann::json;

  explicit Validator(Json schema) : schema_(std::move(schema)) {}
  bool accepts(const Json& instance) { return accepts(schema_, instance); }

 private:
  using Check = bool (Validator::*)(const Json& schema, const Json& argument, const Json& instance);

  bool accepts(const Json& schema, const Json& instance) {
    if (schema.is_boolean()) return schema.get<bool>();
    for (const auto& [keyword, argument] : schema.items()) {
      const auto check = checks().find(keyword);
      if (check == checks().end()) {
        if (!annotations().contains(keyword)) throw std::runtime_error("unknown keyword " + keyword);
      } else if (!(this->*check->second)(schema, argument, instance)) {
        return false;
      }
    }
    return true;
  }

  static const std::set<std::string>& annotations() {
    static const std::set<std::string> known{"$schema", "title", "description", "examples", "definitions"};
    return known;
  }
  static const std::map<std::string, Check>& checks() {
    static const std::map<std::string, Check> known{
        {"$ref", &Validator::reference},
        {"allOf", &Validator::all_of},
        {"anyOf", &Validator::any_of},
        {"oneOf", &Validator::one_of},
        {"type", &Validator::type},
        {"enum", &Validator::enumeration},
        {"pattern", &Validator::pattern},
        {"minimum", &Validator::minimum},
        {"exclusiveMinimum", &Validator::exclusive_minimum},
        {"exclusiveMaximum", &Validator::exclusive_maximum},
        {"items", &Validator::items},
        {"required", &Validator::required},
        {"properties", &Validator::properties},
        {"patternProperties", &Validator::pattern_properties},
        {"additionalProperties", &Validator::additional_properties}};
    return known;
  }

  bool reference(const Json&, const Json& to, const Json& instance) {
    return accepts(schema_.at(Json::json_pointer(to.get<std::string>().substr(1))), instance);
  }
  std::ptrdiff_t how_many(const Json& schemas, const Json& instance) {
    return std::count_if(schemas.begin(), schemas.end(), [&](const Json& s) { return accepts(s, instance); });
  }
  bool all_of(const Json&, const Json& schemas, const Json& instance) {
    return how_many(schemas, instance) == static_cast<std::ptrdiff_t>(schemas.size());
  }
  bool any_of(const Json&, const Json& schemas, const Json& instance) {
    return how_many(schemas, instance) > 0;
  }
  bool one_of(const Json&, const Json& schemas, const Json& instance) {
    return how_many(schemas, instance) == 1;
  }

  static bool is(const std::string& type, const Json& instance) {
    if (type == "string") return instance.is_string();
    if (type == "boolean") return instance.is_boolean();
    if (type == "null") return instance.is_null();
    if (type == "array") return instance.is_array();
    if (type == "object") return instance.is_object();
    if (type == "number") return instance.is_number();
    if (type == "integer") return instance.is_number_integer();
    throw std::runtime_error("unknown type " + type);
  }
  bool type(const Json&, const Json& types, const Json& instance) {
    if (types.is_string()) return is(types, instance);
    return std::any_of(types.begin(), types.end(), [&](const Json& t) { return is(t, instance); });
  }
  bool enumeration(const Json&, const Json& values, const Json& instance) {
    return std::find(values.begin(), values.end(), instance) != values.end();
  }
  bool pattern(const Json&, const Json& expression, const Json& instance) {
    return !instance.is_string() ||
           matches(expression.get_ref<const std::string&>(), instance.get_ref<const std::string&>());
  }
  bool minimum(const Json&, const Json& limit, const Json& instance) {
    return !instance.is_number() || instance >= limit;
  }
  bool exclusive_minimum(const Json&, const Json& limit, const Json& instance) {
    return !instance.is_number() || instance > limit;
  }
  bool exclusive_maximum(const Json&, const Json& limit, const Json& instance) {
    return !instance.is_number() || instance < limit;
  }

  bool items(const Json&, const Json& item, const Json& instance) {
    return !instance.is_array() ||
           std::all_of(instance.begin(), instance.end(), [&](const Json& i) { return accepts(item, i); });
  }
  bool required(const Json&, const Json& names, const Json& instance) {
    return !instance.is_object() || std::all_of(names.begin(), names.end(), [&](const Json& name) {
      return instance.contains(name.get<std::string>());
    });
  }
  bool properties(const Json&, const Json& rows, const Json& instance) {
    if (!instance.is_object()) return true;
    for (const auto& [name, value] : instance.items()) {
      if (rows.contains(name) && !accepts(rows.at(name), value)) return false;
    }
    return true;
  }
  bool pattern_properties(const Json&, const Json& patterns, const Json& instance) {
    if (!instance.is_object()) return true;
    for (const auto& [expression, schema] : patterns.items()) {
      for (const auto& [name, value] : instance.items()) {
        if (matches(expression, name) && !accepts(schema, value)) return false;
      }
    }
    return true;
  }
  bool is_covered(const Json& schema, const std::string& name) {
    if (schema.contains("properties") && schema.at("properties").contains(name)) return true;
    if (!schema.contains("patternProperties")) return false;
    for (const auto& [expression, ignored] : schema.at("patternProperties").items()) {
      if (matches(expression, name)) return true;
    }
    return false;
  }
  bool additional_properties(const Json& schema, const Json& others, const Json& instance) {
    if (!instance.is_object()) return true;
    for (const auto& [name, value] : instance.items()) {
      if (!is_covered(schema, name) && !accepts(others, value)) return false;
    }
    return true;
  }

  /// Documents repeat the same few texts: each is matched once, whichever validator asks.
  bool matches(const std::string& expression, const std::string& text) {
    Pattern& pattern = patterns()[expression];
    if (pattern.matched.empty()) pattern.regex.assign(expression, std::regex::ECMAScript);
    const auto [known, fresh] = pattern.matched.try_emplace(text, false);
    if (fresh) known->second = std::regex_search(text, pattern.regex);
    return known->second;
  }

  struct Pattern {
    std::regex regex;
    std::unordered_map<std::string, bool> matched;
  };
  static std::unordered_map<std::string, Pattern>& patterns() {
    static std::unordered_map<std::string, Pattern> known;
    return known;
  }

  Json schema_;
};

}  // namespace decide::test
