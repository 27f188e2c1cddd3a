#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace decide::report {

/// DEL and the C1 controls, blanks of no width, direction marks: what a terminal obeys or does not show.
bool is_unseen(std::int32_t code_point);

/// JSON as it is printed: what a terminal obeys or does not show is escaped, a line end behind it.
std::string printed(std::string_view json);

}  // namespace decide::report
