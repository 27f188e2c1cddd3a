#include "base/text.h"

#include <fmt/format.h>
#include <utf8proc.h>

#include <algorithm>
#include <cstdint>
#include <cstring>

#include "base/code_point.h"

namespace decide {

CodePoint code_point_at(std::string_view text, std::size_t at) {
  // A code point has at most four bytes; the cap keeps the length within utf8proc's signed type.
  const std::string_view ahead = text.substr(at, 4);
  utf8proc_int32_t point = -1;
  const auto taken = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(ahead.data()),
                                      static_cast<utf8proc_ssize_t>(ahead.size()), &point);
  if (taken <= 0 || point < 0) return {};
  return {point, static_cast<std::size_t>(taken)};
}

namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";

bool is_bidirectional_control(std::int32_t point) {
  const bool mark = point == 0x061C || point == 0x200E || point == 0x200F;
  return mark || (point >= 0x202A && point <= 0x202E) || (point >= 0x2066 && point <= 0x2069);
}

/// Line and paragraph separators break lines in some viewers; soft hyphens, characters of no width and byte
/// order marks cannot be seen at all, so that two names look alike.
bool is_hidden(std::int32_t point) {
  const bool zero_width = (point >= 0x200B && point <= 0x200D) || (point >= 0x2060 && point <= 0x2064);
  return zero_width || point == 0x00AD || point == 0x2028 || point == 0x2029 || point == 0xFEFF;
}

/// The picture of a C0 control character: U+2400 and up, in UTF-8.
void append_picture(std::string& out, std::int32_t point) {
  out += "\xE2\x90";
  out += static_cast<char>(0x80 + point);
}

void append_safe(std::string& out, std::string_view bytes, std::int32_t point) {
  if (point < 0 || (point >= 0x80 && point <= 0x9F)) {
    out += replacement;
  } else if (point < 0x20) {
    append_picture(out, point);
  } else if (point == 0x7F) {
    append_picture(out, 0x21);
  } else if (is_bidirectional_control(point) || is_hidden(point)) {
    out += fmt::format("<U+{:04X}>", point);
  } else {
    out += bytes;
  }
}

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

std::string lowered(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(), lower);
  return result;
}

/// Edits between two words: insert, delete, change, swap neighbours (optimal string alignment).
std::size_t edits(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before(b.size() + 1), last(b.size() + 1), now(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    now[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t change = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      now[j] = std::min({last[j] + 1, now[j - 1] + 1, change});
      const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) now[j] = std::min(now[j], before[j - 2] + 1);
    }
    before.swap(last);
    last.swap(now);
  }
  return last[b.size()];
}

std::size_t length_gap(std::string_view a, std::string_view b) {
  return a.size() > b.size() ? a.size() - b.size() : b.size() - a.size();
}

}  // namespace

bool is_slip(std::string_view word, std::string_view candidate) {
  const std::size_t most = std::clamp<std::size_t>(candidate.size() / 4, 1, 2);
  return length_gap(word, candidate) <= most && edits(lowered(word), lowered(candidate)) <= most;
}

std::string_view nearest(std::string_view word, std::span<const std::string_view> candidates) {
  // Longer words are not slips of the pen, and the cost grows with the product of the lengths.
  constexpr std::size_t longest = 64;
  if (word.empty() || word.size() > longest) return {};
  const std::size_t allowed = std::max<std::size_t>(1, word.size() / 3);
  const std::string small = lowered(word);
  std::string_view best;
  std::size_t best_score = 2 * allowed + 2;
  for (const std::string_view candidate : candidates) {
    if (candidate.empty() || length_gap(word, candidate) > allowed) continue;
    const std::size_t distance = edits(small, lowered(candidate));
    // A word of which no letter is left is another word.
    if (distance > allowed || distance >= word.size()) continue;
    const std::size_t score = 2 * distance + (edits(word, candidate) == distance ? 0 : 1);
    if (score < best_score) {
      best = candidate;
      best_score = score;
    }
  }
  return best;
}

namespace {

/// True if the eight bytes at an offset are ASCII, as nearly all of a design are.
bool is_ascii_stretch(std::string_view text, std::size_t at) {
  std::uint64_t bytes = 0;
  if (text.size() - at < sizeof bytes) return false;
  std::memcpy(&bytes, text.data() + at, sizeof bytes);
  return (bytes & 0x8080808080808080U) == 0;
}

}  // namespace

std::size_t invalid_utf8(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    if (is_ascii_stretch(text, i)) {
      i += sizeof(std::uint64_t);
      continue;
    }
    if (is_ascii(text[i])) {
      ++i;
      continue;
    }
    const CodePoint next = code_point_at(text, i);
    if (next.value < 0) return i;
    i += next.bytes;
  }
  return std::string_view::npos;
}

std::string join_words(std::span<const std::string_view> words, std::string_view last) {
  std::string result;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0 && i + 1 == words.size()) {
      result += fmt::format(" {} ", last);
    } else if (i > 0) {
      result += ", ";
    }
    result += words[i];
  }
  return result;
}

std::string join(std::span<const std::string> parts, std::string_view separator) {
  return fmt::format("{}", fmt::join(parts, separator));
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  std::size_t begin = 0;
  for (std::size_t at = text.find(separator); at != std::string_view::npos;
       at = text.find(separator, begin)) {
    parts.push_back(text.substr(begin, at - begin));
    begin = at + 1;
  }
  parts.push_back(text.substr(begin));
  return parts;
}

std::string_view trim(std::string_view text) {
  constexpr std::string_view blanks = " \t\r\n";
  const std::size_t begin = text.find_first_not_of(blanks);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(blanks) - begin + 1);
}

std::size_t display_width(std::string_view text) {
  std::size_t width = 0;
  for_each_code_point(text, [&width](std::int32_t point, std::string_view) {
    width += point < 0 ? 1 : static_cast<std::size_t>(utf8proc_charwidth(point));
  });
  return width;
}

std::string sanitize(std::string_view text) {
  std::string result;
  result.reserve(text.size());
  for_each_code_point(
      text, [&result](std::int32_t point, std::string_view bytes) { append_safe(result, bytes, point); });
  return result;
}

}  // namespace decide
