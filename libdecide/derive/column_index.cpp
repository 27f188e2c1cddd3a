#include "derive/column_index.h"

#include <algorithm>

namespace decide::derive {

Lineage::Id ColumnIndex::first_of(const std::vector<Lineage::Id>& tables, std::string_view column) const {
  const auto found = tables_with_.find(column);
  if (found == tables_with_.end()) return Lineage::nowhere;
  const auto& having = found->second;
  if (tables.size() < having.size()) {
    const auto both =
        std::find_if(tables.begin(), tables.end(), [&](Lineage::Id id) { return having.count(id) != 0; });
    return both == tables.end() ? Lineage::nowhere : *both;
  }
  const auto both = std::find_if(having.begin(), having.end(), [&](Lineage::Id id) {
    return std::binary_search(tables.begin(), tables.end(), id);
  });
  return both == having.end() ? Lineage::nowhere : *both;
}

std::vector<Lineage::Id> sorted(std::vector<Lineage::Id> ids) {
  std::sort(ids.begin(), ids.end());
  return ids;
}

}  // namespace decide::derive
