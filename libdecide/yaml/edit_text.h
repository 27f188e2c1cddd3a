#pragma once

// Lines, columns and splices of a text: what the edits need to know of bytes, and nothing of YAML.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace decide::yaml::edits {

/// Replaces the bytes [begin, end) by `text`.
struct Splice {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::string text;
};

/// The first byte of the line of `at`; a byte order mark is not part of the first line.
std::size_t line_start(std::string_view text, std::size_t at);
/// The end of the line of `at`, before its LF or CRLF.
std::size_t line_end(std::string_view text, std::size_t at);
/// The start of the line after that of `at`, or nothing if it is the last. The empty rest after a final line
/// end is not a line.
std::optional<std::size_t> next_line(std::string_view text, std::size_t at);
/// How the line that ends at `end` is ended: LF, CRLF or not at all.
std::string_view line_break(std::string_view text, std::size_t end);
/// Bytes between the start of the line and `at`.
std::size_t column(std::string_view text, std::size_t at);
/// The first byte from `at` on that is neither blank nor tab.
std::size_t skip_blanks(std::string_view text, std::size_t at);
/// One past the last byte before `end`, not before `begin`, that is neither blank nor line end.
std::size_t trim_end(std::string_view text, std::size_t begin, std::size_t end);
bool has_newline(std::string_view text, std::size_t begin, std::size_t end);
/// The leading spaces of the line that starts at `start`.
std::size_t indent_of(std::string_view text, std::size_t start);

/// The lines of a slice without their line ends, moved from column `from` to column `to`. Blank lines stay
/// blank; what stands left of `from` is put at `to`.
std::vector<std::string> move_lines(std::string_view slice, std::size_t from, std::size_t to);

/// Carries out all splices; nothing if two of them overlap. Those at one place keep their order.
std::optional<std::string> splice(std::string_view text, std::vector<Splice> splices);

}  // namespace decide::yaml::edits
