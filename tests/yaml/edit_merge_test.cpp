#include <string>

#include "catch.h"
#include "edit_cases.h"

using edit_cases::merge;

TEST_CASE("a fragment is merged key by key") {
  const std::string before =
      "title: T\nscope:\n  # how much\n  volume:\n    average: 35k/s  # measured\n  latency: {freshness: 5 "
      "min}\n"
      "\n# next\nmodel:\n";
  const std::string fragment =
      "# answers\nvolume:\n  average: 40k/s\n  # at noon\n  peak: 120k/s   # twice\n"
      "latency: {freshness: 1 min, end: 2 h}\n\n# who reads\nconsumers:\n    # all\n    bi: {kind: sql}\n";
  CHECK(merge(before, "scope", fragment) ==
        "title: T\nscope:\n  # how much\n  volume:\n    average: 40k/s  # measured\n    # at noon\n"
        "    peak: 120k/s   # twice\n  latency: {freshness: 1 min, end: 2 h}\n  # who reads\n  consumers:\n"
        "      # all\n      bi: {kind: sql}\n\n# next\nmodel:\n");
}

TEST_CASE("a fragment fills a section that is missing or empty") {
  const std::string fragment = "# head\na: 1\n\n# b\nb:\n- x # y\n";
  const std::string body = "  a: 1\n\n  # b\n  b:\n  - x # y\n";
  CHECK(merge("t: 1\n", "scope", fragment) == "t: 1\nscope:\n" + body);
  CHECK(merge("scope:  # c\nt: 1\n", "scope", fragment) == "scope:  # c\n" + body + "t: 1\n");
  CHECK(merge("", "scope", fragment) == "scope:\n" + body);
  CHECK(merge("", "", fragment) == "a: 1\n\n# b\nb:\n- x # y\n");
  CHECK(merge("scope: {}\n", "scope", "a: 1\nb: [2]\n") == "scope:\n  a: 1\n  b: [2]\n");
  CHECK(merge("scope: ~\n", "scope", "{a: 1, b: [2]}\n") == "scope:\n  a: 1\n  b: [2]\n");
}

TEST_CASE("lines added at one place come from the inside out") {
  CHECK(merge("a:\n  b:\n    c: 1\n", "", "a:\n  b:\n    d: 2\n  e: 3\nf: 4\n") ==
        "a:\n  b:\n    c: 1\n    d: 2\n  e: 3\nf: 4\n");
  CHECK(merge("a:\n  b:", "", "a:\n  b:\n    d: 2\n  e: 3\nf: 4\n") == "a:\n  b:\n    d: 2\n  e: 3\nf: 4");
  CHECK(merge("a:\n  - 1\n  - 2\n", "", "a: 3\nb: 4\n") == "a: 3\nb: 4\n");
}

TEST_CASE("a merge replaces what is not a mapping on both sides") {
  CHECK(merge("a: [x, y]  # c\n", "", "a:\n- z\n") == "a:  # c\n  - z\n");
  CHECK(merge("a: {x: 1}\n", "", "a: ~\n") == "a: ~\n");
  CHECK(merge("a: {x: 1}\n", "", "a:\n") == "a: null\n");
  CHECK(merge("a: 1\n", "", "a:\n  # c\n  x: 1\n") == "a:\n  # c\n  x: 1\n");
}

TEST_CASE("merging what is there already changes nothing") {
  const std::string text = "a:  'x'\nb: { c: [1] }\n";
  CHECK(merge(text, "", "b:\n  c:\n  - 1\na: x\n") == text);
  CHECK(merge(text, "", "") == text);
  CHECK(merge(text, "", "# nothing\n") == text);
  CHECK(merge(text, "q", "{}\n") == text);
}

TEST_CASE("a merge that cannot be made is refused") {
  CHECK(merge("a: 1\n", "", "- x\n") == "refused: the fragment is not a mapping");
  CHECK(merge("a: 1\n", "a", "x: 1\n") ==
        "refused: line 1: `a` is not a mapping, so nothing can be merged into it");
  CHECK(merge("a: 1\n", "", "b: &x 1\nc: *x\n") ==
        "refused: the fragment uses an anchor or an alias on line 1");
  CHECK(merge("a: 1\n", "", "b: 1\nb: 2\n") ==
        "refused: the fragment has a key twice in the mapping on line 1");
  CHECK(merge("a: 1\na: 2\n", "", "b: 1\n") == "refused: a key is there twice in the mapping on line 1");
  CHECK(merge("a: &x {p: 1}\nb: *x\n", "", "b: {p: 2}\n")
            .starts_with("refused: line 2: this value is an alias"));
  CHECK(merge("a: {\n  p: 1}\n", "", "a: {q: 2}\n").starts_with("refused: line 1: nothing can be added"));
}

TEST_CASE("line ends of the file are used for lines of the fragment") {
  CHECK(merge("a:\r\n  b: 1\r\n", "", "a:\n  t: |\n    x\n    y\n  u:\n    v: 1\n") ==
        "a:\r\n  b: 1\r\n  t: |\r\n    x\r\n    y\r\n  u:\r\n    v: 1\r\n");
  CHECK(merge("a: 1\n", "", "b:\r\n  c: 1\r\n  d: 2\r\n") == "a: 1\nb:\n  c: 1\n  d: 2\n");
}

TEST_CASE("a large fragment is merged in one pass") {
  std::string before = "s:\n";
  std::string fragment;
  std::string after = "s:\n";
  for (int i = 0; i < 4000; ++i) {
    const std::string key = "k" + std::to_string(i);
    if (i % 2 == 0) before += "  " + key + ": 0\n";
    fragment += key + ": 1\n";
  }
  for (int i = 0; i < 4000; i += 2) after += "  k" + std::to_string(i) + ": 1\n";
  for (int i = 1; i < 4000; i += 2) after += "  k" + std::to_string(i) + ": 1\n";
  CHECK((merge(before, "s", fragment) == after));
}
