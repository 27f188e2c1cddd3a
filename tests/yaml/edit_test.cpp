#include <string>
#include <vector>

#include "catch.h"
#include "edit_cases.h"

namespace {

struct SetCase {
  const char* name;
  std::string before, path, value, after;
};

void check(const std::vector<SetCase>& cases) {
  for (const SetCase& each : cases) {
    INFO(each.name);
    CHECK(edit_cases::set(each.before, each.path, each.value) == each.after);
  }
}

struct UnsetCase {
  const char* name;
  std::string before, path, after;
};

void check(const std::vector<UnsetCase>& cases) {
  for (const UnsetCase& each : cases) {
    INFO(each.name);
    CHECK(edit_cases::unset(each.before, each.path) == each.after);
  }
}

}  // namespace

TEST_CASE("a key is added after the last line of a block mapping") {
  check({
      {"at the end", "a: 1\nb: 2\n", "c", "3", "a: 1\nb: 2\nc: 3\n"},
      {"no final newline", "a: 1", "c", "3", "a: 1\nc: 3"},
      {"CRLF", "a: 1\r\nb: 2\r\n", "c", "3", "a: 1\r\nb: 2\r\nc: 3\r\n"},
      {"CRLF without a final one", "a: 1\r\nb: 2", "c", "3", "a: 1\r\nb: 2\r\nc: 3"},
      {"mixed line ends", "a:\n  x: 1\r\nb: 2\n", "a.w", "3", "a:\n  x: 1\r\n  w: 3\r\nb: 2\n"},
      {"indent of four", "a:\n    x: 1\nb: 2\n", "a.w", "3", "a:\n    x: 1\n    w: 3\nb: 2\n"},
      {"trailing comments stay with what follows", "a:\n  x: 1\n\n# about b\nb: 2\n", "a.w", "3",
       "a:\n  x: 1\n  w: 3\n\n# about b\nb: 2\n"},
      {"end-of-line comment", "a:\n  x: 1  # one\nb: 2\n", "a.w", "3", "a:\n  x: 1  # one\n  w: 3\nb: 2\n"},
      {"after a nested mapping", "a:\n  x:\n    z: 1\nb: 2\n", "a.w", "3",
       "a:\n  x:\n    z: 1\n  w: 3\nb: 2\n"},
      {"after a sequence at the key's column", "a:\n  x:\n  - 1\n  - 2\nb: 2\n", "a.w", "3",
       "a:\n  x:\n  - 1\n  - 2\n  w: 3\nb: 2\n"},
      {"after a block scalar", "a:\n  x: |\n    # text\n    more\n\nb: 2\n", "a.w", "3",
       "a:\n  x: |\n    # text\n    more\n  w: 3\n\nb: 2\n"},
      {"after a block scalar that keeps its blank lines", "a:\n  x: |+\n    t\n\nb: 2\n", "a.w", "3",
       "a:\n  x: |+\n    t\n\n  w: 3\nb: 2\n"},
      {"after a multi-line plain scalar", "a:\n  x: one\n    two\nb: 2\n", "a.w", "3",
       "a:\n  x: one\n    two\n  w: 3\nb: 2\n"},
      {"after an absent value", "a:\n  x:\nb: 2\n", "a.w", "3", "a:\n  x:\n  w: 3\nb: 2\n"},
      {"byte order mark",
       "\xEF\xBB\xBF"
       "a: 1\n",
       "b", "2",
       "\xEF\xBB\xBF"
       "a: 1\nb: 2\n"},
      {"multi-byte text", "é: 日本\n", "b", "😀", "é: 日本\nb: 😀\n"},
      {"end of document", "a: 1\n...\n", "b", "2", "a: 1\nb: 2\n...\n"},
      {"key that needs quotes", "a: 1\n", "yes", "2", "a: 1\n\"yes\": 2\n"},
      {"flow value", "a: 1\n", "b", "{x: 1, y: [p, q]}", "a: 1\nb: {x: 1, y: [p, q]}\n"},
      {"block value", "a:\n    x: 1\n", "a.b", "p: 1\nq:\n  - r # why\n",
       "a:\n    x: 1\n    b:\n        p: 1\n        q:\n          - r # why\n"},
  });
}

TEST_CASE("a key is added to a mapping that is a sequence item") {
  check({
      {"narrow dash", "s:\n  - a: 1\n  - b: 2\n", "s.0.c", "3", "s:\n  - a: 1\n    c: 3\n  - b: 2\n"},
      {"wide dash", "s:\n-   a: 1\n", "s.0.c", "3", "s:\n-   a: 1\n    c: 3\n"},
      {"item on the next line", "s:\n-\n  a: 1\n", "s.0.c", "3", "s:\n-\n  a: 1\n  c: 3\n"},
      {"nested sequences", "- - a: 1\n", "0.0.c", "3", "- - a: 1\n    c: 3\n"},
  });
}

TEST_CASE("an item is appended to a block sequence at its column") {
  check({
      {"indented", "s:\n  - a\nt: 1\n", "s.1", "b", "s:\n  - a\n  - b\nt: 1\n"},
      {"at the key's column", "s:\n- a\nt: 1\n", "s.1", "b", "s:\n- a\n- b\nt: 1\n"},
      {"gap kept", "s:\n-   a\n", "s.1", "b", "s:\n-   a\n-   b\n"},
      {"CRLF, no final line end", "s:\r\n- a", "s.1", "b", "s:\r\n- a\r\n- b"},
      {"a mapping", "s:\n  - a: 1\n", "s.1", "a: 2\nb: 3\n", "s:\n  - a: 1\n  - a: 2\n    b: 3\n"},
      {"keys below a new item", "s:\n  - a: 1\n", "s.1.b.c", "2", "s:\n  - a: 1\n  - b:\n      c: 2\n"},
      {"replace one", "s:\n  - a # x\n  - b\n", "s.0", "c", "s:\n  - c # x\n  - b\n"},
      {"one by a mapping", "s:\n  - a # x\n  - b\n", "s.0", "k: 1\nl: 2\n",
       "s:\n  - k: 1 # x\n    l: 2\n  - b\n"},
      {"a mapping by one", "s:\n  - a: 1\n    b: 2 # x\n  - c\n", "s.0", "d", "s:\n  - d\n  - c\n"},
      {"an absent one", "s:\n  -\n  - b\n", "s.0", "a", "s:\n  - a\n  - b\n"},
      {"block text", "s:\n  - a\n", "s.1", "|\n  x\n  y\n", "s:\n  - a\n  - |\n    x\n    y\n"},
  });
}

TEST_CASE("single-line flow collections are changed in place") {
  check({
      {"append", "k: [a, b]\n", "k.2", "c", "k: [a, b, c]\n"},
      {"inner spaces", "k: { a: 1 }  # c\n", "k.b", "2", "k: { a: 1, b: 2 }  # c\n"},
      {"trailing comma", "k: [a, b,]\n", "k.2", "c", "k: [a, b, c,]\n"},
      {"no spaces", "k: [a,b]\n", "k.2", "c", "k: [a,b,c]\n"},
      {"value", "k: {a: 1, b: 2}\n", "k.a", "x y", "k: {a: x y, b: 2}\n"},
      {"quoted where needed", "k: {a: 1}\n", "k.a", "x, y", "k: {a: \"x, y\"}\n"},
      {"key without a value", "k: {a, b: 1}\n", "k.a", "2", "k: {a: 2, b: 1}\n"},
      {"absent value", "k: {a: , b: 1}\n", "k.a", "2", "k: {a: 2 , b: 1}\n"},
      {"block fragment", "k: {a: 1}\n", "k.b", "x: 1\ny:\n- 2 # two\n", "k: {a: 1, b: {x: 1, y: [2]}}\n"},
      {"missing parents", "k: {a: 1}\n", "k.b.c", "2", "k: {a: 1, b: {c: 2}}\n"},
      {"nested empty one", "k: {a: {}}\n", "k.a.b", "1", "k: {a: {b: 1}}\n"},
      {"nested null", "k: {a: ~}\n", "k.a.b", "1", "k: {a: {b: 1}}\n"},
      {"empty list", "k: []\n", "k.0", "a", "k: [a]\n"},
      {"root", "{a: 1}", "b", "2", "{a: 1, b: 2}"},
      {"after the last absent value", "k: {a: 1, b: }\n", "k.c", "2", "k: {a: 1, b:, c: 2 }\n"},
      {"block text becomes quoted", "k: [a]\n", "k.0", "|\n  x\n  y\n", "k: [\"x\\ny\\n\"]\n"},
  });
}

TEST_CASE("multi-line flow collections take new scalars only") {
  check({
      {"scalar", "k: [\n  a, # one\n  b\n]\n", "k.1", "c", "k: [\n  a, # one\n  c\n]\n"},
      {"append", "k: [\n  a\n]\n", "k.1", "c",
       "refused: line 1: nothing can be added to or removed from a `[` that goes on over several lines"},
      {"add", "k: {a: 1,\n  b: 2}\n", "k.c", "1",
       "refused: line 1: nothing can be added to or removed from a `{` that goes on over several lines"},
      {"the whole of it", "k: [\n  a\n]  # c\nl: 1\n", "k", "[b]", "k: [b]  # c\nl: 1\n"},
  });
  CHECK(edit_cases::unset("k: [\n  a,\n  b]\n", "k.0") ==
        "refused: line 1: nothing can be added to or removed from a `[` that goes on over several lines");
}

TEST_CASE("an absent value is set right after the colon") {
  check({
      {"scalar", "a:\nb: 1\n", "a", "2", "a: 2\nb: 1\n"},
      {"with a comment", "a:  # note\nb: 1\n", "a", "2", "a: 2  # note\nb: 1\n"},
      {"comments and blanks below", "a:\n\n# c\n\nb: 1\n", "a", "2", "a: 2\n\n# c\n\nb: 1\n"},
      {"end of file", "a:", "a", "2", "a: 2"},
      {"mapping", "a:  # note\nb: 1\n", "a", "x: 1\n", "a:  # note\n  x: 1\nb: 1\n"},
      {"missing key below", "a:  # note\nb: 1\n", "a.x.w", "1", "a:  # note\n  x:\n    w: 1\nb: 1\n"},
      {"blanks after the colon", "a:   \nb: 1\n", "a.x", "1", "a:\n  x: 1\nb: 1\n"},
      {"CRLF", "a:\r\nb: 1\r\n", "a.x", "1", "a:\r\n  x: 1\r\nb: 1\r\n"},
      {"detected step", "z:\n   y: 1\na:\n", "a.x", "1", "z:\n   y: 1\na:\n   x: 1\n"},
      {"list at the file's habit", "z:\n- 1\na:\n", "a", "- 2\n- 3\n", "z:\n- 1\na:\n- 2\n- 3\n"},
      {"list indented", "a:\n", "a", "- 2\n", "a:\n  - 2\n"},
      {"new list", "a:\n", "a.0.b", "2", "a:\n  - b: 2\n"},
      {"block text", "a:\n  b:\n", "a.b", "|\n  x\n  y\n", "a:\n  b: |\n    x\n    y\n"},
  });
}

TEST_CASE("an empty or null value is replaced by a collection") {
  check({
      {"{}", "a: {}  # note\nb: 1\n", "a.x", "1", "a:  # note\n  x: 1\nb: 1\n"},
      {"~", "a: ~\nb: 1\n", "a.x", "1", "a:\n  x: 1\nb: 1\n"},
      {"null", "a: null  # n\n", "a", "x: 1\ny: 2\n", "a:  # n\n  x: 1\n  y: 2\n"},
      {"[]", "a: [] # n\n", "a", "- x\n- y\n", "a: # n\n  - x\n  - y\n"},
      {"[] by an item that is a block", "a: []\n", "a.0", "x: 1\ny: 2\n", "a:\n  - x: 1\n    y: 2\n"},
      {"in an item", "- {}\n- 1\n", "0.x", "1", "- x: 1\n- 1\n"},
      {"{} by {}", "a: {}\n", "a", "{x: 1}", "a: {x: 1}\n"},
      {"value on its own line", "a:\n  ~\nb: 1\n", "a.x", "1", "a:\n  x: 1\nb: 1\n"},
  });
}

TEST_CASE("an empty file takes keys") {
  check({
      {"empty", "", "a.b", "1", "a:\n  b: 1\n"},
      {"comments only", "# head\n", "a", "1", "# head\na: 1\n"},
      {"comment without a line end", "# head", "a", "1", "# head\na: 1"},
      {"document start", "---\n", "a", "1", "---\na: 1\n"},
      {"document start without a line end", "---", "a", "1", "---\na: 1"},
      {"start and end", "---\n...\n", "a", "1", "---\na: 1\n...\n"},
      {"null", "~\n", "a", "1", "a: 1\n"},
      {"null after ---", "--- ~ # c\n", "a", "1", "--- # c\na: 1\n"},
      {"{}", "# c\n{}\n", "a.b", "1", "# c\na:\n  b: 1\n"},
      {"CRLF", "# c\r\n", "a", "1", "# c\r\na: 1\r\n"},
  });
}

TEST_CASE("missing parents are created in block style") {
  check({
      {"two levels", "a: 1\n", "scope.volume.peak", "12k/s", "a: 1\nscope:\n  volume:\n    peak: 12k/s\n"},
      {"block value", "a: 1\n", "b.c", "x: 1 # c\ny: |\n  t\n",
       "a: 1\nb:\n  c:\n    x: 1 # c\n    y: |\n      t\n"},
      {"numeric key in a mapping", "a: {b: 1}\n", "a.0", "2", "a: {b: 1, \"0\": 2}\n"},
      {"list", "a: 1\n", "by.0", "x", "a: 1\nby:\n  - x\n"},
  });
  CHECK(edit_cases::set("a:\n", "a.3", "x") == "refused: `a` is not there, so it has no item 3");
}

TEST_CASE("scalars are replaced whatever their style") {
  check({
      {"plain", "a: one  # c\n", "a", "two", "a: two  # c\n"},
      {"alignment kept", "a:     1\nbbb:   2\n", "a", "3", "a:     3\nbbb:   2\n"},
      {"single quoted", "a: 'it''s'\n", "a", "x", "a: x\n"},
      {"double quoted", "a: \"x\\\"y\" # c\n", "a", "'z'", "a: 'z' # c\n"},
      {"multi-line plain", "a: one\n  two\n\n  three # c\nb: 1\n", "a", "x", "a: x # c\nb: 1\n"},
      {"multi-line quoted", "a: \"one\n  two\" # c\nb: 1\n", "a", "x", "a: x # c\nb: 1\n"},
      {"literal", "a: |  # c\n  one\n  two\n\nb: 1\n", "a", "x", "a: x  # c\n\nb: 1\n"},
      {"folded with keep", "a: >+\n  one\n\nb: 1\n", "a", "x", "a: x\nb: 1\n"},
      {"literal by literal", "a:\n    b: |-\n        one\n    c: 1\n", "a.b", "|\n  x\n   y\n\n  z\n",
       "a:\n    b: |\n        x\n         y\n\n        z\n    c: 1\n"},
      {"explicit indent", "a:\n    b: 1\n", "a.b", "|2\n   x\n  y\n",
       "a:\n    b: |4\n         x\n        y\n"},
      {"CRLF", "a: |\r\n  one\r\nb: 1\r\n", "a", "|\n  x\n  y\n", "a: |\r\n  x\r\n  y\r\nb: 1\r\n"},
      {"quoted on several lines becomes one line", "a: 1\n", "a", "\"x\n  y\"", "a: x y\n"},
      {"value below its key", "a:\n  one # c\nb: 1\n", "a", "two", "a:\n  two # c\nb: 1\n"},
      {"tag goes", "a: !!str 12\n", "a", "13", "a: 13\n"},
      {"last line without a line end", "a: 1", "a", "2", "a: 2"},
  });
}

TEST_CASE("collections and scalars replace each other") {
  check({
      {"block mapping by a scalar", "a:  # c\n  x: 1 # d\n  # e\n  y: 2\n\nb: 1\n", "a", "z",
       "a: z  # c\n\nb: 1\n"},
      {"block list by flow", "a:\n- x\n- y\nb: 1\n", "a", "[z]", "a: [z]\nb: 1\n"},
      {"flow by a block list", "a: [x, y] # c\nb: 1\n", "a", "- z # d\n", "a: # c\n  - z # d\nb: 1\n"},
      {"scalar by a block mapping", "a: 1 # c\nb: 1\n", "a", "x: 1\ny:\n    z: 2\n",
       "a: # c\n  x: 1\n  y:\n      z: 2\nb: 1\n"},
      {"block mapping by another", "a:\n  x: 1\n  y: 2\nb: 1\n", "a", "z: 3\n", "a:\n  z: 3\nb: 1\n"},
      {"block text by a mapping", "a: | # c\n  text\nb: 1\n", "a", "z: 3\n", "a: # c\n  z: 3\nb: 1\n"},
      {"last lines without a line end", "a:\n  x: 1\n  y: 2", "a", "z", "a: z"},
  });
}

TEST_CASE("an equal value changes nothing") {
  const std::string text = "a: 'x'\nb: {p: 1, q: [2, ~]}\nc:\nd: TRUE\n";
  CHECK(edit_cases::set(text, "a", "x") == text);
  CHECK(edit_cases::set(text, "b", "q:\n- 2\n- null\np: 1\n") == text);
  CHECK(edit_cases::set(text, "c", "~") == text);
  CHECK(edit_cases::set(text, "d", "true") == text);
  CHECK(edit_cases::set("a: '1'\n", "a", "1") == "a: 1\n");
}

TEST_CASE("a removed entry takes its lines along") {
  check(std::vector<UnsetCase>{
      {"first", "a: 1 # c\nb: 2\n", "a", "b: 2\n"},
      {"middle with comments around", "a: 1\n# above\nb:\n  x: 1\n  # in\n  y: 2\n# below\nc: 3\n", "b",
       "a: 1\n# above\n# below\nc: 3\n"},
      {"last without a line end", "a: 1\nb: 2", "b", "a: 1"},
      {"CRLF last without a line end", "a: 1\r\nb: 2", "b", "a: 1"},
      {"CRLF", "a: 1\r\nb: 2\r\nc: 3\r\n", "b", "a: 1\r\nc: 3\r\n"},
      {"only key", "a:  # c\n  x: 1\nb: 2\n", "a.x", "a: {}  # c\nb: 2\n"},
      {"only key of the root", "# c\na: 1\n# d\n", "a", "# c\n{}\n# d\n"},
      {"first of an item", "- a: 1 # c\n  b: 2\n- c\n", "0.a", "- b: 2\n- c\n"},
      {"first of an item, comment between", "- a: 1\n  # c\n  b: 2\n", "0.a", "-\n  # c\n  b: 2\n"},
      {"only one of an item", "- a: 1\n- c\n", "0.a", "- {}\n- c\n"},
      {"item", "s:\n  - a\n  - b # c\n  - c\n", "s.1", "s:\n  - a\n  - c\n"},
      {"only item", "s:\n  - a\nt: 1\n", "s.0", "s: []\nt: 1\n"},
      {"inner list", "- - a\n  - b\n", "0.0", "- - b\n"},
      {"block text", "a: |\n  x\n\nb: 1\n", "a", "\nb: 1\n"},
      {"block text that keeps", "a: |+\n  x\n\nb: 1\n", "a", "b: 1\n"},
      {"flow middle", "k: [a, b, c]\n", "k.1", "k: [a, c]\n"},
      {"flow first", "k: { a: 1, b: 2 }\n", "k.a", "k: { b: 2 }\n"},
      {"flow last", "k: { a: 1, b: 2 }\n", "k.b", "k: { a: 1 }\n"},
      {"flow last, trailing comma", "k: [a, b,]\n", "k.1", "k: [a,]\n"},
      {"flow only", "k: { a: 1 }\n", "k.a", "k: {}\n"},
      {"absent value", "a:\nb: 1\n", "a", "b: 1\n"},
  });
}

TEST_CASE("what cannot be edited is refused with its place") {
  check({
      {"through a scalar", "a:\n  b: 1\n", "a.b.c", "2",
       "refused: line 2: `a.b` is a single value, so there is no `c` in it"},
      {"scalar root", "text\n", "a", "2",
       "refused: line 1: the file is a single value, so there is no `a` in it"},
      {"name in a list", "a: [x]\n", "a.b", "2",
       "refused: line 1: this is a list of 1; `b` is not a place in it"},
      {"past the end", "a: [x]\n", "a.2", "2",
       "refused: line 1: this is a list of 1; `2` is not a place in it"},
      {"duplicate", "a: 1\nb: 1\na: 2\n", "a", "3", "refused: `a` is there twice, on lines 1 and 3"},
      {"alias", "a: &x {p: 1}\nb: *x\n", "b.p", "3",
       "refused: line 2: this value is an alias (`*`) of one written elsewhere, and cannot be changed here"},
      {"anchor", "a: &x {p: 1}\nb: *x\n", "a.p", "3",
       "refused: line 1: this value has an anchor (`&`) that is used in other places, which would change "
       "too"},
      {"anchor below", "a:\n  q: &x 1\nb: *x\n", "a", "3",
       "refused: line 2: this value has an anchor (`&`) that is used in other places, which would change "
       "too"},
      {"empty value", "a: 1\n", "a", "", "refused: the new value is empty"},
      {"alias in the value", "a: 1\n", "a", "[&x 1, *x]",
       "refused: the new value uses an anchor or an alias on line 1"},
      {"explicit key", "? a\n: 1\n", "a", "2",
       "refused: line 2: this key is written with `?` or without a colon"},
      {"block text without a line end", "a: |\n  x", "b", "2",
       "refused: the change cannot be made in this text: its last line has no line end, and a block text "
       "there would "
       "lose or gain one"},
  });
  CHECK(edit_cases::unset("a: 1\n", "b.c") == "refused: `b.c` is not there");
  CHECK(edit_cases::set("a: 1\n", "a", "[x").starts_with("refused: the new value is not one YAML value"));
  CHECK(edit_cases::set("a: 1\n", "a", "{x: 1, x: 2}")
            .starts_with("refused: the new value is not one YAML value"));
  CHECK(edit_cases::set("a: [\n", "a", "1") == "refused: the file cannot be read");
  CHECK_FALSE(decide::yaml::apply(edit_cases::read("a: 1\n"), {}));
}

TEST_CASE("an anchor that nothing uses is no obstacle") {
  CHECK(edit_cases::set("a: &x\n  p: 1\nb: 2\n", "a.q", "3") == "a: &x\n  p: 1\n  q: 3\nb: 2\n");
  CHECK(edit_cases::set("a: &x\n  p: 1\nb: 2\n", "a", "3") == "a: 3\nb: 2\n");
  CHECK(edit_cases::set("a: &x 1\nb: *x\nc: 2\n", "c", "3") == "a: &x 1\nb: *x\nc: 3\n");
}

TEST_CASE("a path is split at its dots") {
  CHECK(*decide::yaml::split_path("a.b-c.0") == std::vector<std::string>{"a", "b-c", "0"});
  CHECK(decide::yaml::split_path("a..b").error().message == "`a..b`: part 2 of this path is empty");
  CHECK(decide::yaml::split_path("").error().message == "``: part 1 of this path is empty");
  CHECK(decide::yaml::split_path("a.b[0]").error().message == "`a.b[0]`: `b[0]` cannot be part of a path");
  CHECK_FALSE(decide::yaml::split_path("a b"));
}
