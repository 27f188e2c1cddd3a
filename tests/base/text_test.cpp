#include "base/text.h"

#include <rapidcheck.h>

#include <array>
#include <string>
#include <vector>

#include "base/digest.h"
#include "base/source.h"
#include "catch.h"

namespace {

using namespace decide;

std::string_view near(std::string_view word, std::vector<std::string_view> candidates) {
  return nearest(word, candidates);
}

/// UTF-8 of a code point, without looking at whether it may be one.
std::string encoded(std::uint32_t point) {
  std::string text;
  if (point < 0x80) return {static_cast<char>(point)};
  int more = point < 0x800 ? 1 : point < 0x10000 ? 2 : 3;
  const std::array<std::uint32_t, 4> marks{0, 0xC0, 0xE0, 0xF0};
  text += static_cast<char>(marks[static_cast<std::size_t>(more)] |
                            (point >> (6U * static_cast<unsigned>(more))));
  while (more-- > 0)
    text += static_cast<char>(0x80U | ((point >> (6U * static_cast<unsigned>(more))) & 0x3FU));
  return text;
}

}  // namespace

TEST_CASE("nearest finds slips of the hand and nothing farther") {
  CHECK(near("partiton", {"pattern", "partition"}) == "partition");
  CHECK(near("frehsness", {"freshness", "latency"}) == "freshness");
  CHECK(near("Latency", {"scope", "latency"}) == "latency");
  CHECK(near("SCOPE", {"scope"}) == "scope");
  CHECK(near("teh", {"the"}) == "the");
  CHECK(near("cat", {"bat", "hat"}) == "bat");
  CHECK(near("mb", {"MB", "mc"}) == "MB");
  CHECK(near("Mb", {"MB", "Mb"}) == "Mb");
  CHECK(near("xyz", {"abc", "scope"}).empty());
  CHECK(near("", {"a"}).empty());
  CHECK(near("x", {"y"}).empty());
  CHECK(near("abcdef", {"abcdxyz"}).empty());
  CHECK(near(std::string(65, 'a'), {std::string_view("aaaa")}).empty());
  CHECK(near("word", {}).empty());
}

TEST_CASE("nearest takes a third of the length and no more") {
  CHECK(near("abcdef", {"abcdxy"}) == "abcdxy");
  CHECK(near("abcde", {"abcxy"}).empty());
  CHECK(near("abcdefghi", {"abcdefxyz"}) == "abcdefxyz");
}

TEST_CASE("invalid UTF-8 is found at its first byte") {
  constexpr auto none = std::string_view::npos;
  CHECK(invalid_utf8("") == none);
  CHECK(invalid_utf8("plain") == none);
  CHECK(invalid_utf8(std::string_view("a\0b", 3)) == none);
  CHECK(invalid_utf8("h\xC3\xA9") == none);
  CHECK(invalid_utf8("\xF0\x9F\x98\x80") == none);
  CHECK(invalid_utf8("\xF4\x8F\xBF\xBF") == none);
  CHECK(invalid_utf8("ab\xFF") == 2);
  CHECK(invalid_utf8("ab\x80") == 2);
  CHECK(invalid_utf8("a\xC3") == 1);
  CHECK(invalid_utf8("\xE2\x82") == 0);
  CHECK(invalid_utf8("\xC0\xAF") == 0);
  CHECK(invalid_utf8("\xE0\x80\xAF") == 0);
  CHECK(invalid_utf8("\xF0\x80\x80\xAF") == 0);
  CHECK(invalid_utf8("x\xED\xA0\x80") == 1);
  CHECK(invalid_utf8("\xF4\x90\x80\x80") == 0);
  CHECK(invalid_utf8("\xF8\x88\x80\x80\x80") == 0);
}

TEST_CASE("every code point but the surrogates is valid, and its cut halves are not") {
  std::size_t wrong = 0;
  for (std::uint32_t point = 0; point < 0x110000; point += point < 0x3000 ? 1 : 61) {
    const std::string text = encoded(point);
    const bool surrogate = point >= 0xD800 && point <= 0xDFFF;
    if ((invalid_utf8(text) == std::string::npos) == surrogate) ++wrong;
    if (text.size() > 1 && invalid_utf8(text.substr(0, text.size() - 1)) != 0) ++wrong;
  }
  CHECK(wrong == 0);
}

TEST_CASE("words and parts join and split") {
  const std::vector<std::string_view> three{"a", "b", "c"};
  CHECK(join_words(three) == "a, b and c");
  CHECK(join_words(three, "or") == "a, b or c");
  CHECK(join_words(std::span(three).first(2)) == "a and b");
  CHECK(join_words(std::span(three).first(1)) == "a");
  CHECK(join_words(std::span(three).first(0)).empty());
  CHECK(join(std::vector<std::string>{"a", "b"}, "--") == "a--b");
  CHECK(split("a.b..c", '.') == std::vector<std::string_view>{"a", "b", "", "c"});
  CHECK(split("", '.') == std::vector<std::string_view>{""});
  CHECK(trim(" \t a b\r\n") == "a b");
  CHECK(trim(" \n").empty());
}

TEST_CASE("width counts terminal cells") {
  CHECK(display_width("abc") == 3);
  CHECK(display_width("") == 0);
  CHECK(display_width("\xE6\xBC\xA2\xE5\xAD\x97") == 4);
  CHECK(display_width("e\xCC\x81") == 1);
  CHECK(display_width("a\xFFz") == 3);
}

TEST_CASE("sanitize shows what a terminal would obey") {
  CHECK(sanitize("plain \xC3\xA9") == "plain \xC3\xA9");
  CHECK(sanitize("\x1B[31m") == "\xE2\x90\x9B[31m");
  CHECK(sanitize("a\nb\t") ==
        "a\xE2\x90\x8A"
        "b\xE2\x90\x89");
  CHECK(sanitize(std::string_view("\0", 1)) == "\xE2\x90\x80");
  CHECK(sanitize("\x7F") == "\xE2\x90\xA1");
  CHECK(sanitize("\xC2\x9B") == "\xEF\xBF\xBD");
  CHECK(sanitize("\xFF\xFE") == "\xEF\xBF\xBD\xEF\xBF\xBD");
  CHECK(sanitize("\xE2\x80\xAE") == "<U+202E>");
  CHECK(sanitize("\xE2\x81\xA6") == "<U+2066>");
  CHECK(sanitize("click\xE2\x80\x8Bs") == "click<U+200B>s");
  CHECK(sanitize("\xE2\x80\x8D\xE2\x81\xA0") == "<U+200D><U+2060>");
  CHECK(sanitize("\xC2\xADx") == "<U+00AD>x");
  CHECK(sanitize("e\xCC\x81 \xE2\x80\x93") == "e\xCC\x81 \xE2\x80\x93");
  CHECK(sanitize("\xD8\x9C") == "<U+061C>");
  CHECK(sanitize("\xE2\x80\xA8") == "<U+2028>");
  CHECK(sanitize("\xEF\xBB\xBF") == "<U+FEFF>");
}

TEST_CASE("sanitized text is valid, harmless and settled, whatever the bytes") {
  CHECK(rc::check("sanitize", [](const std::string& text) {
    const std::string safe = sanitize(text);
    RC_ASSERT(invalid_utf8(safe) == std::string::npos);
    for (const char c : safe) RC_ASSERT(static_cast<unsigned char>(c) >= 0x20 && c != 0x7F);
    RC_ASSERT(sanitize(safe) == safe);
  }));
}

TEST_CASE("SHA-256 has the values of FIPS 180-4") {
  CHECK(sha256_hex("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(sha256_hex("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(sha256_hex(std::string(1'000'000, 'a')) ==
        "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST_CASE("a source knows its lines and positions") {
  const Source source("x", "ab\r\nc\xC3\xA9 d\n");
  CHECK(source.line_count() == 3);
  CHECK(source.line(1) == "ab");
  CHECK(source.line(2) == "c\xC3\xA9 d");
  CHECK(source.line(3).empty());
  CHECK(source.line(4).empty());
  CHECK(source.line(0).empty());
  CHECK(source.position(8) == Position{2, 4, 5});
  CHECK(source.position(99) == Position{3, 1, 1});
  CHECK(source.slice({4, 99}) == "c\xC3\xA9 d\n");
  CHECK(source.line_start(2) == 4);
  CHECK(source.line_start(9) == source.text().size());
  CHECK(Source("x",
               "\xEF\xBB\xBF"
               "ab")
            .position(4) == Position{1, 2, 2});
}
