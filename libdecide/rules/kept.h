#pragma once

#include <optional>
#include <string>

#include "derive/facts.h"

namespace decide::rules {

/// How long something is kept, and where that was said.
struct Keeping {
  units::Duration duration;
  design::Place at;
};

/// Of a table or a source; of a raw table that does not say, `scope.retention.raw`. Nothing if unknown.
std::optional<Keeping> kept(const derive::Facts& facts, const derive::Lineage::Node& node);

/// A duration as an answer in the file: as people say it where that reads back as the same, else exact.
std::string as_answer(units::Duration duration);

}  // namespace decide::rules
