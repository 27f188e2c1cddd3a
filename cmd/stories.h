#pragma once

#include "base/source.h"
#include "stage/stage.h"

namespace dedesign {

/// Asks on the terminal for what the three stories do not say yet, one part after the other; Enter skips,
/// Ctrl-C keeps what was answered. Without a terminal nothing is asked.
void ask_stories(const decide::Source& source, decide::stage::Edits& edits);

}  // namespace dedesign
