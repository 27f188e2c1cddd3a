#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "command.h"

namespace dedesign {

bool is_version_flag(std::string_view argument);
Output version_output();

/// What to print for a command line that CLI11 refused, or for --help: help is `ok`, all else `failed`.
Output usage(CommandLine& line, const CLI::ParseError& error, const std::vector<std::string>& arguments);

/// A defect of the program itself.
Output defect_output(std::string_view what);

}  // namespace dedesign
