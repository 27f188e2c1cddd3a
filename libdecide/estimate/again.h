#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "derive/facts.h"

/// How long after its first delivery an event may come again.
namespace decide::estimate {

struct Again {
  units::Duration time;
  std::string why;
  design::Place at;  ///< where that time is said
};

/// Late clients and an outage bring events again, and a replay all that a source still keeps.
class ComesAgain {
 public:
  explicit ComesAgain(const derive::Facts& facts);
  /// The longest time for those who read these inputs; nothing where no time is said.
  std::optional<Again> latest(const design::List<design::Name>& from) const;
  /// The times that were compared, by name, as inputs of a figure.
  std::vector<std::pair<std::string, std::string>> compared(const design::List<design::Name>& from) const;

 private:
  const derive::NamedSource* source_behind(const design::Val<design::Name>& input) const;

  const derive::Facts& facts_;
  std::vector<const derive::NamedSource*> sources_;  ///< by node: the one behind it that keeps events longest
};

}  // namespace decide::estimate
