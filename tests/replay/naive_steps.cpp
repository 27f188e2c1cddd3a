#include "replay/naive_steps.h"

#include <algorithm>
#include <map>
#include <utility>

namespace decide::test {

using replay::Delivery;
using replay::WhileLive;

namespace {

bool job_goes(const World& world) {
  return std::any_of(world.runs.begin() + 1, world.runs.end(), is_going);
}

void append(World& world, std::size_t event, bool again) {
  world.log[static_cast<std::size_t>(world.length++)] = {static_cast<int>(event), world.arrived[event] == 2,
                                                         again};
}

void end_batch(World& world) {
  world.position = std::max(world.position, world.runs[pipeline].end);
  world.runs[pipeline] = {};
}

}  // namespace

std::vector<Step> NaiveSteps::after(const World& world) const {
  Steps all;
  arrivals(world, all);
  for (std::size_t who = 0; who < most_writers; ++who) work(world, who, all);
  repeats(world, all);
  for (std::size_t who = 0; who < most_writers; ++who) fails(world, who, all);
  if (job_.present && world.corrected < 0) removals(world, Cause::correction, all);
  if (erasable_ && world.erased == RowSet{}) removals(world, Cause::erasure, all);
  return all;
}

/// False if there are too many, or if that cause is searched without the one before.
bool NaiveSteps::add_fault(World& world, Cause cause) const {
  static const std::map<std::pair<Cause, Cause>, Cause> mixed{
      {{Cause::failures, Cause::second_run}, Cause::both},
      {{Cause::both, Cause::second_run}, Cause::both},
      {{Cause::both, Cause::failures}, Cause::both},
      {{Cause::second_run, Cause::failures}, Cause::both},
      {{Cause::second_run, Cause::correction}, Cause::correction},
      {{Cause::correction, Cause::second_run}, Cause::correction},
      {{Cause::failures, Cause::erasure}, Cause::erasure},
      {{Cause::erasure, Cause::failures}, Cause::erasure}};
  if (world.faults == most_faults_) return false;
  ++world.faults;
  if (world.cause == Cause::none || world.cause == cause) {
    world.cause = cause;
    return true;
  }
  const auto both = mixed.find({world.cause, cause});
  if (both == mixed.end()) return false;
  world.cause = both->second;
  return true;
}

void NaiveSteps::arrivals(const World& world, Steps& all) const {
  for (std::size_t event = 0; event < shape_.size(); ++event) {
    for (const int how : {1, 2}) {
      if (world.arrived[event] != 0 || (how == 2 && !world.closed)) continue;
      if (world.erased[row_of(static_cast<int>(event))]) continue;
      Step next{world};
      next.world.arrived[event] = how;
      append(next.world, event, false);
      all.push_back(next);
    }
  }
  if (!live_.present || !live_.loses_late || world.closed) return;
  Step next{world};
  next.world.closed = true;
  all.push_back(next);
}

bool NaiveSteps::may_start(const World& world, std::size_t who) const {
  if (who == pipeline) {
    const bool paused = job_.present && job_.while_live == WhileLive::paused && job_goes(world);
    return live_.present && world.position < world.length && !paused;
  }
  if (!job_.present || world.length == 0) return false;
  if (job_.while_live != WhileLive::concurrent && is_going(world.runs[pipeline])) return false;
  if (who == 1) return true;
  const bool first_there = world.runs[1].at != At::idle;
  const bool waits = job_.exclusive && is_going(world.runs[1]);
  return first_there && !waits;
}

void NaiveSteps::work(const World& world, std::size_t who, Steps& all) const {
  Step step{world};
  World& next = step.world;
  Run& run = next.runs[who];
  switch (run.at) {
    case At::idle:
      if (!may_start(world, who)) return;
      if (who == 2 && !add_fault(next, Cause::second_run)) return;
      read(next, who);
      break;
    case At::again:
      read(next, who);
      break;
    case At::read:
      if (overwrites(who) && !writer(who).atomic) {  // a token goes with an insert, never with a delete
        step.half = erase_old(next, who) && readers_see(world, who);
        run.at = At::deleted;
      } else if (!run.refused && in_parts(world, who)) {
        put(step, who, content(world, who, world.runs[who]), 1);
        run.at = At::begun;
        step.half = readers_see(world, who);
      } else {
        finish(step, who, 0);
      }
      break;
    case At::deleted:
      finish(step, who, 0);
      break;
    case At::begun:
      finish(step, who, 2);
      break;
    case At::written:
      end(step, who);
      break;
    case At::done:
      return;
  }
  all.push_back(step);
}

bool NaiveSteps::in_parts(const World& world, std::size_t who) const {
  if (writer(who).atomic || overwrites(who) || (who == pipeline && !live_.batch)) return false;
  return content(world, who, world.runs[who]).order.size() > 1;
}

/// Nobody reads while a job that holds readers back is under way. Of a stream nobody expects whole
/// partitions, but nobody expects that rows vanish either.
bool NaiveSteps::readers_see(const World& world, std::size_t who) const {
  const bool held = job_.present && job_.readers_held && job_goes(world);
  return !held && (who != pipeline || live_.batch || overwrites(who));
}

void NaiveSteps::read(World& world, std::size_t who) const {
  Run& run = world.runs[who];
  for (std::size_t other = 0; other < most_writers; ++other) {
    if (other == who || !is_going(world.runs[other])) continue;
    (who != pipeline && other != pipeline ? world.met : world.crossed) = true;
  }
  if (!run.same_again) run.end = world.length;
  run.begin = 0;
  if (who == pipeline) run.begin = std::max(live_.whole ? 0 : world.position, fence(world));
  if (who != pipeline) run.same_again = false;
  run.refused = false;
  run.theirs = {};
  run.at = At::read;
  run.corrected = world.corrected >= 0;
  run.erased = world.erased;
  look(world, who);
  if (who == pipeline && live_.delivery == Delivery::at_most_once) world.position = run.end;
  // A retry of the job raises the fence before a batch that is under way.
  Run& batch = world.runs[pipeline];
  if (who != pipeline && is_going(batch)) batch.begin = std::max(batch.begin, fence(world));
}
void NaiveSteps::look(World& world, std::size_t who) const {
  for (std::size_t row = 0; row < most_rows; ++row)
    world.runs[who].saw[row] = looks(who) && world.table[row].count > 0;
}

/// How far the input is the job's while it works.
int NaiveSteps::fence(const World& world) const {
  int all = 0;
  for (std::size_t who = 1; who < most_writers && is_fenced(); ++who) {
    const Run& run = world.runs[who];
    if (is_going(run) && run.at != At::again) all = std::max(all, run.end);
  }
  return all;
}
/// A batch that was read behind the fence is read again when it falls.
void NaiveSteps::lift_fence(World& world) const {
  const bool waits = world.runs[pipeline].at == At::read && live_.delivery != Delivery::at_most_once;
  if (is_fenced() && waits) give_up(world, pipeline);
}

void NaiveSteps::finish(Step& step, std::size_t who, int part) const {
  World& world = step.world;
  const replay::Writer& by = writer(who);
  Run& run = world.runs[who];
  const bool by_input = who != pipeline && by.token == Token::batch && world.input_known;
  run.dropped = by.token != Token::none && (run.known || by_input);
  if (!run.dropped && run.refused && run.at == At::read) return give_up(world, who);
  if (!run.dropped) {
    const Content all = content(world, who, run);
    if (run.at == At::deleted)
      insert(world, who, all);
    else
      put(step, who, all, part);
    if (by.token != Token::none) remember(world, who);
  }
  run.at = At::written;
  if (who == pipeline && live_.delivery == Delivery::exactly_once) end_batch(world);
}
void NaiveSteps::remember(World& world, std::size_t who) const {
  Run& run = world.runs[who];
  run.known = true;
  run.extent = run.end;
  if (who == pipeline || job_.token != Token::batch) return;
  world.input_known = true;
  world.input_extent = run.end;
}

/// Nothing is in flight, and all that arrived was offered to whoever fills the table.
bool NaiveSteps::is_quiet(const World& world) const {
  if (world.length == 0 || job_goes(world)) return false;
  if (!live_.present) return std::max(world.runs[1].end, world.runs[2].end) == world.length;
  const Run& batch = world.runs[pipeline];
  if (batch.at == At::written) return batch.end == world.length;
  return batch.at == At::idle && world.position == world.length;
}

/// Retried: the same batch, and under a token the same input. At most once is not retried.
void NaiveSteps::give_up(World& world, std::size_t who) const {
  Run& run = world.runs[who];
  Run next;
  next.at = who == pipeline ? At::idle : At::again;
  const bool once = who == pipeline && live_.delivery == Delivery::at_most_once;
  if (writer(who).token != Token::none && !once) {
    next.known = run.known;
    next.extent = run.extent;
    next.same_again = true;
    next.end = run.end;
  }
  run = next;
  if (who != pipeline) lift_fence(world);
}

void NaiveSteps::end(Step& step, std::size_t who) const {
  World& world = step.world;
  Run& run = world.runs[who];
  const bool by_input = who != pipeline && job_.token == Token::batch;
  step.silent = run.dropped && run.end > (by_input ? world.input_extent : run.extent);
  if (who == pipeline) return end_batch(world);
  if (run.corrected) world.corrected_ran = true;
  Run over;
  over.at = At::done;
  over.end = run.end;
  run = over;
  lift_fence(world);
}

void NaiveSteps::repeats(const World& world, Steps& all) const {
  if (!(live_.present && live_.sees_duplicates) && !(job_.present && job_.sees_duplicates)) return;
  for (std::size_t event = 0; event < shape_.size(); ++event) {
    if (world.arrived[event] == 0 || world.erased[row_of(static_cast<int>(event))]) continue;
    Step next{world};
    if (!add_fault(next.world, Cause::repeats)) return;
    append(next.world, event, true);
    all.push_back(next);
  }
}
void NaiveSteps::fails(const World& world, std::size_t who, Steps& all) const {
  const At at = world.runs[who].at;
  if (at == At::idle || at == At::again || at == At::done) return;
  Step next{world};
  if (!add_fault(next.world, Cause::failures)) return;
  if (at == At::written && (who != pipeline || live_.delivery == Delivery::at_least_once)) {
    Step unknown = next;  // the write took effect, and is made again
    unknown.world.runs[who].at = At::read;
    look(unknown.world, who);
    all.push_back(unknown);
  }
  give_up(next.world, who);
  all.push_back(next);
}
void NaiveSteps::removals(const World& world, Cause cause, Steps& all) const {
  for (std::size_t event = 0; event < shape_.size(); ++event) {
    if (world.arrived[event] == 0) continue;
    Step next{world};
    if (!add_fault(next.world, cause)) return;
    if (cause == Cause::correction)
      next.world.corrected = static_cast<int>(event);
    else
      erase(next.world, row_of(static_cast<int>(event)));
    all.push_back(next);
  }
}
void NaiveSteps::erase(World& world, std::size_t row) const {
  world.erased[row] = true;
  world.table[row] = {};
  for (std::size_t who = 0; who < most_writers; ++who) {
    Run& run = world.runs[who];
    const bool to_commit = run.at == At::read || run.at == At::written;
    if (writer(who).erase_conflicts && to_commit) run.refused = true;
  }
}

}  // namespace decide::test
