#pragma once

#include <string>
#include <string_view>

namespace decide::report {

/// JSON as it is printed: what a terminal obeys or does not show is escaped, a line end behind it.
std::string printed(std::string_view json);

}  // namespace decide::report
