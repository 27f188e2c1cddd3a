#pragma once

#include <string>
#include <vector>

#include "report/terminal.h"

namespace decide::report {

enum class Align { left, right };

/// Cells are foreign text. A row may be shorter than the header; an empty header prints no line.
struct Table {
  std::vector<std::string> header;
  std::vector<std::vector<std::string>> rows;
  std::vector<Align> align;  ///< a column that is not named is set left
};

/// Columns two blanks apart. If the width of the style is too small the widest columns are wrapped, though
/// not below eight cells each.
std::string table(const Table& table, const Style& style);

}  // namespace decide::report
