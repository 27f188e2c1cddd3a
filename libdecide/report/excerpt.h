#pragma once

#include <cstddef>

#include "base/source.h"
#include "report/terminal.h"

namespace decide::report {

/// What to underline in an excerpt: the sign, its colour, and what is said beside it.
struct Mark {
  Span span;
  Safe sign;
  Ink ink = Ink::plain;
  Safe label;
};

/// The part of one line that a terminal has room for, and the cells of it that are to be underlined.
struct View {
  Safe text;
  std::size_t begin = 0;
  std::size_t width = 1;
};

/// `marked` are bytes of `line`; `room` in cells, 0 for no limit. What is left out at either end is an
/// ellipsis.
View view(std::string_view line, Span marked, std::size_t room);

/// The last line that a span shows: a line end at its own end does not count.
std::uint32_t last_line(const Source& source, Span span);

/// "    |": an empty line of the gutter. `gutter` is the width of the line numbers.
void bar(TerminalText& out, std::size_t gutter);

/// The line of a span with the span underlined; of a span over several lines the first and the last.
void excerpt(TerminalText& out, const Source& source, const Mark& mark, std::size_t gutter,
             std::size_t width);

}  // namespace decide::report
