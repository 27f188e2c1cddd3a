#pragma once

#include "design/scalars.h"

/// How the types of columns relate, whatever the format.
namespace decide::compat {

using design::ColumnType;

/// True if every value of `from` has a place of its own in `to`.
bool holds(const ColumnType& to, const ColumnType& from);

/// True if whole numbers of `from` come out rounded as `to`: a float is exact up to 2^24, a double up to
/// 2^53.
bool rounds(const ColumnType& to, const ColumnType& from);

/// True if values of `from` may have no place in `to`, so that a reader of the column may meet less than it
/// did. Rounding narrows nothing, and neither does another reading of the same instant.
bool narrows(const ColumnType& to, const ColumnType& from);

bool is_integer(const ColumnType& type);
bool is_floating(const ColumnType& type);

}  // namespace decide::compat
