#pragma once

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "derive/lineage.h"

/// Keys that are the same again when a row is written again.
namespace decide::derive {

/// What fills a table: a pipeline or a job.
struct Filler {
  std::string_view name;
  const design::List<design::Nondeterminism>* nondeterministic = nullptr;
  bool says_inputs = false;
  bool open = false;                      ///< an input does not list its columns
  std::vector<const NamedTable*> inputs;  ///< tables, sorted, each once
};

template <class Writer>
Filler filler(const design::Model& model, const Writer& writer) {
  Filler filler{writer.name, &writer->nondeterministic, static_cast<bool>(writer->from), false, {}};
  for (const auto& name : writer->from) {
    const auto* table = model.tables.find(name->text);
    if (table == nullptr) continue;
    filler.open |= table->value.columns.empty();
    filler.inputs.push_back(table);
  }
  std::sort(filler.inputs.begin(), filler.inputs.end());
  filler.inputs.erase(std::unique(filler.inputs.begin(), filler.inputs.end()), filler.inputs.end());
  return filler;
}

/// Why a column is another one in a second run: what makes it, in words, and where that is said.
struct Unstable {
  design::Place at;
  std::string how;  ///< "`land` makes with `uuid`"
};

/// Tells columns that a rerun keeps from those that are set when a row is written. Points into the model.
class StableKeys {
 public:
  explicit StableKeys(const design::Model& model);

  /// Nothing if the column of the table is the same whenever one of the fillers writes the row.
  std::optional<Unstable> unstable(const NamedTable& table, const std::vector<Filler>& fillers,
                                   const std::string& column) const;

 private:
  using Tables = std::vector<const NamedTable*>;

  bool carries(const Filler& filler, std::string_view column) const;
  bool is_set_at_writing(const NamedTable& table, const std::vector<Filler>& fillers,
                         std::string_view column) const;
  std::optional<Unstable> made_by(const std::vector<Filler>& fillers, const std::string& name,
                                  const design::Column& column) const;
  static bool share_one(const Tables& a, const Tables& b);

  std::map<std::string_view, Tables> by_column_;  ///< the tables that have a column, sorted
};

}  // namespace decide::derive
