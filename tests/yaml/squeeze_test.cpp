#include "yaml/squeeze.h"

#include <rapidcheck.h>

#include <string>
#include <vector>

#include "catch.h"
#include "parse_cases.h"
#include "parse_random.h"

using decide::yaml::Squeezed;
using parse_cases::outcome;
using parse_cases::read;

namespace {

/// What the scanner sees, runs as `_`.
std::string seen(std::string_view text) {
  std::string all(Squeezed(text).text());
  for (char& c : all) c = c == '\xC0' ? '_' : c;
  return all;
}

}  // namespace

TEST_CASE("words are taken out, what may be structure stays", "[yaml]") {
  CHECK(seen("title: Ad click events\n") == "_: _\n");
  CHECK(seen("- {every: 15 min, by: [day(t), x]}  # as said\n") == "- {_: _, _: [_, x]}  # _\n");
  CHECK(seen("a:  two  blanks\n") == "a:  _  _\n");
  CHECK(seen("a: null\nb: nullable\n") == "a: null\nb: _\n");
  CHECK(seen("a: \"\\x41bc \\twords\"\n") == "a: \"\\x41bc \\twords\"\n");
  CHECK(seen("- -x\n--- \n") == "- -x\n--- \n");
  CHECK(seen("a: 12:30 and http://x/yz\n") == "a: _:_://_\n");
  CHECK(seen("a: >2-\n   folded\nb: |2+ # why\n") == "a: >2-\n   _\nb: |2+ # _\n");
}

TEST_CASE("lines keep one blank for each level", "[yaml]") {
  CHECK(seen("ab:\n    cd:\n          ef: 1\n    gh: 2\nij: 3\n") == "_:\n _:\n  _: 1\n _: 2\n_: 3\n");
  CHECK(seen("ab:\n  - cd: 1\n    ef: 2\n  -   - 3\n      - 4\n") ==
        "_:\n - _: 1\n   _: 2\n -   - 3\n     - 4\n");
  CHECK(seen("  ab:\n\n      \n     cd: 1\n") == " _:\n\n      \n  _: 1\n");
  // Of a block scalar every blank counts, behind a marker or a tab columns are not ours to move.
  CHECK(seen("ab:\n    cd: |\n       ef\n") == "_:\n    _: |\n       _\n");
  CHECK(seen("ab:\n    - >-  # why\n       ef\n") == "_:\n    - >-  # _\n       _\n");
  CHECK(seen("ab:\n    cd: 1 > 2\n") == "_:\n _: 1 > 2\n");
  CHECK(seen("---\nab:\n    cd: 1\n") == "---\n_:\n    _: 1\n");
  CHECK(seen("ab:\n    cd: 1\n\tef\n") == "_:\n    _: 1\n\t_\n");
}

TEST_CASE("offsets and values behind blanks that were taken out come back", "[yaml]") {
  const std::string text = "one:\n    two: \"a \\\n      word\"\n    x: y\n";
  const Squeezed squeezed(text);
  CHECK(squeezed.text() == "\xC0:\n \xC0: \"a \\\n  \xC0\"\n x: y\n");
  CHECK(squeezed.offset(4) == text.find("two"));
  CHECK(squeezed.offset(squeezed.text().find('x')) == text.find('x'));
  CHECK(squeezed.expanded("a \xC0", text.find('"')) == "a word");
  CHECK(squeezed.expanded("\xC0", text.find('"') + 3) == "word");
  CHECK(outcome("one:\n      two: \"\\\n            word\"\n") == "{one: {two: word}}");
  CHECK(outcome("one:\n      - a: 1\n        b: [x,\n  y]\n      - words\n         go on\n") ==
        "{one: [{a: 1, b: [x, y]}, words go on]}");
}

TEST_CASE("names that the scanner compares stay", "[yaml]") {
  CHECK(seen("a: &anchor 1\nbbb: *anchor\n") == "a: &anchor 1\nbbb: *anchor\n");
  CHECK(seen("a: !!str text\n") == "a: !!str text\n");
  CHECK(seen("a: R&D costs 2 * 3\n") == "a: R&_ * 3\n");
}

TEST_CASE("offsets and values come back", "[yaml]") {
  const std::string text = "first: second third\nkey: x\n";
  const Squeezed squeezed(text);
  CHECK(squeezed.text() == "\xC0: \xC0\n\xC0: x\n");
  CHECK(squeezed.offset(0) == 0);
  CHECK(squeezed.offset(1) == 5);
  CHECK(squeezed.offset(3) == 7);
  CHECK(squeezed.offset(4) == 19);
  CHECK(squeezed.offset(8) == text.find('x'));
  CHECK(squeezed.expanded("\xC0", 7) == "second third");
  CHECK(squeezed.expanded("\xC0", 20) == "key");
  CHECK(squeezed.expanded("no words", 0) == "no words");
}

TEST_CASE("values keep their words in every style", "[yaml]") {
  CHECK(outcome("key: |  # the comment words\n  first line\n   second line\n") ==
        "{key: first line\n second line\n}");
  CHECK(outcome("key: >-\n  folded words\n  go on\nnext: word\n") == "{key: folded words go on, next: word}");
  CHECK(outcome("key: 'it''s quoted'\n\"more words\": \"tab\\tthen words\"\n") ==
        "{key: it's quoted, more words: tab\tthen words}");
  CHECK(outcome("key: plain words\n  on two lines\n") == "{key: plain words on two lines}");
  CHECK(outcome("key: \"a control \\x01 here\"\n") == "{key: a control \x01 here}");
}

TEST_CASE("a question mark is text inside a word, in brackets too", "[yaml]") {
  CHECK(outcome("{question: Next?, other: [What is it? Say., why?]}\n") ==
        "{question: Next?, other: [What is it? Say., why?]}");
  CHECK(outcome("{question: &q Next?, again: *q}\n") == "{question: Next?, again: Next?}");
}

TEST_CASE("a key of more than 1,024 bytes is refused although its words are taken out", "[yaml]") {
  const std::string fits(1024, 'k');
  CHECK(read(fits + ": 1\n").readable());
  CHECK(outcome(fits + "k: 1\n").starts_with("1: This key is longer than 1,024 bytes."));
  CHECK(outcome("{" + fits + "k: 1}\n").starts_with("1: This key is longer than 1,024 bytes."));
}

TEST_CASE("a text reads the same with its words taken out and with them", "[yaml]") {
  // What may be an anchor makes the scanner see all words.
  const bool holds = rc::check("squeezed or not", [] {
    const auto tapes = rc::gen::arbitrary<std::vector<std::uint8_t>>();
    parse_random::DocumentMaker maker(*rc::gen::scale(8.0, tapes));
    maker.make();
    const bool marked = maker.text.starts_with("\xEF\xBB\xBF") || maker.text.find("---") != std::string::npos;
    RC_PRE(!marked);
    const std::string tagged = maker.text + (maker.text.ends_with("\n") ? "" : "\n") + "# &here\n";
    RC_ASSERT(Squeezed(tagged).text() == tagged || tagged.find('?') != std::string::npos);
    RC_ASSERT(outcome(maker.text) == outcome(tagged));
  });
  CHECK(holds);
}
