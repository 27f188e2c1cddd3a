#include <algorithm>
#include <array>
#include <cstdint>

#include <fmt/format.h>

#include "base/text.h"
#include "yaml/edit.h"

namespace decide::yaml {
namespace {

constexpr auto npos = std::string_view::npos;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool only(std::string_view text, std::string_view allowed) {
  return text.find_first_not_of(allowed) == npos;
}

std::string_view without_sign(std::string_view text) {
  if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
  return text;
}

// Every integer, float, time of day and date that a YAML 1.1 or 1.2 reader could see, and a few texts more:
// a needless pair of quotes does no harm.
bool looks_like_number(std::string_view text) {
  const std::string_view digits = without_sign(text);
  if (digits.empty() || (!is_digit(digits.front()) && digits.front() != '.')) return false;
  if (digits.size() > 1 && digits[0] == '0' && std::string_view("xXoObB").find(digits[1]) != npos)
    return true;
  return only(digits, "0123456789_.:+-") || only(digits, "0123456789_.eE+-");
}

// `2026-01-01T10:00:00Z`, `2026-01-01 10:00`: the date alone looks like a number already.
bool looks_like_timestamp(std::string_view text) {
  const std::size_t end = std::min(text.find_first_of("Tt \t"), text.size());
  const bool dashes = std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(end), '-') == 2;
  return dashes && is_digit(text.front()) && only(text.substr(0, end), "0123456789-");
}

// C0, DEL, C1, line and paragraph separators and the byte order mark: not printable in YAML, or line ends
// in 1.1.
bool has_special_character(std::string_view text) {
  const auto control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; };
  if (std::any_of(text.begin(), text.end(), control)) return true;
  for (std::size_t at = text.find('\xC2'); at != npos; at = text.find('\xC2', at + 1)) {
    if (at + 1 < text.size() && static_cast<unsigned char>(text[at + 1]) < 0xA0) return true;
  }
  constexpr std::array<std::string_view, 3> rest{"\xE2\x80\xA8", "\xE2\x80\xA9", "\xEF\xBB\xBF"};
  return std::any_of(rest.begin(), rest.end(), [&](auto each) { return text.find(each) != npos; });
}

bool has_indicator(std::string_view text, bool in_flow) {
  if (std::string_view("-?:,[]{}#&*!|>'\"%@`=<~").find(text.front()) != npos) return true;
  if (text.front() == ' ' || text.back() == ' ' || text.back() == ':') return true;
  if (text.find(": ") != npos || text.find(" #") != npos || text.starts_with("...")) return true;
  return in_flow && text.find_first_of(",[]{}?:") != npos;
}

bool reads_as_string(std::string_view text) {
  Node node;
  node.kind = Kind::scalar;
  node.text = text;
  return core_type(node) == Core::string && !misread_by_yaml11(text);
}

bool safe_plain(std::string_view text, bool in_flow) {
  if (text.empty() || has_special_character(text) || has_indicator(text, in_flow)) return false;
  return !looks_like_number(text) && !looks_like_timestamp(text) && reads_as_string(text);
}

std::string escape_byte(char c) {
  switch (c) {
    case '"':
      return "\\\"";
    case '\\':
      return "\\\\";
    case '\n':
      return "\\n";
    case '\t':
      return "\\t";
    case '\r':
      return "\\r";
    default:
      break;
  }
  const auto byte = static_cast<unsigned char>(c);
  return byte < 0x20 || byte == 0x7F ? fmt::format("\\x{:02x}", byte) : std::string(1, c);
}

// The escape of a character of several bytes at the start of `text`, and how many bytes it stands for.
std::pair<std::string, std::size_t> escape_wide(std::string_view text) {
  if (text.starts_with("\xE2\x80\xA8")) return {"\\u2028", 3};
  if (text.starts_with("\xE2\x80\xA9")) return {"\\u2029", 3};
  if (text.starts_with("\xEF\xBB\xBF")) return {"\\ufeff", 3};
  if (text.size() > 1 && text[0] == '\xC2' && static_cast<unsigned char>(text[1]) < 0xA0) {
    return {fmt::format("\\x{:02x}", static_cast<unsigned char>(text[1])), 2};
  }
  return {{}, 0};
}

std::string double_quoted(std::string_view text) {
  std::string result = "\"";
  while (!text.empty()) {
    const auto [wide, size] = escape_wide(text);
    result += size > 0 ? wide : escape_byte(text.front());
    text.remove_prefix(std::max<std::size_t>(size, 1));
  }
  return result + '"';
}

}  // namespace

std::string scalar(std::string_view text, bool in_flow) {
  return safe_plain(text, in_flow) ? std::string(text) : double_quoted(text);
}

Result<std::vector<std::string>> split_path(std::string_view path) {
  std::vector<std::string> segments;
  for (const std::string_view segment : split(path, '.')) {
    if (segment.empty()) {
      return Error{fmt::format("`{}`: part {} of this path is empty", sanitize(path), segments.size() + 1),
                   "write the keys from the outside in, with one dot between them: scope.volume.peak"};
    }
    const bool control = std::any_of(segment.begin(), segment.end(), [](char c) {
      return static_cast<unsigned char>(c) <= ' ' || c == 0x7F;
    });
    if (control || segment.find_first_of("[]{}\"'=,#&*") != npos) {
      return Error{fmt::format("`{}`: `{}` cannot be part of a path", sanitize(path), sanitize(segment)),
                   "write keys with dots between them, and items of a list by number: partition.clicks.by.0"};
    }
    segments.emplace_back(segment);
  }
  return segments;
}

}  // namespace decide::yaml
