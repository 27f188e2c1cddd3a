#include <algorithm>
#include <utility>

#include "yaml/builder.h"

// Values that yaml-cpp 0.7 gets wrong, made right from the text.
namespace decide::yaml {

void repair_escapes(std::string& value, std::string_view written) {
  if (written.find("\\N") == npos && written.find("\\_") == npos) return;
  std::string repaired;
  for (std::size_t at = 0; at < value.size();) {
    const auto lead = static_cast<unsigned char>(value[at]);
    // A continuation byte without a lead byte can only be one of the two.
    const bool lone = lead >= 0x80 && lead < 0xC0;
    const std::size_t length = lone || lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    if (lone) repaired += '\xC2';
    repaired.append(value, at, length);
    at += length;
  }
  value = std::move(repaired);
}

void repair_kept_breaks(std::string& value, std::string_view text, std::size_t end) {
  const std::size_t first_break = value.find('\n', value.find_last_not_of(" \t\n") + 1);
  // Blanks after a break are a line of their own, which the text does not tell from an empty one.
  if (value.find_last_not_of('\n') == npos || value.find_first_of(" \t", first_break) != npos) return;
  std::size_t line = line_begin(text, end);
  std::size_t breaks = end < text.size() ? 1 : 0;
  while (line > 0 && skip_blanks(text, line) == line_end(text, line)) {
    line = line_begin(text, line - 1);
    ++breaks;
  }
  value.resize(std::min(first_break, value.size()));
  value.append(breaks, '\n');
}

}  // namespace decide::yaml
