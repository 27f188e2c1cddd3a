#include <algorithm>

#include "replay/naive_steps.h"

/// How the second checker writes, and what others see of it.
namespace decide::test {

using replay::Isolation;

bool NaiveSteps::erase_old(World& world, std::size_t who) const {
  RowSet gone{};
  for (std::size_t row = 0; row < most_rows; ++row) {
    const bool reached = sees(world, who, row) && may_touch(world, who, world.runs[who], row);
    if (world.table[row].count == 0 || !reached) continue;
    world.table[row] = {};
    gone[row] = true;
  }
  tell_others(world, who, gone, gone);
  return gone != RowSet{};
}

void NaiveSteps::insert(World& world, std::size_t who, const Content& all) const {
  RowSet changed{};
  for (std::size_t row = 0; row < most_rows; ++row) {
    const bool kept = who != pipeline && !may_touch(world, who, world.runs[who], row);
    if (all.rows[row].count == 0 || kept) continue;
    add(world.table[row], all.rows[row]);
    changed[row] = true;
  }
  tell_others(world, who, changed, {});
}

/// part 1: the first row only; part 2: the others; 0: all.
void NaiveSteps::put(Step& step, std::size_t who, const Content& all, int part) const {
  World& world = step.world;
  const Run run = world.runs[who];
  const bool adds = writer(who).effect == Effect::add;
  RowSet changed{}, existing{};
  for (std::size_t i = 0; i < most_rows; ++i) {
    const Row& made = all.rows[i];
    const Row before = world.table[i];
    const bool first = !all.order.empty() && all.order.front() == i;
    if ((made.count == 0 && !overwrites(who)) || (part != 0 && first != (part == 1))) continue;
    const bool asks = overwrites(who) || (who != pipeline && !adds);
    if (asks && !may_touch(world, who, run, i)) continue;
    changed[i] = made.count > 0 || before.count > 0;
    existing[i] = before.count > 0 && !adds;
    write_row(who, world.table[i], made, sees(world, who, i));
    if (!changing() || before.count == 0 || world.table[i].winner >= before.winner) continue;
    if (!has_read(world, run, before.winner))
      step.stale = true;
    else if (who != pipeline)
      step.reordered = true;
  }
  tell_others(world, who, changed, existing);
}

/// What the others see of a commit: they are refused if it touched what it must not.
void NaiveSteps::tell_others(World& world, std::size_t who, const RowSet& changed,
                             const RowSet& existing) const {
  for (std::size_t other = 0; other < most_writers; ++other) {
    Run& run = world.runs[other];
    const replay::Writer& by = writer(other);
    if (other == who) continue;
    if (who == pipeline && is_fenced()) {  // a fence stands for the check of conflicts
      for (std::size_t row = 0; row < most_rows && is_going(run); ++row)
        run.theirs[row] = changing() && (run.theirs[row] || changed[row]);
      continue;
    }
    const bool to_commit = run.at == At::read || run.at == At::written;
    if (!to_commit || !by.atomic || by.effect == Effect::add) continue;
    bool touched = false;
    for (std::size_t row = 0; row < most_rows; ++row) touched = touched || (existing[row] && run.saw[row]);
    const bool serial = by.isolation == Isolation::serializable && changed != RowSet{};
    if (serial || (by.isolation == Isolation::snapshot && touched)) run.refused = true;
  }
}

bool NaiveSteps::has_read(const World& world, const Run& run, int event) {
  return std::any_of(world.log.begin(), world.log.begin() + run.end,
                     [&](const Entry& entry) { return entry.event == event; });
}

/// By another run than those before.
World NaiveSteps::again(World world, std::size_t who) const {
  const bool by_input = writer(who).token == Token::batch;
  if (by_input && (who == pipeline || world.input_known)) return world;
  Step step{world};
  Run run;
  run.end = world.length;
  step.world.runs[who] = run;
  look(step.world, who);
  const Content all = content(step.world, who, step.world.runs[who]);
  if (overwrites(who) && !writer(who).atomic) {
    erase_old(step.world, who);
    insert(step.world, who, all);
  } else {
    put(step, who, all, 0);
  }
  if (who != pipeline && by_input) step.world.input_known = true;
  return step.world;
}

}  // namespace decide::test
