#pragma once

#include <string>
#include <string_view>

#include "report/terminal.h"

namespace decide::report {

/// The change as `patch` reads it, with three lines of context; empty if there is none. The bytes of both
/// texts are kept as they are, so this is for a file or a pipe; a name that would break the header is quoted.
std::string unified_diff(std::string_view before, std::string_view after, std::string_view name);

/// The same for a terminal: made safe, and coloured if the style says so.
std::string show_diff(std::string_view diff, const Style& style);

}  // namespace decide::report
