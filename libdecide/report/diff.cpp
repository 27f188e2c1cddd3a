#include "report/diff.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "report/glyph.h"
#include "report/lines.h"

namespace decide::report {
namespace {

constexpr std::size_t kContext = 3;

/// A line of the diff before hunks are made of them. `before` and `after` count the lines ahead of it.
struct Entry {
  char sign;
  std::string_view line;
  std::size_t before;
  std::size_t after;
};

std::vector<Entry> entries(const std::vector<std::string_view>& before,
                           const std::vector<std::string_view>& after) {
  const Changes changes = compare_lines(before, after);
  std::vector<Entry> all;
  for (std::size_t i = 0, j = 0; i < before.size() || j < after.size();) {
    if (i < before.size() && changes.removed[i]) {
      all.push_back({'-', before[i], i, j});
      ++i;
    } else if (j < after.size() && changes.added[j]) {
      all.push_back({'+', after[j], i, j});
      ++j;
    } else {
      all.push_back({' ', before[i], i, j});
      ++i;
      ++j;
    }
  }
  return all;
}

/// The end of the hunk that begins before the change at `at`: up to six unchanged lines do not part a hunk.
std::size_t hunk_end(const std::vector<Entry>& all, std::size_t at) {
  std::size_t last = at;
  for (std::size_t i = at; i < all.size() && i - last <= 2 * kContext + 1; ++i) {
    if (all[i].sign != ' ') last = i;
  }
  return std::min(all.size(), last + 1 + kContext);
}

/// "12,3"; of an empty stretch the line before it, as `patch` wants it.
std::string range(std::size_t begin, std::size_t count) {
  if (count == 0) return fmt::format("{},0", begin);
  return count == 1 ? fmt::format("{}", begin + 1) : fmt::format("{},{}", begin + 1, count);
}

void write_hunk(std::string& out, const std::vector<Entry>& all, std::size_t begin, std::size_t end) {
  const auto first = all.begin() + static_cast<std::ptrdiff_t>(begin);
  const auto last = all.begin() + static_cast<std::ptrdiff_t>(end);
  const auto counted = [&](char other) {
    const auto belongs = [other](const Entry& entry) { return entry.sign != other; };
    return static_cast<std::size_t>(std::count_if(first, last, belongs));
  };
  out +=
      fmt::format("@@ -{} +{} @@\n", range(first->before, counted('+')), range(first->after, counted('-')));
  for (auto entry = first; entry != last; ++entry) {
    out += entry->sign;
    out += entry->line;
    if (!entry->line.ends_with('\n')) out += "\n\\ No newline at end of file\n";
  }
}

/// In C's notation if `patch` would read the plain name wrongly; a name with a blank ends in a tab.
std::string header_name(std::string_view side, std::string_view name) {
  const auto odd = [](char c) {
    return static_cast<unsigned char>(c) < 0x20U || c == 0x7F || c == '"' || c == '\\';
  };
  std::string plain = fmt::format("{}/{}", side, name);
  if (std::none_of(plain.begin(), plain.end(), odd)) {
    return plain.find(' ') == std::string::npos ? plain : plain + "\t";
  }
  std::string quoted = "\"";
  for (const char c : plain) {
    if (c == '"' || c == '\\') {
      quoted += '\\';
      quoted += c;
    } else {
      quoted += odd(c) ? fmt::format("\\{:03o}", static_cast<unsigned char>(c)) : std::string(1, c);
    }
  }
  return quoted + "\"";
}

Ink ink_of_line(std::string_view line) {
  if (line.starts_with("+++ ") || line.starts_with("--- ")) return Ink::strong;
  if (line.starts_with("@@ ")) return Ink::frame;
  if (line.starts_with('+')) return Ink::added;
  return line.starts_with('-') ? Ink::removed : Ink::plain;
}

}  // namespace

std::string unified_diff(std::string_view before, std::string_view after, std::string_view name) {
  if (before == after) return {};
  const std::vector<Entry> all = entries(split_lines(before), split_lines(after));
  std::string out = "--- " + header_name("a", name) + "\n+++ " + header_name("b", name) + "\n";
  std::size_t written = 0;
  for (std::size_t at = 0; at < all.size(); ++at) {
    if (all[at].sign == ' ') continue;
    const std::size_t begin = std::max(written, at > kContext ? at - kContext : 0);
    const std::size_t end = hunk_end(all, at);
    write_hunk(out, all, begin, end);
    written = end;
    at = end - 1;
  }
  return out;
}

std::string show_diff(std::string_view diff, const Style& style) {
  TerminalText out(style);
  for (std::string_view line : split_lines(diff)) {
    if (line.ends_with('\n')) line.remove_suffix(1);
    out.line({{shown(line), ink_of_line(line)}});
  }
  return std::move(out).str();
}

}  // namespace decide::report
