#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace decide {

/// SHA-256 as 64 lower-case hex digits.
std::string sha256_hex(std::string_view bytes);
/// The same of what a descriptor has to its end, or to one byte over `limit`; nothing of it is kept. `path`
/// is for the message.
Result<std::string> sha256_of(int descriptor, const std::string& path, std::uint64_t limit);

}  // namespace decide
