#pragma once

#include <array>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/source.h"
#include "drill/scenario.h"

namespace decide::drill {

/// The files of one scenario; an empty name: the file is not there.
struct ScenarioTexts {
  Source scenario, asks, reference, first_try;

  struct File {
    std::string_view name;
    Source ScenarioTexts::*text;
    bool required;
  };
  static const std::array<File, 4> files;
};

/// All scenarios that a program knows: those that are built in, and those of other folders. One of another
/// folder takes the place of one that is built in by the same name.
class Shelf {
 public:
  /// With what is built in.
  Shelf();
  /// Adds a scenario, or replaces one.
  void add(const std::string& name, ScenarioTexts texts) { texts_[name] = std::move(texts); }

  /// By name, in order.
  std::vector<std::string_view> names() const;
  const ScenarioTexts* texts(std::string_view name) const;
  /// What was found in a scenario's files; `name` must be on the shelf.
  ScenarioRead read(std::string_view name) const;
  /// The scenario, or its first error, or that there is none, with the nearest name.
  Result<Scenario> scenario(std::string_view name) const;
  /// Ways to ask that all scenarios share.
  const Topics& shared() const { return topics_; }

 private:
  std::map<std::string, ScenarioTexts, std::less<>> texts_;
  Topics topics_;
};

/// Ways to ask that the scenarios of a shelf list themselves, read once.
class Pool {
 public:
  explicit Pool(const Shelf& shelf);
  /// Those of all scenarios but one, by topic.
  Topics without(std::string_view name) const;

 private:
  std::vector<Scenario> scenarios_;
};

}  // namespace decide::drill
