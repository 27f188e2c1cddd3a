#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "report/terminal.h"

namespace decide::report {

/// One code point (or one byte that is none) of a text, as it is shown: the map from bytes to cells.
struct Glyph {
  std::size_t begin = 0;  ///< byte offset in the text
  std::size_t end = 0;
  std::size_t width = 0;  ///< cells of `text`
  Safe text;
};

/// Tabs are four blanks wherever they stand.
std::vector<Glyph> glyphs(std::string_view text);

/// The whole text with its tabs expanded.
Safe shown(std::string_view text);

/// Breaks at blanks where it can, within words where it must. At least one line.
std::vector<Safe> wrap(const Safe& text, std::size_t width);

}  // namespace decide::report
