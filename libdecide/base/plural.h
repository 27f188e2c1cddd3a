#pragma once

#include <string_view>

namespace decide {

/// What a noun that was counted ends with: "1 event", "2 events".
template <class Number>
constexpr std::string_view plural_s(Number count) {
  return count == Number{1} ? "" : "s";
}

}  // namespace decide
