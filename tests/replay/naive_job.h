#pragma once

#include <string>

#include "replay/declaration.h"

/// The second checker of tests/replay/naive.h for a job without a pipeline: up to two runs of it.
namespace decide::test {

/// As `naive_answers`, for the defects that a job can have by itself.
std::string naive_job_answers(const replay::Declaration& declared);

}  // namespace decide::test
