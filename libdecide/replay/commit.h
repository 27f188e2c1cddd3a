#pragma once

#include "replay/model.h"

/// What reading and writing mean; `step` puts them in order.
namespace decide::replay {

inline const Writer& writer_of(const Declaration& declared, int who) {
  return who == 0 ? static_cast<const Writer&>(declared.live) : declared.job;
}
/// True if its results are whole partitions, which readers expect to be complete.
inline bool replaces_whole(const Declaration& declared, int who) {
  return who > 0 || declared.live.batch;
}
inline bool is_in_flight(const Run& run) {
  return run.pc != Pc::idle && run.pc != Pc::done;
}

/// The rows that a snapshot yields, by event, or by key where rows change.
struct Content {
  std::array<std::uint8_t, most_events> count{};  ///< rows
  std::array<std::uint8_t, most_events> best{};   ///< where rows change: event + 1 that its input ends with
  std::uint8_t units = 0;                         ///< those with a row, a bit each
};
Content content_of(const Model& model, const State& state, int who, const Snapshot& seen);

/// Log entries before this one are a fenced job's: the live path leaves their rows alone while it runs.
int fence_of(const Model& model, const State& state, int who);
/// True if a commit fails, because somebody has committed since that snapshot.
bool is_refused(const Writer& writer, const Snapshot& seen);
/// True if the target takes a write for a repeat. `seen` is the one of the run, or the state's stray one.
bool is_known(const Model& model, const State& state, int who, const Snapshot& seen);
/// The row whose first event came first: no name of an event decides anything.
int first_unit(const Model& model, const State& state, const Content& content);

enum class Portion : std::uint8_t { all, first, rest };

/// Takes the snapshot of the log entries [begin, end) for a run.
Snapshot snapshot(const Model& model, const State& state, int who, int begin, int end);
/// Deletes what an overwrite replaces; true if something was there.
bool remove_old(const Model& model, State& state, int who, const Snapshot& seen);
/// Writes; false if the target refuses, because somebody committed since.
bool commit(const Model& model, State& state, int who, const Snapshot& seen, Portion portion, Seen& what);
/// The same for rows whose old ones have been deleted before.
void insert(const Model& model, State& state, int who, const Snapshot& seen);

}  // namespace decide::replay
