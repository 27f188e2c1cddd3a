#pragma once

#include <set>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "derive/lineage.h"

namespace decide::derive {

/// Which tables have a column of a name, or something that goes by that name.
class ColumnIndex {
 public:
  void add(std::string_view column, Lineage::Id table) { tables_with_[column].insert(table); }
  /// The first of some tables, given in ascending order, that has it; or nowhere. Looks through the shorter
  /// of the two lists.
  Lineage::Id first_of(const std::vector<Lineage::Id>& tables, std::string_view column) const;

 private:
  std::unordered_map<std::string_view, std::set<Lineage::Id>> tables_with_;
};

/// The ids in ascending order.
std::vector<Lineage::Id> sorted(std::vector<Lineage::Id> ids);

}  // namespace decide::derive
