#pragma once

#include <span>
#include <string_view>

namespace decide::drill {

/// Words that are used for one thing; a question with any of them has the concept as a feature.
struct Concept {
  std::string_view name;
  std::string_view words;  ///< space separated, unstemmed
};
std::span<const Concept> concepts();

}  // namespace decide::drill
