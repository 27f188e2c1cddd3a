#pragma once

#include <string>

namespace dedesign {

/// dedesign-drill(1).
std::string drill_manual();

}  // namespace dedesign
