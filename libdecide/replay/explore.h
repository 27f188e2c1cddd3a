#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>
#include <vector>

#include "replay/invariant.h"
#include "replay/model.h"

/// The search for the shortest timeline that goes wrong.
namespace decide::replay {

/// How far the search goes.
struct Bounds {
  std::string_view name;
  int events, keys, faults, runs;  ///< at most; runs of the job
  std::uint64_t states;  ///< budget over the whole search of one declaration; half as much to look ahead
  bool shortest = true;  ///< else any timeline that goes wrong will do
};
/// For changes that are tried in passing: what two events and one fault do not show is not found, and nobody
/// sees the timelines.
inline constexpr Bounds brief{"brief", 2, 2, 1, 2, 200'000, false};
inline constexpr Bounds quick{"quick", 3, 2, 2, 2, 2'000'000};
inline constexpr Bounds standard{"standard", 4, 2, 3, 3, 20'000'000};
inline constexpr Bounds deep{"deep", 6, 3, 4, 3, 200'000'000};
const Bounds* bounds_named(std::string_view name);

/// One timeline that goes wrong: minimal in events, then faults, then steps, then the order of `Verb`, where
/// the bounds ask for the shortest.
struct Witness {
  Defect defect = Defect::rerun;
  Shape shape;
  int events = 0;  ///< that arrive
  int faults = 0;
  std::vector<Action> steps;
};

/// What the search did, so that "holds" can be told from "proved nothing".
struct Coverage {
  std::array<std::uint64_t, verb_count> fired{};
  std::array<std::uint64_t, defect_count> judged{};  ///< states or steps at which the premise held
  std::uint64_t disturbed = 0;                       ///< states with a fault in them
  Coverage& operator+=(const Coverage& other);
};

/// How far a search has come; for whoever waits.
struct Progress {
  std::size_t subject = 1, of = 1;  ///< which of how many pipelines and jobs, from 1
  int events = 0, faults = 0;       ///< that are being searched
  std::uint64_t states = 0;         ///< of this subject
};
using Watch = std::function<void(const Progress&)>;

struct Options {
  Bounds bounds = quick;
  std::uint16_t possible = fault::usual;
  Reductions reductions;
  int jobs = 1;
  /// I10 in full: every state has a way to an end without faults. Costs about as much again.
  bool ways_out = false;
  /// Stops when this one is found; else all are searched for.
  std::optional<Defect> only;
  /// Called now and then, by the thread that searches; changes no result.
  Watch watch;
};

struct Outcome {
  std::vector<Witness> witnesses;  ///< at most one a defect, in the order of `Defect`
  bool exhausted = true;           ///< false: the budget of states ended the search
  int events = 0;                  ///< completely searched up to that many
  std::uint64_t states = 0, transitions = 0;
  Coverage coverage;
  const Witness* find(Defect defect) const;
};

Outcome explore(const Declaration& declared, const Options& options);

/// The model in which a witness is a timeline, and the states that it goes through, the first being the
/// empty table. Nothing if a step is not possible where it stands, or if the last state is not wrong in the
/// way that the witness says.
Model model_of(const Declaration& declared, const Witness& witness);
std::optional<std::vector<State>> replay(const Declaration& declared, const Witness& witness);

/// What can happen to this declaration where those faults can: a search that saw none of it proved less.
std::vector<Verb> can_happen(const Declaration& declared, std::uint16_t possible);

/// False for defects that this declaration cannot have where only those faults happen: nothing could cause
/// them.
bool is_possible(const Declaration& declared, Defect defect, std::uint16_t possible = fault::usual);

}  // namespace decide::replay
