#pragma once

#include <string>

#include "report/terminal.h"
#include "rules/check.h"

namespace dedesign {

/// What every table promises to its readers, one a row: up to which lateness events are counted, whether
/// repeats are, how old rows are, whose data it holds, whether a rerun gives the same rows, and the way from
/// the source. A promise that is less than full names the hop that limits it.
std::string lineage_table(const decide::rules::Checked& checked, const decide::report::Style& style);

}  // namespace dedesign
