#include "lsp/place.h"

#include <algorithm>

namespace decide::lsp {

namespace {

bool continues(char c) {
  return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}

/// Bytes of the code point at `at`; a byte that starts none is one of its own.
std::size_t bytes_of(std::string_view text, std::size_t at) {
  std::size_t end = at + 1;
  while (end < text.size() && continues(text[end])) ++end;
  return end - at;
}

std::uint32_t units_of(std::size_t bytes, Encoding encoding) {
  if (encoding == Encoding::utf8) return static_cast<std::uint32_t>(bytes);
  return bytes >= 4 ? 2 : 1;
}

}  // namespace

Lines::Lines(std::string_view text, Encoding encoding) : text_(text), encoding_(encoding) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool before_feed = text[i] == '\r' && i + 1 < text.size() && text[i + 1] == '\n';
    if (text[i] == '\n' || (text[i] == '\r' && !before_feed))
      starts_.push_back(static_cast<std::uint32_t>(i + 1));
  }
}

std::string_view Lines::line(std::size_t number) const {
  const std::size_t begin = starts_[number];
  std::size_t end = number + 1 < starts_.size() ? starts_[number + 1] : text_.size();
  while (end > begin && (text_[end - 1] == '\n' || text_[end - 1] == '\r')) --end;
  return text_.substr(begin, end - begin);
}

std::uint32_t Lines::offset(Place place) const {
  if (place.line >= starts_.size()) return static_cast<std::uint32_t>(text_.size());
  const std::string_view inside = line(place.line);
  std::size_t at = 0;
  std::uint32_t seen = 0;
  while (at < inside.size()) {
    const std::size_t bytes = bytes_of(inside, at);
    seen += units_of(bytes, encoding_);
    if (seen > place.character) break;
    at += bytes;
  }
  return starts_[place.line] + static_cast<std::uint32_t>(at);
}

Place Lines::place(std::uint32_t offset) const {
  offset = std::min(offset, static_cast<std::uint32_t>(text_.size()));
  const auto after = std::upper_bound(starts_.begin(), starts_.end(), offset);
  const auto number = static_cast<std::size_t>(after - starts_.begin()) - 1;
  const std::string_view inside = line(number);
  const std::size_t wanted = std::min<std::size_t>(offset - starts_[number], inside.size());
  std::uint32_t units = 0;
  for (std::size_t at = 0; at < wanted;) {
    const std::size_t bytes = bytes_of(inside, at);
    if (at + bytes > wanted) break;
    units += units_of(bytes, encoding_);
    at += bytes;
  }
  return {static_cast<std::uint32_t>(number), units};
}

}  // namespace decide::lsp
