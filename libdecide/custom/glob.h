#pragma once

#include <string_view>

namespace decide::custom {

/// True if the whole text fits: `*` is any number of bytes, `?` one code point, all else itself. Takes at
/// most a step for each pair of a byte of the pattern and one of the text.
bool glob(std::string_view pattern, std::string_view text);

}  // namespace decide::custom
