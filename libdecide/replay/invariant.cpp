#include "replay/invariant.h"

#include <algorithm>
#include <iterator>

#include "replay/commit.h"

namespace decide::replay {

namespace {

struct DefectName {
  std::string_view name, invariant;
};
constexpr DefectName names[] = {{"rerun", "I1"}, {"retry", "I3"},  {"late", "I2b"},   {"order", "I4"},
                                {"race", "I5"},  {"half", "I7"},   {"erased", "I6"},  {"overlap", "I1"},
                                {"ghost", "I8"}, {"silent", "I8"}, {"repeat", "I2a"}, {"stuck", "I10"}};
static_assert(std::size(names) == defect_count);

}  // namespace

std::string_view invariant_id(Defect defect) {
  return names[static_cast<std::size_t>(defect)].invariant;
}

std::string_view defect_name(Defect defect) {
  return names[static_cast<std::size_t>(defect)].name;
}

std::optional<Defect> defect_named(std::string_view name) {
  for (std::size_t i = 0; i < std::size(names); ++i) {
    if (names[i].name == name) return static_cast<Defect>(i);
  }
  return std::nullopt;
}

namespace {

/// What is known of one event, or of one key and its events: what arrived in the low half, the row above it.
std::uint32_t part_of(const Model& model, const State& state, int unit, bool with_row) {
  std::uint32_t part = 1;
  int version = 0, winner = 0;
  for (int event = 0; event < model.shape.events; ++event) {
    if (unit_of(model, event) != unit) continue;
    part = part << 2U | (has(state.arrived, event) ? 1U : 0U) | (has(state.late, event) ? 2U : 0U);
    ++version;
    const bool wins =
        rows_change(model.declared) && state.winner[static_cast<std::size_t>(unit)] == event + 1;
    if (wins) winner = version;
  }
  if (!with_row) return part;
  return part | static_cast<std::uint32_t>(rows_of(state, unit)) << 20U |
         static_cast<std::uint32_t>(winner) << 24U;
}

Ending parts_of(const Model& model, const State& state, bool with_row) {
  Ending ending{};
  const int units = rows_change(model.declared) ? model.shape.keys : model.shape.events;
  for (int unit = 0; unit < units; ++unit)
    ending[static_cast<std::size_t>(unit)] = part_of(model, state, unit, with_row);
  std::sort(ending.begin(), ending.end());
  return ending;
}

}  // namespace

Ending ending_of(const Model& model, const State& state) {
  return parts_of(model, state, true);
}

Ending arrivals_of(const Model& model, const State& state) {
  return parts_of(model, state, false);
}

bool rerun_changes(const Model& model, const State& state, int who) {
  Seen seen;
  // Which of several versions wins is a matter of order, not of running again: rows are compared.
  const bool is_right = state.rows == truth(model, state).rows;
  const State once = step(model, state, {Verb::rerun, static_cast<std::uint8_t>(who)}, seen);
  if (is_right && once.rows != state.rows) return true;
  // A table that the live path has left wrong may be mended by the first run; the second must change nothing.
  const State twice = step(model, once, {Verb::rerun, static_cast<std::uint8_t>(who)}, seen);
  return sink_of(twice) != sink_of(once);
}

bool has_ghost(const Model& model, const State& state) {
  if (state.corrected == 0) return false;
  const int unit = unit_of(model, state.corrected - 1);
  for (int event = 0; event < model.shape.events; ++event) {
    const bool shares = event + 1 != state.corrected && unit_of(model, event) == unit;
    if (shares && has(state.arrived, event)) return false;
  }
  const bool ran = std::any_of(state.runs.begin() + 1, state.runs.end(), [](const Run& run) {
    return run.pc == Pc::done && (run.seen.flags & after_correct) != 0;
  });
  return ran && rows_of(state, unit) > 0;
}

bool has_erased(const State& state) {
  return state.erased != 0 && rows_of(state, state.erased - 1) > 0;
}

bool is_waiting(const Model& model, const State& state) {
  if (state.arrived == 0 || is_quiescent(model, state)) return false;
  const bool pending = std::any_of(state.runs.begin(), state.runs.end(), is_in_flight);
  return pending || model.declared.live.present;
}

bool misses_late(const Model& model, const State& state) {
  for (int event = 0; event < model.shape.events; ++event) {
    if (has(state.late, event) && rows_of(state, unit_of(model, event)) == 0) return true;
  }
  return false;
}

}  // namespace decide::replay
