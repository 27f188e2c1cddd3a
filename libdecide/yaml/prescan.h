#pragma once

#include <optional>
#include <string_view>

#include "yaml/document.h"

namespace decide::yaml {

inline constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

/// What is wrong with the bytes of a text before its grammar is looked at: size, encoding, characters that
/// YAML does not allow, a lone CR, a byte order mark anywhere but at the start. The first offence only.
std::optional<Problem> prescan(std::string_view text, const Limits& limits);

}  // namespace decide::yaml
