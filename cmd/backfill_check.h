#pragma once

#include <optional>
#include <string>

#include "base/result.h"
#include "options.h"
#include "report/simulation.h"
#include "report/verdicts.h"
#include "rules/check.h"

/// What `backfill-check` has beside the other stages: the verdicts of the replay checker, and its timelines
/// as files.
namespace dedesign {

struct ReplayOptions {
  std::string bounds = "quick";
  std::string table, job;
  std::string trace;   ///< the file to write the first timeline to
  std::string replay;  ///< the file to execute again
  std::string sql;     ///< the dialect in which to print the timeline
  std::string jobs = "1";
  std::string simulate;  ///< how many events to draw; empty: none
  std::string seed = "1";
};
void add_replay_options(Options& all, ReplayOptions& options);

/// Sets bounds and threads.
decide::Status apply(const ReplayOptions& options, decide::rules::CheckOptions& check);
/// An error where --table or --job names nothing that was judged.
decide::Status check_names(const ReplayOptions& options, decide::rules::Checked& checked);
/// The verdicts on the pipelines and jobs of --table and --job, with what would repair each failure if
/// `with_repairs`.
decide::report::VerdictReport judged(const ReplayOptions& options, decide::rules::Checked& checked,
                                     bool with_repairs);
/// The findings less those about other tables and jobs than --table and --job name.
std::vector<decide::diag::Finding> asked_findings(const ReplayOptions& options,
                                                  const decide::rules::Checked& checked);
/// How often each pipeline and job of --table and --job goes wrong; nothing without --simulate.
std::optional<decide::report::SimulationReport> simulated(const ReplayOptions& options,
                                                          decide::rules::Checked& checked);
/// Writes the first timeline that was found, among those of --table and --job; says so.
decide::Result<std::string> write_first_trace(const ReplayOptions& options, decide::rules::Checked& checked);
/// The first timeline that was found, among those of --table and --job, as SQL; a comment where there is
/// none.
std::string first_as_sql(const ReplayOptions& options, decide::rules::Checked& checked);
/// Executes a timeline of a file again and shows it, with --sql as a script.
decide::Result<std::string> show_again(const ReplayOptions& options);

}  // namespace dedesign
