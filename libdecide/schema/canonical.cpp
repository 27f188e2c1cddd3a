#include "schema/canonical.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <string_view>
#include <vector>

#include "design/scalars.h"

namespace decide::schema {

namespace {

std::string tagged(char tag, std::string_view text) {
  return fmt::format("{}{}:{}", tag, text.size(), text);
}

// ---- values of no declared type ---------------------------------------------------------------------------

int digit_value(char c) {
  return c >= '0' && c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10;
}

/// Digits in a base to decimal digits without leading zeros.
std::string to_decimal(std::string_view digits, int base) {
  std::vector<int> reversed{0};
  for (const char c : digits) {
    int carry = digit_value(c);
    for (int& place : reversed) {
      carry += place * base;
      place = carry % 10;
      carry /= 10;
    }
    for (; carry > 0; carry /= 10) reversed.push_back(carry % 10);
  }
  const std::size_t zeros = static_cast<std::size_t>(
      std::find_if(reversed.rbegin(), reversed.rend() - 1, [](int d) { return d != 0; }) - reversed.rbegin());
  std::string text;
  for (std::size_t i = reversed.size() - zeros; i-- > 0;) text += static_cast<char>('0' + reversed[i]);
  return text;
}

/// Hexadecimal and octal numbers of any sensible length in decimal; beyond it, and where a tag calls
/// something else a number, as they stand.
std::string prefixed_integer(std::string_view text, int base) {
  constexpr std::size_t longest = 64;
  constexpr std::string_view digits = "0123456789abcdefABCDEF";
  const std::string_view allowed = base == 8 ? digits.substr(0, 8) : digits;
  const std::string_view number = text.substr(2);
  const bool usual = number.size() <= longest && number.find_first_not_of(allowed) == std::string_view::npos;
  return usual ? to_decimal(number, base) : std::string(text);
}

std::string integer_text(std::string_view text) {
  if (text.starts_with("0x")) return prefixed_integer(text, 16);
  if (text.starts_with("0o")) return prefixed_integer(text, 8);
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  const std::size_t first = text.find_first_not_of('0');
  if (first == std::string_view::npos) return "0";
  return (negative ? "-" : "") + std::string(text.substr(first));
}

std::string float_text(std::string_view text) {
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  const std::string sign = negative ? "-" : "";
  if (text.ends_with("nan") || text.ends_with("NaN") || text.ends_with("NAN")) return "nan";
  if (text.starts_with(".i") || text.starts_with(".I")) return sign + "inf";
  double value = 0;
  const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  // Out of the range of a double: there is no shorter spelling than the digits themselves.
  if (error != std::errc{} || stop != text.data() + text.size()) return sign + std::string(text);
  return sign + fmt::format("{}", value);
}

/// A scalar by its type in the YAML 1.2 core schema.
std::string core_form(const yaml::Node& node) {
  switch (yaml::core_type(node)) {
    case yaml::Core::null:
      return tagged('z', "");
    case yaml::Core::boolean:
      return tagged('b', node.text.starts_with('t') || node.text.starts_with('T') ? "true" : "false");
    case yaml::Core::integer:
      return tagged('i', integer_text(node.text));
    case yaml::Core::floating:
      return tagged('f', float_text(node.text));
    case yaml::Core::string:
      break;
  }
  return tagged('t', node.text);
}

// ---- values of a type -------------------------------------------------------------------------------------

const Type* field_type(const Shape& shape, std::string_view name) {
  for (const Field& field : shape.fields) {
    if (field.name == name) return field.type;
  }
  return nullptr;
}

/// The type of what a key of a mapping holds; null: any value.
const Type* type_below(const Type* type, std::string_view key) {
  if (type == nullptr) return nullptr;
  if (type->form == Form::structure) return field_type(type->shape(), key);
  if (type->form == Form::names || type->form == Form::word_or_names) return type->item;
  return nullptr;
}

std::string scalar_form(const yaml::Node& node, const Type* type) {
  const ScalarKind* kind = type == nullptr ? nullptr : type->scalar;
  if (kind == nullptr || kind->canonical == nullptr) return core_form(node);
  const auto text = kind->canonical(node);
  return text ? tagged('s', *text) : core_form(node);
}

/// Appends the form of one value after the other, so that the work grows with the file and not with its
/// depth.
class Writer {
 public:
  explicit Writer(const yaml::Document& document) : document_(document) {}

  void value(yaml::NodeId id, const Type* type) {
    const yaml::Node& node = document_[id];
    if (node.kind == yaml::Kind::sequence)
      list(node, type);
    else if (node.kind == yaml::Kind::mapping)
      mapping(node, type);
    else
      text_ += scalar_form(node, type);
  }
  std::string take() { return std::move(text_); }

 private:
  void list(const yaml::Node& node, const Type* type) {
    const Type* item = type != nullptr && type->form == Form::list ? type->item : nullptr;
    text_ += fmt::format("l{}:", node.count);
    for (yaml::NodeId id = node.first; id != yaml::none; id = document_[id].next) value(id, item);
  }

  void mapping(const yaml::Node& node, const Type* type) {
    const bool paths = type != nullptr && type->form == Form::names && type->keys == Keys::path;
    text_ += fmt::format("m{}:", node.count);
    for (const yaml::NodeId key : sorted_keys(node)) {
      const std::string& name = document_[key].text;
      text_ += tagged('k', name);
      if (paths)
        new_value(name, document_[key].next);
      else
        value(document_[key].next, type_below(type, name));
    }
  }

  std::vector<yaml::NodeId> sorted_keys(const yaml::Node& mapping) const {
    std::vector<yaml::NodeId> keys;
    for (yaml::NodeId key = mapping.first; key != yaml::none; key = document_[document_[key].next].next)
      keys.push_back(key);
    std::stable_sort(keys.begin(), keys.end(),
                     [&](yaml::NodeId a, yaml::NodeId b) { return document_[a].text < document_[b].text; });
    return keys;
  }

  /// What stands behind a path of `when`: a factor, or a new value of the type that the path names.
  void new_value(std::string_view path, yaml::NodeId id) {
    const yaml::Node& node = document_[id];
    const auto factor =
        node.kind == yaml::Kind::scalar ? design::parse_factor(node.text) : std::optional<double>{};
    if (factor) {
      text_ += tagged('x', fmt::format("{}", *factor));
      return;
    }
    const auto located = locate(path);
    value(id, located ? located->type : nullptr);
  }

  const yaml::Document& document_;
  std::string text_;
};

}  // namespace

std::string canonical_form(const yaml::Document& document, yaml::NodeId value, const Type& type) {
  if (value >= document.nodes().size()) return {};
  const yaml::Node& node = document[value];
  const bool empty_mapping = node.kind == yaml::Kind::mapping && node.count == 0;
  if (node.kind == yaml::Kind::null || empty_mapping) return {};
  Writer writer(document);
  writer.value(value, &type);
  return writer.take();
}

}  // namespace decide::schema
