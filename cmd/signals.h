#pragma once

namespace dedesign {

/// A closed pipe is an error of the write, not a death; an interrupt leaves no temporary file behind and then
/// ends the program as the signal would have.
void handle_signals();

}  // namespace dedesign
