#include <bit>

#include "replay/commit.h"
#include "replay/model.h"

/// What can happen next.
namespace decide::replay {

namespace {

class Chooser {
 public:
  Chooser(const Model& model, const State& state, Actions& actions)
      : model_(model), declared_(model.declared), state_(state), actions_(actions) {}

  void choose() {
    if (model_.reductions.just_in_time && acknowledges()) return;
    const bool may_fault = state_.faults < model_.faults;
    const bool is_read = (state_.flags & unread) == 0;
    arrivals();
    for (int who = 0; who <= model_.runs; ++who) reads(who);
    if (is_read) writes();
    if (may_fault) changes();
    for (int who = 0; is_read && may_fault && who <= model_.runs; ++who) failures(who);
  }

 private:
  const Run& run(int who) const { return state_.runs[static_cast<std::size_t>(who)]; }
  bool can(std::uint16_t kind) const { return (model_.possible & kind) != 0; }
  bool is_present(int who) const { return who == 0 ? declared_.live.present : declared_.job.present; }
  bool job_in_flight() const {
    for (int who = 1; who < most_runs; ++who) {
      if (is_in_flight(run(who))) return true;
    }
    return false;
  }

  /// True if a run can only go on to record its success, and whoever comes first, it or another, finds the
  /// same: then this is the only step.
  bool acknowledges() {
    for (int who = 0; who <= model_.runs; ++who) {
      if (run(who).pc != Pc::written || may_fail(who) || is_awaited(who)) continue;
      actions_.add(Verb::ack, who);
      return true;
    }
    return false;
  }
  bool may_fail(int who) const {
    const bool may_fault = state_.faults < model_.faults && can(fault::failures);
    return may_fault && (who > 0 || can(fault::of_live));
  }
  /// True if others look at whether this run has ended: the live path behind a fence, a second run of the
  /// job.
  bool is_awaited(int who) const {
    if (who == 0) return false;
    return declared_.job.while_live == WhileLive::fenced || can(fault::extra_run) || can(fault::double_start);
  }

  /// False for arrivals whose schedule is explored with another event of the same kind.
  bool is_next(int event) const {
    const Reductions& reductions = model_.reductions;
    if (!rows_change(declared_))
      return !reductions.arrivals || event == std::popcount(static_cast<unsigned>(state_.arrived));
    return !reductions.keys || !has_twin_before(event);
  }
  int size_of(int key) const {
    int size = 0;
    for (int i = 0; i < model_.shape.events; ++i) size += key_of(i) == key ? 1 : 0;
    return size;
  }
  int key_of(int event) const { return model_.shape.key_of[static_cast<std::size_t>(event)]; }
  bool is_untouched(int key) const {
    for (int i = 0; i < model_.shape.events; ++i) {
      if (key_of(i) == key && has(state_.arrived, i)) return false;
    }
    return true;
  }
  bool has_twin_before(int event) const {
    const int key = key_of(event);
    if (!is_untouched(key)) return false;
    for (int other = 0; other < key; ++other) {
      if (size_of(other) == size_of(key) && is_untouched(other)) return true;
    }
    return false;
  }

  void arrivals() {
    if (state_.length >= most_log) return;
    const bool left = (state_.flags & closed) != 0;
    for (int event = 0; event < model_.shape.events; ++event) {
      const bool erased = unit_of(model_, event) + 1 == state_.erased;
      if (has(state_.arrived, event) || erased || !is_next(event)) continue;
      actions_.add(Verb::arrive, event);
    }
    for (int event = 0; left && event < model_.shape.events; ++event) {
      const bool erased = unit_of(model_, event) + 1 == state_.erased;
      if (!has(state_.arrived, event) && !erased && is_next(event)) actions_.add(Verb::arrive_late, event);
    }
    if (can(fault::duplicate) && state_.faults < model_.faults && sees_duplicates()) repeats();
    if (declared_.live.present && declared_.live.loses_late && !left) actions_.add(Verb::close, 0);
  }
  bool sees_duplicates() const {
    return (declared_.live.present && declared_.live.sees_duplicates) ||
           (declared_.job.present && declared_.job.sees_duplicates);
  }
  void repeats() {
    for (int event = 0; event < model_.shape.events; ++event) {
      const bool erased = unit_of(model_, event) + 1 == state_.erased;
      if (has(state_.arrived, event) && !erased) actions_.add(Verb::duplicate, event);
    }
  }

  void reads(int who) {
    if (!is_present(who)) return;
    if (who == 0) {
      const bool halted =
          declared_.job.present && declared_.job.while_live == WhileLive::paused && job_in_flight();
      if (run(0).pc == Pc::idle && state_.length > state_.offset && !halted) actions_.add(Verb::read, 0);
      return;
    }
    if (state_.length == 0) return;
    if (run(who).pc == Pc::again || (run(who).pc == Pc::idle && may_start(who)))
      actions_.add(Verb::read, who);
  }
  bool may_start(int who) const {
    const int started = runs_started(state_);
    if (model_.reductions.runs && started + 1 != who) return false;
    if (started > 0 && (state_.faults >= model_.faults || !can(fault::extra_run))) return false;
    if (declared_.job.exclusive && job_in_flight() && !can(fault::double_start)) return false;
    const bool held = declared_.live.present && declared_.job.while_live != WhileLive::concurrent;
    return !held || !is_in_flight(run(0));
  }

  /// True if the run writes its rows in more than one step that readers can see.
  bool writes_parts(int who) const {
    const Writer& writer = writer_of(declared_, who);
    if (writer.atomic || writer.effect == Effect::overwrite || !replaces_whole(declared_, who)) return false;
    return std::popcount(content_of(model_, state_, who, run(who).seen).units) > 1;
  }
  void writes() {
    for (int who = 0; who <= model_.runs; ++who) writes(who);
    if (state_.stray_of != 0) actions_.add(Verb::stray_write, 0);
  }
  void writes(int who) {
    if (!is_present(who)) return;
    const Writer& writer = writer_of(declared_, who);
    const bool removes = writer.effect == Effect::overwrite && !writer.atomic;
    switch (run(who).pc) {
      case Pc::read:
        if (removes && (run(who).flags & skipped) == 0)
          actions_.add(Verb::remove, who);
        else
          actions_.add(writes_parts(who) ? Verb::part : Verb::write, who);
        return;
      case Pc::removed:
      case Pc::part:
        return actions_.add(Verb::write, who);
      case Pc::written:
        return actions_.add(Verb::ack, who);
      default:
        return;
    }
  }

  void changes() {
    const bool erasable = declared_.erasable && can(fault::erase) && state_.erased == 0;
    for (int unit = 0; erasable && unit < most_events; ++unit) {
      if (is_known(unit)) actions_.add(Verb::erase, unit);
    }
    const bool correctable =
        declared_.job.present && can(fault::correct) && state_.corrected == 0 && may_run_again();
    for (int event = 0; correctable && event < model_.shape.events; ++event) {
      if (has(state_.arrived, event)) actions_.add(Verb::correct, event);
    }
  }
  /// False where no run of the job will take its input by the corrected logic.
  bool may_run_again() const {
    return !model_.reductions.just_in_time || can(fault::extra_run) || runs_done(state_) == 0;
  }
  bool is_known(int unit) const {
    for (int event = 0; event < model_.shape.events; ++event) {
      if (has(state_.arrived, event) && unit_of(model_, event) == unit) return true;
    }
    return false;
  }

  void failures(int who) {
    if (!is_present(who) || (who == 0 && !can(fault::of_live))) return;
    const Run& it = run(who);
    const bool holds = it.pc == Pc::read || it.pc == Pc::removed || it.pc == Pc::part;
    if (!holds && it.pc != Pc::written) return;
    if (can(fault::crash)) actions_.add(Verb::crash, who);
    const bool retries = who > 0 || declared_.live.delivery == Delivery::at_least_once;
    if (!retries) return;
    if (it.pc == Pc::written && can(fault::unknown)) actions_.add(Verb::unknown, who);
    if (it.pc == Pc::read && can(fault::zombie) && state_.stray_of == 0) actions_.add(Verb::zombie, who);
    if (holds && can(fault::leftover) && leaves_files(who)) actions_.add(Verb::leftover, who);
    const bool has_token = writer_of(declared_, who).token != Token::none;
    if (has_token && can(fault::reread)) actions_.add(Verb::reread, who);
  }
  bool leaves_files(int who) const {
    const Writer& writer = writer_of(declared_, who);
    const bool adds = writer.effect == Effect::add || writer.effect == Effect::overwrite;
    return adds && !writer.atomic && writer.token == Token::none && (run(who).flags & staged) == 0;
  }

  const Model& model_;
  const Declaration& declared_;
  const State& state_;
  Actions& actions_;
};

}  // namespace

Actions enabled(const Model& model, const State& state) {
  Actions actions;
  Chooser(model, state, actions).choose();
  return actions;
}

}  // namespace decide::replay
