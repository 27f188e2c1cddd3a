#include "estimate/shape.h"

#include <algorithm>

namespace decide::estimate {

double unit_days(const TableModel& table, const Part& part) {
  using Kind = design::Transform::Kind;
  switch (part.kind) {
    case Kind::identity:
      return table.columns[static_cast<std::size_t>(part.column)].time == TimeType::date ? 1 : 0;
    case Kind::hour:
      return 1.0 / 24;
    case Kind::day:
      return 1;
    case Kind::month:
      return 30;
    case Kind::year:
      return 365;
    default:
      return 0;
  }
}

std::optional<Shape> shape(const TableModel& table, const design::Layout& layout) {
  if (!layout.format) return std::nullopt;
  Shape result;
  result.values = table.values;
  result.traits = facts::format_traits(design::word(*layout.format));
  for (const auto& transform : layout.by) {
    const int column = table.find(transform->column);
    if (column < 0) continue;
    // A date has no hours (P302): it falls into days.
    const bool is_date = table.columns[static_cast<std::size_t>(column)].time == TimeType::date;
    const bool too_fine = is_date && transform->kind == design::Transform::Kind::hour;
    const auto kind = too_fine ? design::Transform::Kind::day : transform->kind;
    result.by.push_back({kind, column, transform->argument.value});
  }
  for (const auto& name : layout.cluster) {
    const int column = table.find(name->text);
    if (column >= 0) result.cluster.push_back(column);
  }
  result.target_file = layout.target_file.value_or({result.traits->target_file}).value;
  result.writers = std::max(layout.writers.value_or({1}).value, 1.0);
  result.compression = layout.compression.value_or({result.traits->compression}).value;
  if (result.compression <= 0) result.compression = 1;
  result.compacts = result.traits->compacts_itself || layout.compact.every;
  if (layout.compact.every) result.compact_every = derive::in_days(*layout.compact.every);
  result.compact_to = layout.compact.to.value_or({result.target_file}).value;
  if (layout.expire_snapshots) result.live_days = derive::in_days(*layout.expire_snapshots);
  return result;
}

}  // namespace decide::estimate
