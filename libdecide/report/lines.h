#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace decide::report {

/// Lines with their line ends; the last may have none.
std::vector<std::string_view> split_lines(std::string_view text);

/// Which lines differ between two texts.
struct Changes {
  std::vector<bool> removed;  ///< one flag a line of the first text
  std::vector<bool> added;    ///< one flag a line of the second
};

/// The fewest changed lines (Myers 1986, in linear space). Where more than some five hundred lines that both
/// texts have stand in another order, few lines, but not always the fewest.
Changes compare_lines(const std::vector<std::string_view>& before,
                      const std::vector<std::string_view>& after);

}  // namespace decide::report
