#pragma once

#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "command.h"

namespace dedesign {

/// The command that a line asks for, with its options read; or what to print instead of running one: help,
/// the version, or what is wrong with the line. Throws nothing. The only reader of CLI11.
std::variant<std::unique_ptr<Command>, Output> read_command_line(const std::vector<std::string>& arguments);

}  // namespace dedesign
