#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace decide::report {

/// Breaks a text into lines of at most `width` cells, each led by `indent`; no line end after the last.
std::string wrap(std::string_view text, std::size_t width, std::string_view indent);

}  // namespace decide::report
