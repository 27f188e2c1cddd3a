#include "config/ignore.h"

#include <algorithm>
#include <cstddef>

#include "base/text.h"

namespace decide::config {
namespace {

constexpr std::size_t npos = std::string_view::npos;

/// The bytes of a set `[...]` at the start of `pattern`, or npos if it is never closed.
std::size_t set_length(std::string_view pattern) {
  std::size_t at = 1;
  if (at < pattern.size() && (pattern[at] == '!' || pattern[at] == '^')) ++at;
  if (at < pattern.size() && pattern[at] == ']') ++at;
  for (; at < pattern.size() && pattern[at] != ']'; ++at) {
    if (pattern[at] == '\\') ++at;
  }
  return at < pattern.size() ? at + 1 : npos;
}

/// `set` is what stands between the brackets.
bool set_holds(std::string_view set, char c) {
  const bool negated = !set.empty() && (set.front() == '!' || set.front() == '^');
  if (negated) set.remove_prefix(1);
  bool found = false;
  for (std::size_t at = 0; at < set.size(); ++at) {
    if (set[at] == '\\' && at + 1 < set.size()) ++at;
    const auto low = static_cast<unsigned char>(set[at]);
    auto high = low;
    if (at + 2 < set.size() && set[at + 1] == '-') {
      at += 2;
      if (set[at] == '\\' && at + 1 < set.size()) ++at;
      high = static_cast<unsigned char>(set[at]);
    }
    const auto seen = static_cast<unsigned char>(c);
    found = found || (low <= seen && seen <= high);
  }
  return found != negated;
}

/// Matches one sign of a name and moves `pattern` past what matched it; false if it does not match.
bool take_one(std::string_view& pattern, char c) {
  std::size_t length = 1;
  bool matched = false;
  if (pattern.front() == '?') {
    matched = true;
  } else if (pattern.front() == '[' && set_length(pattern) != npos) {
    length = set_length(pattern);
    matched = set_holds(pattern.substr(1, length - 2), c);
  } else {
    if (pattern.front() == '\\' && pattern.size() > 1) length = 2;
    matched = pattern[length - 1] == c;
  }
  if (matched) pattern.remove_prefix(length);
  return matched;
}

/// One name against one part of a pattern. Of several `*` only the last need be tried again, so that it takes
/// at most the product of both lengths.
bool name_matches(std::string_view pattern, std::string_view name) {
  std::string_view after_star;
  std::size_t retry = npos;
  for (std::size_t at = 0; at < name.size();) {
    if (!pattern.empty() && pattern.front() == '*') {
      pattern.remove_prefix(1);
      after_star = pattern;
      retry = at;
    } else if (!pattern.empty() && take_one(pattern, name[at])) {
      ++at;
    } else if (retry != npos) {
      pattern = after_star;
      at = ++retry;
    } else {
      return false;
    }
  }
  return pattern.find_first_not_of('*') == npos;
}

using Parts = std::vector<std::string_view>;

bool parts_match(const Parts& pattern, const Parts& path) {
  std::size_t p = 0;
  std::size_t after = npos;  // past the last `**`
  std::size_t retry = 0;
  for (std::size_t n = 0; n < path.size();) {
    if (p < pattern.size() && pattern[p] == "**") {
      after = ++p;
      retry = n;
      // At the end it wants something below the folder.
      if (p == pattern.size()) return true;
    } else if (p < pattern.size() && name_matches(pattern[p], path[n])) {
      ++p;
      ++n;
    } else if (after != npos) {
      p = after;
      n = ++retry;
    } else {
      return false;
    }
  }
  return p == pattern.size();
}

/// Blanks at the end count only behind a backslash.
std::string_view without_trailing_blanks(std::string_view line) {
  while (line.ends_with(' ') && !line.ends_with("\\ ")) line.remove_suffix(1);
  return line;
}

}  // namespace

bool glob_matches(std::string_view pattern, std::string_view path) {
  return parts_match(split(pattern, '/'), split(path, '/'));
}

bool is_glob(std::string_view word) {
  return word.find_first_of("*?[") != npos;
}

IgnoreRules::IgnoreRules(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  for (std::string_view line : split(text, '\n')) {
    if (line.ends_with('\r')) line.remove_suffix(1);
    add(without_trailing_blanks(line));
  }
}

void IgnoreRules::add(std::string_view line) {
  if (line.empty() || line.front() == '#') return;
  Row row;
  row.keeps = line.front() == '!';
  if (row.keeps) line.remove_prefix(1);
  row.folders_only = line.ends_with('/');
  if (row.folders_only) line.remove_suffix(1);
  if (line.empty()) return;
  const bool bound = line.find('/') != npos;
  if (line.front() == '/') line.remove_prefix(1);
  row.pattern = bound ? std::string(line) : "**/" + std::string(line);
  rows_.push_back(std::move(row));
}

IgnoreRules::Verdict IgnoreRules::judge(std::string_view path, bool is_folder) const {
  const auto found = std::find_if(rows_.rbegin(), rows_.rend(), [&](const Row& row) {
    return (is_folder || !row.folders_only) && glob_matches(row.pattern, path);
  });
  if (found == rows_.rend()) return Verdict::silent;
  return found->keeps ? Verdict::kept : Verdict::ignored;
}

}  // namespace decide::config
