#include <algorithm>

#include "replay/commit.h"
#include "replay/model.h"
#include "replay/reduce.h"

namespace decide::replay {

namespace {

Run& run_of(State& state, int who) {
  return state.runs[static_cast<std::size_t>(who)];
}

bool is_once(const Model& model, int who) {
  return who == 0 && model.declared.live.delivery == Delivery::exactly_once;
}

void remember_token(const Model& model, State& state, int who, int end) {
  const Token token = writer_of(model.declared, who).token;
  if (token == Token::none) return;
  Run& run = run_of(state, who);
  if (run.pc != Pc::done) {
    set_flag(run.flags, wrote);
    run.extent = static_cast<std::uint8_t>(end);
  }
  if (who == 0 || token != Token::batch) return;
  set_flag(state.flags, job_wrote);
  state.job_extent = static_cast<std::uint8_t>(end);
}

void lift_fence(const Model& model, State& state);

/// The run gives up its attempt and will read again. What the target knows of it stays.
void go_back(const Model& model, State& state, int who, bool sees_more = false) {
  Run& run = run_of(state, who);
  const auto end = run.seen.end;
  const bool has_token = writer_of(model.declared, who).token != Token::none;
  const bool fixed = has_token && !sees_more && (who > 0 || end > state.offset);
  run.seen = {};
  if (fixed) {
    run.seen.end = end;
    run.seen.flags = planned;
  }
  clear_flag(run.flags, skipped);
  // At most once nothing is retried: what comes next is another run with other input, under another token.
  if (who == 0 && end <= state.offset) {
    clear_flag(run.flags, wrote);
    run.extent = 0;
  }
  run.pc = who == 0 ? Pc::idle : Pc::again;
  if (who > 0) lift_fence(model, state);
}

/// A live batch that was read behind the fence has left the job's rows out. When the fence falls it reads
/// again: else it would replace partitions by what it did not look at.
void lift_fence(const Model& model, State& state) {
  const bool fenced = model.declared.job.while_live == WhileLive::fenced;
  if (fenced && run_of(state, 0).pc == Pc::read && model.declared.live.delivery != Delivery::at_most_once)
    go_back(model, state, 0);
}

/// A job that is retried may read while a live batch is in flight: from then on that one leaves its rows out.
void raise_fence(const Model& model, State& state) {
  Run& live = run_of(state, 0);
  const int fence = fence_of(model, state, 0);
  if (is_in_flight(live)) live.seen.begin = static_cast<std::uint8_t>(std::max<int>(live.seen.begin, fence));
}

void read(const Model& model, State& state, int who) {
  Run& run = run_of(state, who);
  const bool first = run.pc == Pc::idle && who > 0;
  for (int i = 0; i < most_runs; ++i) {
    if (i == who || !is_in_flight(state.runs[static_cast<std::size_t>(i)])) continue;
    set_flag(state.flags, i == 0 || who == 0 ? with_live : with_other_run);
  }
  if (first && runs_started(state) > 0) ++state.faults;
  const bool again = (run.seen.flags & planned) != 0;
  const int end = again ? run.seen.end : state.length;
  const int begin = who > 0 || model.declared.live.whole ? 0 : state.offset;
  run.seen = snapshot(model, state, who, std::max(begin, fence_of(model, state, who)), end);
  run.pc = Pc::read;
  if (who > 0) raise_fence(model, state);
  if (who == 0 && model.declared.live.delivery == Delivery::at_most_once)
    state.offset = static_cast<std::uint8_t>(end);
}

void end_live(State& state) {
  state.offset = std::max(state.offset, run_of(state, 0).seen.end);
  run_of(state, 0) = {};
}

/// What stays of a run that has ended: what it read, where somebody asks for that.
void end_job(const Model& model, State& state, int who) {
  Run& run = run_of(state, who);
  const Snapshot seen = run.seen;
  run = {};
  run.pc = Pc::done;
  if (!model.declared.live.present) run.seen.end = seen.end;
  run.seen.flags = static_cast<std::uint8_t>(seen.flags & after_correct);
  lift_fence(model, state);
}

void publish_staged(const Model& model, State& state, int who) {
  Run& run = run_of(state, who);
  if ((run.flags & staged) == 0) return;
  Snapshot old = run.seen;
  old.end = run.extent;
  insert(model, state, who, old);
  clear_flag(run.flags, staged);
  run.extent = 0;
}

void write(const Model& model, State& state, int who, Seen& what) {
  Run& run = run_of(state, who);
  const Writer& writer = writer_of(model.declared, who);
  if (is_known(model, state, who, run.seen)) {
    set_flag(run.flags, skipped);
  } else {
    if (run.pc == Pc::removed) {
      insert(model, state, who, run.seen);
    } else {
      const Portion portion = run.pc == Pc::part ? Portion::rest : Portion::all;
      if (!commit(model, state, who, run.seen, portion, what)) return go_back(model, state, who);
    }
    publish_staged(model, state, who);
    if (writer.token != Token::none) remember_token(model, state, who, run.seen.end);
  }
  run.pc = Pc::written;
  if (is_once(model, who)) end_live(state);
}

/// True if nobody reads the table now.
bool readers_held(const Model& model, const State& state) {
  return model.declared.job.readers_held &&
         std::any_of(state.runs.begin() + 1, state.runs.end(), is_in_flight);
}

void remove(const Model& model, State& state, int who, Seen& what) {
  Run& run = run_of(state, who);
  if (remove_old(model, state, who, run.seen) && !readers_held(model, state)) what.half = true;
  run.pc = Pc::removed;
}

void write_part(const Model& model, State& state, int who, Seen& what) {
  Run& run = run_of(state, who);
  if (!commit(model, state, who, run.seen, Portion::first, what)) return go_back(model, state, who);
  run.pc = Pc::part;
  if (!readers_held(model, state)) what.half = true;
}

void ack(const Model& model, State& state, int who, Seen& what) {
  const Run& run = run_of(state, who);
  const bool by_input = who > 0 && model.declared.job.token == Token::batch;
  const int extent = by_input ? state.job_extent : run.extent;
  if ((run.flags & skipped) != 0 && run.seen.end > extent) what.silent = true;
  if (who == 0)
    end_live(state);
  else
    end_job(model, state, who);
}

void stray_write(const Model& model, State& state, Seen& what) {
  const int who = state.stray_of - 1;
  if (!is_known(model, state, who, state.stray)) {
    if (commit(model, state, who, state.stray, Portion::all, what))
      remember_token(model, state, who, state.stray.end);
  }
  state.stray_of = 0;
  state.stray = {};
}

void arrive(State& state, int event, int flags) {
  state.log[state.length++] = static_cast<std::uint8_t>(event | flags);
}

void arrive_again(const Model& model, State& state, int event) {
  const Declaration& declared = model.declared;
  const bool forgotten = (declared.live.present && declared.live.dedup == Dedup::too_short) ||
                         (declared.job.present && declared.job.dedup == Dedup::too_short);
  const int late = has(state.late, event) ? entry_late : 0;
  arrive(state, event, late | (forgotten ? entry_unknown : 0));
  set_flag(state.flags, repeated);
}

void erase(const Model& model, State& state, int unit) {
  state.erased = static_cast<std::uint8_t>(unit + 1);
  set_rows(state, unit, 0);
  if (rows_change(model.declared)) state.winner[static_cast<std::size_t>(unit)] = 0;
  for (int i = 0; i < most_runs; ++i) {
    Run& run = run_of(state, i);
    const bool pending = run.pc == Pc::read || run.pc == Pc::written;
    if (pending && writer_of(model.declared, i).erase_conflicts) set_flag(run.seen.flags, erase_conflict);
  }
  if (state.stray_of != 0 && writer_of(model.declared, state.stray_of - 1).erase_conflicts)
    set_flag(state.stray.flags, erase_conflict);
}

void fail(const Model& model, State& state, int who, Verb verb) {
  Run& run = run_of(state, who);
  set_flag(state.flags, disrupted);
  if (verb == Verb::unknown) {
    // The same rows again, by a statement that sees what the first one left.
    run.pc = Pc::read;
    run.seen.view = snapshot(model, state, who, 0, 0).view;
    return;
  }
  if (verb == Verb::zombie) {
    state.stray_of = static_cast<std::uint8_t>(who + 1);
    state.stray = run.seen;
  }
  const auto end = run.seen.end;
  go_back(model, state, who, verb == Verb::reread);
  if (verb != Verb::leftover) return;
  set_flag(run.flags, staged);
  run.extent = end;
}

/// One complete run more over what is there, by another run than those before.
void rerun(const Model& model, State& state, int who, Seen& what) {
  const Writer& writer = writer_of(model.declared, who);
  if (writer.token == Token::batch && (who == 0 || (state.flags & job_wrote) != 0)) return;
  const Snapshot seen = snapshot(model, state, who, 0, state.length);
  if (writer.effect == Effect::overwrite && !writer.atomic) {
    remove_old(model, state, who, seen);
    insert(model, state, who, seen);
  } else {
    commit(model, state, who, seen, Portion::all, what);
  }
  if (who > 0 && writer.token == Token::batch) set_flag(state.flags, job_wrote);
}

void take(const Model& model, State& state, Action action, Seen& what) {
  const int of = action.of;
  switch (action.verb) {
    case Verb::arrive:
      set_bit(state.arrived, of);
      return arrive(state, of, 0);
    case Verb::arrive_late:
      set_bit(state.arrived, of);
      set_bit(state.late, of);
      return arrive(state, of, entry_late);
    case Verb::duplicate:
      return arrive_again(model, state, of);
    case Verb::close:
      return set_flag(state.flags, closed);
    case Verb::read:
      return read(model, state, of);
    case Verb::remove:
      return remove(model, state, of, what);
    case Verb::part:
      return write_part(model, state, of, what);
    case Verb::write:
      return write(model, state, of, what);
    case Verb::ack:
      return ack(model, state, of, what);
    case Verb::stray_write:
      return stray_write(model, state, what);
    case Verb::erase:
      return erase(model, state, of);
    case Verb::correct:
      state.corrected = static_cast<std::uint8_t>(of + 1);
      return;
    case Verb::rerun:
      return rerun(model, state, of, what);
    default:
      return fail(model, state, of, action.verb);
  }
}

}  // namespace

bool is_known(const Model& model, const State& state, int who, const Snapshot& seen) {
  const Token token = writer_of(model.declared, who).token;
  const Run& run = state.runs[static_cast<std::size_t>(who)];
  if (token == Token::none) return false;
  if (who > 0 && token == Token::batch && (state.flags & job_wrote) != 0) return true;
  const bool stray = &seen == &state.stray;
  if (stray && (who == 0 ? seen.end <= state.offset : run.pc == Pc::done)) return true;
  return (run.flags & wrote) != 0;
}

State initial(const Model&) {
  return empty_state();
}

bool is_fault(Verb verb) {
  switch (verb) {
    case Verb::duplicate:
    case Verb::erase:
    case Verb::correct:
    case Verb::crash:
    case Verb::unknown:
    case Verb::zombie:
    case Verb::leftover:
    case Verb::reread:
      return true;
    default:
      return false;
  }
}

State step(const Model& model, const State& state, Action action, Seen& seen) {
  State next = state;
  if (is_fault(action.verb)) ++next.faults;
  take(model, next, action, seen);
  reduce(model, next, action.verb);
  return next;
}

int runs_done(const State& state) {
  return static_cast<int>(std::count_if(state.runs.begin() + 1, state.runs.end(),
                                        [](const Run& run) { return run.pc == Pc::done; }));
}

int runs_started(const State& state) {
  return static_cast<int>(std::count_if(state.runs.begin() + 1, state.runs.end(),
                                        [](const Run& run) { return run.pc != Pc::idle; }));
}

bool is_quiescent(const Model& model, const State& state) {
  if (state.stray_of != 0 || state.arrived == 0) return false;
  int read_to = 0;
  for (std::size_t i = 1; i < state.runs.size(); ++i) {
    if (is_in_flight(state.runs[i])) return false;
    read_to = std::max<int>(read_to, state.runs[i].seen.end);
  }
  if (!model.declared.live.present) return read_to == state.length;
  const Run& live = state.runs[0];
  if (live.pc == Pc::written) return live.seen.end == state.length;
  return live.pc == Pc::idle && state.offset == state.length;
}

Sink truth(const Model& model, const State& state) {
  State right = empty_state();
  for (int event = 0; event < model.shape.events; ++event) {
    const int unit = unit_of(model, event);
    if (!has(state.arrived, event) || unit + 1 == state.erased || event + 1 == state.corrected) continue;
    set_rows(right, unit, 1);
    if (rows_change(model.declared))
      right.winner[static_cast<std::size_t>(unit)] = static_cast<std::uint8_t>(event + 1);
  }
  return sink_of(right);
}

}  // namespace decide::replay
