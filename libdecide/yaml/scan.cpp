#include "yaml/scan.h"

#include <algorithm>

namespace decide::yaml {
namespace {

bool ends_name(char c) {
  return is_space(c) || std::string_view("[]{},").find(c) != npos;
}

bool is_tag_char(char c) {
  const bool alnum = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  return alnum || std::string_view("-#;/?:@&=+$_.~*'()!%").find(c) != npos;
}

std::size_t past(std::string_view text, std::size_t at, bool (*is)(char)) {
  while (at < text.size() && is(text[at])) ++at;
  return at;
}

/// A quote opens a scalar only where a token can begin.
bool begins_token(std::string_view text, std::size_t at) {
  return at == 0 || is_space(text[at - 1]) || std::string_view("[{,:").find(text[at - 1]) != npos;
}

bool is_quote(char c) {
  return c == '"' || c == '\'';
}
bool is_comment(std::string_view text, std::size_t at) {
  return text[at] == '#' && (at == 0 || is_space(text[at - 1]));
}

}  // namespace

std::size_t skip_blanks(std::string_view text, std::size_t at) {
  return past(text, at, is_blank);
}

std::size_t skip_gap(std::string_view text, std::size_t at) {
  while (at < text.size()) {
    if (text[at] == '#') {
      at = line_end(text, at);
    } else if (is_space(text[at])) {
      ++at;
    } else {
      break;
    }
  }
  return at;
}

std::size_t line_begin(std::string_view text, std::size_t at) {
  const std::size_t before = at == 0 ? npos : text.rfind('\n', at - 1);
  return before == npos ? 0 : before + 1;
}

std::size_t line_end(std::string_view text, std::size_t at) {
  const std::size_t found = text.find('\n', at);
  const std::size_t end = found == npos ? text.size() : found;
  return end > at && text[end - 1] == '\r' ? end - 1 : end;
}

Span line_content(std::string_view text, std::size_t at) {
  const std::size_t begin = skip_blanks(text, line_begin(text, at));
  std::size_t end = line_end(text, begin);
  while (end > begin && is_blank(text[end - 1])) --end;
  return span_of(begin, end);
}

Span before_comment(std::string_view text, Span line) {
  for (std::size_t at = line.begin; at < line.end; ++at) {
    if (!is_comment(text, at)) continue;
    while (at > line.begin && is_blank(text[at - 1])) --at;
    return span_of(line.begin, at);
  }
  return line;
}

Span character(std::string_view text, std::size_t at) {
  if (at >= text.size()) return span_of(text.size(), text.size());
  std::size_t end = at + 1;
  while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) ++end;
  return span_of(at, end);
}

bool is_marker(std::string_view text, std::size_t at, std::string_view marker) {
  return text.substr(std::min(at, text.size())).starts_with(marker) &&
         is_space(byte_at(text, at + marker.size()));
}

std::size_t find_colon(std::string_view text, Span within) {
  std::size_t at = within.begin;
  while (at < within.end) {
    if (is_quote(text[at]) && begins_token(text, at)) {
      const std::size_t end = quoted_end(text, at);
      if (end == npos) return npos;
      at = end;
    } else if (is_comment(text, at)) {
      return npos;
    } else if (text[at] == ':' && is_space(byte_at(text, at + 1))) {
      return at;
    } else {
      ++at;
    }
  }
  return npos;
}

std::size_t name_end(std::string_view text, std::size_t at) {
  ++at;
  while (at < text.size() && !ends_name(text[at])) ++at;
  return at;
}

std::size_t tag_end(std::string_view text, std::size_t at) {
  if (byte_at(text, at + 1) != '<') return past(text, at, is_tag_char);
  const std::size_t close = text.find('>', at);
  return close == npos ? text.size() : close + 1;
}

Properties properties(std::string_view text, std::size_t at, bool anchored, bool tagged) {
  Properties found;
  found.end = found.content = at;
  for (;;) {
    const char c = byte_at(text, found.content);
    if (c == '&' && anchored) {
      anchored = false;
      found.end = name_end(text, found.content);
      found.anchor = span_of(found.content, found.end);
    } else if (c == '!' && tagged) {
      tagged = false;
      found.end = tag_end(text, found.content);
      found.tag = span_of(found.content, found.end);
    } else {
      return found;
    }
    found.content = skip_gap(text, found.end);
  }
}

std::size_t quoted_end(std::string_view text, std::size_t at) {
  const char quote = text[at];
  const std::string_view stops = quote == '"' ? "\"\\" : "'";
  for (;;) {
    at = text.find_first_of(stops, at + 1);
    if (at == npos) return npos;
    const bool escape = text[at] == '\\' || (quote == '\'' && byte_at(text, at + 1) == '\'');
    if (!escape) return at + 1;
    ++at;
  }
}

std::size_t spelled_end(std::string_view text, std::size_t at, std::string_view value) {
  const bool as_is = text.substr(std::min(at, text.size())).starts_with(value);
  if (as_is && !value.empty() && !is_space(value.back())) return at + value.size();
  std::size_t end = at;
  for (const char c : value) {
    if (is_space(c)) continue;
    at = past(text, at, is_space);
    if (at >= text.size() || text[at] != c) return npos;
    end = ++at;
  }
  return end;
}

std::size_t null_end(std::string_view text, std::size_t at) {
  for (const std::string_view word : {"~", "null", "Null", "NULL"}) {
    const char after = byte_at(text, at + word.size());
    const bool ends = is_space(after) || std::string_view(",[]{}:").find(after) != npos;
    if (ends && text.substr(std::min(at, text.size())).starts_with(word)) return at + word.size();
  }
  return npos;
}

std::size_t bracket_end(std::string_view text, std::size_t at, std::size_t& deepest) {
  std::size_t depth = 0;
  while (at < text.size()) {
    const char c = text[at];
    if (is_quote(c) && begins_token(text, at)) {
      at = std::min(quoted_end(text, at), text.size());
      continue;
    }
    if (is_comment(text, at)) at = line_end(text, at);
    if (c == '[' || c == '{') deepest = std::max(deepest, ++depth);
    if ((c == ']' || c == '}') && --depth == 0) return at + 1;
    const bool ends = c == '\n' && (is_marker(text, at + 1, "---") || is_marker(text, at + 1, "..."));
    if (ends) return npos;
    ++at;
  }
  return npos;
}

std::size_t unclosed_quote(std::string_view text, std::size_t at) {
  while (at < text.size()) {
    if (is_quote(text[at]) && begins_token(text, at)) {
      const std::size_t end = quoted_end(text, at);
      if (end == npos) return at;
      at = end;
    } else {
      at = is_comment(text, at) ? line_end(text, at) : at + 1;
    }
  }
  return npos;
}

namespace {

bool all_space(std::string_view text) {
  return std::all_of(text.begin(), text.end(), is_space);
}

/// From the end of a line over the blank lines that follow: the end of the last of them.
std::size_t over_blank_lines(std::string_view text, std::size_t end) {
  for (;;) {
    const std::size_t next = text.find('\n', end);
    if (next == npos || next + 1 >= text.size()) return end;
    const std::size_t stop = line_end(text, next + 1);
    if (skip_blanks(text, next + 1) < stop) return end;
    end = stop;
  }
}

}  // namespace

std::size_t block_scalar_end(std::string_view text, std::size_t at, std::string_view value) {
  const std::size_t header =
      past(text, at + 1, [](char c) { return c == '+' || c == '-' || (c >= '0' && c <= '9'); });
  const bool keeps = text.substr(at, header - at).find('+') != npos;
  const std::size_t line = line_end(text, at);
  if (all_space(value)) return value.empty() ? header : over_blank_lines(text, line);
  const std::size_t spelled = spelled_end(text, line, value);
  if (spelled == npos) return npos;
  const std::size_t end = line_end(text, spelled);
  return keeps ? over_blank_lines(text, end) : end;
}

}  // namespace decide::yaml
