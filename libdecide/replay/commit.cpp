#include "replay/commit.h"

#include <algorithm>

namespace decide::replay {

namespace {

int units(const Model& model) {
  return rows_change(model.declared) ? model.shape.keys : model.shape.events;
}

bool came_before(const State& state, int position, int event) {
  for (int i = 0; i < position; ++i) {
    if ((state.log[static_cast<std::size_t>(i)] & event_bits) == event) return true;
  }
  return false;
}

/// True if the writer takes a log entry for one that it has counted already.
bool is_recognised(const Writer& writer, const State& state, int position) {
  const int entry = state.log[static_cast<std::size_t>(position)];
  if (!came_before(state, position, entry & event_bits)) return false;
  if (!writer.sees_duplicates || writer.dedup == Dedup::lasting) return true;
  return writer.dedup == Dedup::too_short && (entry & entry_unknown) == 0;
}

bool is_gone(const Model& model, const State& state, const Snapshot& seen, int event) {
  const bool erased = state.erased != 0 && unit_of(model, event) + 1 == state.erased;
  if (erased && (seen.flags & after_erase) != 0) return true;
  return event + 1 == state.corrected && (seen.flags & after_correct) != 0;
}

}  // namespace

int fence_of(const Model& model, const State& state, int who) {
  int fence = 0;
  if (who > 0 || model.declared.job.while_live != WhileLive::fenced) return fence;
  for (std::size_t i = 1; i < state.runs.size(); ++i) {
    const bool writing = is_in_flight(state.runs[i]) && state.runs[i].pc != Pc::again;
    if (writing) fence = std::max<int>(fence, state.runs[i].seen.end);
  }
  return fence;
}

bool is_refused(const Writer& writer, const Snapshot& seen) {
  if ((seen.flags & erase_conflict) != 0) return true;
  return writer.atomic && writer.effect != Effect::add && (seen.flags & conflict) != 0;
}

int first_unit(const Model& model, const State& state, const Content& content) {
  for (int i = 0; i < state.length; ++i) {
    const int unit = unit_of(model, state.log[static_cast<std::size_t>(i)] & event_bits);
    if (has(content.units, unit)) return unit;
  }
  return 0;
}

namespace {

int first_entry_of(const State& state, int event) {
  int position = 0;
  while (position < state.length && (state.log[static_cast<std::size_t>(position)] & event_bits) != event)
    ++position;
  return position;
}

/// True if something of the key came in time at that position or after it.
bool came_since(const Model& model, const State& state, int position, int key) {
  for (int i = position; i < state.length; ++i) {
    const int entry = state.log[static_cast<std::size_t>(i)];
    if ((entry & entry_late) == 0 && unit_of(model, entry & event_bits) == key) return true;
  }
  return false;
}

/// True if the row is not the writer's to write: on the other side of a fence, or of a day that the live path
/// has left.
bool is_kept(const Model& model, const State& state, int who, const Snapshot& seen, int unit) {
  const bool fenced = model.declared.job.while_live == WhileLive::fenced;
  const bool changing = rows_change(model.declared);
  if (who > 0) {
    if (!fenced) return false;
    return changing ? has(seen.touched, unit) : first_entry_of(state, unit) >= seen.end;
  }
  const int fence = fenced && model.declared.live.whole ? seen.begin : 0;
  if (changing) return fence > 0 && !came_since(model, state, fence, unit);
  return has(state.late, unit) || first_entry_of(state, unit) < fence;
}

/// True if the row came after the commit's snapshot, so that it is not seen.
bool is_unseen(const Model& model, int who, const Snapshot& seen, int unit) {
  const Writer& writer = writer_of(model.declared, who);
  return writer.atomic && writer.isolation == Isolation::snapshot && !has(seen.view, unit);
}

void take_row(const Model& model, State& state, const Snapshot& seen, const Content& content, int unit,
              Seen& what) {
  if (!rows_change(model.declared)) return;
  auto& winner = state.winner[static_cast<std::size_t>(unit)];
  const auto taken = content.best[static_cast<std::size_t>(unit)];
  if (taken < winner) (first_entry_of(state, winner - 1) >= seen.end ? what.stale : what.reordered) = true;
  winner = taken;
}

/// One row more beside what is there. Where rows change, readers go on seeing the newest.
void add_rows(const Model& model, State& state, const Content& content, int unit) {
  set_rows(state, unit, rows_of(state, unit) + content.count[static_cast<std::size_t>(unit)]);
  if (!rows_change(model.declared)) return;
  auto& winner = state.winner[static_cast<std::size_t>(unit)];
  winner = std::max(winner, content.best[static_cast<std::size_t>(unit)]);
}

/// A merge of one key: sets the row that it finds, or inserts one.
void merge_row(const Model& model, State& state, int who, const Snapshot& seen, const Content& content,
               int unit, Seen& what) {
  const Writer& writer = writer_of(model.declared, who);
  const bool compares = writer.versioned && rows_change(model.declared);
  if (who > 0 && !compares && is_kept(model, state, who, seen, unit)) return;
  const bool there = rows_of(state, unit) > 0;
  if (there && is_unseen(model, who, seen, unit)) return add_rows(model, state, content, unit);
  const std::size_t at = static_cast<std::size_t>(unit);
  if (compares && there && content.best[at] <= state.winner[at]) return;
  // Where each row stands for itself, all that are there are set: a merge takes no surplus row away.
  const bool by_row = rows_change(model.declared) || writer.distinct;
  set_rows(state, unit, by_row ? std::max(rows_of(state, unit), 1) : content.count[at]);
  take_row(model, state, seen, content, unit, what);
}

void overwrite(const Model& model, State& state, int who, const Snapshot& seen, const Content& content,
               Seen& what) {
  for (int unit = 0; unit < units(model); ++unit) {
    const std::size_t at = static_cast<std::size_t>(unit);
    if (is_kept(model, state, who, seen, unit)) continue;
    if (is_unseen(model, who, seen, unit)) {
      if (content.count[at] > 0) add_rows(model, state, content, unit);
      continue;
    }
    set_rows(state, unit, content.count[at]);
    take_row(model, state, seen, content, unit, what);
  }
}

/// Tells a snapshot that somebody else has changed these rows, some of which were there before.
void tell(const Model& model, int of, Snapshot& seen, int who, std::uint8_t changed, std::uint8_t existing) {
  const Writer& writer = writer_of(model.declared, of);
  if (of > 0 && who == 0 && model.declared.job.while_live == WhileLive::fenced) {
    if (rows_change(model.declared)) set_flag(seen.touched, changed);
    return;
  }
  if (!writer.atomic || writer.effect == Effect::add) return;
  const bool clashes = (writer.isolation == Isolation::serializable && changed != 0) ||
                       (writer.isolation == Isolation::snapshot && (existing & seen.view) != 0);
  if (clashes) set_flag(seen.flags, conflict);
}

std::uint8_t rows_there(const Model& model, const State& state) {
  std::uint8_t there = 0;
  for (int unit = 0; unit < units(model); ++unit) {
    if (rows_of(state, unit) > 0) set_bit(there, unit);
  }
  return there;
}

void tell_others(const Model& model, State& state, int who, const Snapshot* own, std::uint8_t changed,
                 std::uint8_t existing) {
  const bool fenced = who == 0 && model.declared.job.while_live == WhileLive::fenced;
  for (int i = 0; i < most_runs; ++i) {
    Run& run = state.runs[static_cast<std::size_t>(i)];
    const bool may_fail = run.pc == Pc::read || run.pc == Pc::written;
    if ((may_fail || (fenced && is_in_flight(run))) && &run.seen != own)
      tell(model, i, run.seen, who, changed, existing);
  }
  if (state.stray_of != 0 && &state.stray != own)
    tell(model, state.stray_of - 1, state.stray, who, changed, existing);
}

void keep_portion(const Model& model, const State& state, Content& content, Portion portion) {
  if (portion == Portion::all) return;
  const int first = first_unit(model, state, content);
  for (int unit = 0; unit < most_events; ++unit) {
    if ((unit == first) != (portion == Portion::first)) content.count[static_cast<std::size_t>(unit)] = 0;
  }
  const int mask = 1 << first;
  content.units = static_cast<std::uint8_t>(portion == Portion::first ? mask : content.units & ~mask);
}

}  // namespace

Content content_of(const Model& model, const State& state, int who, const Snapshot& seen) {
  const Writer& writer = writer_of(model.declared, who);
  const bool by_version = writer.versioned;
  Content content;
  for (int i = seen.begin; i < seen.end; ++i) {
    const int entry = state.log[static_cast<std::size_t>(i)];
    const int event = entry & event_bits;
    if (who == 0 && (entry & entry_late) != 0) continue;
    if (is_gone(model, state, seen, event) || is_recognised(writer, state, i)) continue;
    const std::size_t unit = static_cast<std::size_t>(unit_of(model, event));
    if (content.count[unit] < 3) ++content.count[unit];
    const auto candidate = static_cast<std::uint8_t>(event + 1);
    content.best[unit] = by_version ? std::max(content.best[unit], candidate) : candidate;
    set_bit(content.units, static_cast<int>(unit));
  }
  if (writer.distinct || rows_change(model.declared)) {
    for (auto& count : content.count) count = std::min<std::uint8_t>(count, 1);
  }
  return content;
}

Snapshot snapshot(const Model& model, const State& state, int who, int begin, int end) {
  const Writer& writer = writer_of(model.declared, who);
  Snapshot seen{static_cast<std::uint8_t>(begin), static_cast<std::uint8_t>(end), 0, 0, 0};
  const bool looks = writer.atomic && writer.isolation == Isolation::snapshot && writer.effect != Effect::add;
  if (looks) seen.view = rows_there(model, state);
  if (state.erased != 0 && writer.source_erased) set_flag(seen.flags, after_erase);
  if (state.corrected != 0) set_flag(seen.flags, after_correct);
  return seen;
}

bool remove_old(const Model& model, State& state, int who, const Snapshot& seen) {
  std::uint8_t removed = 0;
  for (int unit = 0; unit < units(model); ++unit) {
    if (rows_of(state, unit) == 0 || is_kept(model, state, who, seen, unit)) continue;
    if (is_unseen(model, who, seen, unit)) continue;
    set_rows(state, unit, 0);
    if (rows_change(model.declared)) state.winner[static_cast<std::size_t>(unit)] = 0;
    set_bit(removed, unit);
  }
  tell_others(model, state, who, &seen, removed, removed);
  return removed != 0;
}

bool commit(const Model& model, State& state, int who, const Snapshot& seen, Portion portion, Seen& what) {
  const Writer& writer = writer_of(model.declared, who);
  if (is_refused(writer, seen)) return false;
  Content content = content_of(model, state, who, seen);
  keep_portion(model, state, content, portion);
  const std::uint8_t before = rows_there(model, state);
  std::uint8_t changed = content.units;
  for (int unit = 0; writer.effect == Effect::overwrite && unit < units(model); ++unit) {
    if (has(before, unit) && !is_kept(model, state, who, seen, unit)) set_bit(changed, unit);
  }
  if (writer.effect == Effect::overwrite) overwrite(model, state, who, seen, content, what);
  for (int unit = 0; writer.effect != Effect::overwrite && unit < units(model); ++unit) {
    if (!has(content.units, unit)) continue;
    if (writer.effect == Effect::add)
      add_rows(model, state, content, unit);
    else
      merge_row(model, state, who, seen, content, unit, what);
  }
  const int existing = writer.effect == Effect::add ? 0 : changed & before;
  tell_others(model, state, who, &seen, changed, static_cast<std::uint8_t>(existing));
  return true;
}

void insert(const Model& model, State& state, int who, const Snapshot& seen) {
  const Content content = content_of(model, state, who, seen);
  for (int unit = 0; unit < units(model); ++unit) {
    const bool kept = who > 0 && is_kept(model, state, who, seen, unit);
    if (has(content.units, unit) && !kept) add_rows(model, state, content, unit);
  }
  tell_others(model, state, who, &seen, content.units, 0);
}

}  // namespace decide::replay
