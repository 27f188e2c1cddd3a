#include "compat/types.h"

namespace decide::compat {

using design::BaseType;

namespace {

bool is_decimal(const ColumnType& type) {
  return type.base == BaseType::decimal;
}

bool is_instant(const ColumnType& type) {
  return type.base == BaseType::timestamp || type.base == BaseType::timestamptz;
}

bool is_text_or_bytes(const ColumnType& type) {
  return type.base == BaseType::string || type.base == BaseType::bytes;
}

/// Decimal digits that every whole number of the type fits into.
int digits(const ColumnType& integer) {
  return integer.base == BaseType::int32 ? 10 : 19;
}

bool decimal_holds(const ColumnType& to, const ColumnType& from) {
  const int whole = to.precision - to.scale;
  if (is_integer(from)) return whole >= digits(from);
  return is_decimal(from) && whole >= from.precision - from.scale && to.scale >= from.scale;
}

}  // namespace

bool is_integer(const ColumnType& type) {
  return type.base == BaseType::int32 || type.base == BaseType::int64;
}

bool is_floating(const ColumnType& type) {
  return type.base == BaseType::float_ || type.base == BaseType::double_;
}

bool holds(const ColumnType& to, const ColumnType& from) {
  if (to == from) return true;
  switch (to.base) {
    case BaseType::string:
    case BaseType::json:
      return from.base != BaseType::bytes && from.base != BaseType::hll;
    case BaseType::int32:
      return from.base == BaseType::bool_ || from.base == BaseType::date;
    case BaseType::int64:
      return from.base == BaseType::bool_ || from.base == BaseType::date || from.base == BaseType::int32 ||
             is_instant(from);
    case BaseType::double_:
      return from.base == BaseType::int32 || from.base == BaseType::float_;
    case BaseType::decimal:
      return decimal_holds(to, from);
    case BaseType::timestamp:
    case BaseType::timestamptz:
      return from.base == BaseType::date;
    default:
      return false;
  }
}

bool rounds(const ColumnType& to, const ColumnType& from) {
  if (to.base == BaseType::float_)
    return is_integer(from) || from.base == BaseType::double_ || is_decimal(from);
  return to.base == BaseType::double_ && (from.base == BaseType::int64 || is_decimal(from));
}

bool narrows(const ColumnType& to, const ColumnType& from) {
  if (holds(to, from)) return false;
  if (is_floating(to) && (is_integer(from) || is_decimal(from))) return false;
  if (is_instant(to) && is_instant(from)) return false;
  return !(is_text_or_bytes(to) && is_text_or_bytes(from));
}

}  // namespace decide::compat
