#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "replay/timeline.h"

/// Timelines as files: written once, and executed again wherever they are read.
namespace decide::report {

/// A timeline with all that it takes to execute it: it needs no design file.
struct TraceFile {
  std::string table, pipeline, job;  ///< names; empty where there is none
  std::string bounds;
  replay::Declaration declared;
  replay::Witness witness;
  replay::Names names() const { return {table, pipeline, job}; }
};

/// As a trace calls it: "read", "crash".
std::string_view verb_word(replay::Verb verb);

/// JSON, version 1: the declaration, the steps, and after each step what the table holds.
std::string write_trace(const TraceFile& trace);
/// Refuses what is no trace, what cannot happen, what goes right, and what was altered: the states that are
/// written beside the steps must be those that the steps lead to.
Result<TraceFile> read_trace(std::string_view text);

}  // namespace decide::report
