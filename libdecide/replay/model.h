#pragma once

#include <array>
#include <cstdint>

#include "replay/declaration.h"
#include "replay/state.h"

namespace decide::replay {

/// The events of one exploration. Events of one key come in the order of their versions.
struct Shape {
  int events = 1;
  int keys = 1;
  std::array<std::uint8_t, most_events> key_of{};
  friend bool operator==(const Shape&, const Shape&) = default;
};

/// What may go wrong, a bit each.
namespace fault {
inline constexpr std::uint16_t crash = 1, unknown = 2, duplicate = 4, erase = 8, correct = 16, extra_run = 32,
                               of_live = 64;  ///< crashes and their like befall the live path too
/// What engines and schedulers promise not to do, and have been seen to do.
inline constexpr std::uint16_t zombie = 128, leftover = 256, reread = 512, double_start = 1024;
inline constexpr std::uint16_t failures = crash | unknown | zombie | leftover | reread;
inline constexpr std::uint16_t usual = crash | unknown | duplicate | erase | correct | extra_run | of_live;
inline constexpr std::uint16_t any = usual | zombie | leftover | reread | double_start;
}  // namespace fault

/// Which equivalent schedules are explored once only.
struct Reductions {
  bool arrivals = true;  ///< R2: interchangeable events arrive in order
  bool segments = true;  ///< R3: arrivals between two reads commute
  bool keys = true;      ///< R4: keys of the same structure are used in order
  bool runs = true;      ///< R5: runs of the job are started in order
  /// A success that nothing can prevent any more is recorded at once, and what comes, is corrected or is
  /// closed does so just before somebody reads. Timelines are not the shortest then.
  bool just_in_time = false;
  static Reductions none() { return {false, false, false, false, false}; }
};

/// All that the transition function depends on beside the state.
struct Model {
  Declaration declared;
  Shape shape;
  int faults = 0;
  int runs = 2;  ///< of the job
  std::uint16_t possible = fault::usual;
  Reductions reductions;
};

/// The order of this list decides which of two equally short timelines is shown.
enum class Verb : std::uint8_t {
  arrive,       ///< an event reaches the input
  arrive_late,  ///< the same, when the live path no longer counts it
  duplicate,    ///< an event reaches the input again
  close,        ///< the live path leaves the day
  read,         ///< a run takes a snapshot of its input
  remove,       ///< a run deletes the rows that it replaces
  part,         ///< a run writes the first of its rows
  write,        ///< a run writes (the rest of) its rows
  ack,          ///< a run records its success
  stray_write,  ///< an attempt that was believed dead writes
  erase,        ///< a person is erased, everywhere the plan reaches
  correct,      ///< the logic is corrected: an event no longer yields a row
  crash,        ///< a run dies and is retried from its read; under a token its retry reads the same again
  unknown,      ///< the write took effect, the run believes that it failed and writes again
  zombie,       ///< a run is believed dead and retried, and goes on
  leftover,     ///< a run is killed and its staged files stay
  reread,       ///< a run with a token dies, and its retry reads what has come since
  rerun,        ///< one complete run more, without faults; never chosen, only asked for
};
inline constexpr int verb_count = 18;

struct Action {
  Verb verb;
  std::uint8_t of;  ///< an event or key; or a run: 0 the live path, 1.. runs of the job
  friend bool operator==(const Action&, const Action&) = default;
};
static_assert(sizeof(Action) == 2);

/// All that can happen in a state, in order.
class Actions {
 public:
  // what is not added is not there: nothing is to be cleared
  Actions() {}  // NOLINT(modernize-use-equals-default,cppcoreguidelines-pro-type-member-init)
  void add(Verb verb, int of) { all_[count_++] = {verb, static_cast<std::uint8_t>(of)}; }
  const Action* begin() const { return all_.data(); }
  const Action* end() const { return all_.data() + count_; }
  bool empty() const { return count_ == 0; }

 private:
  std::array<Action, 64> all_;
  std::size_t count_ = 0;
};

/// What a step did beside leading to a state; some invariants are about steps.
struct Seen {
  bool stale = false;      ///< a newer version of a row, committed after the writer had read, was replaced
  bool reordered = false;  ///< a newer version of a row that the writer had read was replaced
  bool half = false;       ///< readers can see a part of what was or will be there
  bool silent = false;     ///< a run recorded a success that did not contribute its whole input
};

State initial(const Model& model);
Actions enabled(const Model& model, const State& state);
State step(const Model& model, const State& state, Action action, Seen& seen);
/// True if nothing is in flight and everything that arrived has been offered to whoever fills the table.
bool is_quiescent(const Model& model, const State& state);
bool is_fault(Verb verb);
/// True for what a run does by itself: no arrival, nothing that goes wrong.
inline bool is_work(Verb verb) {
  return verb > Verb::close && !is_fault(verb) && verb != Verb::rerun;
}

/// True if several events may share a row, of which one wins.
inline bool rows_change(const Declaration& declared) {
  return (declared.live.present && declared.live.effect == Effect::upsert) ||
         (declared.job.present && declared.job.effect == Effect::upsert);
}
/// The row that an event belongs to: its key where rows change, else itself.
inline int unit_of(const Model& model, int event) {
  return rows_change(model.declared) ? model.shape.key_of[static_cast<std::size_t>(event)] : event;
}
/// What the table must hold when exactly the events that arrived did, less whom was erased and what the
/// corrected logic does not yield.
Sink truth(const Model& model, const State& state);
/// How many runs of the job have ended, have been started.
int runs_done(const State& state);
int runs_started(const State& state);

}  // namespace decide::replay
