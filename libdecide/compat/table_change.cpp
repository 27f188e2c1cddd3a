#include "compat/table_change.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "compat/formats.h"

namespace decide::compat {

using design::BaseType;
using design::Format;

namespace {

/// A type that a table can give to a column that has another. Decimals are compared apart.
struct Promotion {
  Format format;
  BaseType from, to;
};
constexpr Promotion promotions[] = {
    // D18; the last with version 3 of the format
    {Format::iceberg, BaseType::int32, BaseType::int64},
    {Format::iceberg, BaseType::float_, BaseType::double_},
    {Format::iceberg, BaseType::date, BaseType::timestamp},
    // D21: type widening, from Delta 4.0
    {Format::delta, BaseType::int32, BaseType::int64},
    {Format::delta, BaseType::int32, BaseType::double_},
    {Format::delta, BaseType::int32, BaseType::decimal},
    {Format::delta, BaseType::int64, BaseType::decimal},
    {Format::delta, BaseType::float_, BaseType::double_},
    {Format::delta, BaseType::date, BaseType::timestamp},
    // D26; BigQuery has one integer and one floating-point type
    {Format::bigquery, BaseType::int32, BaseType::int64},
    {Format::bigquery, BaseType::int64, BaseType::int32},
    {Format::bigquery, BaseType::float_, BaseType::double_},
    {Format::bigquery, BaseType::double_, BaseType::float_},
    {Format::bigquery, BaseType::int32, BaseType::decimal},
    {Format::bigquery, BaseType::int64, BaseType::decimal},
    {Format::bigquery, BaseType::int32, BaseType::double_},
    {Format::bigquery, BaseType::int64, BaseType::double_},
    {Format::bigquery, BaseType::int32, BaseType::float_},
    {Format::bigquery, BaseType::int64, BaseType::float_},
    {Format::bigquery, BaseType::decimal, BaseType::double_},
    {Format::bigquery, BaseType::decimal, BaseType::float_},
};

/// Formats of which it is known what they can.
std::string_view fact_of(Format format) {
  switch (format) {
    case Format::iceberg:
      return "D18";
    case Format::delta:
      return "D21";
    case Format::bigquery:
      return "D25";
    case Format::avro:
      return "D6";
    default:
      return {};
  }
}

bool is_listed(Format format, const ColumnType& from, const ColumnType& to) {
  return std::any_of(std::begin(promotions), std::end(promotions), [&](const Promotion& row) {
    return row.format == format && row.from == from.base && row.to == to.base;
  });
}

/// Iceberg keeps the scale; Delta may raise it by no more than the precision.
bool widens_decimal(Format format, const ColumnType& from, const ColumnType& to) {
  if (format == Format::iceberg) return to.scale == from.scale && to.precision > from.precision;
  return holds(to, from);
}

bool can_retype(Format format, const Change& change) {
  const ColumnType &from = *change.before, &to = *change.after;
  if (format == Format::avro) return judge_avro(change, Direction::new_reads_old).outcome != Outcome::breaks;
  if (from.base == BaseType::decimal && to.base == BaseType::decimal) return widens_decimal(format, from, to);
  if (!is_listed(format, from, to)) return false;
  return to.base != BaseType::decimal || holds(to, from);
}

std::optional<Refusal> refuse_retype(Format format, const Change& change, bool partition) {
  const bool tightened = change.was_nullable.value_or(false) && !change.nullable.value_or(true);
  if (tightened && (format == Format::bigquery || format == Format::iceberg))
    return Refusal{"a column that may be null cannot become a required one",
                   format == Format::bigquery ? "D25" : "D20"};
  if (!change.before || !change.after || *change.before == *change.after) return std::nullopt;
  if (!can_retype(format, change))
    return Refusal{fmt::format("a column of `{}` cannot become one of `{}`: it needs a new column",
                               design::spell(*change.before), design::spell(*change.after)),
                   fact_of(format)};
  if (partition && format == Format::iceberg && change.before->base == BaseType::date)
    return Refusal{"the partition is made from it, and would get other values", "D19"};
  return std::nullopt;
}

std::optional<Refusal> refuse_add(Format format, const Change& change) {
  const bool required = change.required || !change.nullable.value_or(true);
  if (!required) return std::nullopt;
  if (format == Format::bigquery)
    return Refusal{"a new column of a table that exists must be nullable or repeated", "D25"};
  const bool filled = change.standard && change.standard.form != Default::Form::null;
  if (format == Format::iceberg && !filled)
    return Refusal{"a required column needs a default that is not null, for the rows that are there", "D20"};
  return std::nullopt;
}

/// Files whose columns are found by their names keep the old one.
bool finds_by_name(Format format) {
  return format == Format::parquet || format == Format::orc || format == Format::json ||
         format == Format::avro;
}

}  // namespace

std::optional<Refusal> refused(Format format, const Change& change, bool partition) {
  switch (change.kind) {
    case Change::Kind::add:
      return refuse_add(format, change);
    case Change::Kind::retype:
      return fact_of(format).empty() ? std::nullopt : refuse_retype(format, change, partition);
    case Change::Kind::rename:
      if (!finds_by_name(format) || (format == Format::avro && change.alias)) return std::nullopt;
      return Refusal{"its columns are found by name, and the files that are there keep the old one",
                     "D4 D27"};
    case Change::Kind::drop:
    case Change::Kind::extend:
      return std::nullopt;
  }
  return std::nullopt;
}

}  // namespace decide::compat
