#pragma once

#include <string>
#include <vector>

#include "derive/facts.h"
#include "report/json.h"
#include "report/terminal.h"

namespace dedesign {

/// The constraints of a design as rows of words, all of them or those that one section yields.
std::vector<decide::report::ConstraintRow> constraint_rows(const decide::derive::Facts& facts,
                                                           std::string_view section);

/// The same as a table for people: name, what it demands, and the lines that it came from.
std::string constraint_table(const std::vector<decide::report::ConstraintRow>& rows,
                             const decide::report::Style& style);

}  // namespace dedesign
