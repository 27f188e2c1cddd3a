#include "schema/recognise.h"

#include <algorithm>
#include <string>

#include <string>

#include "catch.h"

using namespace decide;

TEST_CASE("texts that are meant as designs") {
  for (const char* text :
       {"dedesign: 1\n", "# a design\n---\ndedesign: 1", "\"dedesign\": 1\n", "'dedesign' : 1\n",
        "title: x\ndedesign:\n", "scope:\n  a: 1\nmodel:\n  b: [\n",
        "\xEF\xBB\xBF"
        "dedesign: 1\n",
        "  dedesign: 1\n  scope: {}\n", "{\"dedesign\": 1}\n", "{scope: {}, dedesign: 1}\n",
        "%YAML 1.2\n---\r\ndedesign: 1\r\n", "a: [\ndedesign: 1\n"}) {
    CAPTURE(text);
    CHECK(schema::looks_like_design(text));
  }
}

TEST_CASE("texts that are something else") {
  for (const char* text : {"", "# dedesign: 1\n", "jobs:\n  dedesign:\n    runs-on: x\n", "model: a\n",
                           "on: push\nscope: x\n", "dedesign-action: 1\n", "- dedesign: 1\n",
                           "name: dedesign\n", "url: dedesign:1\n", "{a: dedesign}\n", "dedesign:1\n"}) {
    CAPTURE(text);
    CHECK_FALSE(schema::looks_like_design(text));
  }
}

TEST_CASE("a design in UTF-16, or with carriage returns alone, is meant as one") {
  const std::string text = "# ours\ndedesign: 1\n";
  std::string wide = "\xFF\xFE", big = "\xFE\xFF", old = text;
  for (const char c : text) {
    wide += c;
    wide += '\0';
    big += '\0';
    big += c;
  }
  std::replace(old.begin(), old.end(), '\n', '\r');
  for (const std::string& other : {wide, big, old}) CHECK(schema::looks_like_design(other));
  CHECK_FALSE(
      schema::looks_like_design(std::string("\xFF\xFE"
                                            "a\0:\0",
                                            6)));
  CHECK_FALSE(schema::looks_like_design("a: 1\rb: 2\r"));
}

TEST_CASE("a document without any field of the format") {
  const auto is_else = [](std::string text) {
    return schema::is_something_else(yaml::parse(Source("a.yaml", std::move(text))).document);
  };
  CHECK(is_else("on: push\njobs: {}\n"));
  CHECK_FALSE(is_else("scope:\n"));
  CHECK_FALSE(is_else("dedesign: 2\nx: y\n"));
  CHECK_FALSE(is_else(""));
  CHECK_FALSE(is_else("- a\n"));
  CHECK_FALSE(is_else("a: [\n"));
}
