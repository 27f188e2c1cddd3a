#pragma once

#include <string_view>

namespace dedesign {

/// Logging to standard error for --verbose. The only user of spdlog.
void start_log(bool verbose);
void log_line(std::string_view text);

}  // namespace dedesign
