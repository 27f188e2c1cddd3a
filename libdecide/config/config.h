#pragma once

#include "base/result.h"
#include "facts/fact.h"
#include "yaml/document.h"

namespace decide::config {

/// What `.dedesign.yaml` says.
struct Config {
  facts::Values values;  ///< `facts:`, limits and constants that take the place of ours
};

/// Reads a parsed `.dedesign.yaml`. The error names the place as FILE:LINE:COLUMN, what was seen there and
/// what is allowed. An empty file says nothing.
Result<Config> read(const yaml::Parsed& parsed);

}  // namespace decide::config
