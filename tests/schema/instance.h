#pragma once

#include <charconv>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "yaml/document.h"

/// A YAML tree as the JSON value that it stands for under the core schema.
namespace decide::test {

/// Core schema numbers: a sign, and 0x and 0o without one.
inline nlohmann::json number_of(std::string_view text) {
  const int base = text.starts_with("0x") ? 16 : text.starts_with("0o") ? 8 : 10;
  if (base != 10) text.remove_prefix(2);
  if (text.starts_with('+')) text.remove_prefix(1);
  const char* const end = text.data() + text.size();
  long long whole = 0;
  if (const auto read = std::from_chars(text.data(), end, whole, base); read.ptr == end) return whole;
  double value = 0;
  std::from_chars(text.data(), end, value);
  return value;
}

inline nlohmann::json instance_of(const yaml::Document& document, yaml::NodeId id);

inline nlohmann::json mapping_of(const yaml::Document& document, yaml::NodeId id) {
  nlohmann::json out = nlohmann::json::object();
  for (yaml::NodeId key = document[id].first; key != yaml::none;) {
    const yaml::NodeId value = document[key].next;
    out[document[key].text] = instance_of(document, value);
    key = document[value].next;
  }
  return out;
}

inline nlohmann::json instance_of(const yaml::Document& document, yaml::NodeId id) {
  const yaml::Node& node = document[id];
  if (node.kind == yaml::Kind::mapping) return mapping_of(document, id);
  if (node.kind == yaml::Kind::sequence) {
    nlohmann::json out = nlohmann::json::array();
    for (yaml::NodeId item = node.first; item != yaml::none; item = document[item].next)
      out.push_back(instance_of(document, item));
    return out;
  }
  switch (yaml::core_type(node)) {
    case yaml::Core::null:
      return nullptr;
    case yaml::Core::boolean:
      return node.text[0] == 't' || node.text[0] == 'T';
    case yaml::Core::integer:
    case yaml::Core::floating:
      return number_of(node.text);
    case yaml::Core::string:
      break;
  }
  return node.text;
}

}  // namespace decide::test
