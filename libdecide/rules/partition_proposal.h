#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "rules/partition_limits.h"
#include "rules/report.h"

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

/// What a layout must stand up to beside the number and the size of its partitions; null where there is
/// nothing.
using Fits = std::function<bool(const estimate::Shape& shape)>;

/// Keeps of `by` only the time, in the finest unit that leaves no more partitions than the format bears and
/// none that holds too little; no partition at all where none does. What it takes out of `by` is clustered
/// where the format can.
/// `fits`: where one fits, that one.
std::optional<Proposal> propose(const estimate::Estimates& estimates, const estimate::TableFigures& table,
                                const Fits& fits = {});

/// What to do where there is no proposal; `or_else`: beside a longer unit of time.
inline constexpr std::string_view smaller_files = "aim at smaller files (`target_file`)";
std::string instead_of_longer_units(const estimate::TableFigures& table, std::string_view or_else);

/// "partition by ...: 400 partitions, files of 251 MB"
std::string describe(const Proposal& proposal);

/// Puts the proposal into the help, and as the fix where it changes `by` alone and leaves partitions.
void propose_layout(const derive::Facts& facts, const estimate::Estimates& estimates, Draft& draft,
                    const estimate::TableFigures& table, std::string_view title, const Fits& fits = {});

}  // namespace decide::rules
