#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace decide {

/// The candidate nearest to `word` in edit distance (at most a third of its length, at least one edit
/// allowed), or empty. Transpositions count once. Ties go to the first.
std::string_view nearest(std::string_view word, std::span<const std::string_view> candidates);

/// True if `word` can hardly be meant for anything but `candidate`: two edits apart at most, and a quarter of
/// it.
bool is_slip(std::string_view word, std::string_view candidate);

/// The first 2^53-safe, offset-free rules of UTF-8: offset of the first invalid byte, or npos.
std::size_t invalid_utf8(std::string_view text);

/// "a, b and c"
std::string join_words(std::span<const std::string_view> words, std::string_view last = "and");
std::string join(std::span<const std::string> parts, std::string_view separator);
std::vector<std::string_view> split(std::string_view text, char separator);
std::string_view trim(std::string_view text);

/// How many cells a terminal needs for a text (wide characters take two, combining ones none).
std::size_t display_width(std::string_view text);

/// Text that came from a file, made safe to print: control characters as pictures (U+2400 block), DEL as
/// U+2421, C1 and invalid bytes as U+FFFD, bidirectional controls and characters without a width as <U+202E>.
/// LF and TAB become pictures too.
std::string sanitize(std::string_view text);

}  // namespace decide
