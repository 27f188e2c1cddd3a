#pragma once

#include <cstddef>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "report/document.h"
#include "report/escape.h"

namespace decide::report {

using Json = nlohmann::ordered_json;

/// Bytes that are no UTF-8 become U+FFFD; what a terminal could obey or hide is escaped.
inline std::string json_text(const Json& value) {
  return printed(value.dump(2, ' ', false, Json::error_handler_t::replace));
}

/// A value as it stands in a document whose line it begins on is indented so far. No line end.
std::string json_value(const Json& value, std::size_t indent);
/// The same as an item of a list, on a line of its own.
std::string json_item(const Json& value, std::size_t indent);
/// Between two items.
inline constexpr std::string_view json_between = ",\n";
/// What stands around the items of a list. `text` is the whole with that list empty, `at` where its `[]` is.
Frame json_frame(std::string_view text, std::size_t at, bool has_items);

}  // namespace decide::report
