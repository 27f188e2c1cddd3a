#pragma once

#include <nlohmann/json.hpp>

#include "compat/avro.h"

namespace decide::compat {

/// True if the JSON stands for a value of the type; of a union any branch will do.
bool is_default(const AvroSchema& schema, AvroId type, const nlohmann::json& value);

}  // namespace decide::compat
