#pragma once

#include <array>
#include <cstdint>
#include <cstring>

/// A table, what feeds it and who is writing to it, at one moment. Not values but provenance: which event
/// contributed how often, and which won. A sum, a count or a last value is right exactly if these are, so no
/// verdict depends on amounts.
namespace decide::replay {

inline constexpr int most_events = 6;
inline constexpr int most_keys = 3;
inline constexpr int most_runs = 4;  ///< the live path and three runs of the job
inline constexpr int most_log = 12;

/// Where a run stands.
enum class Pc : std::uint8_t {
  idle,     ///< the live path between two batches; a run of the job that was not started
  again,    ///< a run of the job that failed and is to be retried from its read
  read,     ///< holds a snapshot of its input
  removed,  ///< has deleted the old rows and not yet written the new ones
  part,     ///< has written a part of its rows
  written,  ///< everything is written; the success is not yet recorded
  done,     ///< a run of the job that ended
};

/// What a snapshot was taken of: log entries [begin, end); of the live path, those behind a fence. 5 bytes.
struct Snapshot {
  std::uint8_t begin, end;
  std::uint8_t view;     ///< rows that the target held then, a bit each; snapshot isolation only
  std::uint8_t touched;  ///< keys that the live path wrote since; fenced jobs only
  std::uint8_t flags;
};
inline constexpr std::uint8_t after_erase = 1;      ///< taken when the erasure had reached the source
inline constexpr std::uint8_t after_correct = 2;    ///< made by the corrected logic
inline constexpr std::uint8_t conflict = 4;         ///< somebody committed since: this one cannot
inline constexpr std::uint8_t planned = 8;          ///< a retry must take exactly these entries again
inline constexpr std::uint8_t erase_conflict = 16;  ///< an erasure committed since, and the target sees that

/// One run. 8 bytes.
struct Run {
  Pc pc;
  Snapshot seen;
  std::uint8_t flags;
  std::uint8_t extent;  ///< end of what its write under its token held, or of what it left staged
};
inline constexpr std::uint8_t wrote = 1;    ///< the target knows its token
inline constexpr std::uint8_t skipped = 2;  ///< its write was taken for a repeat
inline constexpr std::uint8_t staged = 4;   ///< a killed attempt left files that the next one publishes

/// A log entry: the event in the low bits.
inline constexpr std::uint8_t event_bits = 0x0F;
inline constexpr std::uint8_t entry_late = 0x10;     ///< arrived when the live path no longer counts it
inline constexpr std::uint8_t entry_unknown = 0x20;  ///< a repeat that comes after it has been forgotten

struct State {
  std::array<std::uint8_t, most_log> log;
  std::uint8_t length, offset;  ///< of the log; how far the live path has recorded success
  std::uint8_t arrived, late;   ///< events, a bit each
  std::uint16_t rows;           ///< two bits an event, or a key where rows change: how many rows, 3 and more
  std::array<std::uint8_t, most_keys> winner;  ///< where rows change: event + 1 of each key
  std::uint8_t erased, corrected;              ///< event or key + 1; event + 1
  std::uint8_t flags, faults;
  std::uint8_t job_extent;  ///< end of what the job wrote under a token of its input
  std::array<Run, most_runs> runs;
  std::uint8_t stray_of;  ///< run + 1 whose old attempt goes on
  Snapshot stray;
};
static_assert(sizeof(Snapshot) == 5 && sizeof(Run) == 8);
static_assert(sizeof(State) <= 64 && sizeof(State) % 2 == 0, "states are compared as bytes");

inline constexpr std::uint8_t closed = 1;          ///< the live path has left the day
inline constexpr std::uint8_t with_live = 2;       ///< a run of the job and the live path overlapped
inline constexpr std::uint8_t with_other_run = 4;  ///< two runs of the job overlapped
inline constexpr std::uint8_t disrupted = 8;       ///< a crash or its like happened
inline constexpr std::uint8_t repeated = 16;       ///< an event arrived twice
inline constexpr std::uint8_t job_wrote = 32;      ///< the target knows the job's token of its input
inline constexpr std::uint8_t unread = 64;         ///< the source has changed since the last read

inline State empty_state() {
  State state;
  std::memset(&state, 0, sizeof state);
  return state;
}
inline bool operator==(const State& a, const State& b) {
  return std::memcmp(&a, &b, sizeof a) == 0;
}

inline int rows_of(const State& state, int unit) {
  return state.rows >> (2 * unit) & 3;
}
inline void set_rows(State& state, int unit, int count) {
  const int kept = state.rows & ~(3 << (2 * unit));
  state.rows = static_cast<std::uint16_t>(kept | (count > 3 ? 3 : count) << (2 * unit));
}
inline bool has(std::uint8_t mask, int bit) {
  return (mask >> bit & 1) != 0;
}
inline void set_bit(std::uint8_t& mask, int bit) {
  mask = static_cast<std::uint8_t>(mask | 1 << bit);
}
inline void set_flag(std::uint8_t& flags, std::uint8_t flag) {
  flags = static_cast<std::uint8_t>(flags | flag);
}
inline void clear_flag(std::uint8_t& flags, std::uint8_t flag) {
  flags = static_cast<std::uint8_t>(flags & ~flag);
}

/// What readers find in the table: two tables are the same exactly if these are.
struct Sink {
  std::uint16_t rows;
  std::array<std::uint8_t, most_keys> winner;
  friend bool operator==(const Sink&, const Sink&) = default;
};
inline Sink sink_of(const State& state) {
  return {state.rows, state.winner};
}

}  // namespace decide::replay
