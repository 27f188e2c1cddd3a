#include "yaml/edit_text.h"

#include <algorithm>

namespace decide::yaml::edits {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

std::string move_line(std::string_view line, std::size_t from, std::size_t to) {
  const std::size_t blanks = std::min(line.find_first_not_of(' '), line.size());
  line.remove_prefix(std::min(blanks, from));
  if (line.empty()) return {};
  return std::string(to, ' ').append(line);
}

}  // namespace

std::size_t line_start(std::string_view text, std::size_t at) {
  if (at > 0) {
    const std::size_t newline = text.rfind('\n', at - 1);
    if (newline != std::string_view::npos) return newline + 1;
  }
  return text.starts_with(byte_order_mark) && at >= byte_order_mark.size() ? byte_order_mark.size() : 0;
}

std::size_t line_end(std::string_view text, std::size_t at) {
  const std::size_t newline = text.find('\n', at);
  if (newline == std::string_view::npos) return text.size();
  return newline > at && text[newline - 1] == '\r' ? newline - 1 : newline;
}

std::optional<std::size_t> next_line(std::string_view text, std::size_t at) {
  const std::size_t newline = text.find('\n', at);
  if (newline == std::string_view::npos || newline + 1 == text.size()) return std::nullopt;
  return newline + 1;
}

std::string_view line_break(std::string_view text, std::size_t end) {
  if (text.substr(end).starts_with("\r\n")) return "\r\n";
  return text.substr(end).starts_with("\n") ? "\n" : "";
}

std::size_t column(std::string_view text, std::size_t at) {
  return at - line_start(text, at);
}

std::size_t skip_blanks(std::string_view text, std::size_t at) {
  return std::min(text.find_first_not_of(" \t", at), text.size());
}

std::size_t trim_end(std::string_view text, std::size_t begin, std::size_t end) {
  while (end > begin && std::string_view(" \t\r\n").find(text[end - 1]) != std::string_view::npos) --end;
  return end;
}

bool has_newline(std::string_view text, std::size_t begin, std::size_t end) {
  return text.substr(begin, end - begin).find('\n') != std::string_view::npos;
}

std::size_t indent_of(std::string_view text, std::size_t start) {
  return std::min(text.find_first_not_of(' ', start), text.size()) - start;
}

std::vector<std::string> move_lines(std::string_view slice, std::size_t from, std::size_t to) {
  std::vector<std::string> lines;
  for (std::size_t at = 0; at <= slice.size();) {
    const std::size_t newline = std::min(slice.find('\n', at), slice.size());
    std::string_view line = slice.substr(at, newline - at);
    if (line.ends_with('\r')) line.remove_suffix(1);
    lines.push_back(move_line(line, from, to));
    at = newline + 1;
  }
  return lines;
}

std::optional<std::string> splice(std::string_view text, std::vector<Splice> splices) {
  std::stable_sort(splices.begin(), splices.end(),
                   [](const Splice& a, const Splice& b) { return a.begin < b.begin; });
  std::string result;
  std::size_t done = 0;
  for (const Splice& each : splices) {
    if (each.begin < done || each.end < each.begin || each.end > text.size()) return std::nullopt;
    result.append(text.substr(done, each.begin - done)).append(each.text);
    done = each.end;
  }
  return result.append(text.substr(done));
}

}  // namespace decide::yaml::edits
