// What is said of text that is not YAML, and of YAML that a design file may not hold.
#include <string>

#include "catch.h"
#include "parse_cases.h"

using namespace parse_cases;

TEST_CASE("complex keys are refused", "[yaml]") {
  const std::string key = "A key must be a single word or text; this one is a list or a mapping.";
  CHECK(message("? [a]\n: b") == key);
  CHECK(message("? - a\n: b") == key);
  CHECK(message("? a: 1\n: b") == key);
  CHECK(message("{a: 1}: b") == key);
  CHECK(message("[[a]: b]") == key);
  CHECK(message("{[a]: b}") == key);
  CHECK(message("a: &a [x]\n*a : b") == key);
}

TEST_CASE("a scalar key may be written with a question mark, or be an alias", "[yaml]") {
  CHECK(outcome("? a\n: b\n? c\n: d") == "{a: b, c: d}");
  CHECK(outcome("{? a : b}") == "{a: b}");
  CHECK(outcome("a: &k x\n*k : b") == "{a: x, x: b}");
}

TEST_CASE("brackets that are not closed, or not where they should be", "[yaml]") {
  CHECK(outcome("a: [x, y") == "1: This '[' is never closed. <[>");
  CHECK(outcome("[x, y") == "1: This '[' is never closed. <[>");
  CHECK(outcome("- {a: 1\n") == "1: This '{' is never closed. <{>");
  CHECK(outcome("a: {b: [1, 2}") == "1: This '}' does not match the '[' that is open. <}>");
  CHECK(outcome("a: ]") == "1: This ']' closes nothing. <]>");
  CHECK(outcome("a: [x, y\nb: 1") == "2: A comma or ']' is expected here. <:>");
  CHECK(outcome("a: [\"x\" \"y\"]") == "1: A comma or ']' is expected here. <\">");
  CHECK(outcome("[a,\n---\nb]") == "1: This '[' is never closed. <[>");
  CHECK(outcome("a: [- b]") == "1: A dash cannot stand here, inside brackets. <->");
  CHECK(outcome("a: - b") == "1: A list item cannot begin here. <->");
}

TEST_CASE("a bracket that is still open is told with its line", "[yaml]") {
  const Parsed parsed = read("a:\n  b: [x, y\nc: 1");
  REQUIRE(parsed.problems.size() == 1);
  CHECK(parsed.problems[0].help == "The '[' on line 2 is still open.");
  CHECK(parsed.problems[0].other == decide::Span{8, 9});
}

TEST_CASE("indentation that fits nothing", "[yaml]") {
  CHECK(outcome("a:\n    b: 1\n  c: 2") ==
        "3: The indentation of this line fits none of the lines above. <c: 2>");
  CHECK(outcome("a: 1\n  b: 2") == "2: This line is indented under a line that already has a value. <b: 2>");
  CHECK(outcome("a: 1\n- b") == "2: A list item stands here among the keys of a mapping. <- b>");
  CHECK(outcome("a:\n\tb: 1") == "2: A tab stands in the indentation. <\t>");
  CHECK(outcome("\ta: 1") == "1: A tab stands in the indentation. <\t>");
  CHECK(outcome("a:\n{b: 1}\nc: 2") ==
        "2: This line is not indented deeper than the key or dash that it belongs to. <{b: 1}>");
  CHECK(outcome("a:\n&x 'b'\nc: 1") == "2: '&x 'b'' has no colon. <&x 'b'>");
}

TEST_CASE("colons and other indicators inside values", "[yaml]") {
  CHECK(outcome("a: b: c") == "1: A second colon with a space after it stands in this line. <:>");
  CHECK(outcome("a: @x") == "1: A value cannot begin with '@'. <@>");
  CHECK(outcome("a: `x`") == "1: A value cannot begin with '`'. <`>");
  CHECK(outcome("a: %x") == "1: A value cannot begin with '%'. <%>");
  CHECK(outcome("a: * b") == "1: A name is expected after '*'. < >");
  CHECK(outcome("a: & b") == "1: A name is expected after '&'. < >");
  CHECK(outcome("a: !<x b") == "1: This tag is not complete. < >");
  CHECK(outcome("a: &x &y b") == "1: This value has two tags or two anchors. <&>");
}

TEST_CASE("escapes and block scalar headers", "[yaml]") {
  CHECK(outcome("a: \"\\q\"") == "1: '\\q' is not an escape that YAML knows. <\\q>");
  CHECK(outcome("a: \"it\\'s\"") == "1: '\\'' is not an escape that YAML knows. <\\'>");
  CHECK(outcome("a: \"\\xzz\"") == "1: This escape is not the number of a character. <\\xzz>");
  CHECK(outcome("a: \"\\ud800\"") == "1: This escape is not the number of a character. <\\ud800>");
  CHECK(outcome("a: |0\n  x") == "1: The indentation after '|' or '>' is a digit from 1 to 9. <0>");
  CHECK(outcome("a: | x\n  y") == "1: This cannot stand after '|' or '>'. <x>");
  CHECK(outcome("a: |# x\n  y") == "1: A space is missing before this comment. <#>");
}

TEST_CASE("no message speaks yaml-cpp's words", "[yaml]") {
  for (const char* text :
       {"a: b: c", "a: [", "[", "a: \"", "a: *x", "&a &b c", "a: |0", "a: @", "{]", "- a: 1\n b"}) {
    const std::string said = message(text);
    CAPTURE(text, said);
    CHECK(said.size() > 10);
    CHECK(said.ends_with('.'));
    for (const char* word : {"illegal", "bad file", "yaml-cpp", "not found", "token", "scalar"}) {
      CHECK(said.find(word) == std::string::npos);
    }
  }
}

TEST_CASE("text of the file in a message is safe to print, and short", "[yaml]") {
  CHECK(message("\"a\\x1b[31m\": 1\n\"a\\x1b[31m\": 2\n").find('\x1b') == std::string::npos);
  CHECK(message("a: 1\n" + repeat("long é ", 40)).size() < 100);
}
