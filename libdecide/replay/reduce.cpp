#include "replay/reduce.h"

#include <algorithm>
#include <utility>

namespace decide::replay {

namespace {

class Boundaries {
 public:
  explicit Boundaries(const State& state) {
    add(state.offset);
    add(state.job_extent);
    for (const Run& run : state.runs) {
      add(run.seen.begin);
      add(run.seen.end);
      add(run.extent);
    }
    add(state.stray.begin);
    add(state.stray.end);
  }
  bool at(int position) const { return (mask_ >> position & 1U) != 0; }

 private:
  void add(int position) { mask_ |= 1U << position; }
  std::uint32_t mask_ = 0;
};

/// R3: entries between two read positions are put in order; nobody can tell in which they came.
void sort_segments(State& state) {
  const auto earlier = [](int a, int b) {
    return std::pair(a & event_bits, a) < std::pair(b & event_bits, b);
  };
  auto* const log = state.log.data();
  if (std::is_sorted(log, log + state.length, earlier)) return;
  const Boundaries boundaries(state);
  int begin = 0;
  for (int i = 1; i <= state.length; ++i) {
    if (i < state.length && !boundaries.at(i)) continue;
    std::sort(log + begin, log + i, earlier);
    begin = i;
  }
}

/// Not where the last to arrive wins, nor where the first to arrive is written first.
bool order_is_irrelevant(const Declaration& declared) {
  if (!rows_change(declared)) return true;
  const auto free = [](const Writer& writer) {
    return writer.versioned && (writer.atomic || writer.effect == Effect::overwrite);
  };
  return (!declared.live.present || free(declared.live)) && (!declared.job.present || free(declared.job));
}

/// What nobody has read changes no write, with one exception: a live path that computes whole partitions
/// leaves keys on the other side of a fence alone unless something of them has come.
bool comes_just_in_time(const Model& model) {
  const Declaration& declared = model.declared;
  const bool looks_at_keys = rows_change(declared) && declared.live.present && declared.live.whole &&
                             declared.job.while_live == WhileLive::fenced;
  return model.reductions.just_in_time && !looks_at_keys;
}

void note_unread(State& state, Verb verb) {
  switch (verb) {
    case Verb::arrive:
    case Verb::arrive_late:
    case Verb::duplicate:
    case Verb::close:
    case Verb::correct:
      return set_flag(state.flags, unread);
    case Verb::read:
      return clear_flag(state.flags, unread);
    default:
      return;
  }
}

}  // namespace

void reduce(const Model& model, State& state, Verb by) {
  if (comes_just_in_time(model)) note_unread(state, by);
  if (model.reductions.segments && order_is_irrelevant(model.declared)) sort_segments(state);
}

}  // namespace decide::replay
