#pragma once

#include <optional>
#include <string>
#include <vector>

#include "report/terminal.h"
#include "rules/check.h"
#include "units/quantity.h"

/// What every table promises to its readers, as `model --lineage` shows it.
namespace decide::report {

struct LineageRow {
  std::string table;
  bool fed = false;                               ///< nothing is known of a table that nothing writes
  std::optional<units::Duration> complete_up_to;  ///< nothing: any lateness
  std::string limited_by;                         ///< the pipeline that lets go of later events
  std::string loses_by;                           ///< the pipeline that may lose rows; empty if none
  std::string repeats;                            ///< "removed", "unsaid" or "counted"
  std::optional<units::Duration> repeats_within;  ///< removed: how far apart; nothing: however far
  std::string repeats_by;                         ///< the pipeline that removes them, or brings them in
  std::optional<units::Duration> fresh_within;    ///< nothing: not known
  std::vector<std::string> personal;              ///< columns
  std::string changes_by;                         ///< the pipeline by which a second run yields other rows
  std::string changes_with;                       ///< "now", or the table that it looks up
  bool looks_up = false;                          ///< `changes_with` is a table
  std::vector<std::string> way;                   ///< the slowest way from a source
};

/// One row a table, in the order of the file.
std::vector<LineageRow> lineage_rows(const rules::Checked& checked);

/// As a table of text; a line that says so if no table is declared.
std::string lineage_table(const std::vector<LineageRow>& rows, const Style& style);

}  // namespace decide::report
