#pragma once

#include <string>

namespace decide::report {

/// Whole numbers as they are, others to six digits: "4000000000", "31.25", "0.0333333", "infinite".
std::string print_number(double value);

/// Whether a value is a whole number that a double holds exactly (below 2^53).
bool is_whole(double value);

}  // namespace decide::report
