#pragma once

#include <string>

namespace decide::report {

/// The JSON Schema (draft-07) of what json() writes: of every command that reports findings.
std::string findings_schema();

}  // namespace decide::report
