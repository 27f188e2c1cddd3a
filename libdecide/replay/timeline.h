#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "replay/explore.h"

/// A witness as text.
namespace decide::replay {

/// What the file calls them; empty where there is none.
struct Names {
  std::string_view table, pipeline, job;
};

/// One step: whose it is, what it does, and what the table and a right table hold afterwards.
struct Line {
  enum class Lane : std::uint8_t { source, live, job } lane = Lane::source;
  int run = 0;  ///< of the job, from 1
  std::string what;
  std::string table, right;
  bool changed = false;  ///< the table
};

std::vector<Line> lines(const Declaration& declared, const Witness& witness);
/// "e1 arrives; land reads e1, writes e1, crashes, reads e1, writes e1"
std::string in_one_line(const std::vector<Line>& lines, const Names& names);
/// One row a step, a column for each of source, pipeline, job, table and a right table; at most 100 columns.
std::string in_lanes(const std::vector<Line>& lines, const Names& names);
/// What the table ends up with, against what is right: "holds e1 twice; it should hold e1 once".
std::string contradiction(const Declaration& declared, const Witness& witness, const Names& names);
/// "1 event, 1 fault, 6 steps"
std::string cost(const Witness& witness);

}  // namespace decide::replay
