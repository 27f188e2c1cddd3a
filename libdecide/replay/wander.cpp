#include "replay/wander.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <map>
#include <optional>

namespace decide::replay {

namespace {

/// Numbers that are the same on every machine.
class Draws {
 public:
  explicit Draws(std::uint64_t seed) : state_(seed * 0x9E3779B97F4A7C15ULL + 1) {}
  std::uint64_t next() {
    state_ ^= state_ << 13U;
    state_ ^= state_ >> 7U;
    state_ ^= state_ << 17U;
    return state_;
  }
  std::size_t below(std::uint64_t n) { return (next() >> 11U) % n; }

 private:
  std::uint64_t state_;
};

/// Whoever acts: each event by itself, the runs, the end of a day, what changes from outside, and what goes
/// wrong.
constexpr std::size_t runs = most_events, close = runs + most_runs, outside = close + 1,
                      failure = outside + 1, actors = failure + 1;

std::size_t actor_of(Action action) {
  switch (action.verb) {
    case Verb::arrive:
    case Verb::arrive_late:
      return action.of;
    case Verb::close:
      return close;
    case Verb::erase:
    case Verb::correct:
      return outside;
    case Verb::stray_write:
      return failure;
    default:
      return is_fault(action.verb) ? failure : runs + action.of;
  }
}

/// Priorities, of which two fall.
class Priorities {
 public:
  Priorities(Draws& draws, std::size_t longest) : draws_(draws) {
    for (auto& priority : all_) priority = any();
    for (auto& point : points_) point = draws.below(longest);
  }

  Action choose(const Actions& possible, std::size_t step) {
    const bool falls = std::find(points_.begin(), points_.end(), step) != points_.end();
    if (falls) all_[highest(possible)] = --lowest_;
    const std::size_t who = highest(possible);
    std::vector<Action> own;
    std::copy_if(possible.begin(), possible.end(), std::back_inserter(own),
                 [&](Action action) { return actor_of(action) == who; });
    // One mishap does not bring the next: who has nothing to do of his own waits for another turn.
    if (who == failure || who == outside) all_[who] = any();
    return own[draws_.below(own.size())];
  }

 private:
  std::int64_t any() { return static_cast<std::int64_t>(1 + draws_.below(1U << 20U)); }
  std::size_t highest(const Actions& possible) const {
    const auto before = [&](Action a, Action b) { return all_[actor_of(a)] < all_[actor_of(b)]; };
    return actor_of(*std::max_element(possible.begin(), possible.end(), before));
  }

  Draws& draws_;
  std::array<std::int64_t, actors> all_{};
  std::array<std::size_t, 2> points_{};
  std::int64_t lowest_ = 0;
};

/// Executes steps; nothing if one is not possible where it stands.
struct End {
  State state;
  Seen last;
};
std::optional<End> end_of(const Model& model, const std::vector<Action>& steps) {
  End end{initial(model), {}};
  for (const Action action : steps) {
    const Actions possible = enabled(model, end.state);
    if (std::find(possible.begin(), possible.end(), action) == possible.end()) return std::nullopt;
    end.last = {};
    end.state = step(model, end.state, action, end.last);
  }
  return end;
}

/// What the last step shows by itself, or what a table that is not right at the end may be due to: a
/// suspicion, which `replay` decides.
bool is_suspect(const Model& model, Defect defect, const End& end) {
  const std::uint8_t flags = end.state.flags;
  switch (defect) {
    case Defect::half:
      return end.last.half;
    case Defect::silent:
      return end.last.silent;
    case Defect::erased:
      return has_erased(end.state);
    case Defect::late:
      return is_quiescent(model, end.state) && misses_late(model, end.state);
    case Defect::ghost:
      return is_quiescent(model, end.state) && has_ghost(model, end.state);
    case Defect::race:
      if (end.last.stale && (flags & with_live) != 0 && end.state.faults == 0) return true;
      break;
    default:
      break;
  }
  if (!is_quiescent(model, end.state) || sink_of(end.state) == truth(model, end.state)) return false;
  const bool failed = (flags & disrupted) != 0, twice = (flags & repeated) != 0;
  const bool changed = end.state.erased != 0 || end.state.corrected != 0;
  if (defect == Defect::retry) return failed && !twice && !changed && runs_started(end.state) <= 1;
  if (defect == Defect::repeat) return twice && !failed && !changed && runs_started(end.state) <= 1;
  if (defect == Defect::race) return (flags & with_live) != 0 && end.state.faults == 0;
  if (defect == Defect::overlap) return (flags & with_other_run) != 0 && !failed && !twice && !changed;
  return defect == Defect::order && end.state.faults == 0;
}

class Wanderer {
 public:
  Wanderer(const Declaration& declared, const Options& options, const std::vector<Defect>& wanted)
      : declared_(declared), options_(options) {
    for (const Defect defect : wanted) tries_[defect] = most_tries;
  }

  std::vector<Witness> go(std::uint64_t schedules) {
    for (std::uint64_t i = 0; i < schedules && !tries_.empty(); ++i) try_one(i + 1);
    std::vector<Witness> all;
    for (auto& [defect, witness] : found_) all.push_back(std::move(witness));
    return all;
  }

 private:
  static constexpr int most_tries = 16;  ///< suspicions that are followed, a defect
  static constexpr std::size_t longest = 40;

  Shape any_shape(Draws& draws) const {
    Shape shape;
    shape.events = static_cast<int>(1 + draws.below(static_cast<std::uint64_t>(options_.bounds.events)));
    for (int i = 1; rows_change(declared_) && i < shape.events; ++i) {
      if (draws.below(2) == 0 && shape.keys < options_.bounds.keys) ++shape.keys;
      shape.key_of[static_cast<std::size_t>(i)] = static_cast<std::uint8_t>(shape.keys - 1);
    }
    return shape;
  }

  Model model(const Witness& witness) const {
    Model model = model_of(declared_, witness);
    model.possible = options_.possible;
    return model;
  }

  void try_one(std::uint64_t seed) {
    Draws draws(seed);
    Witness schedule;
    schedule.shape = any_shape(draws);
    schedule.faults = static_cast<int>(draws.below(static_cast<std::uint64_t>(options_.bounds.faults) + 1));
    const Model it = model(schedule);
    const auto steps = random_schedule(it, draws.next(), longest);
    End end{initial(it), {}};
    for (const Action action : steps) {
      end.last = {};
      end.state = step(it, end.state, action, end.last);
      schedule.steps.push_back(action);
      for (const Defect defect : suspects(it, end)) follow(schedule, defect);
    }
  }

  std::vector<Defect> suspects(const Model& it, const End& end) const {
    std::vector<Defect> all;
    for (const auto& [defect, left] : tries_) {
      if (is_suspect(it, defect, end)) all.push_back(defect);
    }
    return all;
  }

  void follow(Witness schedule, Defect defect) {
    schedule.defect = defect;
    shorten(schedule);
    if (replay(declared_, schedule)) {
      count(schedule);
      found_[defect] = shortest(schedule);
      tries_.erase(defect);
    } else if (--tries_[defect] == 0) {
      tries_.erase(defect);
    }
  }

  /// Leaves steps out, one and two at a time, for as long as the suspicion stays.
  void shorten(Witness& schedule) const {
    for (std::size_t size : {2U, 1U, 2U, 1U}) {
      for (std::size_t at = schedule.steps.size(); at-- > 0;) {
        Witness less = schedule;
        const auto begin = less.steps.begin() + static_cast<std::ptrdiff_t>(at);
        less.steps.erase(begin, begin + static_cast<std::ptrdiff_t>(std::min(size, less.steps.size() - at)));
        const Model it = model(less);
        const auto end = end_of(it, less.steps);
        if (end && is_suspect(it, less.defect, *end)) schedule.steps = std::move(less.steps);
      }
    }
  }

  void count(Witness& schedule) const {
    const auto end = end_of(model(schedule), schedule.steps);
    if (end) schedule.faults = end->state.faults;
    schedule.events =
        static_cast<int>(std::count_if(schedule.steps.begin(), schedule.steps.end(),
                                       [](Action action) { return action.verb <= Verb::arrive_late; }));
  }

  /// The shortest with no more events and faults, where all of those can be tried.
  Witness shortest(const Witness& found) const {
    Options again = options_;
    again.only = found.defect;
    again.bounds = {
        "within",     found.events,         options_.bounds.keys,
        found.faults, options_.bounds.runs, std::min<std::uint64_t>(options_.bounds.states, quick.states)};
    const Outcome outcome = explore(declared_, again);
    const Witness* better = outcome.find(found.defect);
    return better != nullptr && better->steps.size() <= found.steps.size() ? *better : found;
  }

  const Declaration& declared_;
  const Options& options_;
  std::map<Defect, int> tries_;  ///< of those that are still looked for
  std::map<Defect, Witness> found_;
};

}  // namespace

std::vector<Action> random_schedule(const Model& model, std::uint64_t seed, std::size_t longest) {
  Draws draws(seed);
  Priorities priorities(draws, longest);
  std::vector<Action> steps;
  State state = initial(model);
  while (steps.size() < longest) {
    const Actions possible = enabled(model, state);
    if (possible.empty()) break;
    steps.push_back(priorities.choose(possible, steps.size()));
    Seen seen;
    state = step(model, state, steps.back(), seen);
  }
  return steps;
}

std::vector<Witness> wander(const Declaration& declared, const Options& options,
                            const std::vector<Defect>& wanted, std::uint64_t schedules) {
  return Wanderer(declared, options, wanted).go(schedules);
}

}  // namespace decide::replay
