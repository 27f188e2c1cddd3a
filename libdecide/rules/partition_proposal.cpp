#include "rules/partition_proposal.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "advise/spell.h"
#include "base/text.h"

namespace decide::rules {
namespace {

using estimate::Part;
using estimate::Shape;
using estimate::TableFigures;
using estimate::TableModel;
using Kind = design::Transform::Kind;

const estimate::Column& column(const TableModel& table, int index) {
  return table.columns[static_cast<std::size_t>(index)];
}

/// The time that the table is partitioned by, else a day of its own time: an event time before any other.
std::optional<Part> own_time(const TableModel& table, const Shape& shape) {
  for (const Part& part : shape.by) {
    if (estimate::unit_days(table, part) > 0) return part;
  }
  std::optional<Part> found;
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    const estimate::Column& one = table.columns[i];
    if (one.time == estimate::TimeType::none) continue;
    const bool is_event = table.table->value.columns[i].value.time.is(design::TimeKind::event);
    if (!found || is_event) found = Part{Kind::day, static_cast<int>(i), 0};
    if (is_event) break;
  }
  return found;
}

/// The same time in coarser and coarser units, the unit itself first; then no partition.
std::vector<std::vector<Part>> coarser(const TableModel& table, const std::optional<Part>& time) {
  std::vector<std::vector<Part>> all;
  if (time) {
    all.push_back({*time});
    for (const Kind kind : {Kind::day, Kind::month, Kind::year}) {
      const Part part{kind, time->column, 0};
      if (estimate::unit_days(table, part) > estimate::unit_days(table, *time)) all.push_back({part});
    }
  }
  all.emplace_back();
  return all;
}

/// A column that is worth sorting by.
bool splits(const Shape& shape, const estimate::Column& one) {
  return !one.values || *one.values >= shape.fact("layout.min_cluster_values").value;
}

/// The cluster with the columns first that are no longer part of the partition.
std::vector<int> clustered(const TableModel& table, const Shape& shape) {
  std::vector<int> all;
  const auto add = [&](int one) {
    if (std::find(all.begin(), all.end(), one) == all.end()) all.push_back(one);
  };
  for (const Part& part : shape.by) {
    if (estimate::unit_days(table, part) <= 0 && splits(shape, column(table, part.column))) add(part.column);
  }
  for (const int one : shape.cluster) add(one);
  const auto most = static_cast<std::size_t>(shape.traits->max_cluster_columns);
  if (most > 0 && all.size() > most) all.resize(most);
  return estimate::is_row_format(shape) ? shape.cluster : all;
}

Proposal described(const TableFigures& table, const Shape& shape, const estimate::Partitions& partitions) {
  Proposal result;
  std::vector<std::string> by;
  for (const Part& part : shape.by) by.push_back(advise::spelled(table.model, part));
  std::vector<std::string> cluster;
  for (const int one : shape.cluster) cluster.emplace_back(column(table.model, one).name);
  result.words = by.empty() ? "leave `by` out" : fmt::format("partition by {}", join(by, ", "));
  if (!cluster.empty()) result.words += fmt::format(", cluster by {}", join(cluster, ", "));
  result.by = advise::yaml_list(by);
  result.clusters = shape.cluster != table.shape->cluster;
  result.partitions = partitions.in_all;
  result.partition_bytes = partitions.bytes_each;
  const double files = std::max(std::ceil(partitions.bytes_each / shape.compact_to - 1e-9), 1.0);
  result.file_bytes = partitions.bytes_each / files;
  return result;
}

}  // namespace

std::optional<Proposal> propose(const estimate::Estimates& estimates, const TableFigures& table,
                                const Fits& fits) {
  if (!table.shape || !table.model.days) return std::nullopt;
  const double most = table.shape->fact(most_partitions(*table.shape)).value;
  const double least = least_partition(*table.shape).bytes;
  Shape shape = *table.shape;
  shape.cluster = clustered(table.model, shape);
  std::optional<Proposal> last, bearable;
  for (const auto& by : coarser(table.model, own_time(table.model, *table.shape))) {
    shape.by = by;
    const auto partitions = estimate::partitions(table.model, shape, estimates.lateness());
    if (!partitions || (!by.empty() && partitions->in_all <= 1)) continue;
    const bool is_same = by == table.shape->by && shape.cluster == table.shape->cluster;
    if (is_same || estimate::loses_replaced(table.model, *partitions)) continue;
    last = described(table, shape, *partitions);
    if (partitions->in_all > most || partitions->bytes_each < least) continue;
    if (!fits || fits(shape)) return last;
    if (!bearable) bearable = last;
  }
  return bearable ? bearable : last;
}

std::string describe(const Proposal& proposal) {
  if (!(proposal.partitions > 1))
    return fmt::format("{}: one whole of {}", proposal.words, sized(proposal.partition_bytes));
  return fmt::format("{}: {} partitions, files of {}", proposal.words, counted(proposal.partitions),
                     sized(proposal.file_bytes));
}

std::string instead_of_longer_units(const TableFigures& table, std::string_view or_else) {
  if (!table.model.replaced_days) return std::string(or_else);
  return fmt::format(
      "what replaces its partitions computes {} at once, and of a longer unit it would lose the rest: let it "
      "compute more and partition by a longer unit, or {}",
      units::human(units::days(*table.model.replaced_days)), or_else);
}

void propose_layout(const derive::Facts& facts, const estimate::Estimates& estimates, Draft& draft,
                    const TableFigures& table, std::string_view title, const Fits& fits) {
  const auto proposal = propose(estimates, table, fits);
  if (!proposal) {
    const bool is_many = too_many_partitions(table);
    draft.help("{}", instead_of_longer_units(table, is_many ? "keep it for less time" : smaller_files));
  }
  if (!proposal) return;
  draft.help("{}", describe(*proposal));
  // Where the clustering changes too it is more than one edit.
  if (proposal->clusters || proposal->partitions <= 1) return;
  draft.fix_set(false, std::string(title), facts.document.path(table.layout->value.by.at.node), proposal->by);
}

}  // namespace decide::rules
