#include "base/source.h"

#include <algorithm>
#include <utility>

namespace decide {

Source::Source(std::string name, std::string text, std::uint32_t first_line)
    : name_(std::move(name)), text_(std::move(text)), first_line_(first_line) {
  for (std::size_t i = text_.find('\n'); i != std::string::npos; i = text_.find('\n', i + 1))
    line_starts_.push_back(static_cast<std::uint32_t>(i + 1));
}

std::string_view Source::slice(Span span) const {
  const std::size_t end = std::min<std::size_t>(span.end, text_.size());
  const std::size_t begin = std::min<std::size_t>(span.begin, end);
  return std::string_view(text_).substr(begin, end - begin);
}

Position Source::position(std::uint32_t offset) const {
  offset = std::min(offset, static_cast<std::uint32_t>(text_.size()));
  const auto after = std::upper_bound(line_starts_.begin(), line_starts_.end(), offset);
  const auto line = static_cast<std::uint32_t>(after - line_starts_.begin());
  const std::uint32_t start = line_starts_[line - 1];
  const bool skips_mark = line == 1 && std::string_view(text_).starts_with("\xEF\xBB\xBF") && offset >= 3;
  const std::uint32_t first = skips_mark ? start + 3 : start;
  std::uint32_t column = 1;
  for (std::uint32_t i = first; i < offset; ++i) {
    const bool continues = (static_cast<unsigned char>(text_[i]) & 0xC0U) == 0x80U;
    if (!continues) ++column;
  }
  return {line + first_line_ - 1, column, offset - first + 1};
}

std::string_view Source::line(std::uint32_t number) const {
  if (number < first_line_ || number - first_line_ >= line_starts_.size()) return {};
  number -= first_line_ - 1;
  const std::size_t begin = line_starts_[number - 1];
  std::size_t end = number < line_starts_.size() ? line_starts_[number] - 1 : text_.size();
  if (end > begin && text_[end - 1] == '\r') --end;
  return std::string_view(text_).substr(begin, end - begin);
}

std::uint32_t Source::line_start(std::uint32_t number) const {
  if (number < first_line_) return 0;
  const std::uint32_t index = number - first_line_;
  return index < line_starts_.size() ? line_starts_[index] : static_cast<std::uint32_t>(text_.size());
}

}  // namespace decide
