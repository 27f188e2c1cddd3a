#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string_view>
#include <utility>

#include "replay/model.h"

/// What must hold, and what it means when it does not.
namespace decide::replay {

/// The ways in which a table ends up wrong that are told apart, by their cause.
enum class Defect : std::uint8_t {
  rerun,    ///< a complete run more gives another table (I1)
  retry,    ///< a failure and its retry give a table that no run without failures gives (I3)
  late,     ///< an event that comes late is never counted (I2b)
  order,    ///< the order of arrival decides the result (I4)
  race,     ///< the live path and the job together lose or double a row (I5, I2)
  half,     ///< readers see a part of what was or will be there (I7)
  erased,   ///< an erased person comes back (I6)
  overlap,  ///< two runs of the job at once give another table than one (I1, I2)
  ghost,    ///< rows that the corrected logic no longer yields stay
  silent,   ///< a run records a success that did not contribute its input (I8)
  repeat,   ///< an event that arrives twice is counted twice (I2a)
  stuck,    ///< a run that nothing can end (I10)
};
inline constexpr int defect_count = 12;
std::string_view invariant_id(Defect defect);  ///< "I3"
std::string_view defect_name(Defect defect);   ///< "retry"
std::optional<Defect> defect_named(std::string_view name);

/// A table together with what arrived, up to the names of events (or keys) that play the same part: two
/// tables are the same outcome exactly if these are equal. One entry an event, or a key, in order.
using Ending = std::array<std::uint32_t, most_events>;
Ending ending_of(const Model& model, const State& state);
/// The same without the table: what arrived only.
Ending arrivals_of(const Model& model, const State& state);

/// All tables that schedules without faults leave behind, by how many runs of the job ended.
class Outcomes {
 public:
  /// True if the table is a new one.
  bool add(const Ending& ending, int runs) { return all_.emplace(runs, ending).second; }
  bool has(const Ending& ending, int runs) const { return all_.contains({runs, ending}); }

 private:
  std::set<std::pair<int, Ending>> all_;
};

/// True if one complete run more by `who` changes a table that it should not: one that is right, or one that
/// it has just made.
bool rerun_changes(const Model& model, const State& state, int who);
/// True if the corrected logic has run and a row that it no longer yields is there.
bool has_ghost(const Model& model, const State& state);
/// True if a row of the erased person is there.
bool has_erased(const State& state);
/// True if something is in flight, or was never offered, so that some run still has to do its work. Where no
/// step of any run is possible then, it is stuck.
bool is_waiting(const Model& model, const State& state);
/// True if an event that came late is not counted.
bool misses_late(const Model& model, const State& state);

}  // namespace decide::replay
