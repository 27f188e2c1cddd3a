#include "lsp/place.h"

#include <rapidcheck.h>

#include <array>

#include "catch.h"

using decide::lsp::Encoding;
using decide::lsp::Lines;
using decide::lsp::Place;

TEST_CASE("UTF-16 counts a character outside of the first plane twice") {
  const std::string text = "a\xC3\xA9\xE6\x97\xA5\xF0\x9F\x98\x80z\nsecond";  // a, e acute, a han, a smile, z
  const Lines lines(text, Encoding::utf16);
  CHECK(lines.place(1) == Place{0, 1});
  CHECK(lines.place(3) == Place{0, 2});
  CHECK(lines.place(6) == Place{0, 3});
  CHECK(lines.place(10) == Place{0, 5});
  CHECK(lines.offset({0, 5}) == 10);
  CHECK(lines.offset({0, 4}) == 6);  // inside of the pair: its beginning
  CHECK(lines.place(8) == Place{0, 3});
  CHECK(lines.offset({1, 0}) == 12);
  const Lines bytes(text, Encoding::utf8);
  CHECK(bytes.place(10) == Place{0, 10});
  CHECK(bytes.offset({0, 10}) == 10);
  CHECK(bytes.offset({0, 8}) == 6);
}

TEST_CASE("lines end with LF, CR LF or CR, and places are clipped") {
  const Lines lines("ab\r\nc\rd\n", Encoding::utf16);
  CHECK(lines.place(4) == Place{1, 0});
  CHECK(lines.place(6) == Place{2, 0});
  CHECK(lines.place(8) == Place{3, 0});
  CHECK(lines.place(99) == Place{3, 0});
  CHECK(lines.offset({0, 99}) == 2);  // before the line end
  CHECK(lines.offset({1, 99}) == 5);
  CHECK(lines.offset({9, 9}) == 8);
  CHECK(lines.place(3) == Place{0, 2});  // between CR and LF
  CHECK(Lines("", Encoding::utf16).offset({0, 1}) == 0);
}

TEST_CASE("every code point goes to its place and back") {
  static constexpr std::array<const char*, 8> parts{
      "a", "\n", "\r\n", "\xC3\xA9", ":", "\xE6\x97\xA5", "\xF0\x9F\x98\x80", " "};
  CHECK(rc::check("offset(place(x)) == x", [](const std::vector<std::uint8_t>& picks) {
    std::string text;
    std::vector<std::uint32_t> starts;
    for (const std::uint8_t pick : picks) {
      starts.push_back(static_cast<std::uint32_t>(text.size()));
      text += parts[pick % parts.size()];
    }
    for (const auto encoding : {Encoding::utf16, Encoding::utf8}) {
      const Lines lines(text, encoding);
      for (const std::uint32_t start : starts) RC_ASSERT(lines.offset(lines.place(start)) == start);
    }
  }));
}
