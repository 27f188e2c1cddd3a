#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace decide::report {

/// For each line of a text the fingerprint by which code scanning knows it again, `primaryLocationLineHash`
/// of SARIF: the first hundred characters from the line on, without blanks, as a rolling hash, and which line
/// of that hash it is. The first is of line 1; a line end at the end of the text begins one more line.
std::vector<std::string> line_hashes(std::string_view text);

}  // namespace decide::report
