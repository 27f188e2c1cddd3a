#include "estimate/small_files.h"

#include <fmt/format.h>

namespace decide::estimate {
namespace {

bool writes_small(const TableFigures& table) {
  if (!table.files || table.shape->traits->compacts_itself) return false;
  const double least = table.shape->target_file * table.shape->fact("layout.small_files_ratio").value;
  return table.files->bytes_each < least;
}

}  // namespace

derive::Constraint small_files(const Estimates& estimates) {
  derive::Constraint result{
      .id = derive::ConstraintId::small_files, .quantity = {}, .demands = {}, .origins = {}};
  for (const TableFigures& table : estimates.tables()) {
    if (!writes_small(table)) continue;
    result.origins.push_back(
        {table.layout->key, fmt::format("{} is written in files of {}, for a target of {}", table.name(),
                                        units::human(units::Bytes{table.files->bytes_each}),
                                        units::human(units::Bytes{table.shape->target_file}))});
  }
  const std::size_t tables = result.origins.size();
  if (tables == 0) return result;
  result.quantity = fmt::format("{} {}", tables, tables == 1 ? "table" : "tables");
  result.demands = "compaction is planned where commits leave files under a quarter of the target";
  return result;
}

}  // namespace decide::estimate
