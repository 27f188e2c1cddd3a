#pragma once

#include <optional>
#include <string>
#include <vector>

#include "rules/partition_limits.h"

namespace decide::rules {

/// A layout with fewer partitions, to be named in the help of a finding.
struct Proposal {
  std::string words;      ///< "partition by day(event_time), cluster by campaign_id"
  std::string by;         ///< as YAML: "[day(event_time)]"
  bool clusters = false;  ///< it also changes `cluster`
  double partitions = 0;
  double partition_bytes = 0;
  double file_bytes = 0;  ///< once compacted
};

/// Keeps of `by` only the time, in the finest unit that leaves no more partitions than the format bears and
/// none that holds too little; no partition at all where none does. What it takes out of `by` is clustered
/// where the format can.
std::optional<Proposal> propose(const estimate::Estimates& estimates, const estimate::TableFigures& table);

/// "partition by ...: 400 partitions, files of 251 MB"
std::string describe(const Proposal& proposal);

/// Transforms as a list in flow style, those with a comma in quotes.
std::string yaml_list(const std::vector<std::string>& items);

}  // namespace decide::rules
