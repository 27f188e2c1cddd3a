#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "derive/facts.h"

/// What rules that compute share: how they print their inputs, round what they advise, and what readers bear.
namespace decide::rules {

/// A fact as an input of a figure, with its id unless it is a threshold of the rules: "1.5 (G2)", "100 MB/s".
std::string cited(const facts::Fact& fact);

/// To whole seconds, minutes, hours or days, whichever a person would say such a time in.
units::Duration rounded_up(units::Duration time);
units::Duration rounded_down(units::Duration time);
/// To two digits.
units::Rate rounded_up(units::Rate rate);

/// The error that the readers of a table bear, and who says so.
struct Borne {
  bool right_in_the_end = false;  ///< exact or eventual: none is borne in the final state
  bool exact = false;
  units::Percent share;  ///< of an approximate table
  std::string who;       ///< "`dash` bears 2%"
  design::Place at;
};
/// Of the strictest reader, of the table or behind it; nothing where nobody says.
std::optional<Borne> borne(const derive::Facts& facts, derive::Lineage::Id table);
/// Of the strictest whose queries read or join the table itself.
std::optional<Borne> borne_by_readers(const derive::Facts& facts, derive::Lineage::Id table);

}  // namespace decide::rules
