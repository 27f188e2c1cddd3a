#pragma once

#include <functional>
#include <string>

#include "base/result.h"
#include "rules/check.h"

namespace decide::lsp {

/// What the server needs to know of the world around it.
struct World {
  std::string version;  ///< of the program
  /// How the design in a file is to be judged, by its path (empty: it is in no file), or why the settings for
  /// it cannot be read.
  std::function<Result<rules::CheckOptions>(const std::string& path)> options;
};

}  // namespace decide::lsp
