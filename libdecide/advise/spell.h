#pragma once

#include <string>
#include <utility>
#include <vector>

#include "advise/search.h"

namespace decide::advise {

/// Paths below a layout, and their values as YAML.
using Fields = std::vector<std::pair<std::string, std::string>>;

/// "day(event_time)", "bucket(16, campaign_id)"
std::string spelled(const estimate::TableModel& table, const estimate::Part& part);
/// Items as a list in flow style, those with a comma in quotes.
std::string yaml_list(const std::vector<std::string>& items);
/// "day(event_time), bucket(16, campaign_id)"; "no partition" for none.
std::string said(const estimate::TableModel& table, const std::vector<estimate::Part>& by);
/// The whole in words: "day(event_time), sorted by campaign_id, files of 256 MB".
std::string said(const estimate::TableModel& table, const estimate::Shape& shape);

/// What must be set to turn the layout `today` into `wanted`, or to write it anew where `today` is null.
Fields fields(const estimate::TableModel& table, const estimate::Shape* today, const estimate::Shape& wanted);

}  // namespace decide::advise
