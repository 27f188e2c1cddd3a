#include "yaml/prescan.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "yaml/scan.h"

namespace decide::yaml {
namespace {

/// Not zero for bytes that need a second look: control characters, and the lead bytes of those that take
/// several bytes. Without a branch, so that many are looked at in one step.
constexpr unsigned suspect(unsigned char c) {
  const unsigned control =
      static_cast<unsigned>(c < 0x20) & static_cast<unsigned>(c != '\t') & static_cast<unsigned>(c != '\n');
  return control | static_cast<unsigned>(c == 0x7F) | static_cast<unsigned>(c == 0xC2) |
         static_cast<unsigned>(c == 0xEF);
}

unsigned char unsigned_at(std::string_view text, std::size_t at) {
  return at < text.size() ? static_cast<unsigned char>(text[at]) : 0;
}

/// The code point at an offset of valid UTF-8, for the lengths that `suspect` leads to.
std::uint32_t code_point(std::string_view text, std::size_t at) {
  const std::uint32_t a = unsigned_at(text, at);
  const std::uint32_t b = unsigned_at(text, at + 1) & 0x3FU;
  const std::uint32_t c = unsigned_at(text, at + 2) & 0x3FU;
  if (a < 0x80) return a;
  if (a < 0xE0) return (a & 0x1FU) << 6U | b;
  return (a & 0x0FU) << 12U | b << 6U | c;
}

bool is_forbidden(std::string_view text, std::size_t at) {
  const std::uint32_t c = code_point(text, at);
  if (c == '\r') return byte_at(text, at + 1) != '\n' || at + 1 == text.size();
  if (c == 0xFEFF) return at != 0;
  if (c >= 0x80) return (c < 0xA0 && c != 0x85) || c == 0xFFFE || c == 0xFFFF;
  return true;
}

constexpr std::size_t stretch = 32;

bool any_suspect(const char* bytes) {
  unsigned any = 0;
  for (std::size_t i = 0; i < stretch; ++i) any |= suspect(static_cast<unsigned char>(bytes[i]));
  return any != 0;
}

std::size_t first_forbidden(std::string_view text, std::size_t end) {
  for (std::size_t at = 0; at < end;) {
    const std::size_t stop = std::min(at + stretch, end);
    if (stop - at == stretch && !any_suspect(text.data() + at)) {
      at = stop;
      continue;
    }
    for (; at < stop; ++at) {
      if (suspect(unsigned_at(text, at)) != 0 && is_forbidden(text, at)) return at;
    }
  }
  return npos;
}

Problem syntax(Span span, std::string message, std::string help) {
  return {Problem::What::syntax, span, std::move(message), std::move(help), {}, none};
}

Problem describe_forbidden(std::string_view text, std::size_t at) {
  const Span span = character(text, at);
  const std::uint32_t c = code_point(text, at);
  if (c == '\r') {
    return syntax(span, "A carriage return stands here without a line feed after it.",
                  "Save the file with LF or CRLF line ends.");
  }
  if (c == 0xFEFF) {
    return syntax(span, "A byte order mark (U+FEFF) stands in the middle of the text.",
                  "Remove it: it is invisible and would become part of a name or a value.");
  }
  return syntax(span, fmt::format("The character U+{:04X} is not allowed in YAML.", c),
                "Remove it, or write it as an escape (\"\\x..\" or \"\\u....\") inside double quotes.");
}

bool is_wide(std::string_view text) {
  for (const std::string_view mark : {"\xFE\xFF", "\xFF\xFE"}) {
    if (text.starts_with(mark)) return true;
  }
  if (text.size() < 4) return text.size() == 2 && (text[0] == 0) != (text[1] == 0);
  const auto zero = [text](std::size_t at) { return text[at] == 0; };
  return (zero(0) && (zero(1) || zero(2))) || (zero(1) && zero(3));
}

}  // namespace

std::optional<Problem> prescan(std::string_view text, const Limits& limits) {
  if (text.size() > limits.bytes) {
    return syntax({}, fmt::format("The file has {} bytes; at most {} are read.", text.size(), limits.bytes),
                  "Keep data out of the design file.");
  }
  if (is_wide(text)) {
    return syntax({0, 1}, "The file is UTF-16 or UTF-32.", "Save it as UTF-8.");
  }
  const std::size_t invalid = std::min(invalid_utf8(text), text.size());
  const std::size_t forbidden = first_forbidden(text, invalid);
  if (forbidden != npos) return describe_forbidden(text, forbidden);
  if (invalid == text.size()) return std::nullopt;
  return syntax(
      span_of(invalid, invalid + 1),
      fmt::format("The byte 0x{:02X} at offset {} is not valid UTF-8.", unsigned_at(text, invalid), invalid),
      "Save the file as UTF-8.");
}

}  // namespace decide::yaml
