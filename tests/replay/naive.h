#pragma once

#include <string>
#include <vector>

#include "replay/declaration.h"

/// A second checker, as plain as can be: no reductions, containers of the standard library. It follows
/// dedesign-replay(7), for a pipeline, a job, or both. It shares the declaration with the checker that it is
/// held against, and no code.
namespace decide::test {

/// For each of these defects: "retry 1 1 6" (events, faults, steps of the shortest timeline) or "retry
/// holds"; a line each. At most two events, two keys and so many faults: one or two.
std::string naive_answers(const replay::Declaration& declared, const std::vector<std::string>& defects,
                          int most_faults = 1);

}  // namespace decide::test
