#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace decide {

/// A stretch of a source: byte offsets, end exclusive.
struct Span {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  friend bool operator==(const Span&, const Span&) = default;
};

/// 1-based line and column. The column counts code points; `byte_column` counts bytes.
struct Position {
  std::uint32_t line = 1;
  std::uint32_t column = 1;
  std::uint32_t byte_column = 1;
  friend bool operator==(const Position&, const Position&) = default;
};

/// A text with a name: what findings point into. Valid UTF-8 is expected but not required.
class Source {
 public:
  Source() = default;
  /// `first_line` is the number of its first line: more than 1 of a part that was taken out of a longer text.
  Source(std::string name, std::string text, std::uint32_t first_line = 1);

  const std::string& name() const { return name_; }
  const std::string& text() const { return text_; }
  std::uint32_t first_line() const { return first_line_; }
  /// The bytes of a span; clipped to the text.
  std::string_view slice(Span span) const;
  /// Where a byte offset lies; offsets past the end are taken as the end.
  Position position(std::uint32_t offset) const;
  std::uint32_t line_count() const { return static_cast<std::uint32_t>(line_starts_.size()); }
  /// The text of a line, by its number as position() counts, without its line end (LF or CRLF).
  std::string_view line(std::uint32_t number) const;
  /// The byte offset at which a line starts.
  std::uint32_t line_start(std::uint32_t number) const;

 private:
  std::string name_;
  std::string text_;
  std::uint32_t first_line_ = 1;
  std::vector<std::uint32_t> line_starts_{0};
};

}  // namespace decide
