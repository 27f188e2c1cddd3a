#pragma once

#include "replay/model.h"

namespace decide::replay {

/// Brings a state into the form that stands for all equivalent ones, as the model's reductions allow; `by` is
/// the step that led to it.
void reduce(const Model& model, State& state, Verb by);

}  // namespace decide::replay
