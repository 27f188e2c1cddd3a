#include <algorithm>

#include "replay/explore.h"
#include "replay/search.h"

/// Timelines are executed again, by the transition function alone, before anybody is shown one.
namespace decide::replay {

namespace {

struct Last {
  State before, after;
  Action by;
  Seen seen;
};

bool shows_at_step(const Model& model, Defect defect, const Last& last) {
  switch (defect) {
    case Defect::half:
      return last.seen.half;
    case Defect::silent:
      return last.seen.silent;
    case Defect::erased:
      return has_erased(last.after);
    case Defect::rerun:
      return last.by.verb == Verb::rerun && is_quiescent(model, last.before) &&
             rerun_changes(model, last.before, last.by.of);
    case Defect::race:
      return last.seen.stale && (last.after.flags & with_live) != 0;
    case Defect::order:
      return last.seen.reordered && last.by.of > 0;
    default:
      return false;
  }
}

Faultless faultless_of(const Model& model) {
  Model calm = model;
  calm.faults = 0;
  calm.reductions = {};
  Effort effort;
  effort.budget = deep.states;
  Faultless outcomes;
  Search search(calm, 0, 1, effort);
  search.run_faultless(outcomes);
  return outcomes;
}

bool shows_at_end(const Model& model, Defect defect, const State& end) {
  if (!is_quiescent(model, end)) return false;
  if (defect == Defect::late) return misses_late(model, end);
  if (defect == Defect::ghost) return has_ghost(model, end);
  if (defect == Defect::order) return sink_of(end) != truth(model, end) && end.faults == 0;
  const Faultless outcomes = faultless_of(model);
  const Ending ending = ending_of(model, end);
  const auto apart = [&](int runs) { return outcomes.apart.has(ending, runs); };
  const int done = runs_done(end);
  switch (defect) {
    case Defect::retry:
      return (end.flags & disrupted) != 0 && !outcomes.all.has(ending, done);
    case Defect::repeat:
      return (end.flags & repeated) != 0 && !outcomes.all.has(ending, done);
    case Defect::race:
      return (end.flags & with_live) != 0 && !apart(done);
    case Defect::overlap:
      return (end.flags & with_other_run) != 0 && !apart(0) && !apart(1);
    default:
      return false;
  }
}

/// True if nothing that runs do from here on comes to an end.
bool has_no_way_out(const Model& model, const State& end) {
  if (!is_waiting(model, end)) return false;
  std::vector<State> reached{end};
  for (std::size_t i = 0; i < reached.size(); ++i) {
    const State state = reached[i];
    if (!is_waiting(model, state)) return false;
    for (const Action action : enabled(model, state)) {
      Seen seen;
      if (!is_work(action.verb)) continue;
      const State next = step(model, state, action, seen);
      if (std::find(reached.begin(), reached.end(), next) == reached.end()) reached.push_back(next);
    }
  }
  return true;
}

}  // namespace

std::optional<std::vector<State>> replay(const Declaration& declared, const Witness& witness) {
  const Model model = model_of(declared, witness);
  std::vector<State> states{initial(model)};
  Last last{};
  for (std::size_t i = 0; i < witness.steps.size(); ++i) {
    const Action action = witness.steps[i];
    const Actions possible = enabled(model, states.back());
    const bool asked =
        action.verb == Verb::rerun && witness.defect == Defect::rerun && i + 1 == witness.steps.size();
    if (!asked && std::find(possible.begin(), possible.end(), action) == possible.end()) return std::nullopt;
    last = {states.back(), {}, action, {}};
    last.after = step(model, last.before, action, last.seen);
    states.push_back(last.after);
  }
  if (witness.steps.empty()) return std::nullopt;
  const bool wrong = shows_at_step(model, witness.defect, last) ||
                     shows_at_end(model, witness.defect, last.after) ||
                     (witness.defect == Defect::stuck && has_no_way_out(model, last.after));
  return wrong ? std::optional(states) : std::nullopt;
}

}  // namespace decide::replay
