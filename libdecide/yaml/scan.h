#pragma once

#include <cstddef>
#include <string_view>

#include "base/source.h"

// Finds its way in YAML text by bytes: what yaml-cpp's marks do not say. Every function is linear in what it
// passes over and never looks outside the text.
namespace decide::yaml {

inline constexpr std::size_t npos = std::string_view::npos;

inline bool is_blank(char c) {
  return c == ' ' || c == '\t';
}
inline bool is_break(char c) {
  return c == '\n' || c == '\r';
}
inline bool is_space(char c) {
  return is_blank(c) || is_break(c);
}

/// The byte at an offset; a line feed past the end, so that the end of the text ends every token.
inline char byte_at(std::string_view text, std::size_t at) {
  return at < text.size() ? text[at] : '\n';
}

inline Span span_of(std::size_t begin, std::size_t end) {
  return {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
}

std::size_t skip_blanks(std::string_view text, std::size_t at);
/// Past blanks, line breaks and comments.
std::size_t skip_gap(std::string_view text, std::size_t at);
/// Where the line of `at` begins.
std::size_t line_begin(std::string_view text, std::size_t at);
/// Where the line of `at` ends: before its LF or CRLF.
std::size_t line_end(std::string_view text, std::size_t at);
/// The text of the line of `at` between its indentation and its trailing blanks.
Span line_content(std::string_view text, std::size_t at);
/// The part of a line's content that stands before its comment.
Span before_comment(std::string_view text, Span line);
/// The character at an offset, whole if it takes several bytes; empty at the end.
Span character(std::string_view text, std::size_t at);
/// True if `---` or `...` stands at an offset, followed by a blank or a break.
bool is_marker(std::string_view text, std::size_t at, std::string_view marker);

/// The first `: ` of a stretch that is outside quotes, or npos.
std::size_t find_colon(std::string_view text, Span within);

/// An anchor or an alias, with its `&` or `*`, begins at `at`: one past its last byte.
std::size_t name_end(std::string_view text, std::size_t at);
/// A tag begins at `at`: one past its last byte.
std::size_t tag_end(std::string_view text, std::size_t at);

/// Properties in front of a node: at most one anchor and one tag, in any order.
struct Properties {
  Span anchor;
  Span tag;
  std::size_t end = 0;      ///< one past the last property; where it started if there is none
  std::size_t content = 0;  ///< where the node's own text would begin
};
Properties properties(std::string_view text, std::size_t at, bool anchored, bool tagged);

/// A quoted scalar begins at `at`: one past the closing quote, npos if there is none.
std::size_t quoted_end(std::string_view text, std::size_t at);
/// The text from `at` on spells `value` up to white space: one past its last byte, npos if it does not.
std::size_t spelled_end(std::string_view text, std::size_t at, std::string_view value);
/// A block scalar with a value begins at `at`: before the break of its last line, npos if the text differs.
std::size_t block_scalar_end(std::string_view text, std::size_t at, std::string_view value);
/// A written null (`~`, `null`, `Null`, `NULL`) stands at `at`: one past it; npos if there is none.
std::size_t null_end(std::string_view text, std::size_t at);

/// A bracket stands at `at`: one past the one that closes it, npos if the text or the document ends before.
/// `deepest` is set to the deepest nesting seen, itself included.
std::size_t bracket_end(std::string_view text, std::size_t at, std::size_t& deepest);

/// The first quote from `at` on that is never closed, or npos. Used once, when reading has failed.
std::size_t unclosed_quote(std::string_view text, std::size_t at);

}  // namespace decide::yaml
