#pragma once

#include <cstddef>
#include <string_view>

#include "yaml/builder.h"

namespace decide::yaml {

/// Says in our words what yaml-cpp's exception at an offset means, and looks for the place that is to blame.
Problem explain(const Builder& builder, std::size_t at, std::string_view reason);

/// What stands after the end of the document: a second one, a line that begins with `%`, or any other text.
Problem explain_rest(const Builder& builder, std::size_t at);

}  // namespace decide::yaml
