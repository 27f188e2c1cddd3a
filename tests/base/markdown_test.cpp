#include "base/markdown.h"

#include <string>

#include "catch.h"

using namespace decide;

namespace {

std::vector<std::string> blocks(const std::string& text) {
  std::vector<std::string> found;
  for (const FencedBlock& block : fenced_blocks(text, "dedesign")) {
    CHECK(block.span.end - block.span.begin == block.text.size());
    const Source source("a.md", text);
    CHECK(source.line_start(block.first_line) == block.span.begin);
    if (block.plain) CHECK(std::string(source.slice(block.span)) == block.text);
    found.push_back(block.text);
  }
  return found;
}

using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("blocks of the language, in their order, and no others") {
  CHECK(blocks("# A\n\n```dedesign\na: 1\n```\ntext\n```yaml\nb: 2\n```\n```dedesign title=x\nc: 3\n```\n") ==
        Texts{"a: 1\n", "c: 3\n"});
  CHECK(blocks("").empty());
  CHECK(blocks("```dedesigner\na\n```\n```\nb\n```\n").empty());
  CHECK(blocks("```dedesign\n```\n") == Texts{""});
  CHECK(blocks("``` dedesign\na\n```\n```{.dedesign}\nb\n```\n") == Texts{"a\n"});
}

TEST_CASE("fences of tildes, longer ones, and what only looks like a fence") {
  CHECK(blocks("~~~dedesign\na: \"```\"\n```\n~~~\n") == Texts{"a: \"```\"\n```\n"});
  CHECK(blocks("`````dedesign\n```\na\n````\n`````\n") == Texts{"```\na\n````\n"});
  CHECK(blocks("```dedesign\na\n``` x\n```\n") == Texts{"a\n``` x\n"});
  CHECK(blocks("~~~dedesign\na\n~~~~  \n") == Texts{"a\n"});
  CHECK(blocks("``dedesign\na\n``\n").empty());
  CHECK(blocks("```dedesign ` x\na\n").empty());
  CHECK(blocks("```yaml\n~~~dedesign\na\n~~~\n```\n").empty());
  CHECK(blocks("text ```dedesign\na\n").empty());
}

TEST_CASE("a block that is not closed goes on to the end") {
  CHECK(blocks("```dedesign\na: 1\nb: 2") == Texts{"a: 1\nb: 2"});
  CHECK(blocks("```dedesign") == Texts{""});
}

TEST_CASE("line ends stay") {
  CHECK(blocks("x\r\n```dedesign\r\na: 1\r\n```\r\ny\r\n") == Texts{"a: 1\r\n"});
}

TEST_CASE("indented fences, and code that is none") {
  CHECK(blocks("   ```dedesign\n   a: 1\n   ```\n") == Texts{"   a: 1\n"});
  CHECK(blocks("    ```dedesign\n    a: 1\n    ```\n").empty());
  CHECK(blocks("```dedesign\na: 1\n    ```\nb: 2\n```\n") == Texts{"a: 1\n    ```\nb: 2\n"});
}

TEST_CASE("blocks in lists") {
  CHECK(blocks("- one\n\n  ```dedesign\n  a: 1\n  ```\n") == Texts{"  a: 1\n"});
  CHECK(blocks("10. one\n\n    ```dedesign\n    a: 1\n\n    b: 2\n    ```\n") ==
        Texts{"    a: 1\n\n    b: 2\n"});
  CHECK(blocks("- a\n  - b\n    ```dedesign\n    c: 1\n    ```\n") == Texts{"    c: 1\n"});
  CHECK(blocks("- ```dedesign\n  a: 1\n  ```\n") == Texts{"  a: 1\n"});
  CHECK(blocks("- 1. ```dedesign\n     a: 1\n     ```\n") == Texts{"     a: 1\n"});
  // the list ends, and the block with it
  CHECK(blocks("- x\n\n  ```dedesign\n  a: 1\nafter\n```dedesign\nb: 2\n```\n") ==
        Texts{"  a: 1\n", "b: 2\n"});
  CHECK(blocks("- x\n\ntext\n\n    ```dedesign\n    a: 1\n    ```\n").empty());
}

TEST_CASE("blocks in quotations are blanked out where the document has its marks") {
  const std::string text = "> > ```dedesign\n> > a: 1\n>>\n> > b: 2\n> > ```\n";
  CHECK(blocks(text) == Texts{"    a: 1\n  \n    b: 2\n"});
  CHECK_FALSE(fenced_blocks(text, "dedesign").front().plain);
  CHECK(blocks("> ```dedesign\n> a: 1\nafter\n") == Texts{"  a: 1\n"});
}

TEST_CASE("what is commented out is no block") {
  CHECK(blocks("<!--\n```dedesign\na: 1\n```\n-->\n```dedesign\nb: 2\n```\n") == Texts{"b: 2\n"});
  CHECK(blocks("<!-- x -->\n```dedesign\na: 1\n```\n") == Texts{"a: 1\n"});
}

TEST_CASE("time grows with the text, whatever it holds") {
  std::string fences;
  for (int i = 0; i < 20000; ++i) fences += "```dedesign\na: 1\n```\n";
  CHECK(fenced_blocks(fences, "dedesign").size() == 20000);
  CHECK(fenced_blocks(std::string(500000, '>'), "dedesign").empty());
  std::string lists;
  for (int i = 0; i < 100000; ++i) lists += "- ";
  CHECK(fenced_blocks(lists, "dedesign").empty());
}

TEST_CASE("names of Markdown files") {
  CHECK(is_markdown("a/README.md"));
  CHECK(is_markdown("A.MD"));
  CHECK(is_markdown("a.markdown"));
  CHECK_FALSE(is_markdown(".md"));
  CHECK_FALSE(is_markdown("a.mdx"));
}
