#include <rapidcheck.h>

#include <string>
#include <vector>

#include "catch.h"
#include "parse_cases.h"
#include "parse_random.h"

using namespace parse_cases;
using decide::yaml::Style;

namespace {

bool is_written_scalar(const Node& node) {
  return (node.kind == Kind::scalar || node.kind == Kind::null) && node.style != Style::absent;
}

/// What stands in the span of a scalar, read as a document of its own.
std::string alone(const Document& document, NodeId id) {
  std::string text(document.source().slice(document.span(id)));
  // The line break that ends a block scalar is part of its value, but not of its span.
  const Style style = document[id].style;
  if (style == Style::literal || style == Style::folded) text += "\n";
  const Parsed parsed = read(text);
  return parsed.readable() ? parsed.document.root().text : outcome(parsed);
}

}  // namespace

TEST_CASE("random documents are read as they are meant, and their scalars stand where their spans say",
          "[yaml]") {
  const bool holds = rc::check("tree and spans", [] {
    const auto tapes = rc::gen::arbitrary<std::vector<std::uint8_t>>();
    parse_random::DocumentMaker maker(*rc::gen::scale(8.0, tapes));
    maker.make();
    const Parsed parsed = read(maker.text);
    RC_TAG(parsed.document.nodes().size() / 20);
    if (outcome(parsed) != maker.tree) RC_LOG() << maker.text;
    RC_ASSERT(outcome(parsed) == maker.tree);
    for (NodeId id = 0; id < parsed.document.nodes().size(); ++id) {
      if (!is_written_scalar(parsed.document[id])) continue;
      RC_ASSERT(alone(parsed.document, id) == parsed.document[id].text);
    }
  });
  CHECK(holds);
}

TEST_CASE("random text gives a tree or a problem with its place", "[yaml]") {
  const bool holds = rc::check("no other outcome", [] {
    const auto symbols = std::string("ab:-#,[]{}\"'&*!|>%?~ \n\t0");
    const auto text = *rc::gen::container<std::string>(rc::gen::elementOf(symbols));
    const Parsed parsed = read(text);
    RC_ASSERT(parsed.readable() || parsed.problems.size() == 1);
    for (const auto& problem : parsed.problems) {
      RC_ASSERT(problem.span.begin <= problem.span.end);
      RC_ASSERT(problem.span.end <= text.size());
      RC_ASSERT(!problem.message.empty());
    }
  });
  CHECK(holds);
}
