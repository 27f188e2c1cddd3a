#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "yaml/document.h"

namespace parse_cases {

using decide::yaml::Document;
using decide::yaml::Kind;
using decide::yaml::Node;
using decide::yaml::NodeId;
using decide::yaml::Parsed;

inline Parsed read(std::string text, const decide::yaml::Limits& limits = {}) {
  return decide::yaml::parse(decide::Source("test.yaml", std::move(text)), limits);
}

inline std::string repeat(std::string_view part, std::size_t times) {
  std::string all;
  all.reserve(part.size() * times);
  for (std::size_t i = 0; i < times; ++i) all += part;
  return all;
}

/// A tree in one line: `{a: 1, b: [x, ~]}`; an absent null is empty.
inline std::string show(const Document& document, NodeId id) {
  const Node& node = document[id];
  if (node.kind == Kind::scalar || node.kind == Kind::null) return node.text;
  const bool mapping = node.kind == Kind::mapping;
  std::string all;
  for (NodeId child = node.first; child != decide::yaml::none; child = document[child].next) {
    if (child != node.first) all += mapping && !document[child].is_key ? ": " : ", ";
    all += show(document, child);
  }
  return (mapping ? "{" : "[") + all + (mapping ? "}" : "]");
}

/// The tree, or the first syntax problem as `12: message`, where 12 is the line, and the marked text in <>.
inline std::string outcome(const Parsed& parsed) {
  if (parsed.readable()) return show(parsed.document, 0);
  const auto& problem = parsed.problems.front();
  const auto& source = parsed.document.source();
  return std::to_string(source.position(problem.span.begin).line) + ": " + problem.message + " <" +
         std::string(source.slice(problem.span)) + ">";
}

inline std::string outcome(std::string text, const decide::yaml::Limits& limits = {}) {
  return outcome(read(std::move(text), limits));
}

/// The first message, or nothing.
inline std::string message(const std::string& text) {
  const Parsed parsed = read(text);
  return parsed.problems.empty() ? "" : parsed.problems.front().message;
}

/// The text of a node at a path, as it stands in the file.
inline std::string written(const Parsed& parsed, std::string_view path) {
  const NodeId id = parsed.document.at(path);
  if (id == decide::yaml::none) return "no such path";
  return std::string(parsed.document.source().slice(parsed.document.span(id)));
}

}  // namespace parse_cases
