#include "report/prose.h"

#include "base/text.h"

namespace decide::report {

std::string wrap(std::string_view text, std::size_t width, std::string_view indent) {
  std::string out(indent);
  std::size_t column = display_width(indent);
  bool first = true;
  for (const std::string_view word : split(text, ' ')) {
    if (word.empty()) continue;
    const std::size_t cells = display_width(word);
    if (!first && column + 1 + cells > width) {
      out += '\n';
      out += indent;
      column = display_width(indent);
      first = true;
    }
    if (!first) {
      out += ' ';
      ++column;
    }
    out += word;
    column += cells;
    first = false;
  }
  return out;
}

}  // namespace decide::report
