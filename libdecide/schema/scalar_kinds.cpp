#include "schema/scalar_kinds.h"

#include <fmt/format.h>

#include "design/timezones.h"

namespace decide::schema {

namespace {

constexpr std::string_view name_part = "[a-z][a-z0-9_-]*";

/// A pattern without its anchors, as one group.
std::string group(std::string_view anchored) {
  return fmt::format("(?:{})", anchored.substr(1, anchored.size() - 2));
}
std::string duration_group() {
  return group(units::pattern(units::Dimension::duration));
}
std::string percent_group() {
  return group(units::pattern(units::Dimension::percent));
}
std::string count_group() {
  return group(units::pattern(units::Dimension::count));
}

std::string word_or(std::string_view word, const std::string& other) {
  return fmt::format("^(?:{}|{})$", word, other);
}

/// The numbers 0 to `most` (at most 99), as a group.
std::string up_to(int most) {
  if (most < 10) return fmt::format("[0-{}]", most);
  std::string tens;
  if (most >= 20) tens = fmt::format("|[1-{}][0-9]", most / 10 - 1);
  return fmt::format("(?:[0-9]{}|{}[0-{}])", tens, most / 10, most % 10);
}

}  // namespace

Error not_a_scalar(const yaml::Node& node, std::string_view wanted) {
  const std::string_view seen = node.kind == yaml::Kind::mapping    ? "a mapping"
                                : node.kind == yaml::Kind::sequence ? "a list"
                                                                    : "nothing";
  return {fmt::format("has {} where it takes {}", seen, wanted), {}};
}

Error not_a_word(std::string_view seen, std::span<const std::string_view> words) {
  return {fmt::format("`{}` is not one of {}", seen, join_words(words, "or")), {}};
}

Result<bool> read_flag(const yaml::Node& node) {
  if (node.kind != yaml::Kind::scalar) return not_a_scalar(node, "true or false");
  if (yaml::core_type(node) == yaml::Core::boolean) {
    if (node.text == "true") return true;
    if (node.text == "false") return false;
  }
  std::string help = "write true or false, in lower case and without quotes";
  if (yaml::misread_by_yaml11(node.text)) help += "; YAML readers do not agree on what this spelling means";
  return Error{fmt::format("`{}` is neither true nor false", node.text), help};
}

Result<std::string> read_text(const yaml::Node& node) {
  if (node.kind != yaml::Kind::scalar) return not_a_scalar(node, "a text");
  return node.text;
}

bool reads_as_text(const yaml::Node& node, bool integer_too) {
  const yaml::Core core = yaml::core_type(node);
  return core == yaml::Core::string || (integer_too && core == yaml::Core::integer);
}

Error needs_quotes(std::string_view seen) {
  return {fmt::format("`{}` is read as a number or a flag where a text is meant", seen),
          fmt::format("write \"{}\", in quotes", seen)};
}

Result<double> read_quantity(units::Dimension dimension, const yaml::Node& node) {
  if (node.kind != yaml::Kind::scalar) return not_a_scalar(node, units::dimension_name(dimension));
  return units::parse(dimension, node.text);
}

std::string name_pattern() {
  return fmt::format("^{}$", name_part);
}
std::string column_ref_pattern() {
  return fmt::format("^{0}\\.{0}$", name_part);
}
std::string reason_pattern() {
  return "[^ \\t\\r\\n]";
}

std::string column_type_pattern() {
  std::string words;
  for (const std::string_view word : design::BaseType_words) {
    if (word != "decimal") words += fmt::format("{}|", word);
  }
  std::string decimals;
  for (int precision = 1; precision <= 38; ++precision) {
    decimals += fmt::format("{}{}, ?{}", precision == 1 ? "" : "|", precision, up_to(precision));
  }
  return fmt::format("^(?:{}decimal\\((?:{})\\))$", words, decimals);
}

std::string cardinality_pattern() {
  return word_or("unique", count_group());
}
std::string data_loss_pattern() {
  return word_or("none", duration_group());
}
std::string horizon_pattern() {
  return word_or("forever", duration_group());
}
std::string against_pattern() {
  return word_or("source", duration_group());
}
std::string check_limit_pattern() {
  return word_or(percent_group(), duration_group());
}

std::string filter_pattern() {
  return fmt::format("^(?:one|all|last {}|{} values|{})$", duration_group(), count_group(), percent_group());
}

std::string measure_pattern() {
  return fmt::format("^(?:count|(?:sum|min|max|avg|count_distinct|last)\\({0}\\)|ratio\\({0}, ?{0}\\))$",
                     name_part);
}

std::string transform_pattern() {
  return fmt::format(
      "^(?:{0}|(?:hour|day|month|year)\\({0}\\)|(?:bucket|truncate)\\([1-9][0-9]{{0,8}}, ?{0}\\))$",
      name_part);
}

std::string date_pattern() {
  constexpr std::string_view year = "(?:19|2[0-9])[0-9]{2}";
  constexpr std::string_view leap = "(?:(?:19|2[0-9])(?:0[48]|[2468][048]|[13579][26])|(?:20|24|28)00)";
  return fmt::format(
      "^(?:{0}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|"
      "02-(?:0[1-9]|1[0-9]|2[0-8]))|{1}-02-29)$",
      year, leap);
}

std::string instant_pattern() {
  std::string pattern = date_pattern();
  pattern.replace(pattern.size() - 1, 1, "T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z$");
  return pattern;
}

std::string timezone_pattern() {
  std::string pattern = "^(?:";
  for (const std::string_view name : design::timezones()) {
    for (const char c : name) {
      if (c == '+') pattern += '\\';
      pattern += c;
    }
    pattern += '|';
  }
  pattern.back() = ')';
  return pattern + "$";
}
std::string rule_code_pattern() {
  return "^([FSMPBC][0-9]{3}|[A-Z]{2,12}[0-9]{1,5})$";
}

}  // namespace decide::schema
