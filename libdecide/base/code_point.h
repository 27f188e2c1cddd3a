#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace decide {

/// One code point of a UTF-8 text and the bytes that it takes. A byte that is no UTF-8 has a value below
/// zero.
struct CodePoint {
  std::int32_t value = -1;
  std::size_t bytes = 1;
};

/// The code point at a byte offset below the size of the text.
CodePoint code_point_at(std::string_view text, std::size_t at);

inline bool is_ascii(char byte) {
  return static_cast<unsigned char>(byte) < 0x80U;
}

/// Calls `use(code point, its bytes)` for each.
template <class Use>
void for_each_code_point(std::string_view text, Use use) {
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint next = is_ascii(text[at]) ? CodePoint{text[at], 1} : code_point_at(text, at);
    use(next.value, text.substr(at, next.bytes));
    at += next.bytes;
  }
}

}  // namespace decide
