#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "lsp/place.h"

/// The small change of the protocol: places and ranges as JSON, and parts of what a client sent. What is not
/// there, or of another type, is nothing; no access throws.
namespace decide::lsp {

using Json = nlohmann::ordered_json;

struct Range {
  Place start, end;
};

inline Json place_json(Place place) {
  return {{"line", place.line}, {"character", place.character}};
}
inline Json range_json(const Lines& lines, Span span) {
  return {{"start", place_json(lines.place(span.begin))}, {"end", place_json(lines.place(span.end))}};
}

/// The member of an object, or null.
const Json* member(const Json& object, std::string_view key);
/// The member at the end of a way through objects.
template <class... Keys>
const Json* member(const Json& object, std::string_view key, Keys... more) {
  const Json* inner = member(object, key);
  return inner == nullptr ? nullptr : member(*inner, more...);
}
std::optional<std::string> text_of(const Json* value);
std::optional<Place> place_of(const Json* value);
std::optional<Range> range_of(const Json* value);

/// As a body; bytes that are no UTF-8 become U+FFFD.
std::string dump(const Json& json);

}  // namespace decide::lsp
