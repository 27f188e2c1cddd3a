// Y1 to Y26: each thing that yaml-cpp 0.7 would read wrongly, endlessly or not at all, and what is said of
// it.
#include <ctime>
#include <string>

#include "catch.h"
#include "parse_cases.h"

using namespace parse_cases;

namespace {

/// Ten milliseconds are promised; a sanitizer build is some thirty times slower.
bool is_quick(const std::string& text) {
  const std::clock_t start = std::clock();
  const bool bad = !read(text).readable();
  return bad && std::clock() - start < CLOCKS_PER_SEC / 3;
}

}  // namespace

TEST_CASE("Y1: a comma at the root ends, and is an error", "[yaml]") {
  CHECK(outcome(",") == "1: A comma is not expected here. <,>");
  CHECK(outcome("- a\n,") == "2: A comma is not expected here. <,>");
  CHECK(outcome("'a' ,") == "1: A comma is not expected here. <,>");
  CHECK(is_quick(","));
  CHECK(is_quick("- a\n,"));
  CHECK(is_quick("'a' ,"));
}

TEST_CASE("Y2: an alias inside what it refers to", "[yaml]") {
  const std::string cycle = "1: This alias stands inside what it refers to. <*x>";
  CHECK(outcome("a: &x [*x]") == cycle);
  CHECK(outcome("&x [*x]") == cycle);
  CHECK(outcome("&x {a: [*x]}") == cycle);
  CHECK(outcome("&x\na:\n  - *x\n") == "3: This alias stands inside what it refers to. <*x>");
}

TEST_CASE("Y3: an alias bomb stops at the node limit", "[yaml]") {
  std::string bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 9; ++i) {
    const std::string below = "*a" + std::to_string(i - 1);
    bomb +=
        "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + repeat(below + ", ", 8) + below + "]\n";
  }
  decide::yaml::Limits limits;
  limits.nodes = 10000;
  CHECK(outcome(bomb, limits) ==
        "5: With its aliases written out the file holds more than 10000 keys and values. <*a3>");
  CHECK_FALSE(read(bomb).readable());
}

TEST_CASE("Y3: aliases of a long text stop at the byte limit", "[yaml]") {
  decide::yaml::Limits limits;
  limits.bytes = 5000;
  const std::string text = "a: &a " + repeat("x", 1000) + "\nb: [" + repeat("*a, ", 10) + "]\n";
  CHECK(outcome(text, limits) ==
        "2: Written out, the aliases up to here hold more than 5000 bytes of text. <*a>");
  limits.bytes = 20000;
  CHECK(read(text, limits).readable());
}

TEST_CASE("Y3: an alias may not deepen the tree past the limit", "[yaml]") {
  const std::string deep = "a: &a " + repeat("[", 60) + repeat("]", 60) + "\n";
  CHECK(read(deep + "b: " + repeat("[", 39) + "*a" + repeat("]", 39)).readable());
  CHECK(outcome(deep + "b: " + repeat("[", 40) + "*a" + repeat("]", 40)) ==
        "2: With this alias written out, the file is nested more than 100 levels deep. <*a>");
}

TEST_CASE("Y4: equal keys are a problem, and the tree can still be read", "[yaml]") {
  const auto pair = [](const std::string& text) {
    const Parsed parsed = read(text);
    REQUIRE(parsed.readable());
    REQUIRE(parsed.problems.size() == 1);
    const auto& problem = parsed.problems[0];
    CHECK(problem.what == decide::yaml::Problem::What::duplicate_key);
    CHECK(parsed.document[problem.node].is_key);
    const auto& source = parsed.document.source();
    return std::to_string(problem.other.begin) + std::string(source.slice(problem.other)) + "/" +
           std::to_string(problem.span.begin) + std::string(source.slice(problem.span));
  };
  CHECK(pair("a: 1\na: 2") == "0a/5a");
  CHECK(pair("a: 1\n\"a\": 2") == "0a/5\"a\"");
  CHECK(pair("x: {a: 1, b: 3, a: 2}") == "4a/16a");
  CHECK(pair("- a: 1\n  b: 2\n  a: 3\n- a: 1\n") == "2a/16a");
  CHECK(message("a: 1\na: 2") == "The key 'a' is already in this mapping.");
}

TEST_CASE("Y4: three equal keys are two problems, each against the first", "[yaml]") {
  const Parsed parsed = read("a: 1\nb: 1\na: 2\na: 3\n");
  REQUIRE(parsed.problems.size() == 2);
  CHECK(parsed.problems[0].span.begin == 10);
  CHECK(parsed.problems[1].span.begin == 15);
  CHECK(parsed.problems[1].other.begin == 0);
  CHECK(show(parsed.document, parsed.document.find(0, "a")) == "1");
}

TEST_CASE("Y4: a duplicate inside an anchor is told once, and many keys are compared in n log n", "[yaml]") {
  CHECK(read("x: &x {a: 1, a: 2}\ny: *x\nz: *x\n").problems.size() == 1);
  std::string text;
  for (int i = 0; i < 3000; ++i) text += "key" + std::to_string(i) + ": 1\n";
  CHECK(read(text).problems.empty());
  CHECK(read(text + "key17: 2\n").problems.size() == 1);
}

TEST_CASE("Y5, Y6: NUL and UTF-16", "[yaml]") {
  using namespace std::string_literals;
  CHECK(message("a: x\0ny"s) == "The character U+0000 is not allowed in YAML.");
  CHECK(message("a\0b: 1"s) == "The character U+0000 is not allowed in YAML.");
  CHECK(message("\0"s) == "The character U+0000 is not allowed in YAML.");
  const std::string wide = "The file is UTF-16 or UTF-32.";
  CHECK(message("\xFF\xFE"s + "a\0:\0"s) == wide);
  CHECK(message("\xFE\xFF"s + "\0a\0:"s) == wide);
  CHECK(message("a\0:\0 \0001\0"s) == wide);
  CHECK(message("\0a\0:\0 \0001"s) == wide);
  CHECK(message("\0\0\xFE\xFF"s) == wide);
  CHECK(message("a\0\0\0"s) == wide);
}

TEST_CASE("Y7: invalid UTF-8 is told with its offset", "[yaml]") {
  CHECK(message("a: \xE9t\xE9") == "The byte 0xE9 at offset 3 is not valid UTF-8.");
  CHECK(message("a: \xC0\xAF") == "The byte 0xC0 at offset 3 is not valid UTF-8.");
  CHECK(message("a: b\xED\xA0\x80") == "The byte 0xED at offset 4 is not valid UTF-8.");
  CHECK(message("a: \xE2\x82") == "The byte 0xE2 at offset 3 is not valid UTF-8.");
}

TEST_CASE("Y8: a byte order mark may stand first and nowhere else", "[yaml]") {
  const std::string bom = "\xEF\xBB\xBF";
  const Parsed first = read(bom + "a: é\nb: 2\n");
  CHECK(outcome(first) == "{a: é, b: 2}");
  CHECK(first.document[first.document.at("a")].content == 6);
  CHECK(first.document[first.document.at("b")].content == 12);
  CHECK(first.document.root().content == 3);
  const std::string middle = "A byte order mark (U+FEFF) stands in the middle of the text.";
  CHECK(message("---\n" + bom + "b: 1") == middle);
  CHECK(message(bom + bom + "a: 1") == middle);
  CHECK(message("a: x" + bom) == middle);
}

TEST_CASE("Y9: control characters, but not what is only hard to see", "[yaml]") {
  CHECK(message("a: \x1B[31m") == "The character U+001B is not allowed in YAML.");
  CHECK(message("a: \x7F") == "The character U+007F is not allowed in YAML.");
  CHECK(message("a: \xC2\x80") == "The character U+0080 is not allowed in YAML.");
  CHECK(message("a: \xC2\x9F") == "The character U+009F is not allowed in YAML.");
  CHECK(message("a: \xEF\xBF\xBE") == "The character U+FFFE is not allowed in YAML.");
  CHECK(message("a: \x04") == "The character U+0004 is not allowed in YAML.");
  CHECK(outcome("a: x\xC2\x85y") == "{a: x\xC2\x85y}");
  CHECK(outcome("a: x\xE2\x80\xAEy") == "{a: x\xE2\x80\xAEy}");
}

TEST_CASE("Y10: a lone carriage return; mixed line ends are fine", "[yaml]") {
  const std::string lone = "A carriage return stands here without a line feed after it.";
  CHECK(message("a: 1\rb: 2") == lone);
  CHECK(message("a: 1\r") == lone);
  CHECK(message("a: 1\r\r\n") == lone);
  CHECK(outcome("a: 1\r\nb: 2\nc: 3\r\n") == "{a: 1, b: 2, c: 3}");
}

TEST_CASE("Y11: nesting up to 100 levels", "[yaml]") {
  CHECK(read(repeat("[", 100) + repeat("]", 100)).readable());
  const std::string deep = "This is nested more than 100 levels deep.";
  CHECK(message(repeat("[", 101) + repeat("]", 101)) == deep);
  CHECK(message("a: " + repeat("[", 100) + repeat("]", 100)) == deep);
  CHECK(message(repeat("[", 600)) == deep);
  CHECK(message("a: " + repeat("{a: ", 600)) == deep);
  CHECK(message(repeat("- ", 600) + "x") == deep);
  CHECK(message(repeat("[", 20000)) == deep);
  CHECK(message(repeat("{", 20000)) == deep);
  CHECK(message(repeat("- ", 20000)) == deep);
  CHECK(message(repeat("? ", 20000)).starts_with("A key must be"));
  std::string block;
  for (std::size_t i = 0; i < 101; ++i) block += repeat(" ", i) + "a:\n";
  CHECK(message(block + repeat(" ", 101) + "a: 1\n") == deep);
}

TEST_CASE("Y12: nothing may follow the document", "[yaml]") {
  const std::string after = ": There is content after the end of the document. ";
  CHECK(outcome("- a\n- b\ninvalid: x") == "3" + after + "<invalid: x>");
  CHECK(outcome("[a] b") == "1" + after + "<b>");
  CHECK(outcome("\"a\" b # c") == "1" + after + "<b # c>");
  CHECK(outcome("- a\n|\n") == "2" + after + "<|>");
  CHECK(outcome("a: 1\n...\nb: 2") == "3" + after + "<b: 2>");
  CHECK(outcome("a: 1\n---\nb: 2") == "2: A second document begins here. <--->");
  CHECK(outcome("a: 1\n---") == "2: A second document begins here. <--->");
  CHECK(outcome("---\n---\na: 1") == "2: A second document begins here. <--->");
  CHECK(outcome("---\na: 1\n...\n# end\n...\n") == "{a: 1}");
}

TEST_CASE("Y12: a line that begins with % ends the document for yaml-cpp", "[yaml]") {
  CHECK(outcome("a: 1\n%foo: 2\nc: 3") == "2: A line that begins with '%' ends the document. <%foo: 2>");
  CHECK(outcome("a: 1\n%") == "2: A line that begins with '%' ends the document. <%>");
  CHECK(outcome("%foo: 1") == "1: A line that begins with '%' ends the document. <%foo: 1>");
  CHECK(outcome("%foo: 2\na: 1") == "1: This line is not part of the document. <%foo: 2>");
  CHECK(outcome("%foo: 2\n---\na: 1") == "1: This line is not part of the document. <%foo: 2>");
  CHECK(outcome("%YAML 1.2\na: 1") == "1: This line is not part of the document. <%YAML 1.2>");
  CHECK(outcome("%YAML 1.2 # which\n---\na: 1") == "{a: 1}");
  CHECK(outcome("%YAML 1.2# which\n---\na: 1") ==
        "1: This line is not part of the document. <%YAML 1.2# which>");
}

TEST_CASE("Y13: a line without a colon is not a key", "[yaml]") {
  CHECK(outcome("a: 1\nfoo") == "2: 'foo' has no colon. <foo>");
  CHECK(outcome("key:\n- a\ninvalid") == "3: 'invalid' has no colon. <invalid>");
  CHECK(outcome("- a: 1\n  foo\n- b") == "2: 'foo' has no colon. <foo>");
  CHECK(outcome("- a: 1\n  owner data-team # c\n- b") ==
        "2: 'owner data-team' has no colon. <owner data-team>");
  CHECK(outcome("a: 1\nfoo\nb: 2") == "2: 'foo' has no colon. <foo>");
  CHECK(outcome("a:\n  b: 1\n  foo\n\n  # note\n  c: 2") == "3: 'foo' has no colon. <foo>");
  CHECK(outcome("a: 1\nhttp://x/y\n") == "2: 'http://x/y' has no colon. <http://x/y>");
  CHECK(outcome("a: 1\nfoo:bar") == "2: 'foo:bar' has no space after its colon. <foo:bar>");
  CHECK(outcome("foo:bar\nb: 2") == "1: 'foo:bar' has no space after its colon. <foo:bar>");
  CHECK(outcome("a:\nfoo\nb: 2") == "2: 'foo' has no colon. <foo>");
  CHECK(outcome("? a\n") == "1: 'a' has no colon. <a>");
  CHECK(outcome("{a, b: 1}") == "{a: , b: 1}");
}

TEST_CASE("Y14: a quote that is never closed", "[yaml]") {
  CHECK(outcome("a: 1\nkey: \"no closing quote") == "2: This quote is never closed. <\">");
  CHECK(outcome("a: 1\nkey: \"no closing quote\nb: 2\n") == "2: This quote is never closed. <\">");
  CHECK(outcome("key: 'it''s") == "1: This quote is never closed. <'>");
  CHECK(outcome("key: 'it''s\n") == "1: This quote is never closed. <'>");
  CHECK(outcome("# \"\nkey: [\"a\", \"b\n") == "2: This quote is never closed. <\">");
  const Parsed run_on = read("a: \"x\nb: \"y\"\nc: 1");
  CHECK(outcome(run_on) == "2: Text stands here after the end of the value. <y\">");
  CHECK(run_on.problems[0].help ==
        "The quoted text before this begins on line 1: is its closing quote missing?");
}

TEST_CASE("Y15: empty entries and empty keys", "[yaml]") {
  CHECK(outcome("[ , a]") == "1: An entry of this list is empty. <,>");
  CHECK(outcome("[a, , b]") == "1: An entry of this list is empty. <,>");
  CHECK(outcome("[a, b, ]") == "[a, b]");
  CHECK(outcome("{,}") == "1: A comma stands here with nothing before it. <,>");
  CHECK(outcome("{a: 1, , b: 2}") == "1: A comma stands here with nothing before it. <,>");
  CHECK(outcome("{: }") == "1: A key is missing before this colon. <:>");
  CHECK(outcome(": 1") == "1: A key is missing before this colon. <:>");
  CHECK(outcome("a: 1\n: 2") == "2: A key is missing before this colon. <:>");
  CHECK(outcome("[: x]") == "1: A key is missing before this colon. <:>");
}

TEST_CASE("Y16 to Y19: spellings of numbers and flags stay text, with their core type", "[yaml]") {
  const Parsed parsed = read("[012, 08, 1e3, 1_000, 0o14, yes, on, 1.5]");
  REQUIRE(parsed.readable());
  using decide::yaml::Core;
  const Core expected[] = {Core::integer, Core::integer, Core::floating, Core::string,
                           Core::integer, Core::string,  Core::string,   Core::floating};
  NodeId id = parsed.document.root().first;
  for (const Core core : expected) {
    CHECK(core_type(parsed.document[id]) == core);
    id = parsed.document[id].next;
  }
}

TEST_CASE("Y20: the merge key is refused, a text that looks like it is not", "[yaml]") {
  CHECK(outcome("a: &a {x: 1}\nb:\n  <<: *a\n") == "3: The merge key '<<' is not supported. <<<>");
  CHECK(outcome("\"<<\": 1") == "{<<: 1}");
  CHECK(outcome("a: <<") == "{a: <<}");
}

TEST_CASE("Y21: an anchor that is defined twice", "[yaml]") {
  const Parsed parsed = read("a: &x 1\nb: !!str &x 2\nc: *x");
  CHECK(outcome(parsed) == "2: The anchor '&x' is defined twice. <&x>");
  CHECK(parsed.problems[0].other == decide::Span{3, 5});
  CHECK(outcome("a: *x") == "1: There is no anchor '&x' before this alias. <*x>");
  CHECK(outcome("a: *x\nb: &x 1") == "1: There is no anchor '&x' before this alias. <*x>");
}

TEST_CASE("Y22: a key of 1,024 bytes is read, one of 1,025 is not", "[yaml]") {
  CHECK(read(repeat("a", 1024) + ": 1").readable());
  const std::string long_key = "This key is longer than 1,024 bytes.";
  CHECK(message(repeat("a", 1025) + ": 1") == long_key);
  CHECK(message("b: 1\n" + repeat("a", 1025) + ": 1") == long_key);
  CHECK(message("{" + repeat("a", 1025) + ": 1}") == long_key);
  CHECK(message("\"" + repeat("a", 1025) + "\": 1") == long_key);
}

TEST_CASE("Y23: tags outside the core schema", "[yaml]") {
  CHECK(outcome("a: !!binary aGk=") == "1: The tag !!binary is not supported. <!!binary>");
  CHECK(outcome("a: !mine {b: 1}") == "1: The tag !mine is not supported. <!mine>");
  CHECK(outcome("a: !<tag:x,2000:y> 1") == "1: The tag !<tag:x,2000:y> is not supported. <!<tag:x,2000:y>>");
  CHECK(outcome("a: !!set {b}") == "1: The tag !!set is not supported. <!!set>");
  CHECK(outcome("%TAG ! tag:x,2000:\n---\na: !y 1") == "3: The tag !y is not supported. <!y>");
}

TEST_CASE("Y23: core tags must fit what they stand on", "[yaml]") {
  CHECK(message("a: !!int x") == "The tag !!int does not fit: what follows it is not a whole number.");
  CHECK(message("a: !!map [x]") == "The tag !!map does not fit: what follows it is not a mapping.");
  CHECK(message("a: !!str [x]") == "The tag !!str does not fit: what follows it is not text.");
  CHECK(message("!!map") == "The tag !!map does not fit: what follows it is not a mapping.");
  CHECK(message("a: !!bool yes") == "The tag !!bool does not fit: what follows it is not true or false.");
  CHECK(outcome("a: !!map {b: 1}\nc: !!seq [d]\ne: !!float 1\nf: !<tag:yaml.org,2002:str> x") ==
        "{a: {b: 1}, c: [d], e: 1, f: x}");
  CHECK(message("a: !!str\"x\"") == "A space is missing here, after the tag or anchor.");
}

TEST_CASE("Y25: inputs that once crashed or hung parsers", "[yaml]") {
  for (const char* text : {"[:", "{:",    "[[:",    "{[",    "[}", "?",     "? ?",       "- -",   "-",  "!",
                           "&",  "*",     "[[a",    "{a: [", "\"", "'",     "|",         ">",     "%",  "@",
                           "`",  "a: |",  "- |\n-", "[?",    "{?", "[a: {", "---",       "--- |", "!<", "!<>",
                           "&a", "? - a", "? [a",   "a: &",  "\t", "-\t-",  "a:\n\t- b", "[-]",   "{-}"}) {
    CAPTURE(text);
    const Parsed parsed = read(text);
    CHECK(parsed.readable() == parsed.problems.empty());
  }
}

TEST_CASE("Y26: size, nodes and the characters that make tokens are limited", "[yaml]") {
  decide::yaml::Limits limits;
  limits.bytes = 10;
  CHECK(read("a: 1234567", limits).readable());
  CHECK(outcome("a: 12345678", limits) == "1: The file has 11 bytes; at most 10 are read. <>");
  limits = {};
  limits.nodes = 7;
  CHECK(read("a: 1\nb: 2\nc: 3", limits).readable());
  CHECK(outcome("a: 1\nb: 2\nc: 3\nd: 4", limits) == "4: The file holds more than 7 keys and values. <d>");
  CHECK(outcome("[1, 2, 3, 4, 5, 6, 7, 8]", limits) == "1: The file holds more than 7 keys and values. <7>");
  CHECK(outcome("[" + repeat("1,", 2000) + "]", limits).find("more brackets, commas, quotes") !=
        std::string::npos);
}
