#pragma once

#include <string>

#include "replay/declaration.h"

/// A second checker, as plain as can be: depth first, no reductions, containers of the standard library. It
/// follows dedesign-replay(7), for a pipeline without a job. It shares the declaration with the checker that
/// it is held against, and no code.
namespace decide::test {

/// For each defect that it knows, by name in a fixed order: "retry 1 1 6" (events, faults, steps of the
/// shortest timeline) or "retry holds"; a line each. At most two events, two keys and one fault.
std::string naive_answers(const replay::Declaration& declared);

}  // namespace decide::test
