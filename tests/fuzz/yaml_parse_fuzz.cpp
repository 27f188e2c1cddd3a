// Bytes are a file. Reading gives a tree or one syntax problem, the same every time; every node lies in the
// file and in its parent, after its sibling before. Nothing crashes.

#include <cstdint>
#include <cstdlib>
#include <string>

#include "yaml/document.h"

namespace {

namespace yaml = decide::yaml;

void require(bool condition) {
  if (!condition) std::abort();
}

void check_span(decide::Span span, std::size_t size) {
  require(span.begin <= span.end && span.end <= size);
}

void check_children(const yaml::Document& document, yaml::NodeId id) {
  const yaml::Node& node = document[id];
  std::uint32_t count = 0;
  std::uint32_t last_end = node.content;
  for (yaml::NodeId child = node.first; child != yaml::none; child = document[child].next) {
    const yaml::Node& inside = document[child];
    require(inside.parent == id && child > id);
    require(inside.begin >= (node.aliased ? node.begin : last_end) && inside.end <= node.end);
    const bool is_value = node.kind == yaml::Kind::mapping && !inside.is_key;
    require((document.key_of(child) != yaml::none) == is_value);
    last_end = inside.end;
    ++count;
  }
  require(count == (node.kind == yaml::Kind::mapping ? 2 * node.count : node.count));
}

void check_tree(const yaml::Document& document) {
  const std::size_t size = document.source().text().size();
  for (yaml::NodeId id = 0; id < document.nodes().size(); ++id) {
    const yaml::Node& node = document[id];
    require(node.begin <= node.content && node.content <= node.end && node.end <= size);
    require((node.parent == yaml::none) == (id == 0));
    check_children(document, id);
    (void)core_type(node);
    (void)yaml::misread_by_yaml11(node.text);
  }
}

void check_problems(const yaml::Parsed& parsed) {
  const std::size_t size = parsed.document.source().text().size();
  for (const yaml::Problem& problem : parsed.problems) {
    check_span(problem.span, size);
    check_span(problem.other, size);
    require(!problem.message.empty());
    require((problem.what == yaml::Problem::What::syntax) == !parsed.readable());
  }
  require(parsed.readable() || parsed.problems.size() == 1);
}

void check_same(const yaml::Parsed& a, const yaml::Parsed& b) {
  require(a.problems.size() == b.problems.size() && a.document.nodes().size() == b.document.nodes().size());
  for (yaml::NodeId id = 0; id < a.document.nodes().size(); ++id) {
    const yaml::Node& one = a.document[id];
    const yaml::Node& other = b.document[id];
    require(one.text == other.text && one.end == other.end && one.kind == other.kind);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  const yaml::Parsed parsed = yaml::parse(decide::Source("fuzz", text));
  check_problems(parsed);
  check_tree(parsed.document);
  check_same(parsed, yaml::parse(decide::Source("fuzz", text)));
  return 0;
}
