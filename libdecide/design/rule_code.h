#pragma once

#include <string_view>

namespace decide::design {

/// A code of ours: the letter of a stage, then three digits.
bool is_built_in_code(std::string_view text);
/// A code that a rule of an organisation may have: two to twelve capital letters, then one to five digits. No
/// rule of ours has one like it, now or later.
bool is_custom_code(std::string_view text);

}  // namespace decide::design
