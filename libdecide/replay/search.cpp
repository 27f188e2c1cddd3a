#include "replay/search.h"

#include <algorithm>
#include <array>
#include <thread>
#include <utility>

namespace decide::replay {

namespace {

/// How many states are expanded before what they lead to is put in order; bounds memory, changes no result.
constexpr std::size_t stretch = 1 << 14;

bool is_undisturbed(const State& state) {
  return state.erased == 0 && state.corrected == 0;
}

bool shorter(const std::vector<Action>& a, const std::vector<Action>& b) {
  if (a.size() != b.size()) return a.size() < b.size();
  const auto earlier = [](Action x, Action y) { return std::pair(x.verb, x.of) < std::pair(y.verb, y.of); };
  return std::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end(), earlier);
}

}  // namespace

/// True if this defect is looked for here and not found yet; counts that its premise held.
bool Search::asks(Defect defect) {
  if (!has_defect(wanted_, defect)) return false;
  ++effort_.coverage.judged[static_cast<std::size_t>(defect)];
  return true;
}

void Search::record(Defect defect, std::vector<Action> steps) {
  const auto [at, is_new] = found_.try_emplace(defect, steps);
  if (!is_new && shorter(steps, at->second)) at->second = std::move(steps);
}

void Search::expand(std::size_t begin, std::size_t end, std::vector<Candidate>& out) const {
  for (std::size_t id = begin; id < end; ++id) {
    const State& state = store_[id];
    const Actions actions = enabled(model_, state);
    bool moves = false;
    for (const Action action : actions) {
      moves = moves || is_work(action.verb);
      Candidate& next = out.emplace_back();
      next.state = step(model_, state, action, next.seen);
      next.hash = hash_of(next.state);
      next.parent = static_cast<Store::Id>(id);
      next.by = action;
      next.stuck = false;
    }
    const bool waits = !moves && (state.flags & unread) == 0 && is_waiting(model_, state);
    if (waits && !actions.empty()) out.back().stuck = true;
  }
}

void Search::expand_all(const Judge& judge) {
  const State start = initial(model_);
  store_.add(start, hash_of(start), Store::none, {});
  std::vector<std::vector<Candidate>> parts(static_cast<std::size_t>(std::max(1, jobs_)));
  for (std::size_t begin = 0; begin < store_.size() && !effort_.exceeded();) {
    const std::size_t end = std::min(store_.size(), begin + stretch);
    const std::size_t share = (end - begin + parts.size() - 1) / parts.size();
    const auto work = [&](std::size_t part) {
      parts[part].clear();
      expand(std::min(end, begin + part * share), std::min(end, begin + (part + 1) * share), parts[part]);
    };
    std::vector<std::thread> helpers;
    const bool alone = end - begin < 256;
    for (std::size_t part = 1; part < parts.size() && !alone; ++part) helpers.emplace_back(work, part);
    work(0);
    for (std::size_t part = 1; part < parts.size() && alone; ++part) work(part);
    for (std::thread& helper : helpers) helper.join();
    for (const auto& part : parts) merge(part, judge);
    begin = end;
    effort_.at.states = effort_.states;
    if (effort_.watch) effort_.watch(effort_.at);
  }
}

/// True if what a run does there leads to a state that is known to come to an end.
bool Search::leads_out(std::size_t id, const std::vector<bool>& out) const {
  const State& state = store_[id];
  if (is_quiescent(model_, state) || !is_waiting(model_, state)) return true;
  for (const Action action : enabled(model_, state)) {
    if (!is_work(action.verb)) continue;
    Seen seen;
    const State next = step(model_, state, action, seen);
    const Store::Id to = store_.find(next, hash_of(next));
    if (to != Store::none && out[to]) return true;
  }
  return false;
}

/// I10, from the ends backwards: what no sweep over the states reaches has no way out. Steps lead nearly
/// always to states that were found later, so that two sweeps do.
void Search::judge_ways_out() {
  if (!seeks_ways_out_ || effort_.exceeded() || !has_defect(wanted_, Defect::stuck)) return;
  std::vector<bool> out(store_.size(), false);
  for (bool grows = true; grows;) {
    grows = false;
    for (std::size_t id = store_.size(); id-- > 0;) {
      if (out[id] || !leads_out(id, out)) continue;
      out[id] = grows = true;
    }
  }
  const auto lost = std::find(out.begin(), out.end(), false);
  if (lost == out.end() || found_.contains(Defect::stuck)) return;
  record(Defect::stuck, store_.path(static_cast<Store::Id>(lost - out.begin())));
}

void Search::merge(const std::vector<Candidate>& all, const Judge& judge) {
  effort_.transitions += all.size();
  constexpr std::size_t far = 16, near = 8;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const Candidate& candidate = all[i];
    if (i + far < all.size()) store_.expect_slot(all[i + far].hash);
    if (i + near < all.size()) store_.expect_state(all[i + near].hash);
    ++effort_.coverage.fired[static_cast<std::size_t>(candidate.by.verb)];
    judge_step(candidate);
    const Store::Id id = store_.add(candidate.state, candidate.hash, candidate.parent, candidate.by);
    if (id == Store::none) continue;
    ++effort_.states;
    if (candidate.state.faults > 0) ++effort_.coverage.disturbed;
    judge(id);
  }
}

void Search::judge_step(const Candidate& candidate) {
  const auto steps = [&] {
    auto all = store_.path(candidate.parent);
    all.push_back(candidate.by);
    return all;
  };
  const State& next = candidate.state;
  const bool undisturbed = is_undisturbed(next) && (next.flags & (disrupted | repeated)) == 0;
  const auto found = [&](Defect defect, bool wrong) {
    if (!asks(defect) || !wrong) return;
    const auto seen = found_.find(defect);
    if (seen == found_.end()) record(defect, steps());
  };
  if (undisturbed && (candidate.by.verb == Verb::remove || candidate.by.verb == Verb::part))
    found(Defect::half, candidate.seen.half);
  if (candidate.by.verb == Verb::ack) found(Defect::silent, candidate.seen.silent);
  if (next.erased != 0) found(Defect::erased, has_erased(next));
  if (candidate.stuck) found(Defect::stuck, true);
  if (candidate.by.verb != Verb::write || next.faults > 0) return;
  if ((next.flags & with_live) != 0) found(Defect::race, candidate.seen.stale);
  if (candidate.by.of > 0) found(Defect::order, candidate.seen.reordered);
}

namespace {

/// The first states in which the order of arrival shows: nothing but whoever fills the table has run.
bool shows_order(const Model& model, const State& state) {
  if (model.declared.live.present) return runs_started(state) == 0;
  return runs_started(state) == 1 && runs_done(state) == 1;
}

}  // namespace

void Search::run_faultless(Faultless& outcomes) {
  Outcomes by_order;
  std::vector<Store::Id> ends;
  std::map<Ending, int> tables;
  expand_all([&](Store::Id id) {
    const State& state = store_[id];
    if (!is_quiescent(model_, state)) return;
    ends.push_back(id);
    const Ending ending = ending_of(model_, state);
    outcomes.all.add(ending, runs_done(state));
    if ((state.flags & with_live) == 0) outcomes.apart.add(ending, runs_done(state));
    if (shows_order(model_, state) && by_order.add(ending, 0)) ++tables[arrivals_of(model_, state)];
  });
  if (effort_.exceeded()) return;  // what is known is too little to judge by
  judge_ways_out();
  for (const Store::Id id : ends) {
    judge_faultless(id, outcomes);
    const State& state = store_[id];
    if (!shows_order(model_, state) || !asks(Defect::order)) continue;
    const bool differs = tables[arrivals_of(model_, state)] > 1;
    if (differs && sink_of(state) != truth(model_, state)) record(Defect::order, store_.path(id));
  }
}

void Search::judge_faultless(Store::Id id, const Faultless& outcomes) {
  const State& state = store_[id];
  const bool apart = (state.flags & with_live) == 0;
  const auto found = [&](Defect defect, bool wrong) {
    if (wrong) record(defect, store_.path(id));
  };
  if (state.late != 0 && asks(Defect::late)) found(Defect::late, misses_late(model_, state));
  if (!apart && asks(Defect::race))
    found(Defect::race, !outcomes.apart.has(ending_of(model_, state), runs_done(state)));
  const int who = model_.declared.job.present ? 1 : 0;
  const bool reruns = who == 1 || model_.declared.live.batch;
  if (!apart || !reruns || found_.contains(Defect::rerun) || !asks(Defect::rerun)) return;
  if (!rerun_changes(model_, state, who)) return;
  auto steps = store_.path(id);
  steps.push_back({Verb::rerun, static_cast<std::uint8_t>(who)});
  record(Defect::rerun, std::move(steps));
}

void Search::run(const Faultless& outcomes) {
  expand_all([&](Store::Id id) { judge_disturbed(id, outcomes); });
  judge_ways_out();
}

void Search::judge_disturbed(Store::Id id, const Faultless& outcomes) {
  const State& state = store_[id];
  if (state.faults == 0 || !is_quiescent(model_, state)) return;
  const std::uint8_t flags = state.flags;
  const int done = runs_done(state);
  const Ending ending = ending_of(model_, state);
  const auto found = [&](Defect defect, bool wrong) {
    if (!found_.contains(defect) && asks(defect) && wrong) record(defect, store_.path(id));
  };
  const auto differs = [&](int runs) { return !outcomes.all.has(ending, runs); };
  const auto differs_apart = [&](int runs) { return !outcomes.apart.has(ending, runs); };
  const bool failed = (flags & disrupted) != 0, twice = (flags & repeated) != 0;
  const bool overlapped = (flags & (with_live | with_other_run)) != 0;
  if (state.corrected != 0 && state.erased == 0 && !failed && !twice && !overlapped)
    found(Defect::ghost, has_ghost(model_, state));
  if (!is_undisturbed(state)) return;
  const int started = runs_started(state);
  if (failed && !twice && started <= 1) found(Defect::retry, differs(done));
  if (twice && !failed && started <= 1 && (flags & with_live) == 0) found(Defect::repeat, differs(done));
  if (!failed && !twice && (flags & with_other_run) != 0 && (flags & with_live) == 0)
    found(Defect::overlap, differs_apart(0) && differs_apart(1));
}

}  // namespace decide::replay
