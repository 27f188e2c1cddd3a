#pragma once

#include <string_view>
#include <vector>

#include "derive/column_index.h"
#include "estimate/guarantees.h"

namespace decide::estimate {

/// Finds the personal columns of tables, inputs first: those that are marked or listed, and those that
/// inherit by name from an input or by `references`.
class PersonalColumns {
 public:
  explicit PersonalColumns(const derive::Facts& facts);
  /// To be asked once for each table, after its inputs.
  std::vector<Personal> of(derive::Lineage::Id table);

 private:
  using Id = derive::Lineage::Id;
  bool is_marked(const design::Named<design::Column>& column) const;
  Id referenced(const design::Named<design::Column>& column) const;

  const derive::Facts& facts_;
  derive::ColumnIndex personal_;          ///< of the tables so far
  std::vector<std::string_view> listed_;  ///< sorted
};

}  // namespace decide::estimate
