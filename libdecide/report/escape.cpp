#include "report/escape.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

#include "base/code_point.h"

namespace decide::report {

bool is_unseen(std::int32_t code) {
  using Range = std::pair<std::int32_t, std::int32_t>;
  constexpr std::array<Range, 7> kUnseen{{{0x7F, 0x9F},
                                          {0xAD, 0xAD},
                                          {0x61C, 0x61C},
                                          {0x200B, 0x200F},
                                          {0x2028, 0x202E},
                                          {0x2060, 0x206F},
                                          {0xFEFF, 0xFEFF}}};
  const auto within = [code](const Range& range) { return range.first <= code && code <= range.second; };
  return std::any_of(kUnseen.begin(), kUnseen.end(), within);
}

namespace {

std::string escaped(std::int32_t code) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text = "\\u";
  for (const unsigned shift : {12U, 8U, 4U, 0U})
    text += kDigits[static_cast<std::uint32_t>(code) >> shift & 0xFU];
  return text;
}

/// `text` is JSON, hence valid UTF-8 with anything else than ASCII inside strings only.
std::string with_unseen_escaped(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for_each_code_point(text, [&out](std::int32_t code, std::string_view bytes) {
    if (is_unseen(code)) {
      out += escaped(code);
    } else {
      out += bytes;
    }
  });
  return out;
}

}  // namespace

std::string printed(std::string_view json) {
  return with_unseen_escaped(json) + "\n";
}

}  // namespace decide::report
