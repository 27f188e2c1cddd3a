#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "env.h"

namespace dedesign {

bool is_version_flag(std::string_view argument);
Output version_output();

/// What to print for a command line that makes no sense: `what` is wrong, in the line of `command` or, if it
/// is empty, before one.
Output wrong_usage(std::string_view what, std::string_view command,
                   const std::vector<std::string>& arguments);

/// A defect of the program itself.
Output defect_output(std::string_view what);

}  // namespace dedesign
