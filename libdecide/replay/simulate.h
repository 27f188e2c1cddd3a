#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "replay/declaration.h"
#include "replay/delay.h"

/// How often a table goes wrong at volume. The search says whether it can; this draws, for each event, what
/// befalls it, and does with it what the declaration says. Every draw is a function of the seed, of what is
/// drawn and of the event: neither threads nor batches nor order change a result, and one event can be looked
/// at alone.
namespace decide::replay {

/// What befalls the events of a table, and how often. Times are seconds.
struct Hazards {
  std::uint64_t batch = 1000;  ///< events of one run or commit, 1 to `most_batch`
  double batch_time = 1;       ///< that a batch covers
  double crash = 0;            ///< share of attempts that fail once written and before that is recorded (at
                               ///< most once: once read and before they are written); 0 to 0.5
  Delay repeat;                ///< the share of events that come again, and after how long
  double remembered = 0;       ///< how long a repeat is recognised, where `dedup` is too short
  Delay late;                  ///< how long after it happened an event arrives
  double counted_until = 0;    ///< the delay after which an event is lost, where `loses_late`
  double update_gap = 0;       ///< mean time between two changes of a key; 0: rows do not change
  std::uint64_t updates = 1;   ///< events of one key
  int rebuilds = 0;            ///< runs of the job
  double covered = 0;          ///< share of the events, the newest, that such a run reads
  double job_time = 0;         ///< between the read of such a run and its write
  double span = 1;             ///< the time that all events cover
  double gap = 0;              ///< between the delete and the insert of a run that is not atomic
  double runs_a_day = 0;       ///< of such runs
};
inline constexpr std::uint64_t most_batch = 1'000'000;

/// What befell one event.
struct Fate {
  int crashes = 0;   ///< of its batch
  double delay = 0;  ///< until it arrived
  int surplus = 0;   ///< times that it is counted beside the first
  bool lost = false;
  bool stale = false;  ///< its key ends with an older version; of the last event of a key only
};
Fate fate(const Declaration& declared, const Hazards& hazards, std::uint64_t seed, std::uint64_t event,
          std::uint64_t events);

/// Sums over batches, exact, from which a share and its error follow. What befalls a batch befalls all its
/// events, so that the batches are what counts as independent.
struct Tally {
  std::uint64_t batches = 0, trials = 0, hits = 0;
  std::uint64_t trials_squared = 0, hits_squared = 0, product = 0;  ///< sums of squares and products
  void add(std::uint64_t of_trials, std::uint64_t of_hits);
  void add(const Tally& other);
  double share() const;           ///< hits ÷ trials; 0 without trials
  double standard_error() const;  ///< of the share, by batch; 0 with fewer than two batches
};

/// One figure of a simulation.
struct Often {
  bool possible = false;  ///< nothing that is declared could cause it
  bool by_batch = false;  ///< some cause strikes whole batches
  bool exact = false;     ///< nothing is drawn: it follows from what is declared
  Tally tally;
  /// 95 %: the share is below 3 in that many, where nothing was seen; batches if a cause strikes them.
  std::uint64_t independent() const { return by_batch ? tally.batches : tally.trials; }
  double low() const;   ///< of the 95 % interval, not below 0
  double high() const;  ///< where nothing was seen, 3 / independent()
};

struct Simulated {
  std::uint64_t events = 0;
  Often over;            ///< surplus countings per event
  Often under;           ///< events that are not counted
  Often stale;           ///< keys that end with an older version
  double exposed_a_day;  ///< seconds in which a part of a partition is visible; exact
};
Simulated simulate(const Declaration& declared, const Hazards& hazards, std::uint64_t events,
                   std::uint64_t seed, int jobs = 1);

}  // namespace decide::replay
