#include "schema/recognise.h"

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
