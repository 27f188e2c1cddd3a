#pragma once

#include <vector>

#include "diag/finding.h"
#include "yaml/document.h"

namespace decide::stage {

/// True if a document after some edits is the one before them in everything that the edits do not touch: each
/// other key and value is still there, means the same, and stands below the same keys. An edit that swallows
/// a neighbour or moves it into another mapping is not what its fix says.
bool leaves_the_rest(const yaml::Document& before, const yaml::Document& after,
                     const std::vector<diag::Edit>& edits);

}  // namespace decide::stage
