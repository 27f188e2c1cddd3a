#pragma once

#include <string_view>

#include "yaml/document.h"

namespace decide::yaml {

/// What a plain text is under the YAML 1.2 core schema.
Core core_of(std::string_view text);

}  // namespace decide::yaml
