#pragma once

#include <fmt/format.h>

#include <string>
#include <string_view>
#include <utility>

#include "base/result.h"
#include "base/text.h"
#include "yaml/document.h"

namespace decide::yaml {

/// "FILE:LINE:COLUMN" of a stretch of text, of a node.
inline std::string place_of(const Document& document, Span span) {
  const Position at = document.source().position(span.begin);
  return fmt::format("{}:{}:{}", sanitize(document.source().name()), at.line, at.column);
}
inline std::string place_of(const Document& document, NodeId node) {
  return place_of(document, document.span(node));
}

/// An error about one of them, with its place in front.
inline Error complaint(const Document& document, Span span, std::string_view message, std::string help) {
  return {fmt::format("{}: {}", place_of(document, span), message), std::move(help)};
}
inline Error complaint(const Document& document, NodeId node, std::string_view message, std::string help) {
  return complaint(document, document.span(node), message, std::move(help));
}

}  // namespace decide::yaml
