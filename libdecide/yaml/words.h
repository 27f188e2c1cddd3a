#pragma once

#include <string>
#include <string_view>

#include "base/text.h"

namespace decide::yaml {

/// Text of the file as a message may show it: safe to print, and cut where it would fill the line.
inline std::string shown(std::string_view text) {
  constexpr std::size_t most = 60;
  if (text.size() <= most) return sanitize(text);
  std::size_t end = most;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return sanitize(text.substr(0, end)) + "...";
}

}  // namespace decide::yaml
