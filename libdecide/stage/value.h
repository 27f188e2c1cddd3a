#pragma once

#include <string>
#include <string_view>

namespace decide::stage {

/// What somebody typed for a field, as the YAML that says it: a text that is not in quotes means itself,
/// whatever signs are in it (`on ticket #3`, `two: a or b`). Other fields take YAML as it is. `path` is full.
std::string as_yaml(std::string_view path, std::string_view value);

}  // namespace decide::stage
