#include "rules/layout_time.h"

#include "estimate/shape.h"

namespace decide::rules {

std::optional<TimePart> finest_time(const estimate::TableModel& table, const design::Layout& layout) {
  std::optional<TimePart> finest;
  for (const auto& transform : layout.by) {
    const int column = table.find(transform->column);
    if (column < 0) continue;
    const double days = estimate::unit_days(table, {transform->kind, column, transform->argument.value});
    if (days > 0 && (!finest || days < finest->days)) finest = TimePart{&transform, days, column};
  }
  return finest;
}

std::string_view unit_name(const TimePart& part) {
  using Kind = design::Transform::Kind;
  switch ((*part.transform)->kind) {
    case Kind::hour:
      return "hour";
    case Kind::month:
      return "month";
    case Kind::year:
      return "year";
    default:
      return "day";
  }
}

}  // namespace decide::rules
