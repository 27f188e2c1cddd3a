// Reads documents from standard input, each as a line with its length in bytes and then the bytes, and prints
// for each one line of JSON: its problems and its tree with spans. Driven by oracle.py.
#include <cstddef>
#include <iostream>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "yaml/document.h"

namespace {

using decide::yaml::Core;
using decide::yaml::Document;
using decide::yaml::Kind;
using decide::yaml::Node;
using decide::yaml::NodeId;
using decide::yaml::Style;
using Json = nlohmann::json;

const char* name_of(Core core) {
  switch (core) {
    case Core::null:
      return "null";
    case Core::boolean:
      return "bool";
    case Core::integer:
      return "int";
    case Core::floating:
      return "float";
    case Core::string:
      return "str";
  }
  return "";
}

Json tree(const Document& document, NodeId id) {
  const Node& node = document[id];
  Json json = {{"begin", node.begin},
               {"content", node.content},
               {"end", node.end},
               {"absent", node.style == Style::absent},
               {"aliased", node.aliased}};
  if (node.kind == Kind::scalar || node.kind == Kind::null) {
    json["text"] = node.text;
    json["core"] = name_of(core_type(node));
    return json;
  }
  Json children = Json::array();
  for (NodeId child = node.first; child != decide::yaml::none; child = document[child].next) {
    children.push_back(tree(document, child));
  }
  json[node.kind == Kind::mapping ? "map" : "seq"] = std::move(children);
  return json;
}

Json report(const decide::yaml::Parsed& parsed) {
  Json problems = Json::array();
  for (const auto& problem : parsed.problems) {
    problems.push_back({{"message", problem.message},
                        {"help", problem.help},
                        {"begin", problem.span.begin},
                        {"end", problem.span.end}});
  }
  Json json = {{"problems", std::move(problems)}};
  if (parsed.readable()) json["tree"] = tree(parsed.document, 0);
  return json;
}

}  // namespace

int main() {
  std::size_t length = 0;
  while (std::cin >> length) {
    std::string text(length, '\0');
    std::cin.ignore(1);
    std::cin.read(text.data(), static_cast<std::streamsize>(length));
    const auto parsed = decide::yaml::parse(decide::Source("input", std::move(text)));
    std::cout << report(parsed).dump(-1, ' ', true, Json::error_handler_t::replace) << '\n' << std::flush;
  }
  return 0;
}
