#include "lsp/json.h"

#include <algorithm>
#include <limits>

namespace decide::lsp {

const Json* member(const Json& object, std::string_view key) {
  if (!object.is_object()) return nullptr;
  const auto found = object.find(std::string(key));
  return found == object.end() ? nullptr : &*found;
}

std::optional<std::string> text_of(const Json* value) {
  if (value == nullptr || !value->is_string()) return std::nullopt;
  return value->get<std::string>();
}

namespace {

std::optional<std::uint32_t> number_of(const Json* value) {
  if (value == nullptr || !value->is_number_unsigned()) return std::nullopt;
  constexpr std::uint64_t most = std::numeric_limits<std::uint32_t>::max();
  return static_cast<std::uint32_t>(std::min(value->get<std::uint64_t>(), most));
}

}  // namespace

std::optional<Place> place_of(const Json* value) {
  if (value == nullptr) return std::nullopt;
  const auto line = number_of(member(*value, "line"));
  const auto character = number_of(member(*value, "character"));
  if (!line || !character) return std::nullopt;
  return Place{*line, *character};
}

std::optional<Range> range_of(const Json* value) {
  if (value == nullptr) return std::nullopt;
  const auto start = place_of(member(*value, "start"));
  const auto end = place_of(member(*value, "end"));
  if (!start || !end) return std::nullopt;
  return Range{*start, *end};
}

std::string dump(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace decide::lsp
