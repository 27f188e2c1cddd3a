#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

/// What a design declares of one table, one pipeline that fills it and one job that rebuilds it, reduced to
/// what decides whether replays, retries and races leave the table right. It knows nothing of the file
/// format: `from_design` maps a design to it. Times are no part of it: where one declared time is held
/// against another, only the outcome of that comparison is.
namespace decide::replay {

/// What a write does to the rows that are there.
enum class Effect : std::uint8_t {
  add,        ///< append, increment; a merge whose key is another one at every run
  put,        ///< merge of rows that do not change, or of aggregates: the row of each key is set
  upsert,     ///< merge of rows that change: of several events of one key, one wins
  overwrite,  ///< overwrite_partition, replace: the rows of the range are replaced
};

enum class Isolation : std::uint8_t { none, snapshot, serializable };
/// What the target remembers of a write. `run`: of this run. `batch`: of this input, whichever run writes it.
enum class Token : std::uint8_t { none, run, batch };
enum class Delivery : std::uint8_t { at_most_once, at_least_once, exactly_once };
/// Whether a repeated event is recognised: never, for less time than it may take to come again, or always.
enum class Dedup : std::uint8_t { none, too_short, lasting };
enum class WhileLive : std::uint8_t { paused, fenced, concurrent };

/// What a pipeline and a job have in common.
struct Writer {
  Effect effect = Effect::add;
  bool versioned = false;  ///< where rows change: the higher version wins, not the last to arrive
  bool distinct = false;   ///< one write holds each event at most once, whatever its input repeats
  bool atomic = true;      ///< readers see all of a write or none of it
  Isolation isolation = Isolation::none;
  Token token = Token::none;
  bool sees_duplicates = false;  ///< its input may hold an event twice
  Dedup dedup = Dedup::none;
  bool source_erased = false;    ///< the erasure plan reaches what it reads
  bool erase_conflicts = false;  ///< its commit fails if an erasure came between its read and its commit
  friend bool operator==(const Writer&, const Writer&) = default;
};

/// The pipeline that fills the table.
struct Live : Writer {
  bool present = false;
  bool batch = false;  ///< scheduled runs, whose results are whole partitions; else a stream of commits
  bool whole = false;  ///< a write holds all that was counted so far: aggregates in state, lookback
  Delivery delivery = Delivery::at_least_once;
  bool loses_late =
      false;  ///< events within `lateness.max` come too late for it, and nothing else counts them
  friend bool operator==(const Live&, const Live&) = default;
};

/// The job that rebuilds the table.
struct Job : Writer {
  bool present = false;
  WhileLive while_live = WhileLive::concurrent;
  bool exclusive = false;     ///< a second run waits
  bool readers_held = false;  ///< `gate: not_ready`: nobody reads the table during a run
  friend bool operator==(const Job&, const Job&) = default;
};

/// A field that the file leaves open, so that the model assumes the less favourable answer.
enum class Field : std::uint8_t {
  delivery,    ///< at least once
  while_live,  ///< concurrent
  exclusive,   ///< two runs may overlap
  reaches,     ///< the erasure reaches the target only
};
inline constexpr std::size_t field_count = 4;

struct Declaration {
  Live live;
  Job job;
  bool erasable = false;  ///< rows of persons are erased from the table, and stay readable wherever they are
  std::array<bool, field_count> assumed{};
  bool is_assumed(Field field) const { return assumed[static_cast<std::size_t>(field)]; }
  friend bool operator==(const Declaration&, const Declaration&) = default;
};

}  // namespace decide::replay
