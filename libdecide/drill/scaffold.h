#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace decide::drill {

struct ScaffoldFile {
  std::string name, text;
};

/// The files of a scenario that somebody begins to write: small, complete, and such that `drill verify` reads
/// and passes them.
std::vector<ScaffoldFile> scaffold(std::string_view name);

}  // namespace decide::drill
