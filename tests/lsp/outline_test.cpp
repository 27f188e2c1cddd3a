#include "lsp/outline.h"

#include <fmt/format.h>
#include <rapidcheck.h>

#include "catch.h"
#include "yaml/document.h"

using namespace decide;
using lsp::cursor_at;
using lsp::Outline;
using lsp::Word;

namespace {

/// The cursor stands where the text has a `|`.
lsp::Cursor at_bar(std::string text) {
  const std::size_t bar = text.find('|');
  text.erase(bar, 1);
  return cursor_at(text, static_cast<std::uint32_t>(bar));
}

std::string said(const lsp::Cursor& cursor) {
  if (!cursor.found) return "nothing";
  const char* role = cursor.word.role == Word::Role::key     ? "key"
                     : cursor.word.role == Word::Role::value ? "value"
                                                             : "bare";
  return fmt::format("{} `{}` in `{}`{}", role, cursor.typed, cursor.word.path,
                     cursor.word.in_flow ? " flow" : "");
}

}  // namespace

TEST_CASE("the cursor knows what it stands in") {
  CHECK(said(at_bar("sc|")) == "bare `sc` in ``");
  CHECK(said(at_bar("scope:\n  vol|\n")) == "bare `vol` in `scope`");
  CHECK(said(at_bar("scope:\n  |\nmodel:\n")) == "bare `` in `scope`");
  CHECK(said(at_bar("scope:\n  vol|ume: x\n")) == "key `vol` in `scope`");
  CHECK(said(at_bar("model:\n  pipelines:\n    p:\n      mode: st|\n")) ==
        "value `st` in `model.pipelines.p.mode`");
  CHECK(said(at_bar("model:\n  pipelines:\n    p:\n      mode: |  # why\n")) ==
        "value `` in `model.pipelines.p.mode`");
  CHECK(said(at_bar("scope:\n  volume: {average: 35k/s, |")) == "bare `` in `scope.volume` flow");
  CHECK(said(at_bar("scope:\n  volume: {average: 3|}\n")) == "value `3` in `scope.volume.average` flow");
  CHECK(said(at_bar("scope:\n  volume: {average: 35k/s,\n    pe|}\n")) == "bare `pe` in `scope.volume` flow");
  CHECK(said(at_bar("scope:\n  because: [exact-counts, e|]\n")) == "bare `e` in `scope.because` flow");
  CHECK(said(at_bar("scope:\n  because:\n  - ex|\n")) == "bare `ex` in `scope.because`");
  CHECK(said(at_bar("scope:\n  because:\n    - ex|\n  volume: 1\n")) == "bare `ex` in `scope.because`");
  CHECK(said(at_bar("a: 1 # com|ment\n")) == "nothing");
  CHECK(said(at_bar("prompt: >\n  some te|xt\nb: 1\n")) == "nothing");
  CHECK(said(at_bar("prompt: >\n  some text\nsco|\n")) == "bare `sco` in ``");
  CHECK(said(at_bar("x: \"a: b\"\n\xC3\xA9: {\"q r\": [ |")) == "bare `` in `\xC3\xA9.q r` flow");
}

TEST_CASE("keys of a mapping, whatever is broken elsewhere") {
  const Outline outline("scope: [\nmodel:\n");  // an open bracket swallows what follows, as it does for YAML
  CHECK(outline.keys_of("").size() == 1);
  const Outline other("scope:\n  a: {b: 1, c.d: 2}\n  e: ]\nmodel:\n  f: 1\n  when: {a.b: x10}\n");
  CHECK(other.keys_of("") == std::vector<std::string_view>{"scope", "model"});
  CHECK(other.keys_of("scope") == std::vector<std::string_view>{"a", "e"});
  CHECK(other.keys_of("scope.a") == std::vector<std::string_view>{"b", "c.d"});
  CHECK(other.keys_of("model.when") == std::vector<std::string_view>{"a.b"});
}

TEST_CASE("words lie in the text, in order, whatever the bytes") {
  CHECK(rc::check("spans", [](const std::vector<std::uint8_t>& picks) {
    static constexpr std::string_view letters = "ab:-{}[],#'\"|> \n\r\t&!\x01";
    std::string text;
    for (const std::uint8_t pick : picks) text += letters[pick % letters.size()];
    const Outline outline(text);
    std::uint32_t last = 0;
    for (const Word& word : outline.words()) {
      RC_ASSERT(word.span.begin >= last && word.span.end > word.span.begin);
      RC_ASSERT(word.span.end <= text.size());
      last = word.span.end;
    }
    for (std::uint32_t at = 0; at <= text.size(); ++at) cursor_at(text, at);
  }));
}
