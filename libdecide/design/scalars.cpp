#include "design/scalars.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "base/text.h"
#include "design/rule_code.h"
#include "design/timezones.h"

namespace decide::design {

namespace {

Error refused(std::string_view seen, std::string_view allowed) {
  return {fmt::format("`{}` is not {}", seen, allowed), {}};
}

/// The inside of `word(...)`, or nothing if the text is not of that form.
std::optional<std::string_view> inside_call(std::string_view text, std::string_view word) {
  if (!text.starts_with(word) || !text.ends_with(')')) return std::nullopt;
  text.remove_prefix(word.size());
  if (!text.starts_with('(')) return std::nullopt;
  return text.substr(1, text.size() - 2);
}

/// Splits "a,b" or "a, b" in two; nothing unless there is exactly one comma.
std::optional<std::array<std::string_view, 2>> two_arguments(std::string_view text) {
  const std::size_t comma = text.find(',');
  if (comma == std::string_view::npos || text.find(',', comma + 1) != std::string_view::npos)
    return std::nullopt;
  std::string_view second = text.substr(comma + 1);
  if (second.starts_with(' ')) second.remove_prefix(1);
  return std::array{text.substr(0, comma), second};
}

/// A whole number without sign or leading zero, of at most nine digits.
std::optional<int> small_number(std::string_view text) {
  const bool zero_led = text.size() > 1 && text.front() == '0';
  if (text.empty() || text.size() > 9 || zero_led ||
      text.find_first_not_of("0123456789") != std::string_view::npos)
    return std::nullopt;
  int value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

template <class E>
std::optional<E> find_word(std::string_view text) {
  const auto words = words_of(E{});
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i] == text) return static_cast<E>(i);
  }
  return std::nullopt;
}

}  // namespace

bool is_name(std::string_view text) {
  if (text.empty() || text.front() < 'a' || text.front() > 'z') return false;
  for (const char c : text) {
    const bool allowed = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
    if (!allowed) return false;
  }
  return true;
}

template <>
Result<Name> parse_scalar<Name>(std::string_view text) {
  if (!is_name(text)) {
    return Error{
        fmt::format("`{}` is not a name", text),
        "a name starts with a lower-case letter and goes on with lower-case letters, digits, _ and -"};
  }
  return Name{std::string(text)};
}
std::string spell(const Name& v) {
  return v.text;
}

template <>
Result<ColumnRef> parse_scalar<ColumnRef>(std::string_view text) {
  const std::size_t dot = text.find('.');
  if (dot == std::string_view::npos || !is_name(text.substr(0, dot)) || !is_name(text.substr(dot + 1))) {
    return refused(text, "a column written as table.column");
  }
  return ColumnRef{std::string(text.substr(0, dot)), std::string(text.substr(dot + 1))};
}
std::string spell(const ColumnRef& v) {
  return v.table + "." + v.column;
}

template <>
Result<Reason> parse_scalar<Reason>(std::string_view text) {
  if (trim(text).empty()) return Error{"a reason is empty", "name a constraint, or say it in words"};
  return Reason{std::string(text)};
}
std::string spell(const Reason& v) {
  return v.text;
}

template <>
Result<ColumnType> parse_scalar<ColumnType>(std::string_view text) {
  constexpr int most_digits = 38;
  if (const auto inside = inside_call(text, "decimal")) {
    const auto parts = two_arguments(*inside);
    const auto precision = parts ? small_number((*parts)[0]) : std::nullopt;
    const auto scale = parts ? small_number((*parts)[1]) : std::nullopt;
    if (!precision || !scale || *precision < 1 || *precision > most_digits || *scale > *precision) {
      return refused(text,
                     "decimal(precision,scale) with a precision of 1 to 38 and a scale of at most that");
    }
    return ColumnType{BaseType::decimal, *precision, *scale};
  }
  const auto base = find_word<BaseType>(text);
  if (base == BaseType::decimal)
    return Error{"`decimal` needs its precision and scale", "write decimal(12,2), say"};
  if (base) return ColumnType{*base, 0, 0};
  Error error = refused(text, "a column type: " + join_words(BaseType_words, "or"));
  if (const auto near = nearest(text, BaseType_words); !near.empty())
    error.help = fmt::format("did you mean {}?", near);
  return error;
}
std::string spell(const ColumnType& v) {
  if (v.base == BaseType::decimal) return fmt::format("decimal({},{})", v.precision, v.scale);
  return std::string(word(v.base));
}

template <>
Result<Cardinality> parse_scalar<Cardinality>(std::string_view text) {
  if (text == "unique") return Cardinality{true, {}};
  auto count = units::parse<units::Count>(text);
  if (!count) return Error{count.error().message + "; or write unique", count.error().help};
  return Cardinality{false, *count};
}
std::string spell(const Cardinality& v) {
  return v.unique ? "unique" : units::print(v.count);
}

template <>
Result<DataLoss> parse_scalar<DataLoss>(std::string_view text) {
  if (text == "none") return DataLoss{true, {}};
  auto duration = units::parse<units::Duration>(text);
  if (!duration) return Error{duration.error().message + "; or write none", duration.error().help};
  return DataLoss{false, *duration};
}
std::string spell(const DataLoss& v) {
  return v.none ? "none" : units::print(v.duration);
}

template <>
Result<Horizon> parse_scalar<Horizon>(std::string_view text) {
  if (text == "forever") return Horizon{true, {}};
  auto duration = units::parse<units::Duration>(text);
  if (!duration) return Error{duration.error().message + "; or write forever", duration.error().help};
  return Horizon{false, *duration};
}
std::string spell(const Horizon& v) {
  return v.forever ? "forever" : units::print(v.duration);
}

template <>
Result<Filter> parse_scalar<Filter>(std::string_view text) {
  using Kind = Filter::Kind;
  if (text == "one") return Filter{Kind::one, {1}, {}, {}};
  if (text == "all") return Filter{Kind::all, {}, {}, {}};
  if (text.starts_with("last ")) {
    auto duration = units::parse<units::Duration>(text.substr(5));
    if (!duration) return duration.error();
    return Filter{Kind::last, {}, *duration, {}};
  }
  if (text.ends_with(" values")) {
    auto count = units::parse<units::Count>(text.substr(0, text.size() - 7));
    if (!count) return count.error();
    return Filter{Kind::values, *count, {}, {}};
  }
  if (text.ends_with('%')) {
    auto share = units::parse<units::Percent>(text);
    if (!share) return share.error();
    return Filter{Kind::share, {}, {}, *share};
  }
  return refused(text, "a filter: one, N values, last DURATION, a percentage, or all");
}
std::string spell(const Filter& v) {
  switch (v.kind) {
    case Filter::Kind::one:
      return "one";
    case Filter::Kind::values:
      return units::print(v.values) + " values";
    case Filter::Kind::last:
      return "last " + units::print(v.last);
    case Filter::Kind::share:
      return units::print(v.share);
    case Filter::Kind::all:
      return "all";
  }
  return {};
}

template <>
Result<Measure> parse_scalar<Measure>(std::string_view text) {
  const std::size_t open = text.find('(');
  const auto aggregation = find_word<Aggregation>(text.substr(0, open));
  const Error error = refused(
      text, "a measure: count, sum(c), min(c), max(c), avg(c), ratio(a,b), count_distinct(c) or last(c)");
  if (!aggregation) return error;
  if (*aggregation == Aggregation::count)
    return open == std::string_view::npos ? Result<Measure>(Measure{}) : error;
  const auto inside = inside_call(text, word(*aggregation));
  if (!inside) return error;
  if (*aggregation == Aggregation::ratio) {
    const auto parts = two_arguments(*inside);
    if (!parts || !is_name((*parts)[0]) || !is_name((*parts)[1])) return error;
    return Measure{*aggregation, {std::string((*parts)[0]), std::string((*parts)[1])}};
  }
  if (!is_name(*inside)) return error;
  return Measure{*aggregation, {std::string(*inside)}};
}
std::string spell(const Measure& v) {
  if (v.columns.empty()) return std::string(word(v.aggregation));
  return fmt::format("{}({})", word(v.aggregation), join(v.columns, ","));
}

template <>
Result<Transform> parse_scalar<Transform>(std::string_view text) {
  using Kind = Transform::Kind;
  if (is_name(text)) return Transform{Kind::identity, std::string(text), {}};
  static constexpr std::array<std::pair<std::string_view, Kind>, 4> plain{
      {{"hour", Kind::hour}, {"day", Kind::day}, {"month", Kind::month}, {"year", Kind::year}}};
  for (const auto& [name, kind] : plain) {
    const auto inside = inside_call(text, name);
    if (inside && is_name(*inside)) return Transform{kind, std::string(*inside), {}};
  }
  static constexpr std::array<std::pair<std::string_view, Kind>, 2> sized{
      {{"bucket", Kind::bucket}, {"truncate", Kind::truncate}}};
  for (const auto& [name, kind] : sized) {
    const auto inside = inside_call(text, name);
    const auto parts = inside ? two_arguments(*inside) : std::nullopt;
    const auto size = parts ? small_number((*parts)[0]) : std::nullopt;
    if (size && *size > 0 && is_name((*parts)[1])) {
      return Transform{kind, std::string((*parts)[1]), {static_cast<double>(*size)}};
    }
  }
  return refused(
      text, "a transform: hour(c), day(c), month(c), year(c), bucket(N, c), truncate(W, c), or a column");
}
std::string spell(const Transform& v) {
  switch (v.kind) {
    case Transform::Kind::identity:
      return v.column;
    case Transform::Kind::hour:
      return fmt::format("hour({})", v.column);
    case Transform::Kind::day:
      return fmt::format("day({})", v.column);
    case Transform::Kind::month:
      return fmt::format("month({})", v.column);
    case Transform::Kind::year:
      return fmt::format("year({})", v.column);
    case Transform::Kind::bucket:
      return fmt::format("bucket({:.0f}, {})", v.argument.value, v.column);
    case Transform::Kind::truncate:
      return fmt::format("truncate({:.0f}, {})", v.argument.value, v.column);
  }
  return {};
}

template <>
Result<CheckLimit> parse_scalar<CheckLimit>(std::string_view text) {
  if (text.ends_with('%')) {
    auto share = units::parse<units::Percent>(text);
    if (!share) return share.error();
    return CheckLimit{false, {}, *share};
  }
  auto duration = units::parse<units::Duration>(text);
  if (!duration)
    return Error{duration.error().message + "; or a percentage such as 2%", duration.error().help};
  return CheckLimit{true, *duration, {}};
}
std::string spell(const CheckLimit& v) {
  return v.is_duration ? units::print(v.duration) : units::print(v.share);
}

template <>
Result<Against> parse_scalar<Against>(std::string_view text) {
  if (text == "source") return Against{true, {}};
  auto window = units::parse<units::Duration>(text);
  if (!window) return Error{window.error().message + "; or write source", window.error().help};
  return Against{false, *window};
}
std::string spell(const Against& v) {
  return v.source ? "source" : units::print(v.window);
}

template <>
Result<Timezone> parse_scalar<Timezone>(std::string_view text) {
  if (is_timezone(text)) return Timezone{std::string(text)};
  Error error = refused(text, "an IANA time zone such as UTC or Europe/Berlin");
  const auto names = timezones();
  // A city by itself is near to none.
  const auto of_city = std::find_if(names.begin(), names.end(), [city = fmt::format("/{}", text)](auto name) {
    return name.ends_with(city);
  });
  const std::string_view near = of_city != names.end() ? *of_city : nearest(text, names);
  if (!near.empty()) error.help = fmt::format("did you mean {}?", near);
  return error;
}
std::string spell(const Timezone& v) {
  return v.text;
}

template <>
Result<RuleCode> parse_scalar<RuleCode>(std::string_view text) {
  if (!is_built_in_code(text) && !is_custom_code(text)) return refused(text, "a rule code such as P303");
  return RuleCode{std::string(text)};
}
std::string spell(const RuleCode& v) {
  return v.text;
}

std::optional<double> parse_factor(std::string_view text) {
  if (!text.starts_with('x')) return std::nullopt;
  auto ratio = units::parse<units::Ratio>(text.substr(1));
  if (!ratio) return std::nullopt;
  return ratio->value;
}

}  // namespace decide::design
