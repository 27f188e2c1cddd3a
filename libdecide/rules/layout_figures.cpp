#include "rules/layout_figures.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "units/quantity.h"

namespace decide::rules {

using Kind = design::Transform::Kind;

std::string counted(double count) {
  return units::human(units::Count{count});
}

std::string sized(double bytes) {
  return units::human(units::Bytes{bytes});
}

std::string shared(double share) {
  return units::human(units::Percent{share});
}

std::string counted_beside(double count, double limit) {
  std::string text = counted(count);
  if (text != counted(limit)) return text;
  if (limit >= 1000) return fmt::format("{:.0f}", std::ceil(count));
  constexpr int all_digits = 15;
  int digits = 3;
  do text = fmt::format("{:.{}g}", count, ++digits);
  while (digits < all_digits && text == counted(limit));
  return text;
}

std::string sized_beside(double bytes, double limit) {
  std::string text = sized(bytes);
  return text == sized(limit) ? fmt::format("{:.0f} B", bytes) : text;
}

bool is_over(units::Duration time, units::Duration limit) {
  constexpr double rounding = 1e-9;
  return time.value > limit.value * (1 + rounding);
}

std::string time_beside(units::Duration time, units::Duration limit) {
  constexpr double next_to = 0.005;  // where both are rounded to the same
  const std::string text = units::human(time), at = units::human(limit);
  const units::Duration over{time.value - limit.value};
  if (is_over(time, limit) && (text == at || over.value < next_to * limit.value))
    return fmt::format("{} and {}", at, units::human(over));
  return text == at && time.value != limit.value ? fmt::format("{:.0f} s", std::ceil(time.value)) : text;
}

std::string share_beside(units::Percent share, units::Percent limit) {
  std::string text = units::human(share);
  return text == units::human(limit) ? fmt::format("{:.5g}%", share.value * 100) : text;
}

std::string_view format_name(const estimate::TableFigures& table) {
  return table.shape->traits->name;
}

const design::Val<design::Transform>& item_of(const estimate::TableFigures& table, std::size_t part) {
  std::size_t before = 0;
  for (const auto& item : table.layout->value.by) {
    if (table.model.find(item->column) < 0) continue;
    if (before++ == part) return item;
  }
  return table.layout->value.by.items.back();
}

const design::Column& declared(const estimate::TableFigures& table, int column) {
  return table.model.table->value.columns[static_cast<std::size_t>(column)].value;
}

design::Place asked_at(const derive::Facts& facts, const estimate::TableFigures& table) {
  const auto& queries = facts.lineage[table.id].queries;
  return queries.empty() ? table.layout->key : queries.front()->key;
}

bool is_fixed(const estimate::TableFigures& table, int column) {
  const bool is_date = table.model.columns[static_cast<std::size_t>(column)].time == estimate::TimeType::date;
  return std::any_of(table.shape->by.begin(), table.shape->by.end(), [&](const estimate::Part& part) {
    if (part.column != column) return false;
    return part.kind == Kind::identity || (is_date && part.kind == Kind::day);
  });
}

diag::Figure partitions_in_all(const estimate::TableFigures& table) {
  const estimate::Partitions& partitions = *table.partitions;
  return {"partitions",
          partitions.in_all,
          "count",
          "units of time kept x partitions of a unit",
          {{"units of time kept", counted(partitions.units)},
           {"partitions of a unit", counted(partitions.per_unit)}}};
}

diag::Figure bytes_of_partition(const estimate::TableFigures& table) {
  return {"bytes a partition",
          table.partitions->bytes_each,
          "B",
          "rows a partition x bytes a row / compression",
          {{"rows a partition", counted(table.partitions->rows_each)},
           {"bytes a row", sized(table.model.row_bytes)},
           {"compression", counted(table.shape->compression)}}};
}

diag::Figure bytes_stored(const estimate::TableFigures& table) {
  const double days = table.model.days.value_or(0);
  return {"bytes stored",
          table.stored().value_or(0),
          "B",
          "rows a day x days kept x bytes a row / compression x mean growth",
          {{"rows a day", counted(table.model.rows_day.value_or(0))},
           {"days kept", counted(days)},
           {"bytes a row", sized(table.model.row_bytes)},
           {"compression", counted(table.shape->compression)},
           {"mean growth", counted(estimate::mean_growth(table.model.growth, days))}}};
}

}  // namespace decide::rules
