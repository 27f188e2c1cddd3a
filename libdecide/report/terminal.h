#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace decide::report {

/// How a text is to look. `width` is in terminal cells, 0 for no limit.
struct Style {
  bool color = false;
  std::size_t width = 100;
  bool verbose = false;
  bool timelines = false;  ///< whole ones, a row a step; else in one line
};

/// Text that may go to a terminal or a CI log: our own words, or foreign ones that were made harmless. There
/// is no other way to make one, so that text of a file cannot reach the output as it is.
class Safe {
 public:
  Safe() = default;
  template <std::size_t N>
  Safe(const char (&literal)[N]) : text_(literal, N - 1) {}  // NOLINT(modernize-avoid-c-arrays)
  template <std::size_t N>
  Safe(char (&buffer)[N]) = delete;  // NOLINT(modernize-avoid-c-arrays)

  /// Through sanitize(); the `##[` of a CI log command is broken up as well.
  static Safe foreign(std::string_view text);
  static Safe number(std::uint64_t value);
  static Safe blanks(std::size_t count);
  static Safe repeat(const Safe& unit, std::size_t count);

  const std::string& str() const { return text_; }
  bool empty() const { return text_.empty(); }
  /// In terminal cells.
  std::size_t width() const;
  Safe slice(std::size_t begin, std::size_t end) const;
  Safe without_trailing_blanks() const;

  Safe& operator+=(const Safe& other);
  friend Safe operator+(Safe left, const Safe& right) { return left += right; }

 private:
  std::string text_;
};

/// Sixteen ANSI colours at most; what a colour says is always said by a word or a sign too.
enum class Ink { plain, strong, error, warning, note, accepted, frame, second, added, removed };

struct Piece {
  Safe text;
  Ink ink = Ink::plain;
};

/// Lines of safe text with their colours. No line ends in a blank, none can be taken for a command of a CI
/// log (`::error`): such a line is led by a backslash.
class TerminalText {
 public:
  explicit TerminalText(const Style& style) : color_(style.color) {}
  void line(std::vector<Piece> pieces);
  void blank() { text_ += '\n'; }
  std::string str() && { return std::move(text_); }

 private:
  bool color_;
  std::string text_;
};

}  // namespace decide::report
