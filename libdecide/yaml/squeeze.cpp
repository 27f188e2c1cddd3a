#include "yaml/squeeze.h"

#include <algorithm>
#include <array>
#include <optional>

namespace decide::yaml {
namespace {

/// Stands for a run. No text has it, because it is never part of UTF-8, and no escape makes it.
constexpr char stand_in = '\xC0';
constexpr std::size_t shortest = 2;

using Set = std::array<bool, 256>;

constexpr Set of_signs(std::string_view signs) {
  Set set{};
  for (const char c : signs) set[static_cast<unsigned char>(c)] = true;
  return set;
}

/// Letters and digits as well.
constexpr Set set_of(std::string_view others) {
  Set set = of_signs(others);
  for (unsigned char c = '0'; c <= '9'; ++c) set[c] = true;
  for (unsigned char c = 'a'; c <= 'z'; ++c) set[c] = true;
  for (unsigned char c = 'A'; c <= 'Z'; ++c) set[c] = true;
  return set;
}

constexpr Set starts = set_of("_");
constexpr Set goes_on = set_of("_-./+=$@;^~()?%<>|`");

bool in(const Set& set, std::string_view text, std::size_t at) {
  return at < text.size() && set[static_cast<unsigned char>(text[at])];
}

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/// The end of the run that starts at `at`.
std::size_t run_end(std::string_view text, std::size_t at) {
  for (;;) {
    while (in(goes_on, text, at)) ++at;
    if (at >= text.size() || text[at] != ' ' || !in(starts, text, at + 1)) return at;
    ++at;
  }
}

/// The header of a block scalar may go on with a digit and a sign: `>2-`.
bool is_header(std::string_view text, std::size_t at) {
  return at > 0 && (text[at - 1] == '|' || text[at - 1] == '>');
}

/// The scanner gives a plain scalar of such a word as nothing at all.
bool is_null(std::string_view run) {
  return run == "null" || run == "Null" || run == "NULL";
}

/// What a property may stand behind, beside a blank.
constexpr Set opens = of_signs("[{,:-?&!");

/// Whether a sign stands anywhere that `counts` says. A search for a single byte is far cheaper than a look
/// at each.
template <class Counts>
bool has_any(std::string_view text, std::string_view signs, Counts counts) {
  for (const char sign : signs) {
    for (std::size_t at = text.find(sign); at != std::string_view::npos; at = text.find(sign, at + 1)) {
      if (counts(at)) return true;
    }
  }
  return false;
}

/// Whether an anchor, alias or tag may stand somewhere: its sign before a character, after none of a word.
bool has_properties(std::string_view text) {
  return has_any(text, "&*!", [text](std::size_t at) {
    if (at + 1 == text.size() || is_blank(text[at + 1])) return false;
    return at == 0 || is_blank(text[at - 1]) || in(opens, text, at - 1);
  });
}

/// A `?` that is part of a word.
bool is_question(std::string_view text, std::size_t at) {
  if (text[at] != '?' || at == 0 || is_blank(text[at - 1])) return false;
  return std::string_view("[{,:\\").find(text[at - 1]) == std::string_view::npos;
}

/// Whether a block scalar may begin somewhere: how far each of its lines is indented is part of its value.
bool has_block_scalar(std::string_view text) {
  return has_any(text, "|>", [text](std::size_t at) {
    if (at > 0 && !is_blank(text[at - 1])) return false;
    const std::size_t header = text.find_first_not_of("0123456789+-", at + 1);
    const std::size_t end = std::min(text.find_first_not_of(" \t\r", header), text.size());
    return end == text.size() || text[end] == '\n' || text[end] == '#';
  });
}

/// For each column at which something begins another one, in the same order and as far to the left as may be:
/// for the structure of a text it only counts which of two lines is indented further. What stands behind the
/// dash of a list keeps its distance.
class Columns {
 public:
  explicit Columns(std::string_view text) {
    is_kept_ = has_block_scalar(text);
    for (std::size_t at = 0; at < text.size() && !is_kept_;) {
      take_line(text, at);
      at = text.find('\n', at);
      if (at != std::string_view::npos) ++at;
    }
    for (std::size_t column = 1; column < most; ++column) {
      const bool counts = begins_[column] || is_rigid_[column - 1];
      moved_[column] = static_cast<std::uint8_t>(moved_[column - 1] + (counts ? 1 : 0));
    }
  }

  /// How many blanks a line of so many needs.
  std::size_t operator[](std::size_t column) const { return is_kept_ ? column : moved_[column]; }

 private:
  static constexpr std::size_t most = 64;

  void take_line(std::string_view text, std::size_t line) {
    std::size_t at = std::min(text.find_first_not_of(' ', line), text.size());
    if (at == text.size() || text[at] == '\n' || text[at] == '\r') return;
    const bool is_marker = at == line && (text[at] == '%' || text.substr(at, 3) == "---");
    is_kept_ = is_kept_ || is_marker || text[at] == '\t' || at - line >= most;
    while (!is_kept_) {
      begins_[at - line] = true;
      const bool nests = at + 1 < text.size() && text[at + 1] == ' ' &&
                         (text[at] == '-' || text[at] == '?' || text[at] == ':');
      if (!nests) return;
      const std::size_t next = std::min(text.find_first_not_of(' ', at + 1), text.size());
      is_kept_ = next - line >= most;
      for (; at < next && !is_kept_; ++at) is_rigid_[at - line] = true;
      if (next == text.size() || text[next] == '\n' || text[next] == '\r') return;
      is_kept_ = is_kept_ || text[next] == '\t';
    }
  }

  std::array<bool, most> begins_{}, is_rigid_{};
  std::array<std::uint8_t, most> moved_{};
  bool is_kept_ = false;
};

}  // namespace

Squeezed::Squeezed(std::string_view text) : text_(text) {
  const bool words = !has_properties(text);
  const std::optional<Columns> columns = words ? std::optional<Columns>(text) : std::nullopt;
  squeezed_.resize(text.size());
  runs_.reserve(text.size() / 12);
  std::size_t size = 0;
  const auto keep = [&](std::size_t begin, std::size_t end) {
    for (; begin < end; ++begin) squeezed_[size++] = text[begin];
  };
  const auto take = [&](std::size_t begin, std::size_t end) {
    runs_.push_back({static_cast<std::uint32_t>(size), static_cast<std::uint32_t>(begin),
                     static_cast<std::uint32_t>(end)});
    squeezed_[size++] = stand_in;
  };
  const auto indent = [&](std::size_t at) {
    const std::size_t end = std::min(text.find_first_not_of(' ', at), text.size());
    if (end == at || end == text.size() || text[end] == '\n' || text[end] == '\r') return at;
    const std::size_t wanted = (*columns)[end - at];
    if (wanted == end - at) return at;
    take(at, end - wanted + 1);
    squeezed_[size - 1] = ' ';
    return end - wanted + 1;
  };
  std::size_t at = columns ? indent(0) : 0;
  while (at < text.size()) {
    std::size_t end = at + 1;
    if (words && in(starts, text, at)) {
      end = run_end(text, at);
      // What follows a backslash is an escape.
      const bool is_escape = at > 0 && text[at - 1] == '\\';
      const bool is_taken =
          end - at >= shortest && !is_escape && !is_header(text, at) && !is_null(text.substr(at, end - at));
      is_taken ? take(at, end) : keep(at, end);
    } else if (is_question(text, at)) {
      take(at, end);
    } else {
      squeezed_[size++] = text[at];
      if (columns && text[at] == '\n') end = indent(end);
    }
    at = end;
  }
  squeezed_.resize(size);
}

std::size_t Squeezed::offset(std::size_t squeezed) const {
  // Events come in the order of the text, so that the answer is mostly where the last one was, or little
  // after.
  const std::size_t stop = std::min(near_ + 6, runs_.size());
  while (near_ < stop && runs_[near_].squeezed < squeezed) ++near_;
  const bool is_past = near_ > 0 && runs_[near_ - 1].squeezed >= squeezed;
  const bool is_before = near_ < runs_.size() && runs_[near_].squeezed < squeezed;
  if (is_past || is_before) {
    const auto after = std::lower_bound(runs_.begin(), runs_.end(), squeezed,
                                        [](const Run& run, std::size_t at) { return run.squeezed < at; });
    near_ = static_cast<std::size_t>(after - runs_.begin());
  }
  if (near_ == 0) return squeezed;
  const Run& run = runs_[near_ - 1];
  return run.end + (squeezed - run.squeezed - 1);
}

std::string Squeezed::expanded(const std::string& value, std::size_t from) const {
  std::size_t next = value.find(stand_in);
  if (next == std::string::npos) return value;
  // `from` was asked for last, so that its run is the next one.
  const bool is_near = near_ < runs_.size() && runs_[near_].begin == from;
  auto run = is_near ? runs_.begin() + static_cast<std::ptrdiff_t>(near_)
                     : std::lower_bound(runs_.begin(), runs_.end(), from,
                                        [](const Run& one, std::size_t at) { return one.begin < at; });
  while (run != runs_.end() && !has_words(*run)) ++run;
  if (value.size() == 1 && run != runs_.end()) return std::string(words(*run));
  std::string whole;
  std::size_t done = 0;
  for (; next != std::string::npos && run != runs_.end(); ++run) {
    if (!has_words(*run)) continue;
    whole.append(value, done, next - done);
    whole += words(*run);
    done = next + 1;
    next = value.find(stand_in, done);
  }
  return whole.append(value, done);
}

}  // namespace decide::yaml
