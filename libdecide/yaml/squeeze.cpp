#include "yaml/squeeze.h"

#include <algorithm>
#include <array>

namespace decide::yaml {
namespace {

/// Stands for a run. No text has it, because it is never part of UTF-8, and no escape makes it.
constexpr char stand_in = '\xC0';
constexpr std::size_t shortest = 3;

using Set = std::array<bool, 256>;

constexpr Set set_of(std::string_view others) {
  Set set{};
  for (unsigned char c = '0'; c <= '9'; ++c) set[c] = true;
  for (unsigned char c = 'a'; c <= 'z'; ++c) set[c] = true;
  for (unsigned char c = 'A'; c <= 'Z'; ++c) set[c] = true;
  for (const char c : others) set[static_cast<unsigned char>(c)] = true;
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
  while (in(goes_on, text, at) || (at < text.size() && text[at] == ' ' && in(starts, text, at + 1))) ++at;
  return at;
}

/// The scanner gives a plain scalar of such a word as nothing at all.
bool is_null(std::string_view run) {
  return run == "null" || run == "Null" || run == "NULL";
}

/// Whether an anchor, alias or tag may stand somewhere: its sign before a character, after none of a word.
bool has_properties(std::string_view text) {
  constexpr std::string_view opens = "[{,:-?&!";
  for (std::size_t at = text.find_first_of("&*!"); at != std::string_view::npos;
       at = text.find_first_of("&*!", at + 1)) {
    const bool begins =
        at == 0 || is_blank(text[at - 1]) || opens.find(text[at - 1]) != std::string_view::npos;
    if (begins && at + 1 < text.size() && !is_blank(text[at + 1])) return true;
  }
  return false;
}

/// A `?` that is part of a word.
bool is_question(std::string_view text, std::size_t at) {
  if (text[at] != '?' || at == 0 || is_blank(text[at - 1])) return false;
  return std::string_view("[{,:\\").find(text[at - 1]) == std::string_view::npos;
}

}  // namespace

Squeezed::Squeezed(std::string_view text) : text_(text) {
  const bool words = !has_properties(text);
  squeezed_.reserve(text.size());
  runs_.reserve(text.size() / 12);
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = at;
    if (words && in(starts, text, at)) {
      end = run_end(text, at);
      // What follows a backslash is an escape.
      const bool is_escape = at > 0 && text[at - 1] == '\\';
      if (end - at >= shortest && !is_escape && !is_null(text.substr(at, end - at))) {
        take(at, end);
      } else {
        squeezed_ += text.substr(at, end - at);
      }
    } else if (is_question(text, at)) {
      end = at + 1;
      take(at, end);
    } else {
      end = at + 1;
      squeezed_ += text[at];
    }
    at = end;
  }
}

void Squeezed::take(std::size_t begin, std::size_t end) {
  runs_.push_back({static_cast<std::uint32_t>(squeezed_.size()), static_cast<std::uint32_t>(begin),
                   static_cast<std::uint32_t>(end)});
  squeezed_ += stand_in;
}

std::size_t Squeezed::offset(std::size_t squeezed) const {
  // Events come in the order of the text, so that the answer is mostly where the last one was.
  const auto holds = [&](std::size_t i) {
    return (i == 0 || runs_[i - 1].squeezed < squeezed) &&
           (i == runs_.size() || runs_[i].squeezed >= squeezed);
  };
  for (int step = 0; step < 3 && !holds(near_) && near_ < runs_.size(); ++step) ++near_;
  if (!holds(near_)) {
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
  std::string whole;
  std::size_t done = 0;
  for (; next != std::string::npos && run != runs_.end(); next = value.find(stand_in, done), ++run) {
    whole.append(value, done, next - done);
    whole += text_.substr(run->begin, run->end - run->begin);
    done = next + 1;
  }
  return whole.append(value, done);
}

}  // namespace decide::yaml
