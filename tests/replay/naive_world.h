#pragma once

#include <array>
#include <cstddef>

/// What the second checker knows of a table, what feeds it and who is writing to it.
namespace decide::test {

/// So many events, of which two may come again; so many rows; the pipeline and two runs of its job.
inline constexpr std::size_t most_events = 2, most_entries = 4, most_rows = 2, most_writers = 3;
inline constexpr std::size_t pipeline = 0;

/// A flag for each row.
using RowSet = std::array<bool, most_rows>;

struct Entry {
  int event = -1;
  bool late = false, again = false;
  bool operator==(const Entry&) const = default;
};

/// The rows of one event, or of one key where rows change.
struct Row {
  int count = 0, winner = -1;
  bool operator==(const Row&) const = default;
};
using Table = std::array<Row, most_rows>;

/// Why a schedule is not a plain one. Each cause is searched by itself; `both`: failures and a second run, by
/// which a write is taken for a repeat of another's.
enum class Cause { none, failures, repeats, second_run, both, correction, erasure };

enum class At { idle, again, read, deleted, begun, written, done };

/// One batch of the pipeline, or one run of the job; a retry is the same one.
struct Run {
  At at = At::idle;
  int begin = 0, end = 0;   ///< what it has read of the input
  bool same_again = false;  ///< a retry under a token: reads the same input
  bool known = false;       ///< the target remembers it
  int extent = 0;           ///< how far what the target remembers reached
  bool dropped = false;     ///< its write was taken for a repeat
  bool refused = false;     ///< its commit will be
  bool corrected = false;   ///< it read by the corrected logic
  RowSet erased{};          ///< before it read
  RowSet saw{};             ///< rows that were there when it read
  RowSet theirs{};          ///< rows that the pipeline wrote since a fenced run read
  bool operator==(const Run&) const = default;
};

inline bool is_going(const Run& run) {
  return run.at != At::idle && run.at != At::done;
}

struct World {
  std::array<Entry, most_entries> log{};
  int length = 0, position = 0;
  Table table{};
  std::array<Run, most_writers> runs{};
  std::array<int, most_events> arrived{};  ///< by event: 0 not, 1 in time, 2 late
  bool closed = false;
  bool met = false;          ///< two runs of the job overlapped
  bool crossed = false;      ///< a run of the job and a batch of the pipeline did
  bool input_known = false;  ///< the target remembers the job's input
  int input_extent = 0;
  int corrected = -1;          ///< the event that no longer yields a row
  bool corrected_ran = false;  ///< a run of the job by the corrected logic has ended
  RowSet erased{};
  Cause cause = Cause::none;
  int faults = 0;
  bool operator==(const World&) const = default;
};

/// Told apart by what differs most.
struct WorldHash {
  std::size_t operator()(const World& world) const {
    std::size_t all = 17;
    const auto mix = [&all](int value) {
      all = (all ^ static_cast<std::size_t>(value + 3)) * 0x9E3779B97F4A7C15ULL;
    };
    for (const Entry& entry : world.log) mix(4 * entry.event + 2 * entry.late + entry.again);
    for (const Row& row : world.table) mix(4 * row.winner + row.count);
    for (const Run& run : world.runs) {
      mix(64 * static_cast<int>(run.at) + 8 * run.begin + run.end);
      mix(8 * run.known + 4 * run.refused + 2 * run.saw[0] + run.saw[1] + 16 * run.same_again);
    }
    mix(64 * world.position + 8 * world.faults + 4 * world.closed + 2 * world.met + world.crossed);
    mix(4 * world.corrected + 2 * world.erased[0] + world.erased[1] + 64 * static_cast<int>(world.cause));
    return all ^ (all >> 29U);
  }
};

}  // namespace decide::test
