#pragma once

#include <string>

#include "base/result.h"
#include "rules/check.h"

namespace dedesign {

/// Takes over what the nearest `.dedesign.yaml` says, looked for from the folder of the design upwards to the
/// root of its repository; for standard input (empty or "-") from the current folder. Without one, nothing.
decide::Status configure(decide::rules::CheckOptions& check, const std::string& file);

}  // namespace dedesign
