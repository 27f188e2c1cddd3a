#pragma once

#include <string>
#include <vector>

#include "report/terminal.h"
#include "rules/check.h"
#include "rules/headroom.h"

namespace decide::report {

/// One sentence of the answer, and the places of the design that it was made from.
struct Sentence {
  std::string text;
  std::vector<design::Place> from;
};

/// What one would say of a design in two minutes, in the order in which it is said: what it is for, who needs
/// what, the decisions and the constraints that they came from, what was given up, what is watched first,
/// what breaks first and at which factor, what a longer window changes, and the question. Leaves out what the
/// design does not hold. `rooms`: of rules::headroom, with findings sorted.
std::vector<std::vector<Sentence>> script(const rules::Checked& checked,
                                          const std::vector<rules::Headroom>& rooms);

/// The same as paragraphs; with `verbose`, the lines that it came from after each sentence.
std::string script_text(const rules::Checked& checked, const std::vector<rules::Headroom>& rooms,
                        const Style& style);

}  // namespace decide::report
