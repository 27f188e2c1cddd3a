#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "report/escape.h"

namespace decide::report {

using Json = nlohmann::ordered_json;

/// Bytes that are no UTF-8 become U+FFFD; what a terminal could obey or hide is escaped.
inline std::string json_text(const Json& json) {
  return printed(json.dump(2, ' ', false, Json::error_handler_t::replace));
}

}  // namespace decide::report
