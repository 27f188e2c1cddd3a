#include "report/excerpt.h"

#include <algorithm>
#include <vector>

#include "report/glyph.h"

namespace decide::report {
namespace {

constexpr std::size_t kLeastRoom = 20;
const char kEllipsis[] = "\xE2\x80\xA6";  // NOLINT(modernize-avoid-c-arrays): the literal that Safe takes

/// A stretch in cells or bytes, end exclusive.
struct Range {
  std::size_t begin = 0;
  std::size_t end = 0;
};

bool continues(std::string_view text, std::size_t at) {
  return at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U;
}

/// The bytes that can matter around `at`: a line may be a megabyte long, a terminal never is.
Range nearby(std::string_view line, std::size_t at, std::size_t room) {
  if (room == 0) return {0, line.size()};
  const std::size_t reach = 8 * room;
  Range range{at > reach ? at - reach : 0, std::min(line.size(), at + reach)};
  for (int i = 0; i < 3 && continues(line, range.begin); ++i) ++range.begin;
  for (int i = 0; i < 3 && continues(line, range.end); ++i) ++range.end;
  return range;
}

/// The cells of a mark; one at least.
Range marked_cells(const std::vector<Glyph>& all, Range marked) {
  Range cells;
  for (const Glyph& glyph : all) {
    if (glyph.end <= marked.begin) cells.begin += glyph.width;
    if (glyph.begin < marked.end) cells.end += glyph.width;
  }
  cells.end = std::max(cells.end, cells.begin + 1);
  return cells;
}

/// Where the shown part lies when `total` cells do not fit: from the start if the mark is seen so, else
/// around the mark.
Range window(std::size_t total, Range mark, std::size_t room, bool more_before, bool more_behind) {
  if (!more_before && mark.end <= room - 1) return {0, room - 1};
  if (!more_behind && total < mark.begin + room - 1)
    return {total > room - 1 ? total - (room - 1) : 0, total};
  const std::size_t inner = room - 2;
  const std::size_t before = (inner - std::min(inner, mark.end - mark.begin)) / 2;
  const std::size_t begin = mark.begin > before ? mark.begin - before : 0;
  return {begin, begin + inner};
}

/// The glyphs within `cells`, with ellipses for what is missing, and the mark where it then stands.
View cut(const std::vector<Glyph>& all, Range cells, Range marked, bool before, bool behind) {
  View result;
  std::vector<Glyph> kept;
  std::size_t column = 0;
  for (const Glyph& glyph : all) {
    const bool inside = column >= cells.begin && column + glyph.width <= cells.end;
    const bool combines_with_nothing = glyph.width == 0 && kept.empty();
    if (inside && !combines_with_nothing) kept.push_back(glyph);
    column += glyph.width;
  }
  before = before || (!kept.empty() && kept.front().begin > all.front().begin);
  behind = behind || (!kept.empty() && kept.back().end < all.back().end);
  if (before) result.text += kEllipsis;
  for (const Glyph& glyph : kept) result.text += glyph.text;
  if (behind) result.text += kEllipsis;
  const Range mark = marked_cells(kept, marked);
  result.begin = mark.begin + (before ? 1 : 0);
  result.width = mark.end - mark.begin;
  return result;
}

std::size_t total_width(const std::vector<Glyph>& all) {
  std::size_t total = 0;
  for (const Glyph& glyph : all) total += glyph.width;
  return total;
}

/// Without the byte order mark, which is no character of the line.
std::string_view visible_line(const Source& source, std::uint32_t number) {
  std::string_view line = source.line(number);
  if (number == 1 && line.starts_with("\xEF\xBB\xBF")) line.remove_prefix(3);
  return line;
}

/// The bytes of `span` on a line, counted from the start of visible_line(); cut at the line's ends.
Span on_line(const Source& source, Span span, std::uint32_t number) {
  const std::string_view line = visible_line(source, number);
  const std::uint32_t hidden =
      number == 1 ? static_cast<std::uint32_t>(source.line(1).size() - line.size()) : 0;
  const std::uint32_t start = source.line_start(number) + hidden;
  const auto local = [&](std::uint32_t offset) {
    return std::min(offset > start ? offset - start : 0U, static_cast<std::uint32_t>(line.size()));
  };
  return {local(span.begin), local(span.end)};
}

std::size_t room_for(std::size_t gutter, std::size_t width) {
  if (width == 0) return 0;
  return width > gutter + 3 + kLeastRoom ? width - gutter - 3 : kLeastRoom;
}

void numbered(TerminalText& out, std::uint32_t number, const Safe& text, std::size_t gutter) {
  const Safe digits = Safe::number(number);
  const std::size_t pad = gutter > digits.width() ? gutter - digits.width() : 0;
  out.line({{Safe::blanks(pad) + digits + " |", Ink::frame}, {" "}, {text}});
}

void underline(TerminalText& out, const View& view, const Mark& mark, std::size_t gutter) {
  const Safe label = mark.label.empty() ? Safe() : " " + mark.label;
  out.line({{Safe::blanks(gutter + 1) + "|", Ink::frame},
            {Safe::blanks(view.begin + 1)},
            {Safe::repeat(mark.sign, view.width) + label, mark.ink}});
}

std::uint32_t shown_end(const Source& source, Span span) {
  const std::string_view text = source.text();
  std::uint32_t end = std::min(span.end, static_cast<std::uint32_t>(text.size()));
  while (end > span.begin && (text[end - 1] == '\n' || text[end - 1] == '\r' || text[end - 1] == ' ')) --end;
  return end > span.begin ? end : span.begin;
}

}  // namespace

View view(std::string_view line, Span marked, std::size_t room) {
  const Range near = nearby(line, marked.begin, room);
  const std::vector<Glyph> all = glyphs(line.substr(near.begin, near.end - near.begin));
  const Range local{marked.begin - near.begin, std::max(marked.begin, marked.end) - near.begin};
  const bool before = near.begin > 0;
  const bool behind = near.end < line.size();
  const std::size_t total = total_width(all);
  const Range mark = marked_cells(all, local);
  const bool fits = room == 0 || (total <= room && !before && !behind);
  const Range cells = fits ? Range{0, total} : window(total, mark, room, before, behind);
  return cut(all, cells, local, before, behind);
}

std::uint32_t last_line(const Source& source, Span span) {
  return std::max(source.position(span.begin).line, source.position(shown_end(source, span)).line);
}

void bar(TerminalText& out, std::size_t gutter) {
  out.line({{Safe::blanks(gutter + 1) + "|", Ink::frame}});
}

void excerpt(TerminalText& out, const Source& source, const Mark& mark, std::size_t gutter,
             std::size_t width) {
  const std::size_t room = room_for(gutter, width);
  const std::uint32_t first = source.position(mark.span.begin).line;
  const std::uint32_t last = last_line(source, mark.span);
  const View top = view(visible_line(source, first), on_line(source, mark.span, first), room);
  numbered(out, first, top.text, gutter);
  underline(out, top, mark, gutter);
  if (last == first) return;
  if (last > first + 1) out.line({{Safe::blanks(gutter - 3) + "... |", Ink::frame}});
  const Span rest = on_line(source, mark.span, last);
  numbered(out, last, view(visible_line(source, last), {rest.end, rest.end}, room).text, gutter);
}

}  // namespace decide::report
