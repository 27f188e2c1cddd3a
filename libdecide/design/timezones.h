#pragma once

#include <string_view>
#include <vector>

/// The names of the IANA time zone database, release 2025b: zones, and the links that stand for older names.
namespace decide::design {

/// Ascending.
std::vector<std::string_view> timezones();
bool is_timezone(std::string_view name);
/// The zone that a name stands for: itself, unless it is a link.
std::string_view zone_of(std::string_view name);

}  // namespace decide::design
