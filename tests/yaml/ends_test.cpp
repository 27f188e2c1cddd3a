// Where every node begins and ends in the text.
#include <string>

#include "catch.h"
#include "parse_cases.h"

using namespace parse_cases;
using decide::yaml::Style;

namespace {

const Node& node(const Parsed& parsed, std::string_view path) {
  const NodeId id = parsed.document.at(path);
  REQUIRE(id != decide::yaml::none);
  return parsed.document[id];
}

std::uint32_t end_of(const std::string& text, std::string_view path) {
  return node(read(text), path).end;
}

}  // namespace

TEST_CASE("ends of plain and quoted scalars", "[yaml]") {
  const Parsed parsed = read("a: one  # c\nb: 'it''s' # c\nc: \"x \\\" y\"   \nd: two words\n");
  CHECK(written(parsed, "a") == "one");
  CHECK(written(parsed, "b") == "'it''s'");
  CHECK(written(parsed, "c") == "\"x \\\" y\"");
  CHECK(written(parsed, "d") == "two words");
  CHECK(node(parsed, "a").style == Style::plain);
  CHECK(node(parsed, "b").style == Style::single_quoted);
  CHECK(node(parsed, "c").style == Style::double_quoted);
}

TEST_CASE("ends of scalars that go over lines", "[yaml]") {
  const Parsed parsed = read("a: one\n  two\n\n  three # c\nb: \"x\n\n   y\"\nc: 'p\r\n  q'\r\nd: 1");
  CHECK(written(parsed, "a") == "one\n  two\n\n  three");
  CHECK(node(parsed, "a").text == "one two\nthree");
  CHECK(written(parsed, "b") == "\"x\n\n   y\"");
  CHECK(written(parsed, "c") == "'p\r\n  q'");
  CHECK(node(parsed, "c").text == "p q");
}

TEST_CASE("Y27: ends of literal and folded scalars, before the break of their last line", "[yaml]") {
  const Parsed parsed = read(
      "a: | # why\n  x\n   y \n\n# c\nb: >-\n  p\n  q\n # less indented: a comment\nc: |2\n    z\nd: 1\n");
  CHECK(written(parsed, "a") == "| # why\n  x\n   y ");
  CHECK(node(parsed, "a").style == Style::literal);
  CHECK(node(parsed, "a").text == "x\n y \n");
  CHECK(written(parsed, "b") == ">-\n  p\n  q");
  CHECK(node(parsed, "b").style == Style::folded);
  CHECK(written(parsed, "c") == "|2\n    z");
  CHECK(node(parsed, "c").text == "  z\n");
}

TEST_CASE("block scalars that keep their blank lines hold them", "[yaml]") {
  const Parsed parsed = read("a: |+\n  x\n\n  \nb: >+\n  p\n  q\n\n\nc: |\n  y\n\n\nd: >+\n  end\n\n");
  CHECK(written(parsed, "a") == "|+\n  x\n\n  ");
  CHECK(node(parsed, "a").text == "x\n\n\n");
  CHECK(written(parsed, "b") == ">+\n  p\n  q\n\n");
  CHECK(node(parsed, "b").text == "p q\n\n\n");
  CHECK(written(parsed, "c") == "|\n  y");
  CHECK(written(parsed, "d") == ">+\n  end\n");
  CHECK(node(parsed, "d").text == "end\n\n");
}

TEST_CASE("block scalars without text", "[yaml]") {
  const Parsed parsed = read("a: |  # c\nb: >-\n\nc: |+\n\n\nd: 1");
  CHECK(written(parsed, "a") == "|");
  CHECK(node(parsed, "a").text.empty());
  CHECK(written(parsed, "b") == ">-");
  CHECK(node(parsed, "c").text == "\n\n");
  CHECK(written(parsed, "c") == "|+\n\n");
}

TEST_CASE("a carriage return before the line feed is not part of a node", "[yaml]") {
  const Parsed parsed = read("a: |\r\n  x\r\n  y\r\nb: 1\r\n");
  CHECK(written(parsed, "a") == "|\r\n  x\r\n  y");
  CHECK(node(parsed, "a").text == "x\ny\n");
  CHECK(written(parsed, "b") == "1");
}

TEST_CASE("ends of flow collections are after the bracket", "[yaml]") {
  const Parsed parsed = read("a: [x, {b: 1 , }, ] # c\nc: { # d\n  e: [ ]\n  }\nf: []\ng: [h: i]\n");
  CHECK(written(parsed, "a") == "[x, {b: 1 , }, ]");
  CHECK(written(parsed, "a.1") == "{b: 1 , }");
  CHECK(written(parsed, "c") == "{ # d\n  e: [ ]\n  }");
  CHECK(written(parsed, "c.e") == "[ ]");
  CHECK(written(parsed, "f") == "[]");
  CHECK(written(parsed, "g.0") == "h: i");
  CHECK(node(parsed, "f").style == Style::flow);
}

TEST_CASE("block collections end with their last descendant", "[yaml]") {
  const Parsed parsed = read("a:\n  b: 1\n  c:\n  - x # c\n  - y # d\n\n# e\nf:\n  g:\n");
  CHECK(written(parsed, "a") == "b: 1\n  c:\n  - x # c\n  - y");
  CHECK(written(parsed, "a.c") == "- x # c\n  - y");
  CHECK(written(parsed, "f") == "g:");
  CHECK(node(parsed, "a").style == Style::block);
  CHECK(node(parsed, "a.c").style == Style::block);
  CHECK(parsed.document.root().end == node(parsed, "f.g").end);
}

TEST_CASE("checklist 11: an absent value stands right after its colon", "[yaml]") {
  const Parsed parsed = read("k:\n\n# c\n\nz: 1\ny :   # d\n");
  CHECK(node(parsed, "k").style == Style::absent);
  CHECK(node(parsed, "k").kind == Kind::null);
  CHECK(node(parsed, "k").begin == 2);
  CHECK(node(parsed, "k").end == 2);
  CHECK(node(parsed, "y").end == node(parsed, "y").begin);
  CHECK(node(parsed, "y").end == 17);
}

TEST_CASE("absent items stand right after their dash", "[yaml]") {
  const Parsed parsed = read("-\n- a\n-   # c\n- |\n  x\n# d\n-\n");
  CHECK(node(parsed, "0").end == 1);
  CHECK(node(parsed, "2").end == 7);
  CHECK(node(parsed, "4").end == 27);
  CHECK(node(parsed, "4").style == Style::absent);
}

TEST_CASE("absent values in brackets", "[yaml]") {
  const Parsed parsed = read("{a: , b, c:}");
  CHECK(node(parsed, "a").end == 3);
  CHECK(node(parsed, "b").end == 7);
  CHECK(node(parsed, "c").end == 11);
  CHECK(parsed.document.root().end == 12);
}

TEST_CASE("a key named null is not the value of the key above", "[yaml]") {
  const Parsed parsed = read("a:\nnull: 1\nb: &x\n~: 2\nc:\n  null\nd: !!str\n\"\": 3\n");
  CHECK(outcome(parsed) == "{a: , null: 1, b: , ~: 2, c: null, d: , : 3}");
  CHECK(node(parsed, "a").style == Style::absent);
  CHECK(node(parsed, "b").style == Style::absent);
  CHECK(node(parsed, "c").style == Style::plain);
  CHECK(node(parsed, "d").style == Style::absent);
  CHECK(node(parsed, "d").kind == Kind::scalar);
  CHECK(written(parsed, "c") == "null");
}

TEST_CASE("properties belong to a node, but not to its content", "[yaml]") {
  const std::string text = "a: &x !!str 12\nb: !!int # c\n  7\nc: &m\n  d: 1\ne: &n [x]\n&k f: *x\n";
  const Parsed parsed = read(text);
  CHECK(written(parsed, "a") == "12");
  CHECK(node(parsed, "a").begin == 3);
  CHECK(node(parsed, "a").anchored);
  CHECK(written(parsed, "b") == "7");
  CHECK(written(parsed, "c") == "d: 1");
  CHECK(text.substr(node(parsed, "c").begin, 2) == "&m");
  CHECK_FALSE(node(parsed, "c").anchored);
  CHECK(written(parsed, "e") == "[x]");
  CHECK(written(parsed, "f") == "*x");
  const NodeId key = parsed.document.key_of(parsed.document.at("f"));
  CHECK(text.substr(parsed.document[key].begin, 4) == "&k f");
}

TEST_CASE("an alias is a copy with the alias's place", "[yaml]") {
  const Parsed parsed = read("a: &x {p: [1, two]}\nb: *x\nc: [*x, *x]\n");
  CHECK(outcome(parsed) == "{a: {p: [1, two]}, b: {p: [1, two]}, c: [{p: [1, two]}, {p: [1, two]}]}");
  CHECK(node(parsed, "a").anchored);
  CHECK_FALSE(node(parsed, "a").aliased);
  for (const char* path : {"b", "b.p", "b.p.1"}) {
    CHECK(node(parsed, path).aliased);
    CHECK_FALSE(node(parsed, path).anchored);
    CHECK(written(parsed, path) == "*x");
  }
  CHECK(parsed.document.path(parsed.document.at("c.1.p.0")) == "c.p");
}

TEST_CASE("checklist 9: byte, code point and line of what is not ASCII", "[yaml]") {
  const Parsed parsed = read("é日😀: \tx\r\nb: {é: 😀 , 日: é}\r\n");
  const auto& source = parsed.document.source();
  CHECK(node(parsed, "é日😀").content == 12);
  CHECK(source.position(12) == decide::Position{1, 7, 13});
  CHECK(written(parsed, "b.é") == "😀");
  CHECK(written(parsed, "b.日") == "é");
  CHECK(source.position(node(parsed, "b.日").content) == decide::Position{2, 15, 21});
}

TEST_CASE("where the root stands if there is none", "[yaml]") {
  CHECK(end_of("", "") == 0);
  CHECK(end_of("# c\n", "") == 4);
  CHECK(end_of("---\n# c\n", "") == 3);
  CHECK(end_of("\xEF\xBB\xBF", "") == 3);
  CHECK(end_of("---\n...\n", "") == 3);
  for (const char* text : {"", "# c\n", "---", "\n\n", "---\n"}) {
    const Parsed parsed = read(text);
    CAPTURE(text);
    REQUIRE(parsed.readable());
    CHECK(parsed.problems.empty());
    CHECK(parsed.document.nodes().size() == 1);
    CHECK(parsed.document.root().kind == Kind::null);
    CHECK(parsed.document.root().style == Style::absent);
  }
}

TEST_CASE("escapes that yaml-cpp 0.7 decodes to invalid UTF-8", "[yaml]") {
  const Parsed parsed = read("a: \"é\\N\\_日\\\\N\"");
  CHECK(node(parsed, "a").text == "é\xC2\x85\xC2\xA0日\\N");
}
