#include <string>

#include "catch.h"
#include "yaml/document.h"

/// Every guard against what yaml-cpp lets through, loops on, or misplaces. Each input must end in a problem
/// with a place inside the text, quickly, and never in a tree that lacks a part of the file.
namespace decide {
namespace {

using yaml::Parsed;
using yaml::Problem;

Parsed parse(std::string text) {
  return yaml::parse(Source("t.yaml", std::move(text)));
}

/// The first problem's message, or nothing; its span must lie inside the text.
std::string refusal(const std::string& text) {
  const Parsed parsed = parse(text);
  if (parsed.problems.empty()) return {};
  const Problem& first = parsed.problems.front();
  CHECK(first.span.begin <= first.span.end);
  CHECK(first.span.end <= text.size());
  CHECK(first.message.find("bad file") == std::string::npos);
  return first.message.empty() ? "(no message)" : first.message;
}

std::uint32_t line_of_refusal(const std::string& text) {
  const Parsed parsed = parse(text);
  if (parsed.problems.empty()) return 0;
  return Source("t", text).position(parsed.problems.front().span.begin).line;
}

std::string repeated(std::string_view what, int n) {
  std::string text;
  for (int i = 0; i < n; ++i) text += what;
  return text;
}

TEST_CASE("a comma at the root, which makes the parser loop, is refused") {
  for (const char* text : {",", "- a\n,", "'a' ,", ",,,,"}) {
    INFO(text);
    CHECK_FALSE(refusal(text).empty());
    CHECK_FALSE(parse(text).readable());
  }
}

TEST_CASE("content after the end of the document is never dropped") {
  for (const char* text : {"a: 1\n%foo: 2\nc: 3", "a: 1\n...\nb: 2", "[a] b", "- a\n|\n", "a: 1\n---\nb: 2",
                           "- a\n- b\ninvalid: x", "\"a\" b"}) {
    INFO(text);
    CHECK_FALSE(refusal(text).empty());
    CHECK_FALSE(parse(text).readable());
  }
  CHECK(refusal("---\na: 1\n").empty());
  CHECK(refusal("a: 1\n...\n").empty());
}

TEST_CASE("duplicate keys are named with both places, and the rest stays readable") {
  for (const char* text :
       {"a: 1\na: 2\n", "a: 1\n\"a\": 2\n", "x: {a: 1, b: 2, a: 3}\n", "- {a: 1, a: 2}\n"}) {
    INFO(text);
    const Parsed parsed = parse(text);
    REQUIRE(parsed.problems.size() == 1);
    const Problem& problem = parsed.problems.front();
    CHECK(problem.what == Problem::What::duplicate_key);
    CHECK(problem.other.begin < problem.span.begin);
    CHECK(problem.other.end > problem.other.begin);
    CHECK(parsed.readable());
  }
  CHECK(refusal("a: {x: 1}\nb: {x: 1}\n").empty());
}

TEST_CASE("a line without a colon is refused on its own line") {
  CHECK(line_of_refusal("a: 1\nfoo") == 2);
  CHECK(line_of_refusal("- a: 1\n  foo\n- b") == 2);
  CHECK(line_of_refusal("a: 1\nfoo\nb: 2\n") == 2);
  CHECK(line_of_refusal("key:\n- a\ninvalid") == 3);
}

TEST_CASE("depth, bombs and cycles are bounded") {
  for (const std::string& text :
       {repeated("[", 600), repeated("{", 100000), repeated("- ", 100000), repeated("? ", 5000),
        std::string("&a [*a]"), std::string("a: &x [*x]"), repeated("[", 150) + repeated("]", 150)}) {
    INFO(text.substr(0, 20) << " " << text.size());
    CHECK_FALSE(refusal(text).empty());
  }
  std::string bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 9; ++i) {
    const std::string below = "*a" + std::to_string(i - 1);
    bomb += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + below;
    for (int k = 0; k < 9; ++k) bomb += ", " + below;
    bomb += "]\n";
  }
  CHECK_FALSE(refusal(bomb).empty());
  CHECK(refusal(repeated("[", 90) + repeated("]", 90)).empty());
}

TEST_CASE("encodings and control characters") {
  CHECK(refusal("\xEF\xBB\xBF"
                "a: 1\n")
            .empty());
  const Parsed marked = parse(
      "\xEF\xBB\xBF"
      "a: 1\n");
  CHECK(marked.document[marked.document.root().first].begin == 3);
  const std::string nul("x: a\0b\n", 7);
  const std::string utf16("a\0:\0 \0001\0", 8);
  for (const std::string& text :
       {std::string("a: 1\n\xEF\xBB\xBF"
                    "b: 2\n"),
        nul, utf16,
        std::string("\xFF\xFE"
                    "a\0",
                    4),
        std::string("a: \x04\n"), std::string("a: \x1b[2J\n"), std::string("a: \xC3\x28\n"),
        std::string("a: \xC0\xAF\n"), std::string("a: \xED\xA0\x80\n"), std::string("a: \xF5\x80\x80\x80\n"),
        std::string("a: 1\rb: 2\n"), std::string("a: \x7f\n")}) {
    INFO(text);
    CHECK_FALSE(refusal(text).empty());
    CHECK_FALSE(parse(text).readable());
  }
  CHECK(refusal("a: 1\r\nb: 2\r\n").empty());
  CHECK(refusal("a: 1\r\nb: 2\n").empty());
}

TEST_CASE("files with nothing in them are an empty document") {
  for (const char* text : {"", "\n", "# only a comment\n", "---\n"}) {
    INFO(text);
    const Parsed parsed = parse(text);
    CHECK(parsed.problems.empty());
    REQUIRE(parsed.readable());
    CHECK(parsed.document.root().kind == yaml::Kind::null);
  }
}

TEST_CASE("keys of the greatest length") {
  CHECK(refusal(std::string(1000, 'k') + ": 1\n").empty());
  CHECK_FALSE(refusal(std::string(1100, 'k') + ": 1\n").empty());
}

TEST_CASE("what YAML allows and a design does not") {
  for (const char* text :
       {"<<: {a: 1}\n", "a: !!binary aGk=\n", "a: !mine 1\n", "? [a]\n: 1\n", "{a: 1}: 2\n", "[ , a]\n",
        "[a, , b]\n", "{,}\n", "{: }\n", "key: \"no closing quote\n", "key: 'no closing quote\n",
        "a: &x 1\nb: &x 2\n", "a: *nowhere\n"}) {
    INFO(text);
    CHECK_FALSE(refusal(text).empty());
  }
}

TEST_CASE("scalars read under the core schema, and 1.1 spellings are known") {
  using yaml::Core;
  const auto core = [](const std::string& scalar) {
    const Parsed parsed = parse("a: " + scalar + "\n");
    REQUIRE(parsed.readable());
    return yaml::core_type(parsed.document[parsed.document.at("a")]);
  };
  for (const char* word : {"yes", "no", "on", "off", "y", "n", "1_000", "1:30", "'12'", "\"true\"", "'~'"}) {
    INFO(word);
    CHECK(core(word) == Core::string);
  }
  CHECK(core("true") == Core::boolean);
  CHECK(core("12") == Core::integer);
  CHECK(core("0o10") == Core::integer);
  CHECK(core("0x1F") == Core::integer);
  CHECK(core("1e3") == Core::floating);
  CHECK(core(".inf") == Core::floating);
  CHECK(core("~") == Core::null);
  for (const char* word : {"yes", "No", "ON", "off", "y", "010", "1:30", "1_000"}) {
    INFO(word);
    CHECK(yaml::misread_by_yaml11(word));
  }
  for (const char* word : {"true", "12", "clicks", "0.5"}) CHECK_FALSE(yaml::misread_by_yaml11(word));
}

TEST_CASE("places count bytes inside and code points outside") {
  const std::string text = "k: {\"\xC3\xA9\xE6\x97\xA5\xF0\x9F\x98\x80\": value}\r\nnext:\t\"x\"\r\n";
  const Parsed parsed = parse(text);
  REQUIRE(parsed.readable());
  const Source& source = parsed.document.source();
  const Span value = parsed.document.span(parsed.document.at("k.\xC3\xA9\xE6\x97\xA5\xF0\x9F\x98\x80"));
  CHECK(source.slice(value) == "value");
  CHECK(source.position(value.begin).column == 12);
  CHECK(source.position(value.begin).byte_column == 18);
  CHECK(source.position(parsed.document.span(parsed.document.at("next")).begin).line == 2);
}

TEST_CASE("an absent value stands right after its colon") {
  const std::string text = "a:\n# a comment\nb: 1\n";
  const Parsed parsed = parse(text);
  REQUIRE(parsed.readable());
  const yaml::Node& absent = parsed.document[parsed.document.at("a")];
  CHECK(absent.style == yaml::Style::absent);
  CHECK(absent.end == 2);
}

TEST_CASE("no prefix of a design crashes, and every byte alone is answered") {
  const std::string text =
      "a: &x {b: [1, 'two', \"three\"]}\nc: |\n  text\n  more\nd: *x\ne:\n- f: 1\n  g: >-\n    h\n";
  std::size_t readable = 0;
  for (std::size_t n = 0; n <= text.size(); ++n) readable += parse(text.substr(0, n)).readable() ? 1 : 0;
  CHECK(readable > 5);
  CHECK(readable < text.size());
  std::size_t answered = 0;
  for (int byte = 0; byte < 256; ++byte) {
    const Parsed parsed = parse(std::string(1, static_cast<char>(byte)));
    answered += parsed.readable() || !parsed.problems.empty() ? 1 : 0;
  }
  CHECK(answered == 256);
}

TEST_CASE("limits of size and of nodes") {
  yaml::Limits small;
  small.bytes = 20;
  small.nodes = 6;
  CHECK_FALSE(yaml::parse(Source("t", std::string(21, 'a')), small).readable());
  CHECK_FALSE(yaml::parse(Source("t", "[1, 2, 3, 4, 5, 6]"), small).readable());
  CHECK(yaml::parse(Source("t", "[1, 2, 3]"), small).readable());
}

}  // namespace
}  // namespace decide
