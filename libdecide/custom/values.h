#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "schema/type.h"
#include "units/quantity.h"

namespace decide::custom {

/// The dimensions that a value of this type may have; none: it is no quantity.
std::vector<units::Dimension> dimensions_of(const schema::Type& type);

/// A value in base units: `forever` and `unique` are without end, `none` of a loss is zero. Nothing if it
/// cannot be read so.
std::optional<double> quantity(units::Dimension dimension, std::string_view text);

}  // namespace decide::custom
