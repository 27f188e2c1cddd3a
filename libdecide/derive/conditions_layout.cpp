#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "derive/conditions.h"
#include "facts/fact.h"
#include "facts/format.h"

/// The constraint that comes from how tables are written.
namespace decide::derive::conditions {

namespace {

/// How often rows become visible: said by the layout, else the tightest `every` of what writes the table.
std::optional<units::Duration> commit_interval(const Facts& facts, const design::Layout& layout,
                                               Lineage::Id table) {
  if (layout.commit_every) return *layout.commit_every;
  std::optional<units::Duration> tightest;
  for (const NamedPipeline* writer : facts.lineage[table].writers) {
    const auto& every = (*writer)->every;
    if (every) tightest = std::min(tightest.value_or(*every), *every);
  }
  return tightest;
}

/// The size of file that one writer makes in one commit; nothing if something is not known.
std::optional<units::Bytes> written_file(const Facts& facts, const design::Layout& layout, Lineage::Id id) {
  const design::Table& table = facts.lineage[id].table->value;
  const facts::FormatTraits* traits = facts::format_traits(word(*layout.format));
  const auto rows = facts.rows_per_day(table);
  const auto every = commit_interval(facts, layout, id);
  const double writers = layout.writers.value_or({1}).value;
  const double compression = layout.compression.value_or({traits->compression}).value;
  if (!rows || !every || !(writers > 0) || !(compression > 0)) return std::nullopt;
  const units::Bytes stored_per_day = facts.row_bytes(table) * (*rows / compression);
  return stored_per_day * in_days(*every) / writers;
}

/// Adds the layout of one table if its files come out small.
void add_if_small(const Facts& facts, const design::Named<design::Layout>& layout, Constraint& result) {
  const Lineage::Id table = facts.lineage.find_table(layout.name);
  if (table == Lineage::nowhere || !layout->format) return;
  const facts::FormatTraits* traits = facts::format_traits(word(*layout->format));
  if (traits->compacts_itself) return;
  const units::Bytes target = layout->target_file.value_or({traits->target_file});
  const auto file = written_file(facts, layout.value, table);
  if (!file || file->value >= target.value * facts::fact("layout.small_files_ratio").value) return;
  add_origin(result, layout.key,
             fmt::format("{} is written in files of {}, for a target of {}", layout.name, units::human(*file),
                         units::human(target)));
}

}  // namespace

Constraint small_files(const Facts& facts) {
  Constraint result = constraint(ConstraintId::small_files);
  for (const auto& layout : facts.design.partition) add_if_small(facts, layout, result);
  const std::size_t tables = result.origins.size();
  result.quantity = fmt::format("{} {}", tables, tables == 1 ? "table" : "tables");
  result.demands = "compaction is planned where commits leave files under a quarter of the target";
  return result;
}

}  // namespace decide::derive::conditions
