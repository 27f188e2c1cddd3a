#pragma once

#include <string>

namespace dedesign {

/// dedesign-config(5): the keys of `.dedesign.yaml` and the presets, from their tables.
std::string config_manual();

}  // namespace dedesign
