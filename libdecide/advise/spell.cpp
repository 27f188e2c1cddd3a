#include "advise/spell.h"

#include <fmt/format.h>

#include "base/text.h"
#include "yaml/edit.h"

namespace decide::advise {
namespace {

using estimate::Part;
using estimate::Shape;
using estimate::TableModel;

std::string_view column_name(const TableModel& table, int column) {
  return table.columns[static_cast<std::size_t>(column)].name;
}

std::string by_list(const TableModel& table, const std::vector<Part>& by) {
  std::vector<std::string> items;
  items.reserve(by.size());
  for (const Part& part : by) items.push_back(spelled(table, part));
  return yaml_list(items);
}

std::string names(const TableModel& table, const std::vector<int>& columns) {
  std::vector<std::string> items;
  items.reserve(columns.size());
  for (const int column : columns) items.emplace_back(column_name(table, column));
  return join(items, ", ");
}

std::string size_of(double bytes) {
  return units::print(units::Bytes{bytes});
}

std::string compaction(const Shape& shape) {
  return fmt::format("{{every: {}, to: {}}}", units::print(units::days(shape.compact_every)),
                     size_of(shape.compact_to));
}

}  // namespace

std::string spelled(const TableModel& table, const Part& part) {
  design::Transform transform;
  transform.kind = part.kind;
  transform.column = column_name(table, part.column);
  transform.argument = {part.argument};
  return design::spell(transform);
}

std::string yaml_list(const std::vector<std::string>& items) {
  std::vector<std::string> written;
  written.reserve(items.size());
  for (const std::string& item : items) written.push_back(yaml::scalar(item, true));
  return fmt::format("[{}]", join(written, ", "));
}

std::string said(const TableModel& table, const std::vector<Part>& by) {
  if (by.empty()) return "no partition";
  std::vector<std::string> items;
  items.reserve(by.size());
  for (const Part& part : by) items.push_back(spelled(table, part));
  return join(items, ", ");
}

std::string said(const TableModel& table, const Shape& shape) {
  std::string text = said(table, shape.by);
  if (!shape.cluster.empty()) text += fmt::format(", sorted by {}", names(table, shape.cluster));
  text += fmt::format(", files of {}", units::human(units::Bytes{shape.target_file}));
  return shape.compact_every > 0 ? text + ", compacted" : text;
}

Fields fields(const TableModel& table, const Shape* today, const Shape& wanted) {
  Fields all;
  if (today == nullptr) all.emplace_back("format", std::string(wanted.traits->name));
  if (today == nullptr || today->by != wanted.by) all.emplace_back("by", by_list(table, wanted.by));
  if (today == nullptr ? !wanted.cluster.empty() : today->cluster != wanted.cluster)
    all.emplace_back("cluster", fmt::format("[{}]", names(table, wanted.cluster)));
  if (today == nullptr || today->target_file != wanted.target_file)
    all.emplace_back("target_file", size_of(wanted.target_file));
  const bool planned = wanted.compact_every > 0;
  const bool same = today != nullptr && today->compacts == wanted.compacts &&
                    today->compact_every == wanted.compact_every && today->compact_to == wanted.compact_to;
  if (planned && !same) all.emplace_back("compact", compaction(wanted));
  // new layouts are Iceberg's, whose snapshots never expire unless told to
  if (today == nullptr)
    all.emplace_back("expire_snapshots",
                     units::print(units::Duration{wanted.fact("iceberg.expire_days").value * 86400}));
  return all;
}

}  // namespace decide::advise
