#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "rules/partition_limits.h"
#include "rules/partition_proposal.h"
#include "rules/report.h"
#include "rules/sums.h"

namespace decide::rules {

using derive::ConstraintId;
using estimate::QueryFigures;
using estimate::Shape;
using estimate::TableFigures;

const Rule rule_P303{
    .code = "P303",
    .name = "partition-explosion",
    .severity = diag::Severity::error,
    .summary = "more partitions in one load, one scan or in all than the format or the engine bears",
    .rationale =
        "Every partition is a folder or an entry of metadata with files of its own. A column with millions "
        "of values makes millions of them a day, each with a few rows: a commit opens as many files, and a "
        "query plans for longer than it reads. Catalogs and engines refuse at some number, mostly in the "
        "first large backfill. Such a column belongs into the clustering, where its rows lie side by side "
        "without a folder each.",
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
  clicks:
    format: iceberg
    by: [«campaign_id», day(event_time)]
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
  clicks:
    format: iceberg
    by: ['bucket(32, campaign_id)', day(event_time)]
)",
    .constraint = "high-cardinality",
    .facts = "A1 A3 A46 A47 A48 A49 A52 A59 G11"};

namespace {

/// A number of partitions over what is borne.
struct Breach {
  double seen = 0;
  facts::Fact limit;
  std::string message;  ///< the finding in one sentence
  std::string also;     ///< the same as an aside, at `at`
  design::Place at;
  std::optional<Loading> loading;  ///< of a load
  bool by_writer = false;

  double most() const { return limit.value; }
};

using Widest = std::map<const TableFigures*, const QueryFigures*>;

/// The query of each table that reads the most partitions in one run.
Widest widest_queries(const estimate::Estimates& estimates) {
  Widest widest;
  for (const QueryFigures& query : estimates.queries()) {
    if (!query.scan) continue;
    const QueryFigures*& most = widest[query.table];
    if (most == nullptr || query.scan->partitions > most->scan->partitions) most = &query;
  }
  return widest;
}

std::optional<Breach> in_all(const TableFigures& table) {
  if (!too_many_partitions(table)) return std::nullopt;
  const estimate::Partitions& partitions = *table.partitions;
  Breach breach;
  breach.seen = partitions.in_all;
  breach.limit = table.shape->fact(most_partitions(*table.shape));
  breach.message = fmt::format("`by` makes {} partitions of {} each; {} bears {}",
                               counted_beside(partitions.in_all, breach.most()), sized(partitions.bytes_each),
                               format_name(table), counted(breach.most()));
  return breach;
}

std::optional<Breach> of_loading(const estimate::Estimates& estimates, const TableFigures& table,
                                 const Loading& loading, const LoadLimit& limit) {
  Breach breach;
  breach.seen =
      touched(table.model, *table.shape, *table.partitions, estimates.lateness(), loading, limit.by_writer);
  breach.limit = table.shape->fact(limit.fact);
  if (!(breach.seen > breach.most())) return std::nullopt;
  breach.at = loading.at;
  breach.loading = loading;
  breach.by_writer = limit.by_writer;
  breach.message = fmt::format("one {} of {} writes into {} partitions of `{}`; {} bears {}",
                               loading.is_job ? "run" : "commit", loading.called,
                               counted_beside(breach.seen, breach.most()), table.name(), limit.who,
                               counted(breach.most()));
  breach.also = fmt::format("writes into {} partitions; {} bears {}",
                            counted_beside(breach.seen, breach.most()), limit.who, counted(breach.most()));
  return breach;
}

/// A catalog hands out so many partitions to one scan of plain files.
std::optional<Breach> of_scan(const TableFigures& table, const Widest& widest) {
  const auto found = widest.find(&table);
  if (found == widest.end() || !is_plain_files(*table.shape)) return std::nullopt;
  const QueryFigures& query = *found->second;
  Breach breach;
  breach.seen = query.scan->partitions;
  breach.limit = table.shape->fact("glue.max_partitions_per_scan");
  if (!(breach.seen > breach.most())) return std::nullopt;
  breach.at = query.model.query->key;
  breach.also = fmt::format("reads {} of them in one run; the catalog of Athena hands out {}",
                            counted_beside(breach.seen, breach.most()), counted(breach.most()));
  breach.message = fmt::format("`{}` {}", query.name(), breach.also);
  return breach;
}

struct Breaches {
  std::vector<Breach> of_table;  ///< the worst kind first: in all, loads of pipelines, scans
  std::vector<Breach> of_jobs;
};

Breaches breaches(const derive::Facts& facts, const estimate::Estimates& estimates, const TableFigures& table,
                  const Widest& widest) {
  Breaches all;
  if (auto breach = in_all(table)) all.of_table.push_back(*std::move(breach));
  for (const Loading& loading : loadings(facts, table)) {
    for (const LoadLimit& limit : load_limits(*table.shape, loading.engine)) {
      auto breach = of_loading(estimates, table, loading, limit);
      if (!breach) continue;
      (loading.is_job ? all.of_jobs : all.of_table).push_back(*std::move(breach));
      break;
    }
  }
  if (auto breach = of_scan(table, widest)) all.of_table.push_back(*std::move(breach));
  return all;
}

/// The same number for another layout of the table.
std::optional<double> seen_with(const estimate::Estimates& estimates, const TableFigures& table,
                                const Shape& shape, const Breach& breach) {
  const auto partitions = estimate::partitions(table.model, shape, estimates.lateness());
  if (!partitions) return std::nullopt;
  if (!breach.loading) return partitions->in_all;
  return touched(table.model, shape, *partitions, estimates.lateness(), *breach.loading, breach.by_writer);
}

/// The one part without which the number is borne; -1 if there is none, or several.
int culprit_part(const estimate::Estimates& estimates, const TableFigures& table, const Breach& breach) {
  int found = -1;
  for (std::size_t i = 0; i < table.shape->by.size(); ++i) {
    Shape without = *table.shape;
    without.by.erase(without.by.begin() + static_cast<std::ptrdiff_t>(i));
    const auto seen = seen_with(estimates, table, without, breach);
    if (!seen || *seen > breach.most()) continue;
    if (found >= 0) return -1;
    found = static_cast<int>(i);
  }
  return found;
}

std::string time_label(const TableFigures& table) {
  return fmt::format("{} units of time in {}", counted(table.partitions->units),
                     units::human(units::days(*table.model.days)));
}

std::string part_label(const TableFigures& table, const estimate::Part& part) {
  if (estimate::unit_days(table.model, part) > 0) return time_label(table);
  if (part.kind == design::Transform::Kind::bucket) return fmt::format("{} buckets", counted(part.argument));
  const estimate::Column& column = table.model.columns[static_cast<std::size_t>(part.column)];
  if (column.unique) return "as many values as rows";
  const auto values = estimate::part_values(table.model, part, *table.model.rows(), *table.model.days);
  return fmt::format("{} distinct values", counted(column.values.value_or(values.value_or(0))));
}

/// Where the number of rows was said.
design::Place rows_at(const derive::Facts& facts, const TableFigures& table) {
  const auto& own = table.model.table->value.rows;
  return own ? own.at : facts.design.scope.volume.average.at;
}

diag::Figure touched_figure(const TableFigures& table, const Breach& breach) {
  return {"partitions of a load",
          breach.seen,
          "count",
          "units of time in reach x partitions that the rows of each meet",
          {{"reach", units::human(units::days(breach.loading->days))},
           {"rows of a load", counted(breach.loading->rows)},
           {"partitions of a unit, in all", counted(table.partitions->per_unit)},
           {"limit", cited(breach.limit)}}};
}

void add_figures(Draft& draft, const TableFigures& table, const Breach& breach) {
  if (breach.loading) {
    draft.figure(touched_figure(table, breach));
    return;
  }
  diag::Figure partitions = partitions_in_all(table);
  partitions.inputs.emplace_back("limit", cited(breach.limit));
  draft.figure(std::move(partitions)).figure(bytes_of_partition(table));
}

/// Values make the partitions, or else the time for which rows are kept.
void name_constraint(Draft& draft, const TableFigures& table, int culprit) {
  const auto& parts = table.shape->by;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (culprit >= 0 && i != static_cast<std::size_t>(culprit)) continue;
    if (estimate::unit_days(table.model, parts[i]) > 0) continue;
    const auto& cardinality = declared(table, parts[i].column).cardinality;
    draft.because(ConstraintId::high_cardinality, cardinality ? cardinality.at : item_of(table, i).at);
    return;
  }
  const bool is_raw = table.model.table->value.role.is(design::Role::raw);
  draft.because(is_raw ? ConstraintId::replayable_history : ConstraintId::query_history);
}

void report_table(const derive::Facts& facts, Report& report, const TableFigures& table,
                  const std::vector<Breach>& all) {
  const Breach& worst = all.front();
  const int part = culprit_part(report.estimates(), table, worst);
  const auto& by = table.layout->value.by;
  const auto index = static_cast<std::size_t>(std::max(part, 0));
  auto draft = report.at(part < 0 ? by.at : item_of(table, index).at);
  draft.say("{}", worst.message);
  if (part >= 0) {
    draft.label("{}", part_label(table, table.shape->by[index]));
  } else {
    draft.label("{} partitions in each of {} units of time", counted(table.partitions->per_unit),
                counted(table.partitions->units));
  }
  name_constraint(draft, table, part);
  draft.related(rows_at(facts, table), "{} rows a day make {} partitions a day, {} are kept",
                counted(*table.model.rows_day), counted(table.partitions->per_day),
                units::human(units::days(*table.model.days)));
  for (const Breach& breach : all) {
    add_figures(draft, table, breach);
    draft.related(breach.at, "{}", breach.also);
  }
  // What is written and read at once has its limits too.
  const auto fits = [&](const Shape& shape) {
    return std::all_of(all.begin(), all.end(), [&](const Breach& breach) {
      const auto seen = seen_with(report.estimates(), table, shape, breach);
      return seen && *seen <= breach.most();
    });
  };
  propose_layout(facts, report.estimates(), draft, table, "partition by time alone", fits);
}

void report_job(Report& report, const TableFigures& table, const Breach& breach) {
  const double runs = std::ceil(breach.seen / breach.most());
  const double reach = breach.loading->days / runs;
  report.at(breach.at)
      .say("{}", breach.message)
      .label("{} partitions", counted(breach.seen))
      .because(ConstraintId::replayable_history)
      .related(table.layout->value.by.at, "its partitions")
      .figure(touched_figure(table, breach))
      .help("rebuild it in {} runs of {} each", counted(runs), units::human(units::days(reach)));
}

}  // namespace

void check_P303(const derive::Facts& facts, Report& report) {
  const Widest widest = widest_queries(report.estimates());
  for (const TableFigures& table : report.estimates().tables()) {
    if (!table.partitions || !table.model.days || table.shape->by.empty()) continue;
    const Breaches all = breaches(facts, report.estimates(), table, widest);
    if (!all.of_table.empty()) {
      report_table(facts, report, table, all.of_table);
      continue;
    }
    for (const Breach& breach : all.of_jobs) report_job(report, table, breach);
  }
}

}  // namespace decide::rules
