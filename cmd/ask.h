#pragma once

#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "base/source.h"
#include "design/words.h"
#include "rules/check.h"

namespace dedesign {

/// Asks the open questions of a stage on the terminal, one by one, each with what it takes and why it is
/// asked. Enter skips; Ctrl-C or the end of input keeps what was answered. Paths are relative to the section.
decide::Result<std::vector<std::pair<std::string, std::string>>> ask(
    const decide::Source& source, decide::design::Section section,
    const decide::rules::CheckOptions& options);

}  // namespace dedesign
