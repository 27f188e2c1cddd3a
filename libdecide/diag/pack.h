#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "diag/finding.h"

namespace decide::diag {

/// Findings as bytes, for a cache on the machine that wrote them, and back: nothing is lost. Bytes that
/// pack() did not make give nothing.
std::string pack(const std::vector<Finding>& findings);
std::optional<std::vector<Finding>> unpack(std::string_view bytes);

}  // namespace decide::diag
