#include "report/terminal.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/text.h"

namespace decide::report {
namespace {

/// The white space that log readers skip before they look for a command; UTF-8.
constexpr std::array<std::string_view, 19> kBlanks{" ",
                                                   "\xC2\xA0",
                                                   "\xE1\x9A\x80",
                                                   "\xE2\x80\x80",
                                                   "\xE2\x80\x81",
                                                   "\xE2\x80\x82",
                                                   "\xE2\x80\x83",
                                                   "\xE2\x80\x84",
                                                   "\xE2\x80\x85",
                                                   "\xE2\x80\x86",
                                                   "\xE2\x80\x87",
                                                   "\xE2\x80\x88",
                                                   "\xE2\x80\x89",
                                                   "\xE2\x80\x8A",
                                                   "\xE2\x80\xA8",
                                                   "\xE2\x80\xA9",
                                                   "\xE2\x80\xAF",
                                                   "\xE2\x81\x9F",
                                                   "\xE3\x80\x80"};

std::string_view without_leading_blanks(std::string_view text) {
  for (;;) {
    const auto leads = [text](std::string_view blank) { return text.starts_with(blank); };
    const auto* const found = std::find_if(kBlanks.begin(), kBlanks.end(), leads);
    if (found == kBlanks.end()) return text;
    text.remove_prefix(found->size());
  }
}

/// `::name::` after white space is a command. The indented `::: ` that leads to a related place is not.
bool reads_as_command(std::string_view line) {
  const std::string_view rest = without_leading_blanks(line);
  const bool related_place = rest.size() < line.size() && rest.starts_with("::: ");
  return rest.starts_with("::") && !related_place;
}

std::string_view code(Ink ink) {
  switch (ink) {
    case Ink::plain:
      return "";
    case Ink::strong:
      return "1";
    case Ink::error:
      return "1;31";
    case Ink::warning:
      return "1;33";
    case Ink::note:
      return "1;36";
    case Ink::accepted:
      return "1;32";
    case Ink::frame:
      return "36";
    case Ink::second:
      return "1;34";
    case Ink::added:
      return "32";
    case Ink::removed:
      return "31";
  }
  return "";
}

void trim_end(std::vector<Piece>& pieces) {
  while (!pieces.empty()) {
    Piece& last = pieces.back();
    last.text = last.text.without_trailing_blanks();
    if (!last.text.empty()) return;
    pieces.pop_back();
  }
}

std::string plain(const std::vector<Piece>& pieces) {
  std::string text;
  for (const Piece& piece : pieces) text += piece.text.str();
  return text;
}

void paint(std::string& out, const Piece& piece) {
  const std::string_view sgr = code(piece.ink);
  if (sgr.empty() || piece.text.empty()) {
    out += piece.text.str();
    return;
  }
  out.append("\x1b[").append(sgr).append("m").append(piece.text.str()).append("\x1b[0m");
}

}  // namespace

Safe Safe::foreign(std::string_view text) {
  Safe safe;
  safe.text_ = sanitize(text);
  for (std::size_t at = safe.text_.find("##["); at != std::string::npos; at = safe.text_.find("##[", at)) {
    safe.text_.insert(at + 2, 1, ' ');
  }
  return safe;
}

Safe Safe::number(std::uint64_t value) {
  std::array<char, 20> digits{};
  const auto done = std::to_chars(digits.data(), digits.data() + digits.size(), value);
  Safe safe;
  safe.text_.assign(digits.data(), done.ptr);
  return safe;
}

Safe Safe::blanks(std::size_t count) {
  Safe safe;
  safe.text_.assign(count, ' ');
  return safe;
}

Safe Safe::repeat(const Safe& unit, std::size_t count) {
  Safe safe;
  for (std::size_t i = 0; i < count; ++i) safe += unit;
  return safe;
}

std::size_t Safe::width() const {
  return display_width(text_);
}

Safe Safe::slice(std::size_t begin, std::size_t end) const {
  Safe safe;
  safe.text_ = text_.substr(begin, end - begin);
  return safe;
}

Safe Safe::without_trailing_blanks() const {
  return slice(0, text_.find_last_not_of(' ') + 1);
}

Safe& Safe::operator+=(const Safe& other) {
  text_ += other.text_;
  return *this;
}

void TerminalText::line(std::vector<Piece> pieces) {
  trim_end(pieces);
  if (reads_as_command(plain(pieces))) pieces.insert(pieces.begin(), Piece{"\\"});
  if (color_) {
    for (const Piece& piece : pieces) paint(text_, piece);
  } else {
    text_ += plain(pieces);
  }
  text_ += '\n';
}

}  // namespace decide::report
