#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "config.h"

namespace dedesign {

/// A file to lint. `named`: by its path on the command line, not found in a folder or by a pattern.
struct Found {
  std::string path;
  bool named = true;
};

struct Walk {
  std::vector<Found> files;            ///< by path, each once
  std::vector<decide::Error> errors;   ///< paths that are not there, folders that cannot be read
  std::vector<std::string> passed_by;  ///< what was left out on the way and why, for --verbose
};

/// The files that paths stand for: a file itself, `-`; in a folder and below it the .yaml, .yml and .md
/// files; of a pattern (`*`, `?`, `[a-z]`, `**`) those that match. In folders and for patterns hidden names
/// are left out, what .gitignore, .ignore and `ignore` of .dedesign.yaml name, and links to folders.
Walk walk(const std::vector<std::string>& paths, Configs& configs);

}  // namespace dedesign
