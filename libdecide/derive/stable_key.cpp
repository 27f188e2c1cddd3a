#include "derive/stable_key.h"

#include <fmt/format.h>

#include <initializer_list>

namespace decide::derive {

namespace {

using design::BaseType;
using design::Nondeterminism;
using design::TimeKind;

bool is_one_of(BaseType type, std::initializer_list<BaseType> types) {
  return std::find(types.begin(), types.end(), type) != types.end();
}

/// True if values of the column can come from there. A generated id is unique, and the clock makes times.
bool can_make(Nondeterminism what, const design::Column& column) {
  using enum BaseType;
  const auto type = column.type ? std::optional(column.type->base) : std::nullopt;
  switch (what) {
    case Nondeterminism::now:
      return !type || is_one_of(*type, {date, timestamp, timestamptz});
    case Nondeterminism::uuid:
      if (column.cardinality && !column.cardinality->unique) return false;
      return !type || is_one_of(*type, {string, bytes, uuid});
    case Nondeterminism::random:
      return !type || !is_one_of(*type, {date, timestamp, timestamptz, bool_});
    default:
      return false;
  }
}

}  // namespace

StableKeys::StableKeys(const design::Model& model) {
  for (const auto& table : model.tables) {
    for (const auto& column : table->columns) by_column_[column.name].push_back(&table);
  }
  for (auto& [name, tables] : by_column_) std::sort(tables.begin(), tables.end());
}

bool StableKeys::share_one(const Tables& a, const Tables& b) {
  const Tables& few = a.size() < b.size() ? a : b;
  const Tables& many = a.size() < b.size() ? b : a;
  return std::any_of(few.begin(), few.end(),
                     [&](const auto* table) { return std::binary_search(many.begin(), many.end(), table); });
}

/// True if a table that is read hands the column on. A table that does not list its columns may have it.
bool StableKeys::carries(const Filler& filler, std::string_view column) const {
  if (filler.open) return true;
  const auto found = by_column_.find(column);
  return found != by_column_.end() && share_one(filler.inputs, found->second);
}

/// Nothing is known to fill it: a dimension may come with its columns from outside.
bool StableKeys::is_set_at_writing(const NamedTable& table, const std::vector<Filler>& fillers,
                                   std::string_view column) const {
  if (fillers.empty()) return !table->role.is(design::Role::dimension);
  return std::any_of(fillers.begin(), fillers.end(),
                     [&](const Filler& filler) { return filler.says_inputs && !carries(filler, column); });
}

std::optional<Unstable> StableKeys::made_by(const std::vector<Filler>& fillers, const std::string& name,
                                            const design::Column& column) const {
  if (column.time || column.references) return std::nullopt;
  for (const Filler& filler : fillers) {
    if (!filler.says_inputs) continue;
    for (const auto& what : *filler.nondeterministic) {
      if (!can_make(*what, column) || carries(filler, name)) continue;
      return Unstable{what.at, fmt::format("`{}` makes with `{}`", filler.name, design::word(*what))};
    }
  }
  return std::nullopt;
}

std::optional<Unstable> StableKeys::unstable(const NamedTable& table, const std::vector<Filler>& fillers,
                                             const std::string& name) const {
  const auto* declared = table->columns.find(name);
  if (declared == nullptr && !table->columns.empty()) return std::nullopt;
  const design::Column column = declared != nullptr ? declared->value : design::Column{};
  if (!column.time.is(TimeKind::processing)) return made_by(fillers, name, column);
  if (!is_set_at_writing(table, fillers, name)) return std::nullopt;
  return Unstable{column.time.at, "is set when the row is written"};
}

}  // namespace decide::derive
