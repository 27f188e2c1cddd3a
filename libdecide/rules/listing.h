#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace decide::rules {

/// "`clicks`, `users` and 3 more"
std::string first_few(const std::vector<std::string_view>& names);

}  // namespace decide::rules
