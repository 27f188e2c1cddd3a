#pragma once

#include <fmt/format.h>

#include <string>
#include <string_view>
#include <utility>

#include "base/result.h"
#include "base/text.h"
#include "yaml/document.h"

namespace decide::yaml {

/// "FILE:LINE:COLUMN" of a node.
inline std::string place_of(const Document& document, NodeId node) {
  const Position at = document.source().position(document.span(node).begin);
  return fmt::format("{}:{}:{}", sanitize(document.source().name()), at.line, at.column);
}

/// An error about a node, with its place in front.
inline Error complaint(const Document& document, NodeId node, std::string_view message, std::string help) {
  return {fmt::format("{}: {}", place_of(document, node), message), std::move(help)};
}

}  // namespace decide::yaml
