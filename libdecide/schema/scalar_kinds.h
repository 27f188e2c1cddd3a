#pragma once

#include <array>
#include <string>
#include <string_view>
#include <type_traits>

#include "base/text.h"
#include "design/scalars.h"
#include "design/timezones.h"
#include "design/words.h"
#include "schema/type.h"
#include "units/quantity.h"

namespace decide::schema {

/// Reads one scalar node as a T.
template <class T>
struct ScalarOf;

Error not_a_scalar(const yaml::Node& node, std::string_view wanted);
Error not_a_word(std::string_view seen, std::span<const std::string_view> words);
Result<bool> read_flag(const yaml::Node& node);
Result<std::string> read_text(const yaml::Node& node);
/// False if YAML takes a scalar as a flag, or as a number where those are not wanted.
bool reads_as_text(const yaml::Node& node, bool integer_too);
Error needs_quotes(std::string_view seen);
Result<double> read_quantity(units::Dimension dimension, const yaml::Node& node);

template <units::Dimension D>
struct ScalarOf<units::Quantity<D>> {
  using Q = units::Quantity<D>;
  static Result<Q> read(const yaml::Node& node) {
    auto value = read_quantity(D, node);
    if (!value) return value.error();
    return Q{*value};
  }
  static std::string spell(const Q& q) { return units::print(q); }
};

template <>
struct ScalarOf<bool> {
  static Result<bool> read(const yaml::Node& node) { return read_flag(node); }
  static std::string spell(bool flag) { return flag ? "true" : "false"; }
};

template <>
struct ScalarOf<std::string> {
  static Result<std::string> read(const yaml::Node& node) { return read_text(node); }
  static std::string spell(const std::string& text) { return text; }
};

template <class E>
requires std::is_enum_v<E>
struct ScalarOf<E> {
  static Result<E> read(const yaml::Node& node) {
    constexpr auto words = design::words_of(E{});
    if (node.kind == yaml::Kind::scalar) {
      for (std::size_t i = 0; i < words.size(); ++i) {
        if (words[i] == node.text) return static_cast<E>(i);
      }
      return not_a_word(node.text, words);
    }
    return not_a_scalar(node, "one of " + join_words(words, "or"));
  }
  static std::string spell(E value) { return std::string(design::word(value)); }
};

/// True for scalars of design/scalars.h that may be a YAML number too. A name or a reason may not: what other
/// programs take as a number or a flag has to be quoted where a text is meant.
template <class T>
inline constexpr bool takes_integer = false;
template <>
inline constexpr bool takes_integer<design::Cardinality> = true;

/// Scalars that design/scalars.h parses from text.
template <class T>
requires std::is_class_v<T>
struct ScalarOf<T> {
  static Result<T> read(const yaml::Node& node) {
    auto text = read_text(node);
    if (!text) return text.error();
    auto value = design::parse_scalar<T>(*text);
    if (value && !reads_as_text(node, takes_integer<T>)) return needs_quotes(*text);
    return value;
  }
  static std::string spell(const T& value) { return design::spell(value); }
};

template <class T>
Result<std::string> canonical(const yaml::Node& node) {
  auto value = ScalarOf<T>::read(node);
  if (!value) return value.error();
  return ScalarOf<T>::spell(*value);
}

/// The kind of a T, for the tables. Words bring theirs with them; the others are listed below.
template <class T>
inline constexpr ScalarKind kind_of{};

template <class E>
requires std::is_enum_v<E>
inline constexpr ScalarKind kind_of<E>{.name = "word",
                                       .describe = "one of its words",
                                       .example = design::words_of(E{})[0],
                                       .words = design::words_of(E{}),
                                       .canonical = &canonical<E>};

template <units::Dimension D>
std::string quantity_pattern() {
  return units::pattern(D);
}

/// What a kind's quantities measure.
template <units::Dimension... D>
inline constexpr std::array<units::Dimension, sizeof...(D)> measuring{D...};

#define DECIDE_QUANTITY(Q, Name, Describe, Example, ...)                                           \
  template <>                                                                                      \
  inline constexpr ScalarKind kind_of<units::Q>{.name = Name,                                      \
                                                .describe = Describe,                              \
                                                .example = Example,                                \
                                                .canonical = &canonical<units::Q>,                 \
                                                .pattern = &quantity_pattern<units::Q::dimension>, \
                                                .measures = measuring<units::Q::dimension>,        \
                                                __VA_ARGS__};
DECIDE_QUANTITY(Count, "count", "a count such as 12 or 2.5M", "2.5M", .integer = true)
DECIDE_QUANTITY(Bytes, "bytes", "a size such as 450 B or 64 MB", "64 MB")
DECIDE_QUANTITY(Duration, "duration", "a duration such as 15 min or 30 d", "15 min")
DECIDE_QUANTITY(Rate, "rate", "a rate such as 120k/s or 3B/day", "120k/s")
DECIDE_QUANTITY(ByteRate, "byterate", "a byte rate such as 200 MB/s", "200 MB/s")
DECIDE_QUANTITY(Percent, "percent", "a percentage such as 2% or 0.5%", "2%")
DECIDE_QUANTITY(Ratio, "ratio", "a ratio such as 5 or 2.5", "5", .number = true, .positive = true)
#undef DECIDE_QUANTITY

template <>
inline constexpr ScalarKind kind_of<bool>{.name = "flag",
                                          .describe = "true or false",
                                          .example = "true",
                                          .canonical = &canonical<bool>,
                                          .boolean = true};
template <>
inline constexpr ScalarKind kind_of<std::string>{
    .name = "text", .describe = "a text", .example = "some text", .canonical = &canonical<std::string>};
template <>
inline constexpr ScalarKind kind_of<design::Any>{
    .name = "value", .describe = "any value", .example = "null", .anything = true};
template <>
inline constexpr ScalarKind kind_of<design::NewValue>{.name = "new value",
                                                      .describe = "a factor such as x10, or a new value",
                                                      .example = "x10",
                                                      .anything = true};

/// The patterns of the scalars of design/scalars.h, as JSON Schema states them.
std::string name_pattern();
std::string column_ref_pattern();
std::string reason_pattern();
std::string column_type_pattern();
std::string cardinality_pattern();
std::string data_loss_pattern();
std::string horizon_pattern();
std::string filter_pattern();
std::string measure_pattern();
std::string transform_pattern();
std::string check_limit_pattern();
std::string against_pattern();
std::string date_pattern();
std::string instant_pattern();
std::string timezone_pattern();
std::string rule_code_pattern();

#define DECIDE_TEXT_KIND(T, Name, Describe, Example, Pattern, ...)                   \
  template <>                                                                        \
  inline constexpr ScalarKind kind_of<design::T>{.name = Name,                       \
                                                 .describe = Describe,               \
                                                 .example = Example,                 \
                                                 .canonical = &canonical<design::T>, \
                                                 .pattern = &Pattern,                \
                                                 .measures = measuring<__VA_ARGS__>, \
                                                 .integer = takes_integer<design::T>};
DECIDE_TEXT_KIND(Name, "name", "a name", "clicks", name_pattern)
DECIDE_TEXT_KIND(ColumnRef, "column reference", "a column as table.column", "clicks.event_id",
                 column_ref_pattern)
DECIDE_TEXT_KIND(Reason, "reason", "the name of a constraint, or a text with spaces", "exact-counts",
                 reason_pattern)
DECIDE_TEXT_KIND(ColumnType, "column type", "a column type such as int64 or decimal(12,2)", "int64",
                 column_type_pattern)
DECIDE_TEXT_KIND(Cardinality, "cardinality", "a count such as 10M, or unique", "10M", cardinality_pattern,
                 units::Dimension::count)
DECIDE_TEXT_KIND(DataLoss, "loss", "none, or a duration such as 5 min", "none", data_loss_pattern,
                 units::Dimension::duration)
DECIDE_TEXT_KIND(Horizon, "horizon", "a duration such as 7 d, or forever", "7 d", horizon_pattern,
                 units::Dimension::duration)
DECIDE_TEXT_KIND(Filter, "filter", "one, N values, last DURATION, a percentage, or all", "last 7 d",
                 filter_pattern, units::Dimension::percent)
DECIDE_TEXT_KIND(Measure, "measure",
                 "count, sum(c), min(c), max(c), avg(c), ratio(a,b), count_distinct(c) or last(c)",
                 "sum(cost)", measure_pattern)
DECIDE_TEXT_KIND(Transform, "transform",
                 "hour(c), day(c), month(c), year(c), bucket(N, c), truncate(W, c), or a column",
                 "day(event_time)", transform_pattern)
DECIDE_TEXT_KIND(CheckLimit, "limit", "a duration for freshness and lag, a percentage for the others",
                 "90 min", check_limit_pattern, units::Dimension::duration, units::Dimension::percent)
DECIDE_TEXT_KIND(Against, "baseline", "a duration such as 7 d, or source", "7 d", against_pattern,
                 units::Dimension::duration)
DECIDE_TEXT_KIND(Date, "date", "a date such as 2027-06-30", "2027-06-30", date_pattern)
DECIDE_TEXT_KIND(Instant, "time", "a time in UTC such as 2026-11-25T17:01:40Z", "2026-11-25T17:01:40Z",
                 instant_pattern)
template <>
inline constexpr ScalarKind kind_of<design::Timezone>{
    .name = "time zone",
    .describe = "an IANA time zone such as UTC or Europe/Berlin",
    .example = "UTC",
    .canonical = &canonical<design::Timezone>,
    .pattern = &timezone_pattern,
    .known = &design::timezones};
DECIDE_TEXT_KIND(RuleCode, "rule code", "a rule code such as P303", "P303", rule_code_pattern)
#undef DECIDE_TEXT_KIND

}  // namespace decide::schema
