#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace decide {

/// Takes a text piece by piece; an error ends it.
using Sink = std::function<Status(std::string_view)>;
/// A text that is made while it is written: hands its pieces to a sink, in order.
using Content = std::function<Status(const Sink&)>;

/// All of it at once.
inline Result<std::string> collected(const Content& content) {
  std::string text;
  const auto made = content([&text](std::string_view piece) {
    text += piece;
    return Done{};
  });
  if (!made) return made.error();
  return text;
}

}  // namespace decide
