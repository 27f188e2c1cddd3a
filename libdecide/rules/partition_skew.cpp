#include <algorithm>
#include <cmath>
#include <optional>

#include "rules/partition_limits.h"
#include "rules/report.h"
#include "rules/sums.h"

namespace decide::rules {

using derive::ConstraintId;
using estimate::Part;
using estimate::TableFigures;
using Kind = design::Transform::Kind;

const Rule rule_P318{
    .code = "P318",
    .name = "skewed-partition",
    .severity = diag::Severity::warning,
    .summary = "the hottest value of a partition or bucket column holds over ten times the mean",
    .rationale =
        "Partitions and buckets are the units in which work is shared out. If one value holds a large part "
        "of the rows, one task writes, compacts and reads them while the others have finished, and adding "
        "workers changes nothing. More buckets make it worse: the mean shrinks and the hot value does not.",
    .fails = R"(model:
  tables:
    clicks:
      role: raw
      rows: 900M/day
      row_size: 220 B
      retention: 400 d
      columns:
        campaign_id: {type: int64, cardinality: 10M, skew: 20%}
        event_time: {type: timestamp, time: event}
partition:
  clicks:
    format: iceberg
    by: [day(event_time), «'bucket(64, campaign_id)'»]
)",
    .passes = R"(model:
  tables:
    clicks:
      role: raw
      rows: 900M/day
      row_size: 220 B
      retention: 400 d
      columns:
        campaign_id: {type: int64, cardinality: 10M, skew: 20%}
        event_time: {type: timestamp, time: event}
partition:
  clicks:
    format: iceberg
    by: [day(event_time), 'bucket(32, campaign_id)']
)",
    .constraint = "throughput",
    .facts = {}};

namespace {

/// How the rows of one unit of time lie in the values of one part.
struct Spread {
  double values = 0;   ///< that the rows meet
  double hottest = 0;  ///< share of the rows
  double excess() const { return hottest * values; }
};

/// In a bucket the hottest value has an even share of the others beside it.
std::optional<Spread> spread(const TableFigures& table, const Part& part) {
  const double skew = table.model.columns[static_cast<std::size_t>(part.column)].skew;
  if (skew <= 0 || estimate::unit_days(table.model, part) > 0) return std::nullopt;
  const double rows = table.partitions->rows_each * table.partitions->per_unit;
  const auto values = estimate::part_values(table.model, part, rows, table.partitions->unit_days);
  if (!values || !(*values > 1)) return std::nullopt;
  const bool shares = part.kind == Kind::bucket || part.kind == Kind::truncate;
  return Spread{*values, shares ? skew + (1 - skew) / *values : skew};
}

/// A column that spreads rows evenly, to bucket by instead.
std::string_view even_column(const TableFigures& table) {
  const auto& columns = table.model.columns;
  const auto found =
      std::find_if(columns.begin(), columns.end(), [](const estimate::Column& one) { return one.unique; });
  return found == columns.end() ? std::string_view{} : found->name;
}

void report_skew(Report& report, const TableFigures& table, std::size_t index, const Spread& spread) {
  constexpr std::string_view limit = "layout.skew_factor";
  const Part& part = table.shape->by[index];
  const estimate::Column& column = table.model.columns[static_cast<std::size_t>(part.column)];
  const std::string_view what = part.kind == Kind::bucket ? "bucket" : "value";
  const double mean = table.partitions->bytes_each;
  auto draft = report.at(item_of(table, index).at);
  draft
      .say("the hottest {} of `{}` holds {} of the rows of `{}`, {} x the mean, over {} x", what, column.name,
           shared(spread.hottest), table.name(),
           counted_beside(spread.excess(), table.shape->fact(limit).value),
           counted(table.shape->fact(limit).value))
      .label("{} where the mean is {}", sized(mean * spread.excess()), sized(mean))
      .because(ConstraintId::throughput)
      .related(declared(table, part.column).skew.at, "the share of its hottest value")
      .figure({"times the mean",
               spread.excess(),
               "ratio",
               fmt::format("share of the hottest {} x {}s", what, what),
               {{fmt::format("share of the hottest {}", what), shared(spread.hottest)},
                {fmt::format("{}s", what), counted(spread.values)},
                {"limit", cited(table.shape->fact(limit))}}});
  const std::string_view even = even_column(table);
  if (part.kind == Kind::bucket && !even.empty()) {
    draft.help(
        "bucket by {}, whose rows spread evenly, and cluster by {}; or use at most {} buckets", even,
        column.name,
        counted(std::max(
            1.0, std::floor((table.shape->fact(limit).value - 1 + column.skew) / column.skew + 1e-9))));
  } else {
    draft.help("cluster by {} instead, or bucket by a column without a hot value", column.name);
  }
}

}  // namespace

void check_P318(const derive::Facts&, Report& report) {
  const double most = report.fact("layout.skew_factor").value;
  for (const TableFigures& table : report.estimates().tables()) {
    // Of too many partitions the mean says nothing, and P303 speaks.
    if (!table.partitions || too_many_partitions(table)) continue;
    for (std::size_t i = 0; i < table.shape->by.size(); ++i) {
      const auto found = spread(table, table.shape->by[i]);
      if (found && found->excess() > most * (1 + 1e-9)) report_skew(report, table, i, *found);
    }
  }
}

}  // namespace decide::rules
