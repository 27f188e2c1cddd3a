#include "replay/explore.h"

#include <algorithm>
#include <array>
#include <functional>
#include <iterator>

#include "replay/search.h"
#include "replay/wander.h"

namespace decide::replay {

namespace {

constexpr std::array<Bounds, 3> all_bounds{quick, standard, deep};

/// Which faults can cause which defects: a state with faults of two groups is judged for nothing else, so
/// that a group is searched by itself, or with those whose faults are among its own.
struct Purpose {
  Defects defects;
  std::uint16_t faults;
};
constexpr std::uint16_t failing = fault::failures | fault::of_live;
constexpr Purpose purposes[] = {
    {bit(Defect::retry) | bit(Defect::stuck), failing},
    {bit(Defect::silent), failing | fault::extra_run},
    {bit(Defect::repeat), fault::duplicate},
    {bit(Defect::overlap), fault::extra_run | fault::double_start},
    {bit(Defect::ghost), fault::correct | fault::extra_run},
    {bit(Defect::half), fault::extra_run},
    {bit(Defect::erased), failing | fault::erase},
};
constexpr Defects faultless = bit(Defect::rerun) | bit(Defect::late) | bit(Defect::order) |
                              bit(Defect::race) | bit(Defect::half) | bit(Defect::stuck);

/// All ways to give that many events to keys, largest key first; one key where rows do not change, since
/// there every event has a row of its own.
std::vector<Shape> shapes(const Declaration& declared, int events, int keys) {
  std::vector<Shape> all;
  const auto split = [&](auto& self, Shape shape, int placed, int most) -> void {
    if (placed == events) {
      all.push_back(shape);
      return;
    }
    if (shape.keys == keys) return;
    for (int size = std::min(most, events - placed); size > 0; --size) {
      Shape next = shape;
      for (int i = placed; i < placed + size; ++i)
        next.key_of[static_cast<std::size_t>(i)] = static_cast<std::uint8_t>(shape.keys);
      ++next.keys;
      self(self, next, placed + size, size);
    }
  };
  Shape none;
  none.events = events;
  none.keys = 0;
  if (rows_change(declared)) {
    split(split, none, 0, events);
  } else {
    none.keys = 1;
    all.push_back(none);
  }
  return all;
}

/// The whole search of one declaration.
class Explorer {
 public:
  Explorer(const Declaration& declared, const Options& options) : declared_(declared), options_(options) {
    for (int i = 0; i < defect_count; ++i) {
      const auto defect = static_cast<Defect>(i);
      const bool asked = !options.only || *options.only == defect;
      if (asked && is_possible(declared, defect, options.possible)) wanted_ |= bit(defect);
    }
    effort_.budget = options.bounds.states;
    effort_.watch = options.watch;
  }

  Outcome run() {
    Outcome outcome;
    const bool all_seen = look_ahead();
    const bool done = all_seen && !options_.bounds.shortest;
    for (int events = 1; events <= options_.bounds.events && !is_over() && !done; ++events) {
      search_events(events);
      if (!effort_.exceeded()) outcome.events = events;
    }
    // What fails may still be too long to look for, though all was seen that holds.
    outcome.exhausted = !effort_.exceeded();
    if (all_seen && outcome.exhausted) outcome.events = options_.bounds.events;
    if (!outcome.exhausted && options_.bounds.name == deep.name) look_further();
    outcome.states = ahead_.states + effort_.states;
    outcome.transitions = ahead_.transitions + effort_.transitions;
    outcome.coverage = ahead_.coverage;
    outcome.coverage += effort_.coverage;
    for (auto& [defect, witness] : witnesses_) outcome.witnesses.push_back(std::move(witness));
    return outcome;
  }

 private:
  bool is_over() const { return effort_.exceeded() || (wanted_ & ~bit(Defect::stuck)) == 0; }

  /// One search with all events and faults at once tells what cannot go wrong, so that the shortest timelines
  /// are looked for of the rest only: most designs hold, and what fails mostly fails soon.
  /// False where that is too much; within wide bounds, and of a single defect, what fails soon is told soon
  /// instead.
  bool look_ahead() {
    if (options_.bounds.states > quick.states || options_.only) return false;
    Options any = options_;
    any.reductions.just_in_time = true;
    Explorer ahead(declared_, any);
    ahead.effort_.budget /= 2;
    ahead.search_at_once();
    ahead_ = ahead.effort_;
    if (ahead_.exceeded()) return false;
    Defects found = 0;
    for (const auto& [defect, witness] : ahead.witnesses_) found = static_cast<Defects>(found | bit(defect));
    if (!options_.bounds.shortest) witnesses_ = std::move(ahead.witnesses_);
    wanted_ = static_cast<Defects>(wanted_ & found);
    return true;
  }

  void search_at_once() {
    const auto all = shapes(declared_, options_.bounds.events, options_.bounds.keys);
    std::vector<Faultless> outcomes(all.size());
    for (std::size_t i = 0; i < all.size(); ++i) search_faultless(all[i], outcomes[i]);
    forget_found();
    for (std::size_t i = 0; i < all.size() && options_.bounds.faults > 0; ++i)
      search_faults(all[i], options_.bounds.faults, outcomes[i]);
  }

  void search_events(int events) {
    const auto all = shapes(declared_, events, options_.bounds.keys);
    std::vector<Faultless> outcomes(all.size());
    for (std::size_t i = 0; i < all.size(); ++i) search_faultless(all[i], outcomes[i]);
    forget_found();
    for (int faults = 1; faults <= options_.bounds.faults && !is_over(); ++faults) {
      for (std::size_t i = 0; i < all.size(); ++i) search_faults(all[i], faults, outcomes[i]);
      forget_found();
    }
  }

  Model model(const Shape& shape, int faults, std::uint16_t possible) const {
    Model model{declared_, shape, faults, options_.bounds.runs, 0, options_.reductions};
    model.possible = static_cast<std::uint16_t>(possible & options_.possible);
    return model;
  }

  void search_faultless(const Shape& shape, Faultless& outcomes) {
    const Model it = model(shape, 0, 0);
    effort_.at.events = shape.events;
    effort_.at.faults = 0;
    Search search(it, static_cast<Defects>(wanted_ & faultless), options_.jobs, effort_);
    if (options_.ways_out) search.seek_ways_out();
    search.run_faultless(outcomes);
    keep(search, it);
  }

  /// Where the live path writes the old rows, no run of the job before is needed for there to be any; but for
  /// the target to take a corrected run for a repeat of it.
  std::uint16_t faults_of(const Purpose& purpose) const {
    const bool needs_old =
        has_defect(purpose.defects, Defect::ghost) || has_defect(purpose.defects, Defect::half);
    const bool dropped = has_defect(purpose.defects, Defect::ghost) && declared_.job.token == Token::batch;
    const bool there = declared_.live.present && needs_old && !dropped;
    return static_cast<std::uint16_t>(there ? purpose.faults & ~fault::extra_run : purpose.faults);
  }

  /// What is still looked for, by the faults that can cause it. Where those of one are among those of
  /// another, one search does for both.
  std::vector<Purpose> asked() const {
    std::vector<Purpose> all;
    for (const Purpose& purpose : purposes) {
      const auto wanted = static_cast<Defects>(wanted_ & purpose.defects);
      const auto possible = static_cast<std::uint16_t>(faults_of(purpose) & options_.possible);
      if ((wanted & ~bit(Defect::stuck)) != 0 && possible != 0) all.push_back({wanted, possible});
    }
    for (std::size_t i = 0; i < all.size(); ++i) {
      const auto wider = std::find_if(all.begin(), all.end(), [&](const Purpose& other) {
        return &other != &all[i] && other.defects != 0 && (all[i].faults & ~other.faults) == 0;
      });
      if (wider == all.end()) continue;
      wider->defects = static_cast<Defects>(wider->defects | all[i].defects);
      all[i].defects = 0;
    }
    std::erase_if(all, [](const Purpose& purpose) { return purpose.defects == 0; });
    return all;
  }

  void search_faults(const Shape& shape, int faults, const Faultless& outcomes) {
    for (const Purpose& purpose : asked()) {
      if (effort_.exceeded()) return;
      const Model it = model(shape, faults, purpose.faults);
      effort_.at.events = shape.events;
      effort_.at.faults = faults;
      Search search(it, purpose.defects, options_.jobs, effort_);
      if (options_.ways_out) search.seek_ways_out();
      search.run(outcomes);
      keep(search, it);
    }
  }

  /// Of shapes with as many events and faults, the first with the fewest steps.
  void keep(const Search& search, const Model& model) {
    for (const auto& [defect, steps] : search.found()) {
      if (!has_defect(wanted_, defect)) continue;
      const auto at = witnesses_.find(defect);
      if (at != witnesses_.end() && at->second.steps.size() <= steps.size()) continue;
      witnesses_[defect] = witness(defect, model, steps);
    }
  }

  static Witness witness(Defect defect, const Model& model, const std::vector<Action>& steps) {
    Witness found{defect, model.shape, 0, 0, steps};
    State state = initial(model);
    Seen seen;
    for (const Action action : steps) state = step(model, state, action, seen);
    found.events = static_cast<int>(std::count_if(
        steps.begin(), steps.end(), [](Action action) { return action.verb <= Verb::arrive_late; }));
    found.faults = state.faults;
    return found;
  }

  /// Where not all could be tried, some are tried at random; that proves nothing, and may find something.
  void look_further() {
    constexpr std::uint64_t schedules = 20'000;
    forget_found();
    std::vector<Defect> left;
    for (int i = 0; i < defect_count; ++i) {
      if (has_defect(wanted_, static_cast<Defect>(i))) left.push_back(static_cast<Defect>(i));
    }
    for (Witness& witness : wander(declared_, options_, left, schedules))
      witnesses_[witness.defect] = std::move(witness);
  }

  void forget_found() {
    for (const auto& [defect, witness] : witnesses_) wanted_ = static_cast<Defects>(wanted_ & ~bit(defect));
  }

  const Declaration& declared_;
  const Options& options_;
  Defects wanted_ = 0;
  Effort effort_, ahead_;
  std::map<Defect, Witness> witnesses_;
};

}  // namespace

const Bounds* bounds_named(std::string_view name) {
  const auto* const found = std::find_if(all_bounds.begin(), all_bounds.end(),
                                         [&](const Bounds& bounds) { return bounds.name == name; });
  return found == all_bounds.end() ? nullptr : found;
}

Coverage& Coverage::operator+=(const Coverage& other) {
  const auto sum = std::plus<std::uint64_t>();
  std::transform(fired.begin(), fired.end(), other.fired.begin(), fired.begin(), sum);
  std::transform(judged.begin(), judged.end(), other.judged.begin(), judged.begin(), sum);
  disturbed += other.disturbed;
  return *this;
}

const Witness* Outcome::find(Defect defect) const {
  const auto found = std::find_if(witnesses.begin(), witnesses.end(),
                                  [&](const Witness& witness) { return witness.defect == defect; });
  return found == witnesses.end() ? nullptr : &*found;
}

bool is_possible(const Declaration& declared, Defect defect, std::uint16_t possible) {
  const Live& live = declared.live;
  const Job& job = declared.job;
  const auto either = [&](auto test) { return (live.present && test(live)) || (job.present && test(job)); };
  switch (defect) {
    case Defect::rerun:
      return job.present || (live.present && live.batch);
    case Defect::late:
      return live.present && live.loses_late;
    case Defect::order:
      return rows_change(declared) && either([](const Writer& writer) { return !writer.versioned; });
    case Defect::race:
      return live.present && job.present && job.while_live != WhileLive::paused;
    case Defect::half:
      return (live.present && !live.atomic && (live.batch || live.effect == Effect::overwrite)) ||
             (job.present && !job.atomic && !job.readers_held);
    case Defect::erased:
      return declared.erasable;
    case Defect::overlap:
      return job.present && (!job.exclusive || (possible & fault::double_start) != 0);
    case Defect::ghost:
      return job.present;
    case Defect::silent:
      // A run that is retried under its own token reads what it read before, unless it is not held to that.
      if ((possible & fault::reread) == 0) return job.present && job.token == Token::batch;
      return either([](const Writer& writer) { return writer.token != Token::none; });
    case Defect::repeat:
      return either([](const Writer& writer) { return writer.sees_duplicates; });
    case Defect::retry:
    case Defect::stuck:
      return live.present || job.present;
  }
  return false;
}

std::vector<Verb> can_happen(const Declaration& declared, std::uint16_t possible) {
  const Live& live = declared.live;
  const Job& job = declared.job;
  const auto either = [&](auto test) { return (live.present && test(live)) || (job.present && test(job)); };
  const bool late = live.present && live.loses_late;
  const bool live_fails = live.present && (possible & fault::of_live) != 0;
  const bool retries = live_fails && live.delivery == Delivery::at_least_once;
  const auto parts = [](const Writer& writer) {
    return !writer.atomic && writer.effect != Effect::overwrite;
  };
  std::vector<Verb> all;
  const auto add = [&](Verb verb, bool can) {
    if (can) all.push_back(verb);
  };
  add(Verb::arrive, true);
  add(Verb::arrive_late, late);
  add(Verb::duplicate, (possible & fault::duplicate) != 0 &&
                           either([](const Writer& writer) { return writer.sees_duplicates; }));
  add(Verb::close, late);
  add(Verb::read, true);
  add(Verb::remove,
      either([](const Writer& writer) { return !writer.atomic && writer.effect == Effect::overwrite; }));
  add(Verb::part, (live.present && live.batch && parts(live)) || (job.present && parts(job)));
  add(Verb::write, true);
  add(Verb::ack, job.present || live.delivery != Delivery::exactly_once);
  add(Verb::erase, declared.erasable);
  add(Verb::correct, job.present);
  add(Verb::crash, job.present || live_fails);
  add(Verb::unknown, job.present || retries);
  return all;
}

Outcome explore(const Declaration& declared, const Options& options) {
  return Explorer(declared, options).run();
}

Model model_of(const Declaration& declared, const Witness& witness) {
  Model model;
  model.declared = declared;
  model.shape = witness.shape;
  model.faults = witness.faults;
  model.runs = most_runs - 1;
  model.possible = fault::any;
  model.reductions = Reductions::none();
  return model;
}

}  // namespace decide::replay
