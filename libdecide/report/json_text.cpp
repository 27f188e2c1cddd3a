#include "report/json_text.h"

namespace decide::report {

/// No string has a line end of its own: JSON escapes it.
std::string json_value(const Json& value, std::size_t indent) {
  const std::string text = json_text(value);
  std::string out;
  out.reserve(text.size() + text.size() / 4);
  for (const char c : std::string_view(text).substr(0, text.size() - 1)) {
    out += c;
    if (c == '\n') out.append(indent, ' ');
  }
  return out;
}

std::string json_item(const Json& value, std::size_t indent) {
  return std::string(indent, ' ') + json_value(value, indent);
}

Frame json_frame(std::string_view text, std::size_t at, bool has_items) {
  const std::size_t open = at + 1;
  if (!has_items) return {std::string(text.substr(0, open)), std::string(text.substr(open))};
  const std::size_t line = text.rfind('\n', at) + 1;  // 0 if there is none before
  const std::size_t indent = text.find_first_not_of(' ', line) - line;
  return {std::string(text.substr(0, open)) + "\n",
          "\n" + std::string(indent, ' ') + std::string(text.substr(open))};
}

}  // namespace decide::report
