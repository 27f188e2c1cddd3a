#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "rules/layout_figures.h"

/// What formats and engines bear in partitions, and what a partition is worth.
namespace decide::rules {

/// Files in folders, without a table format that knows them.
bool is_plain_files(const estimate::Shape& shape);

/// The fact that holds the most partitions that a table of this format can have in all.
std::string_view most_partitions(const estimate::Shape& shape);
/// True if the table has more partitions in all than that.
bool too_many_partitions(const estimate::TableFigures& table);

/// The least that a partition should hold.
struct Least {
  double bytes = 0;
  std::string input;  ///< as an input of a sum: "1 GB (A15)"
  std::string why;    ///< "what Delta asks of a partition"
};
Least least_partition(const estimate::Shape& shape);
/// A file under this is small: a quarter of the target.
double small_file(const estimate::Shape& shape);

/// The fact that says how many small files of a partition start a compaction; empty if any number does.
std::string_view compaction_threshold(const estimate::Shape& shape);
/// Files that a partition receives in all, before anything merges them.
double files_received(const estimate::TableModel& table, const estimate::Files& files,
                      const estimate::Partitions& partitions);

/// One load into a table: a commit of a pipeline, or a run of a job.
struct Loading {
  std::string called;  ///< "`land`", "job `recount`"
  design::Place at;    ///< where its reach is said
  std::string_view engine;
  double rows = 0;
  double days = 0;  ///< of event time that it covers
  bool late = false;
  bool is_job = false;
};
std::vector<Loading> loadings(const derive::Facts& facts, const estimate::TableFigures& table);

/// A bound on the partitions that one load may write into.
struct LoadLimit {
  std::string_view fact;
  std::string_view who;    ///< "one insert of ClickHouse"
  bool by_writer = false;  ///< each writer is counted for itself
};
std::vector<LoadLimit> load_limits(const estimate::Shape& shape, std::string_view engine);

/// Partitions of a layout that a load, or one of its writers, writes into.
double touched(const estimate::TableModel& table, const estimate::Shape& shape,
               const estimate::Partitions& partitions, const estimate::Curve& lateness,
               const Loading& loading, bool by_writer);

/// True if an engine, written in any case, with any additions and by any of its names, is the one of that
/// name in the table of engines.
bool is_engine(std::string_view engine, std::string_view name);

}  // namespace decide::rules
