#include "rules/scan_remedy.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "advise/spell.h"
#include "base/text.h"

namespace decide::rules {
namespace {

using estimate::Kept;
using estimate::Part;
using estimate::QueryFigures;
using estimate::Shape;
using estimate::TableFigures;
using TransformKind = design::Transform::Kind;

/// A changed layout, as what is said of each change.
struct Change {
  Shape shape;
  std::string by, cluster, compact;  ///< empty: as it was
  int count() const { return !by.empty() + !cluster.empty() + !compact.empty(); }
  std::string words() const {
    std::vector<std::string> all;
    for (const std::string* one : {&by, &cluster, &compact}) {
      if (!one->empty()) all.push_back(*one);
    }
    return join(all, ", ");
  }
};

std::string name_of(const TableFigures& table, int column) {
  return std::string(table.model.columns[static_cast<std::size_t>(column)].name);
}

bool filters(const Kept& kept) {
  return kept.filter.kind != design::Filter::Kind::all;
}

/// With the time that the query filters by as the time of the partition.
std::optional<Change> by_time(const QueryFigures& query, const Change& from) {
  const TableFigures& table = *query.table;
  if (!table.shape->traits->partitions) return std::nullopt;
  for (const Kept& kept : query.model.filters) {
    const auto& column = table.model.columns[static_cast<std::size_t>(kept.column)];
    if (!filters(kept) || column.time == estimate::TimeType::none) continue;
    if (table.partitions->timed && table.partitions->time_column == kept.column) return std::nullopt;
    Change change = from;
    std::vector<Part>& by = change.shape.by;
    const auto is_time = [&](const Part& part) { return estimate::unit_days(table.model, part) > 0; };
    by.erase(std::remove_if(by.begin(), by.end(), is_time), by.end());
    by.push_back({TransformKind::day, kept.column, 0});
    change.by = fmt::format("partition by day({})", column.name);
    return change;
  }
  return std::nullopt;
}

/// With a column before all others in the cluster.
std::optional<Change> clustered_by(const TableFigures& table, const Change& from, int column) {
  const std::vector<int>& now = table.shape->cluster;
  if (estimate::is_row_format(*table.shape) || is_fixed(table, column) ||
      (!now.empty() && now.front() == column))
    return std::nullopt;
  Change change = from;
  std::vector<int>& cluster = change.shape.cluster;
  cluster = {column};
  for (const int one : now) {
    if (one != column) cluster.push_back(one);
  }
  const auto most = static_cast<std::size_t>(table.shape->traits->max_cluster_columns);
  if (most > 0 && cluster.size() > most) cluster.resize(most);
  change.cluster = fmt::format("cluster by {}{}", name_of(table, column), now.empty() ? "" : " first");
  return change;
}

/// Rows of files that are never joined are sorted within each of them only.
std::optional<Change> compacted(const TableFigures& table, const Change& from) {
  if (!table.files || table.files->settles) return std::nullopt;
  Change change = from;
  change.shape.compacts = true;
  change.shape.compact_every = 1;
  change.shape.compact_to = change.shape.target_file;
  change.compact = "compact once a day";
  return change;
}

/// From least to most changed.
std::vector<Change> changes(const QueryFigures& query) {
  const TableFigures& table = *query.table;
  std::vector<Change> all{{*table.shape, {}, {}, {}}};
  const auto add_each = [&](const auto& next) {
    for (std::size_t i = 0, before = all.size(); i < before; ++i) {
      if (auto change = next(Change(all[i]))) all.push_back(*std::move(change));
    }
  };
  add_each([&](const Change& from) { return by_time(query, from); });
  const std::vector<Change> bases = all;
  for (const Kept& kept : query.model.filters) {
    for (const Change& from : bases) {
      auto change = filters(kept) ? clustered_by(table, from, kept.column) : std::nullopt;
      if (change) all.push_back(*std::move(change));
    }
  }
  add_each([&](const Change& from) { return compacted(table, from); });
  std::stable_sort(all.begin(), all.end(),
                   [](const Change& a, const Change& b) { return a.count() < b.count(); });
  return all;
}

std::optional<double> read_with(const estimate::Estimates& estimates, const QueryFigures& query,
                                const Shape& shape) {
  const estimate::TableModel& model = query.table->model;
  const auto partitions = estimate::partitions(model, shape, estimates.lateness());
  const bool bears = partitions && partitions->in_all <= shape.fact(most_partitions(shape)).value;
  if (!bears) return std::nullopt;
  const auto files = estimate::files(model, shape, *partitions, estimates.lateness());
  const auto scan = estimate::scan(model, shape, *partitions, files ? &*files : nullptr, query.model);
  return scan ? std::optional(scan->bytes_read) : std::nullopt;
}

Remedy told(const derive::Facts& facts, const TableFigures& table, const Change& change, double bytes) {
  Remedy result{change.words(), bytes, {}, {}, !change.cluster.empty()};
  if (change.count() != 1) return result;
  const std::string layout = facts.document.path(table.layout->at.node);
  std::vector<std::string> items;
  if (!change.cluster.empty()) {
    for (const int column : change.shape.cluster) items.push_back(name_of(table, column));
    result.path = layout + ".cluster";
  } else if (!change.by.empty()) {
    for (const Part& part : change.shape.by) {
      items.push_back(advise::spelled(table.model, part));
    }
    result.path = layout + ".by";
  }
  result.yaml = result.path.empty() ? "{every: 1 d}" : advise::yaml_list(items);
  if (result.path.empty()) result.path = layout + ".compact";
  return result;
}

}  // namespace

std::optional<Remedy> remedy(const derive::Facts& facts, const estimate::Estimates& estimates,
                             const QueryFigures& query) {
  // A change more must read a tenth less to be worth it.
  constexpr double worth = 0.9;
  std::optional<Remedy> best;
  double least = query.scan->bytes_read;
  for (const Change& change : changes(query)) {
    const auto bytes = read_with(estimates, query, change.shape);
    if (!bytes || !(*bytes < least * worth)) continue;
    least = *bytes;
    best = told(facts, *query.table, change, *bytes);
  }
  return best;
}

bool reads_in_vain(const QueryFigures& query, double factor) {
  constexpr double rounding = 1 + 1e-9;
  if (!query.scan || !(query.scan->excess() > factor * rounding)) return false;
  return query.scan->bytes_read > query.table->shape->target_file;
}

diag::Figure bytes_read(const QueryFigures& query) {
  const estimate::Scan& scan = *query.scan;
  return {"bytes read",
          scan.bytes_read,
          "B",
          "row groups that may hold a wanted row x bytes of one in the columns that are read",
          {{"row groups read", counted(scan.groups)},
           {"row groups in all", counted(scan.groups_all)},
           {"partitions read", counted(scan.partitions)},
           {"partitions in all", counted(scan.partitions_all)},
           {"bytes of a row group in those columns", sized(scan.bytes_read / scan.groups)}}};
}

diag::Figure bytes_wanted(const QueryFigures& query) {
  const estimate::Scan& scan = *query.scan;
  return {
      "bytes wanted",
      scan.bytes_wanted,
      "B",
      "rows wanted x bytes of a row in the columns that are read; at least one row group of each partition "
      "read",
      {{"rows wanted", counted(scan.rows_wanted)},
       {"rows kept", counted(scan.rows_kept)},
       {"bytes of a row on storage", sized(query.table->model.row_bytes / query.table->shape->compression)},
       {"share of the row in those columns", shared(query.scan->columns_share)},
       {"partitions read", counted(scan.partitions)}}};
}

}  // namespace decide::rules
