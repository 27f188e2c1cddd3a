#include "stage/mend.h"

#include "catch.h"
#include "stage/intended.h"

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

TEST_CASE("a key that is put in behind the last of a mapping is put in, and means what it says") {
  const std::string text =
      "dedesign: 1\nscope:\n  volume:\n    average: 35k/s  # asked\n    # of the last year\n"
      "model:\n  tables: {t: {role: fact}}\n";
  const std::string once = mended(text, true);
  CHECK(once.find("    average: 35k/s  # asked\n") != std::string::npos);
  CHECK(once.find("\n    event_size: 500 B\n") != std::string::npos);
  CHECK(mended(once, true) == once);
}

TEST_CASE("of two misspellings of one key the second stays: a key is there once") {
  for (const std::string text :
       {"dedesign: 1\nscope:\n  latency: {freshnes: 5 min, fresness: 6 min}\n",
        "dedesign: 1\nscope:\n  latency:\n    freshnes: 5 min\n    fresness: 6 min\n"}) {
    const std::string once = mended(text);
    INFO(once);
    CHECK(once.find("freshness: 5 min") != std::string::npos);
    CHECK(once.find("fresness: 6 min") != std::string::npos);
    CHECK(mended(once) == once);
  }
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

bool intended(const std::string& before, const std::string& from, const std::string& to) {
  const auto begin = static_cast<std::uint32_t>(before.find(from));
  std::string after = before;
  after.replace(begin, from.size(), to);
  const std::vector<diag::Edit> edits{{{begin, begin + static_cast<std::uint32_t>(from.size())}, to}};
  return stage::leaves_the_rest(yaml::parse(Source("a", before)).document,
                                yaml::parse(Source("b", after)).document, edits);
}

/// An edit that puts text in before another.
bool put_in(const std::string& before, const std::string& at, const std::string& text) {
  const auto begin = static_cast<std::uint32_t>(before.find(at));
  std::string after = before;
  after.insert(begin, text);
  return stage::leaves_the_rest(yaml::parse(Source("a", before)).document,
                                yaml::parse(Source("b", after)).document, {{{begin, begin}, text}});
}

TEST_CASE("an edit that changes what it does not name is not the one that was meant") {
  const std::string text = "a: {x: 1, y: [p, q]}\nb:\n  c: 2\n  d: text\ne: 3\n";
  CHECK(intended(text, "x", "z"));
  CHECK(intended(text, "2", "[2]"));
  CHECK(intended(text, "  c: 2\n", "  c: 2\n  n: 5\n"));
  CHECK(intended(text, "q", "q, r"));
  CHECK(put_in(text, "e: 3", "  n: 5\n"));
  CHECK_FALSE(put_in(text, "e: 3", "  c: 5\n"));
  CHECK_FALSE(put_in("a: 1\nb: |\n  x\nc: 2\n", "c: 2", "  y\n"));
  CHECK(intended(text, "{x: 1, y: [p, q]}", "gone"));
  CHECK_FALSE(intended(text, "2", "\"2"));
  CHECK_FALSE(intended(text, "2",
                       "2 # and"
                       "\n  d: other\nf:\n  g: 1"));
  CHECK_FALSE(intended(text, "1, y", "1} #"));
  CHECK_FALSE(intended(text, "  d", "d"));
  CHECK_FALSE(intended(text, "text\n", "text\n  "));
}

}  // namespace
}  // namespace decide
