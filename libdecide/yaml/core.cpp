#include "yaml/core.h"

#include <algorithm>
#include <initializer_list>

namespace decide::yaml {
namespace {

using Words = std::initializer_list<std::string_view>;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_octal(char c) {
  return c >= '0' && c <= '7';
}
bool is_hex(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}
bool is_grouped(char c) {
  return is_digit(c) || c == '_';
}

bool one_of(std::string_view text, Words words) {
  return std::find(words.begin(), words.end(), text) != words.end();
}

bool some(std::string_view text, bool (*is)(char)) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is);
}

/// Takes the characters at the front that are of a kind; what is left stays in `text`.
std::string_view take(std::string_view& text, bool (*is)(char)) {
  const auto stop = std::find_if_not(text.begin(), text.end(), is);
  const std::string_view taken = text.substr(0, static_cast<std::size_t>(stop - text.begin()));
  text.remove_prefix(taken.size());
  return taken;
}

bool take_sign(std::string_view& text) {
  const bool sign = text.starts_with('-') || text.starts_with('+');
  if (sign) text.remove_prefix(1);
  return sign;
}

bool is_integer(std::string_view text) {
  if (text.starts_with("0o")) return some(text.substr(2), is_octal);
  if (text.starts_with("0x")) return some(text.substr(2), is_hex);
  take_sign(text);
  return some(text, is_digit);
}

bool is_exponent(std::string_view text) {
  if (text.empty()) return true;
  if (text[0] != 'e' && text[0] != 'E') return false;
  text.remove_prefix(1);
  take_sign(text);
  return some(text, is_digit);
}

bool is_floating(std::string_view text) {
  if (one_of(text, {".nan", ".NaN", ".NAN"})) return true;
  take_sign(text);
  if (one_of(text, {".inf", ".Inf", ".INF"})) return true;
  const std::size_t whole = take(text, is_digit).size();
  const bool point = text.starts_with('.');
  if (point) text.remove_prefix(1);
  const std::size_t fraction = point ? take(text, is_digit).size() : 0;
  return whole + fraction > 0 && is_exponent(text);
}

/// Minutes or seconds of a base 60 number: `:` and 0 to 59, at least once.
bool take_sixtieths(std::string_view& text) {
  std::size_t count = 0;
  while (text.starts_with(':')) {
    std::string_view rest = text.substr(1);
    const std::string_view digits = take(rest, is_digit);
    if (digits.empty() || digits.size() > 2 || (digits.size() == 2 && digits[0] > '5')) return false;
    text = rest;
    ++count;
  }
  return count > 0;
}

bool is_base_sixty(std::string_view text) {
  take_sign(text);
  const std::string_view head = take(text, is_grouped);
  if (head.empty() || head[0] == '_' || !take_sixtieths(text)) return false;
  if (text.empty()) return head[0] != '0';
  if (!text.starts_with('.')) return false;
  text.remove_prefix(1);
  take(text, is_grouped);
  return text.empty();
}

/// Integers that only one of the two versions sees, or that they read differently: `010`, `0b11`, `1_000`,
/// `0o17`, `-0x1F`.
bool is_divided_integer(std::string_view text) {
  const bool sign = take_sign(text);
  if (text.starts_with("0b"))
    return some(text.substr(2), [](char c) { return c == '0' || c == '1' || c == '_'; });
  if (text.starts_with("0o")) return !sign && some(text.substr(2), is_octal);
  if (text.starts_with("0x")) {
    const bool grouped = text.find('_') != std::string_view::npos;
    return (sign || grouped) && some(text.substr(2), [](char c) { return is_hex(c) || c == '_'; });
  }
  if (!some(text, is_grouped) || text[0] == '_') return false;
  return text.find('_') != std::string_view::npos || (text[0] == '0' && text.size() > 1);
}

/// Floats likewise: 1.1 wants a point and a signed exponent, and groups digits.
bool is_divided_float(std::string_view text) {
  take_sign(text);
  const std::string_view head = take(text, is_grouped);
  const bool point = text.starts_with('.');
  if (point) text.remove_prefix(1);
  const std::string_view fraction = point ? take(text, is_grouped) : std::string_view{};
  const bool grouped =
      head.find('_') != std::string_view::npos || fraction.find('_') != std::string_view::npos;
  if (head.starts_with('_') || head.size() + fraction.size() == 0 || !is_exponent(text)) return false;
  if (grouped) return point && !fraction.starts_with('_');
  const bool bare_exponent = !text.empty() && text[1] != '-' && text[1] != '+';
  return !text.empty() && (!point || bare_exponent);
}

}  // namespace

Core core_of(std::string_view text) {
  if (one_of(text, {"", "~", "null", "Null", "NULL"})) return Core::null;
  if (one_of(text, {"true", "True", "TRUE", "false", "False", "FALSE"})) return Core::boolean;
  if (is_integer(text)) return Core::integer;
  return is_floating(text) ? Core::floating : Core::string;
}

Core core_type(const Node& node) {
  switch (node.tag) {
    case Tag::unset:
      break;
    case Tag::integer:
      return Core::integer;
    case Tag::floating:
      return Core::floating;
    case Tag::boolean:
      return Core::boolean;
    case Tag::null:
      return Core::null;
    default:
      return Core::string;
  }
  if (node.kind == Kind::null) return Core::null;
  const bool plain = node.kind == Kind::scalar && node.style == Style::plain;
  return plain ? core_of(node.text) : Core::string;
}

bool misread_by_yaml11(std::string_view text) {
  if (one_of(text, {"y", "Y", "yes", "Yes", "YES", "n", "N", "no", "No", "NO"})) return true;
  if (one_of(text, {"on", "On", "ON", "off", "Off", "OFF", "="})) return true;
  return is_divided_integer(text) || is_divided_float(text) || is_base_sixty(text);
}

}  // namespace decide::yaml
