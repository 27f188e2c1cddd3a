#include "report/glyph.h"

#include "base/text.h"

namespace decide::report {
namespace {

std::size_t length_by_lead(char lead) {
  const auto byte = static_cast<unsigned char>(lead);
  if (byte >= 0xF0U) return 4;
  if (byte >= 0xE0U) return 3;
  return byte >= 0xC0U ? 2 : 1;
}

std::size_t glyph_length(std::string_view rest) {
  const std::size_t length = length_by_lead(rest.front());
  const bool whole = length <= rest.size() && invalid_utf8(rest.substr(0, length)) == std::string_view::npos;
  return whole ? length : 1;
}

/// `##[` is spread here as Safe::foreign spreads it, which sees one code point at a time.
Safe shown_glyph(std::string_view text, std::size_t begin, std::size_t end) {
  const std::string_view bytes = text.substr(begin, end - begin);
  if (bytes == "\t") return "    ";
  if (bytes == "[" && text.substr(0, begin).ends_with("##")) return " [";
  return Safe::foreign(bytes);
}

bool is_blank(const Glyph& glyph) {
  return glyph.text.str() == " ";
}

/// One past the last glyph that fits, at least one glyph on.
std::size_t filled(const std::vector<Glyph>& all, std::size_t begin, std::size_t width) {
  std::size_t end = begin;
  for (std::size_t used = 0; end < all.size() && used + all[end].width <= width; ++end)
    used += all[end].width;
  return end > begin ? end : begin + 1;
}

/// Where to break a line that is full at `end`: behind the last blank, if there is one.
std::size_t break_point(const std::vector<Glyph>& all, std::size_t begin, std::size_t end) {
  if (end >= all.size() || is_blank(all[end])) return end;
  for (std::size_t at = end; at > begin + 1; --at) {
    if (is_blank(all[at - 1])) return at;
  }
  return end;
}

}  // namespace

std::vector<Glyph> glyphs(std::string_view text) {
  std::vector<Glyph> all;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = begin + glyph_length(text.substr(begin));
    const Safe glyph = shown_glyph(text, begin, end);
    all.push_back({begin, end, glyph.width(), glyph});
    begin = end;
  }
  return all;
}

Safe shown(std::string_view text) {
  Safe whole;
  for (const Glyph& glyph : glyphs(text)) whole += glyph.text;
  return whole;
}

std::vector<Safe> wrap(const Safe& text, std::size_t width) {
  if (text.width() <= width) return {text};
  const std::vector<Glyph> all = glyphs(text.str());
  std::vector<Safe> lines;
  for (std::size_t begin = 0; begin < all.size();) {
    const std::size_t end = break_point(all, begin, filled(all, begin, width));
    lines.push_back(text.slice(all[begin].begin, all[end - 1].end).without_trailing_blanks());
    begin = end;
    while (begin < all.size() && is_blank(all[begin])) ++begin;
  }
  return lines;
}

}  // namespace decide::report
