#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "derive/facts.h"

namespace decide::rules {

/// The first that reads a column, and how many do.
struct ColumnUse {
  std::string what;  ///< "query `report` filters by it"
  design::Place at;
  std::size_t count = 1;
};

/// Which columns are read by name: by queries, keys, layouts, checks, measures, references and by tables that
/// take the column over under its name. Built once, in the size of the design.
class ColumnUses {
 public:
  explicit ColumnUses(const derive::Facts& facts);
  /// Null if nothing reads it.
  const ColumnUse* of(std::string_view table, std::string_view column) const;

 private:
  using Key = std::pair<std::string_view, std::string_view>;

  void add(std::string_view table, std::string_view column, design::Place at, std::string what);
  void add_names(std::string_view table, const design::List<design::Name>& names, const std::string& what);
  void add_queries();
  void add_tables();
  void add_pipelines();
  void add_jobs();
  void add_layouts();
  void add_checks();
  void add_erasure();
  /// A column of the same name that only one input has is that of the input.
  void add_inherited();
  void inherit(derive::Lineage::Id table);
  derive::Lineage::Id only_input_with(derive::Lineage::Id table, std::string_view column) const;

  const derive::Facts& facts_;
  std::map<Key, ColumnUse> uses_;
  std::map<std::string_view, ColumnUse> all_columns_;  ///< by table: queries that do not say what they read
};

}  // namespace decide::rules
