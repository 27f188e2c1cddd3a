#pragma once

#include <string_view>
#include <vector>

#include "derive/facts.h"
#include "estimate/guarantees.h"

namespace decide::rules {

/// Where personal data lies, and how it got there: tables with a personal column, what they inherit it from,
/// copies that do not say which columns they have, and the sources that deliver it.
class PersonalData {
 public:
  using Id = derive::Lineage::Id;
  PersonalData(const derive::Facts& facts, const estimate::Guarantees& guarantees);

  bool has(Id node) const { return !all_[node].column.empty(); }
  /// A personal column of the node, as it is called there or where it is known.
  std::string_view column(Id node) const { return all_[node].column; }
  /// The chain over which it came, from a source where one is known; of a source, to the table that tells.
  std::vector<Id> path(Id node) const;

 private:
  struct Found {
    std::string_view column;
    Id from = derive::Lineage::nowhere;     ///< the input that it comes from
    Id told_by = derive::Lineage::nowhere;  ///< of what only feeds it: the table that tells
  };

  void look_at(Id table);
  std::vector<Id> sides(Id table) const;
  Found inherited(Id table, const std::vector<Id>& inputs) const;
  std::vector<std::string_view> columns(Id node) const;
  void tell_inputs(Id table);
  bool may_feed(Id input, Id table, std::string_view name) const;

  const derive::Facts& facts_;
  const estimate::Guarantees& guarantees_;
  std::vector<Found> all_;
};

}  // namespace decide::rules
