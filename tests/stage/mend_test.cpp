#include "stage/mend.h"

#include "catch.h"

namespace decide {
namespace {

std::string mended(const std::string& text, bool unsafe = false) {
  return stage::mend(Source("design.yaml", text), {}, unsafe).text;
}

TEST_CASE("misspelt keys and words are mended, comments stay") {
  const std::string text =
      "dedesign: 1\nscope:\n  volume: {averge: 35k/s, pattern: spikey}  # asked\n  priority: cost\n";
  const std::string expected =
      "dedesign: 1\nscope:\n  volume: {average: 35k/s, pattern: spiky}  # asked\n  priority: [cost]\n";
  CHECK(mended(text) == expected);
  CHECK(mended(expected) == expected);
}

TEST_CASE("what changes the meaning waits to be asked for") {
  const std::string text = "dedesign: 1\nscope:\n  correctness: {level: approximate, feeds: [billing]}\n";
  CHECK(mended(text) == text);
  CHECK(mended(text, true).find("level: exact") != std::string::npos);
}

TEST_CASE("a text that cannot be read stays as it is") {
  CHECK(mended("a: [\n") == "a: [\n");
  CHECK(mended("").empty());
}

}  // namespace
}  // namespace decide
