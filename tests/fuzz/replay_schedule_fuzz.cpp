// Any schedule of any declaration, three runs and six events: no step leaves what a state may be.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <iterator>

#include "declaration_bytes.h"
#include "replay/explore.h"
#include "replay/timeline.h"

namespace {

using namespace decide::replay;

void require(bool holds) {
  if (!holds) std::abort();
}

void check(const Model& model, const State& state) {
  require(state.length <= most_log && state.offset <= state.length);
  require((state.late & ~state.arrived) == 0);
  require(state.faults <= model.faults);
  for (const Run& run : state.runs) require(run.seen.end <= state.length && run.extent <= state.length);
  require(state.stray.end <= state.length);
  for (int unit = 0; unit < model.shape.keys && rows_change(model.declared); ++unit)
    require((rows_of(state, unit) > 0) == (state.winner[static_cast<std::size_t>(unit)] > 0));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  decide::fuzz::Bytes bytes(data, size);
  Witness witness;
  const Declaration declared = decide::fuzz::declaration(bytes);
  witness.shape.events = 1 + bytes.below(most_events);
  for (int i = 1; rows_change(declared) && i < witness.shape.events; ++i) {
    if (bytes.flag() && witness.shape.keys < most_keys) ++witness.shape.keys;
    witness.shape.key_of[static_cast<std::size_t>(i)] = static_cast<std::uint8_t>(witness.shape.keys - 1);
  }
  witness.faults = bytes.below(5);
  const Model model = model_of(declared, witness);
  State state = initial(model);
  while (!bytes.empty() && witness.steps.size() < 40) {
    const Actions possible = enabled(model, state);
    const auto count = std::distance(possible.begin(), possible.end());
    if (count == 0) break;
    const Action action = possible.begin()[bytes.below(static_cast<int>(count))];
    Seen seen;
    const State before = state;
    state = step(model, state, action, seen);
    check(model, state);
    require(step(model, before, action, seen) == state);
    witness.steps.push_back(action);
  }
  is_quiescent(model, state);
  if (witness.steps.size() == 40) lines(declared, witness);
  return 0;
}
