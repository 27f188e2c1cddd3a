#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "design/value.h"
#include "design/words.h"
#include "units/quantity.h"

/// Scalars of the format that are more than a word or a quantity. Each has `parse`, which says what was seen
/// and what is allowed, and `spell`, the canonical spelling that reads back as the same value.
namespace decide::design {

/// A key that a person chose, or a reference to one.
struct Name {
  std::string text;
  friend bool operator==(const Name&, const Name&) = default;
  friend bool operator==(const Name& a, std::string_view b) { return a.text == b; }
};

/// `table.column`
struct ColumnRef {
  std::string table, column;
  friend bool operator==(const ColumnRef&, const ColumnRef&) = default;
};

/// An item of `because`: a constraint if it is a single word, else free text.
struct Reason {
  std::string text;
  bool is_constraint() const { return text.find(' ') == std::string::npos; }
  friend bool operator==(const Reason&, const Reason&) = default;
};

/// `decimal(10,2)`, `string`
struct ColumnType {
  BaseType base = BaseType::string;
  int precision = 0, scale = 0;  ///< decimal only
  friend bool operator==(const ColumnType&, const ColumnType&) = default;
};

/// A count, or `unique`: as many as there are rows.
struct Cardinality {
  bool unique = false;
  units::Count count;
  friend bool operator==(const Cardinality&, const Cardinality&) = default;
};

/// none, or a duration of events that may be lost.
struct DataLoss {
  bool none = false;
  units::Duration duration;
  friend bool operator==(const DataLoss&, const DataLoss&) = default;
};

/// A duration, or forever.
struct Horizon {
  bool forever = false;
  units::Duration duration;
  friend bool operator==(const Horizon&, const Horizon&) = default;
};

/// What a query keeps of a column: one | N values | last DURATION | PERCENT | all
struct Filter {
  enum class Kind : std::uint8_t { one, values, last, share, all } kind = Kind::one;
  units::Count values;
  units::Duration last;
  units::Percent share;
  friend bool operator==(const Filter&, const Filter&) = default;
};

/// count | sum(c) | ratio(a,b) ...
struct Measure {
  Aggregation aggregation = Aggregation::count;
  std::vector<std::string> columns;
  friend bool operator==(const Measure&, const Measure&) = default;
};

/// day(event_time) | bucket(16, c) | truncate(4, c) | a bare column
struct Transform {
  enum class Kind : std::uint8_t { identity, hour, day, month, year, bucket, truncate } kind = Kind::identity;
  std::string column;
  units::Count argument;  ///< buckets, or the width of truncate
  bool is_time() const { return kind >= Kind::hour && kind <= Kind::year; }
  friend bool operator==(const Transform&, const Transform&) = default;
};

/// The limit of a check: a duration for freshness and lag, a share for the others.
struct CheckLimit {
  bool is_duration = false;
  units::Duration duration;
  units::Percent share;
  friend bool operator==(const CheckLimit&, const CheckLimit&) = default;
};

/// What completeness is held against: a count taken at the source, or a rolling average over a duration.
struct Against {
  bool source = false;
  units::Duration window;
  friend bool operator==(const Against&, const Against&) = default;
};

/// A calendar day, as days since 1970-01-01.
struct Date {
  int days = 0;
  friend auto operator<=>(const Date&, const Date&) = default;
};

/// A second of a calendar day in UTC, as seconds since 1970-01-01.
struct Instant {
  std::int64_t seconds = 0;
  friend auto operator<=>(const Instant&, const Instant&) = default;
};

/// A value of any kind, left as it stands in the file.
struct Any {
  yaml::NodeId node = 0;
  friend bool operator==(const Any&, const Any&) = default;
};

/// An IANA time zone name, by form: Area/Place, UTC.
struct Timezone {
  std::string text;
  friend bool operator==(const Timezone&, const Timezone&) = default;
};

/// A full path, and what `when` does to it: a factor (x10), or a new value (then `factor` is empty).
struct NewValue {
  std::optional<double> factor;
  yaml::NodeId node = 0;
  friend bool operator==(const NewValue&, const NewValue&) = default;
};

/// A rule code, as in `accept`: a letter for the stage and three digits.
struct RuleCode {
  std::string text;
  friend bool operator==(const RuleCode&, const RuleCode&) = default;
};

template <class T>
Result<T> parse_scalar(std::string_view text);

template <>
Result<Name> parse_scalar<Name>(std::string_view text);
template <>
Result<ColumnRef> parse_scalar<ColumnRef>(std::string_view text);
template <>
Result<Reason> parse_scalar<Reason>(std::string_view text);
template <>
Result<ColumnType> parse_scalar<ColumnType>(std::string_view text);
template <>
Result<Cardinality> parse_scalar<Cardinality>(std::string_view text);
template <>
Result<DataLoss> parse_scalar<DataLoss>(std::string_view text);
template <>
Result<Horizon> parse_scalar<Horizon>(std::string_view text);
template <>
Result<Filter> parse_scalar<Filter>(std::string_view text);
template <>
Result<Measure> parse_scalar<Measure>(std::string_view text);
template <>
Result<Transform> parse_scalar<Transform>(std::string_view text);
template <>
Result<CheckLimit> parse_scalar<CheckLimit>(std::string_view text);
template <>
Result<Against> parse_scalar<Against>(std::string_view text);
template <>
Result<Date> parse_scalar<Date>(std::string_view text);
template <>
Result<Instant> parse_scalar<Instant>(std::string_view text);
template <>
Result<Timezone> parse_scalar<Timezone>(std::string_view text);
template <>
Result<RuleCode> parse_scalar<RuleCode>(std::string_view text);

std::string spell(const Name& v);
std::string spell(const ColumnRef& v);
std::string spell(const Reason& v);
std::string spell(const ColumnType& v);
std::string spell(const Cardinality& v);
std::string spell(const DataLoss& v);
std::string spell(const Horizon& v);
std::string spell(const Filter& v);
std::string spell(const Measure& v);
std::string spell(const Transform& v);
std::string spell(const CheckLimit& v);
std::string spell(const Against& v);
std::string spell(const Date& v);
std::string spell(const Instant& v);
std::string spell(const Timezone& v);
std::string spell(const RuleCode& v);

/// True for [a-z][a-z0-9_-]*
bool is_name(std::string_view text);

/// A factor of `when`: "x10", "x1.5".
std::optional<double> parse_factor(std::string_view text);

/// "2026-11-25" for messages and for --today.
std::string spell_date(Date date);

}  // namespace decide::design
