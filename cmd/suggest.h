#pragma once

#include <string>
#include <vector>

#include "report/terminal.h"
#include "stage/suggest.h"

namespace dedesign {

/// For each table today's layout and the cheapest ones: cost a day, beside today's, and the query that pays
/// most.
std::string suggested_table(const std::vector<decide::stage::Suggested>& all,
                            const decide::report::Style& style);

/// What `--suggest` sets, in the same columns; a sentence where there is nothing to set. Then the tables that
/// have none yet for lack of an answer: `after` is the design with what was set.
std::string proposed_table(const std::vector<decide::stage::Proposal>& all,
                           const decide::rules::Checked& after, const decide::report::Style& style);

}  // namespace dedesign
