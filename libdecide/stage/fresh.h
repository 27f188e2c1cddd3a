#pragma once

#include <string>
#include <string_view>

namespace decide::stage {

/// A design with nothing in it yet: the head, and the five sections empty, each under the question that it
/// answers. An empty `scenario` is left out.
std::string fresh_design(std::string_view title, std::string_view prompt, std::string_view scenario);

}  // namespace decide::stage
