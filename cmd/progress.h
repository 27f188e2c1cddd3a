#pragma once

#include <chrono>
#include <string>

#include "env.h"
#include "replay/explore.h"

namespace dedesign {

/// One line on a terminal that says how far a search is. It appears when the search takes longer than one
/// waits without asking, and is gone when the object is.
class ProgressLine {
 public:
  /// Shows nothing where nobody looks: no terminal, one that cannot move its cursor, CI, --quiet.
  ProgressLine(const Env& env, bool quiet)
      : shows_(env.err_terminal && !env.ci && env.term != "dumb" && !quiet) {}
  ~ProgressLine() { clear(); }
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;

  void show(const decide::replay::Progress& progress);
  void clear();

 private:
  using Clock = std::chrono::steady_clock;
  bool shows_;
  bool is_there_ = false;
  Clock::time_point begin_ = Clock::now(), last_ = begin_;
};

/// "searching 2 of 8: 4 events, 2 faults, 1.2M states"
std::string progress_text(const decide::replay::Progress& progress);

}  // namespace dedesign
