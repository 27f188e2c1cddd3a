#include "report/escape.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

namespace decide::report {
namespace {

/// Controls, blanks of no width, direction marks: what a terminal obeys or does not show.
bool is_unseen(std::uint32_t code) {
  using Range = std::pair<std::uint32_t, std::uint32_t>;
  constexpr std::array<Range, 7> kUnseen{{{0x7F, 0x9F},
                                          {0xAD, 0xAD},
                                          {0x61C, 0x61C},
                                          {0x200B, 0x200F},
                                          {0x2028, 0x202E},
                                          {0x2060, 0x206F},
                                          {0xFEFF, 0xFEFF}}};
  const auto within = [code](const Range& range) { return range.first <= code && code <= range.second; };
  return std::any_of(kUnseen.begin(), kUnseen.end(), within);
}

/// The code point of the one to three bytes at `at`; 0 for longer ones, of which none is unseen.
std::uint32_t short_code_point(std::string_view text, std::size_t at, std::size_t length) {
  const auto bits = [&](std::size_t i, unsigned mask) {
    return static_cast<unsigned char>(text[at + i]) & mask;
  };
  if (length == 1) return bits(0, 0x7F);
  if (length == 2) return bits(0, 0x1F) << 6U | bits(1, 0x3F);
  return length == 3 ? bits(0, 0x0F) << 12U | bits(1, 0x3F) << 6U | bits(2, 0x3F) : 0;
}

std::size_t length_at(std::string_view text, std::size_t at) {
  const auto lead = static_cast<unsigned char>(text[at]);
  if (lead < 0x80U) return 1;
  if (lead < 0xE0U) return 2;
  return lead < 0xF0U ? 3 : 4;
}

std::string escaped(std::uint32_t code) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text = "\\u";
  for (const unsigned shift : {12U, 8U, 4U, 0U}) text += kDigits[code >> shift & 0xFU];
  return text;
}

/// `text` is JSON, hence valid UTF-8 with anything else than ASCII inside strings only.
std::string with_unseen_escaped(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = length_at(text, at);
    const std::uint32_t code = short_code_point(text, at, length);
    out += is_unseen(code) ? escaped(code) : std::string(text.substr(at, length));
    at += length;
  }
  return out;
}

}  // namespace

std::string printed(std::string_view json) {
  return with_unseen_escaped(json) + "\n";
}

}  // namespace decide::report
