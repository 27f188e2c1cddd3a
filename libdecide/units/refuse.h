#pragma once

#include <string_view>

#include "units/scan.h"

namespace decide::units {

/// What to say about a text that is not a quantity: what was seen, what is allowed.
Error refusal(Dimension dimension, std::string_view text, const Reading& reading);

/// The unit that an everyday or foreign spelling ("mins", "Mb") stands for, or empty.
std::string_view usual_unit(Dimension dimension, std::string_view word);
/// The unit that is spelled most like `word`, or empty.
std::string_view nearest_unit(Dimension dimension, std::string_view word);
/// The unit of time that somebody who wrote `word` after a slash most likely meant, or empty.
std::string_view meant_period(std::string_view word);

}  // namespace decide::units
