#include <algorithm>
#include <string>

#include "rules/partition_limits.h"
#include "rules/partition_proposal.h"
#include "rules/report.h"
#include "rules/sums.h"

namespace decide::rules {

using derive::ConstraintId;
using estimate::TableFigures;

const Rule rule_P305{
    .code = "P305",
    .name = "partition-too-small",
    .severity = diag::Severity::warning,
    .summary = "partitions hold less than the format asks of one, or a Delta table under 1 TB is partitioned",
    .rationale =
        "A file never spans two partitions, so a partition that holds little is a file that holds little, "
        "and no compaction can mend it. Each costs an entry of metadata, an open and a seek in every query "
        "that passes it. Warehouses and Delta cluster well inside a large table: there a partition must be "
        "large before it prunes better than the clustering does.",
    .fails = R"(model:
  tables:
    clicks:
      role: raw
      rows: 2M/day
      row_size: 220 B
      retention: 400 d
      columns:
        event_time: {type: timestamp, time: event}
partition:
  clicks: {format: iceberg, by: «[hour(event_time)]», target_file: 256 MB}
)",
    .passes = R"(model:
  tables:
    clicks:
      role: raw
      rows: 2M/day
      row_size: 220 B
      retention: 400 d
      columns:
        event_time: {type: timestamp, time: event}
partition:
  clicks: {format: iceberg, by: [day(event_time)], target_file: 256 MB}
)",
    .constraint = "small-files",
    .facts = "A7 A13 A15"};

const Rule rule_P306{
    .code = "P306",
    .name = "partition-too-large",
    .severity = diag::Severity::warning,
    .summary = "a partition of over 1 TB, with nothing that prunes inside it",
    .rationale =
        "The smallest thing that a query or a rerun can leave aside is what the layout lets it. Without a "
        "clustering, and with partitions of terabytes, a question about one customer reads terabytes, and "
        "so does the repair of a single day. A finer unit of time or a clustering costs nothing before the "
        "first row is written, and a rewrite of the table afterwards.",
    .fails = R"(model:
  tables:
    clicks:
      role: raw
      rows: 3B/day
      row_size: 220 B
      retention: 400 d
      columns:
        campaign_id: {type: int64, cardinality: 10M}
        event_time: {type: timestamp, time: event}
partition:
  clicks: {format: iceberg, by: «[month(event_time)]»}
)",
    .passes = R"(model:
  tables:
    clicks:
      role: raw
      rows: 3B/day
      row_size: 220 B
      retention: 400 d
      columns:
        campaign_id: {type: int64, cardinality: 10M}
        event_time: {type: timestamp, time: event}
partition:
  clicks: {format: iceberg, by: [month(event_time)], cluster: [campaign_id]}
)",
    .constraint = "hot-queries",
    .facts = {}};

namespace {

/// True if some pipeline or job replaces partitions: then they are the unit of a rerun too.
bool is_overwritten(const derive::Facts& facts, const TableFigures& table) {
  const auto overwrites = [](const auto* writer) {
    return (*writer)->write.is(design::Write::overwrite_partition);
  };
  const auto& node = facts.lineage[table.id];
  return std::any_of(node.writers.begin(), node.writers.end(), overwrites) ||
         std::any_of(node.rebuilt_by.begin(), node.rebuilt_by.end(), overwrites);
}

void report_small(const derive::Facts& facts, Report& report, const TableFigures& table, const Least& least) {
  const estimate::Partitions& partitions = *table.partitions;
  diag::Figure figure = bytes_of_partition(table);
  figure.inputs.emplace_back("limit", least.input);
  auto draft = report.at(table.layout->value.by.at);
  draft
      .say("the {} partitions of `{}` hold {} each, under {}, {}", counted(partitions.in_all), table.name(),
           sized_beside(partitions.bytes_each, least.bytes), sized(least.bytes), least.why)
      .label("{} a partition", sized(partitions.bytes_each))
      .because(ConstraintId::small_files, table.layout->key)
      .figure(std::move(figure))
      .figure(partitions_in_all(table));
  propose_layout(facts, report.estimates(), draft, table, "partition by a longer time");
}

/// Delta's makers advise against partitions of any size there.
void report_small_delta(Report& report, const TableFigures& table, double stored) {
  constexpr std::string_view limit = "delta.min_table_bytes_to_partition";
  diag::Figure figure = bytes_stored(table);
  figure.inputs.emplace_back("limit", cited(table.shape->fact(limit)));
  report.at(table.layout->value.by.at)
      .say("`{}` is a Delta table of {} in {} partitions; under {} it is better left whole", table.name(),
           sized_beside(stored, table.shape->fact(limit).value), counted(table.partitions->in_all),
           sized(table.shape->fact(limit).value))
      .label("{} a partition", sized(table.partitions->bytes_each))
      .because(ConstraintId::small_files, table.layout->key)
      .figure(std::move(figure))
      .figure(bytes_of_partition(table))
      .help(
          "leave `by` out and cluster by the same columns; a rerun replaces a range of time with "
          "replaceWhere, without partitions");
}

}  // namespace

void check_P305(const derive::Facts& facts, Report& report) {
  const double small_delta = report.fact("delta.min_table_bytes_to_partition").value;
  for (const TableFigures& table : report.estimates().tables()) {
    // Where there are too many, P303 has said how small they are.
    if (!table.partitions || too_many_partitions(table)) continue;
    const double partitions = table.partitions->in_all;
    if (table.shape->by.empty() || !(partitions > 1)) continue;
    const auto stored = table.stored();
    if (format_name(table) == "delta" && stored && *stored < small_delta) {
      report_small_delta(report, table, *stored);
      continue;
    }
    const Least least = least_partition(*table.shape);
    if (!(table.partitions->bytes_each < least.bytes)) continue;
    // All of it would not fill one: fewer partitions leave it as small, and reruns need those that are there.
    const bool is_tiny = partitions * table.partitions->bytes_each < least.bytes;
    if (is_tiny && is_overwritten(facts, table)) continue;
    report_small(facts, report, table, least);
  }
}

namespace {

/// A cluster by something that still differs within a partition, in a format that can skip by it.
bool prunes_inside(const TableFigures& table) {
  if (estimate::is_row_format(*table.shape)) return false;
  return std::any_of(table.shape->cluster.begin(), table.shape->cluster.end(),
                     [&](int column) { return !is_fixed(table, column); });
}

/// What queries of the table filter by and `by` does not have, the first of them; empty if there is none.
std::string_view wanted_column(const derive::Facts& facts, const TableFigures& table) {
  for (const auto* query : facts.lineage[table.id].queries) {
    for (const auto& filter : (*query)->filters) {
      const int column = table.model.find(filter.name);
      const bool is_time = column >= 0 && table.model.columns[static_cast<std::size_t>(column)].time !=
                                              estimate::TimeType::none;
      if (column >= 0 && !is_time && filter.value->kind != design::Filter::Kind::all) return filter.name;
    }
  }
  return {};
}

void report_large(const derive::Facts& facts, Report& report, const TableFigures& table) {
  constexpr std::string_view limit = "layout.large_partition_bytes";
  const auto& by = table.layout->value.by;
  const double bytes = table.partitions->bytes_each;
  diag::Figure figure = bytes_of_partition(table);
  figure.inputs.emplace_back("limit", cited(table.shape->fact(limit)));
  auto draft = by.at ? report.at(by.at) : report.missing(table.layout->at, "by");
  draft
      .say("a partition of `{}` holds {}, over {}, and nothing prunes inside it", table.name(),
           sized_beside(bytes, table.shape->fact(limit).value), sized(table.shape->fact(limit).value))
      .label("{} a partition", sized(bytes))
      .because(ConstraintId::hot_queries, asked_at(facts, table))
      .figure(std::move(figure));
  const std::string_view column = wanted_column(facts, table);
  if (estimate::is_row_format(*table.shape)) {
    draft.help("{} keeps no ranges of values to skip by: partition finer, or choose a columnar format",
               format_name(table));
  } else if (!column.empty() && !table.layout->value.cluster.at) {
    draft.help("cluster by {}, which queries filter by, or partition by a shorter time", column)
        .fix_set(false, fmt::format("cluster by {}", column),
                 fmt::format("{}.cluster", facts.document.path(table.layout->at.node)),
                 fmt::format("[{}]", column));
  } else {
    draft.help("partition by a shorter time, or cluster by what queries filter by");
  }
}

}  // namespace

void check_P306(const derive::Facts& facts, Report& report) {
  const double large = report.fact("layout.large_partition_bytes").value;
  for (const TableFigures& table : report.estimates().tables()) {
    if (!table.partitions || !(table.partitions->bytes_each > large) || prunes_inside(table)) continue;
    report_large(facts, report, table);
  }
}

}  // namespace decide::rules
