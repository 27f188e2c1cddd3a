#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "estimate/load.h"
#include "facts/fact.h"
#include "rules/kept.h"
#include "rules/layout_figures.h"
#include "rules/report.h"
#include "rules/scope_support.h"
#include "rules/sums.h"

/// M207 and M209: reports over raw rows, and aggregates that hardly aggregate.
namespace decide::rules {

using derive::ConstraintId;
using derive::Lineage;
using design::Filter;
using design::Role;
using estimate::TableFigures;

const Rule rule_M207{
    .code = "M207",
    .name = "raw-serves-report",
    .severity = diag::Severity::error,
    .summary = "a quick query groups over 100M raw rows (error where it runs over 1k/day, else a warning)",
    .rationale =
        "To group raw events is to read each of them, every time that somebody opens the report. One analyst "
        "may do that. A dashboard that is opened a thousand times a day pays for the same sum a thousand "
        "times, and misses its seconds on the first busy morning. An aggregate that holds the sum is a "
        "fraction of the rows, and is computed once.",
    .fails = R"(model:
  tables:
    clicks:
      role: raw
      rows: 900M/day
      retention: 400 d
      columns:
        event_time: {type: timestamp, time: event}
        campaign_id: {type: int64}
  queries:
    report:
      table: «clicks»
      filters: {event_time: last 30 d}
      group_by: [campaign_id]
      runs: 20k/day
      within: 2 s
)",
    .passes = R"(model:
  tables:
    clicks:
      role: raw
      rows: 900M/day
      retention: 400 d
      columns:
        event_time: {type: timestamp, time: event}
        campaign_id: {type: int64}
  queries:
    report:
      table: clicks
      filters: {event_time: last 30 d}
      group_by: [campaign_id]
      runs: 20k/day
      within: 1 min
)",
    .constraint = "hot-queries",
    .facts = ""};

const Rule rule_M209{
    .code = "M209",
    .name = "aggregate-no-gain",
    .severity = diag::Severity::warning,
    .summary = "an aggregate is expected to have over half of the rows of its source: its group is too fine",
    .rationale =
        "An aggregate earns its place by being small. Each column of the key multiplies the groups, and with "
        "a fine one nearly every row is a group of its own: the table is as large as its source, has to be "
        "kept, corrected and erased from like it, and no query is faster.",
    .fails = R"(model:
  tables:
    clicks: {role: raw, rows: 900M/day}
    clicks_daily:
      role: aggregate
      key: «[report_date, campaign_id, user_id]»
      columns:
        report_date: {type: date, time: event}
        campaign_id: {type: int64, cardinality: 10M}
        user_id: {type: string, cardinality: 800M}
  pipelines:
    rollup: {from: [clicks], to: clicks_daily, mode: batch}
)",
    .passes = R"(model:
  tables:
    clicks: {role: raw, rows: 900M/day}
    clicks_daily:
      role: aggregate
      key: [report_date, campaign_id]
      columns:
        report_date: {type: date, time: event}
        campaign_id: {type: int64, cardinality: 10M}
        user_id: {type: string, cardinality: 800M}
  pipelines:
    rollup: {from: [clicks], to: clicks_daily, mode: batch}
)",
    .constraint = "cost",
    .facts = ""};

namespace {

// ---- M207 -------------------------------------------------------------------------------------------------

/// Days of a table that a filter on its time keeps; nothing if it says nothing of time.
std::optional<double> days_of(const design::Filter& filter, bool is_date, double kept) {
  switch (filter.kind) {
    case Filter::Kind::last:
      return std::min(derive::in_days(filter.last), kept);
    case Filter::Kind::share:
      return kept * filter.share.value;
    case Filter::Kind::one:
      return is_date ? std::optional(std::min(1.0, kept)) : std::nullopt;
    case Filter::Kind::values:
      return is_date ? std::optional(std::min(filter.values.value, kept)) : std::nullopt;
    case Filter::Kind::all:
      break;
  }
  return std::nullopt;
}

/// The days that a query reaches over, and where it says so.
struct Range {
  double days = 0;
  design::Place at;
};

std::optional<Range> range_of(const derive::Facts& facts, const TableFigures& table,
                              const design::Query& query) {
  const auto how_long = kept(facts, facts.lineage[table.id]);
  Range range;
  range.days = how_long ? derive::in_days(how_long->duration) : HUGE_VAL;
  for (const auto& filter : query.filters) {
    const int column = table.model.find(filter.name);
    if (column < 0) continue;
    const auto time = table.model.columns[static_cast<std::size_t>(column)].time;
    if (time == estimate::TimeType::none) continue;
    const auto days = days_of(*filter.value, time == estimate::TimeType::date, range.days);
    if (days && *days < range.days) range = {*days, filter.key};
  }
  return std::isfinite(range.days) ? std::optional(range) : std::nullopt;
}

/// What answers a query: its key has what it groups and filters by, and the day.
std::string aggregate_for(const estimate::TableModel& table, const design::Query& query) {
  std::vector<std::string> columns;
  const auto add = [&](std::string_view name) {
    const int column = table.find(name);
    const bool is_time =
        column >= 0 && table.columns[static_cast<std::size_t>(column)].time != estimate::TimeType::none;
    const std::string quoted = fmt::format("`{}`", name);
    if (!is_time && std::find(columns.begin(), columns.end(), quoted) == columns.end())
      columns.push_back(quoted);
  };
  for (const auto& name : query.group_by) add(name->text);
  for (const auto& filter : query.filters) {
    if (filter.value->kind != design::Filter::Kind::all) add(filter.name);
  }
  if (columns.empty()) return "an aggregate by time";
  columns.emplace_back("the day");
  return "an aggregate with the key " +
         join_words(std::vector<std::string_view>(columns.begin(), columns.end()));
}

void judge_report(Report& report, const derive::NamedQuery& query, const TableFigures& table,
                  const Range& range) {
  const double rows = *table.model.rows_day * range.days;
  const double limit = report.fact("model.raw_report_rows").value;
  if (!(rows > limit)) return;
  const bool often = query->runs && derive::a_day(*query->runs) > report.fact("model.raw_report_runs").value;
  const std::string runs =
      query->runs ? fmt::format(", {} times a day", counted(derive::a_day(*query->runs))) : "";
  report.at(query->table.at)
      .say(
          "query `{}` groups the raw table `{}` within {}{}, with {} rows in its range; over {} is too many "
          "for "
          "less than {}",
          query.name, table.name(), units::human(*query->within), runs, counted(rows), counted(limit),
          units::human(fact_duration(report.fact("model.raw_report_within"))))
      .error_if(often)
      .label("{} rows in its range", counted(rows))
      .because(ConstraintId::hot_queries, query.key)
      .related(range.at, "reaches over {}", units::human(units::days(range.days)))
      .related(query->within.at, "must answer within this")
      .figure({"rows in the range",
               rows,
               "rows",
               "rows a day x days in the range",
               {{"rows a day", counted(*table.model.rows_day)},
                {"days in the range", counted(range.days)},
                {"limit", cited(report.fact("model.raw_report_rows"))}}})
      .help("keep {}, and let the query read that", aggregate_for(table.model, query.value));
}

// ---- M209 -------------------------------------------------------------------------------------------------

/// What one pipeline gives to an aggregate.
struct Feed {
  const derive::NamedPipeline* pipeline = nullptr;
  double rows_day = 0;
};

/// The pipeline that carries most rows; nothing if one input's rate is not known.
std::optional<Feed> feed_of(const derive::Facts& facts, const Lineage::Node& node) {
  std::optional<Feed> most;
  for (const auto* pipeline : node.writers) {
    const auto load = estimate::load(facts, *pipeline);
    if (!load) return std::nullopt;
    const double rows = derive::a_day({load->average});
    if (!most || rows > most->rows_day) most = Feed{pipeline, rows};
  }
  return most;
}

/// Values that a column of the key shows in the rows of a day: its own, or those of the column of that name
/// in what feeds the table. A time without a number of values is cut nobody knows how.
std::optional<double> values_seen(const estimate::Estimates& estimates, const TableFigures& table,
                                  std::string_view column, const Feed& feed) {
  const auto in = [&](const estimate::TableModel& model) -> std::optional<double> {
    const int found = model.find(column);
    if (found < 0) return std::nullopt;
    const auto& one = model.columns[static_cast<std::size_t>(found)];
    if (one.time == estimate::TimeType::timestamp && !one.values && !one.unique) return std::nullopt;
    return model.seen(found, feed.rows_day, 1);
  };
  if (const auto own = in(table.model)) return own;
  for (const auto& name : (*feed.pipeline)->from) {
    const TableFigures* source = estimates.table(name->text);
    if (const auto values = source == nullptr ? std::nullopt : in(source->model)) return values;
  }
  return std::nullopt;
}

/// Rows that an aggregate gets in a day, and how that is known.
struct Groups {
  double rows = 0;
  bool declared = false;
  std::vector<std::pair<std::string, std::string>> inputs;
  std::string_view finest;  ///< the column with the most values
};

std::optional<Groups> groups_of(const estimate::Estimates& estimates, const TableFigures& table,
                                const Feed& feed) {
  const design::Table& spec = table.model.table->value;
  Groups groups;
  double most = 0;
  double product = 1;
  bool known = !spec.key.empty();
  for (const auto& name : spec.key) {
    const auto values = values_seen(estimates, table, name->text, feed);
    known = known && values;
    if (!values) continue;
    product *= std::max(*values, 1.0);
    groups.inputs.emplace_back(fmt::format("values of {} in a day", name->text), counted(*values));
    if (*values <= most) continue;
    most = *values;
    groups.finest = name->text;
  }
  groups.rows = std::min(product, feed.rows_day);
  if (!spec.rows) return known ? std::optional(groups) : std::nullopt;
  groups.rows = *table.model.rows_day;
  groups.declared = true;
  groups.inputs.clear();
  return groups;
}

void judge_gain(Report& report, const TableFigures& table, const Feed& feed, Groups groups) {
  const double gain = report.fact("model.aggregate_gain").value;
  const design::Table& spec = table.model.table->value;
  const double share = groups.rows / feed.rows_day;
  if (!(share > gain)) return;
  groups.inputs.insert(groups.inputs.begin(), {"rows a day", counted(groups.rows)});
  groups.inputs.emplace_back("rows a day that feed it", counted(feed.rows_day));
  groups.inputs.emplace_back("limit", shared(gain));
  report.at(spec.key ? spec.key.at : spec.rows.at)
      .say(
          "the aggregate `{}` has {} rows a day{}, {} of the {} that pipeline `{}` feeds it; over {} is no "
          "gain",
          table.name(), counted(groups.rows), groups.declared ? "" : " by its key", shared(share),
          counted(feed.rows_day), feed.pipeline->name, shared(gain))
      .label("{} of its source", shared(share))
      .because(ConstraintId::cost)
      .related(groups.declared ? spec.rows.at : design::Place{}, "rows a day")
      .related(feed.pipeline->key, "fills it")
      .figure({"rows of the aggregate over those of its source", share, "ratio",
               groups.declared
                   ? "rows a day / rows a day that feed it"
                   : "product of the values in a day, at most the rows, / rows a day that feed it",
               std::move(groups.inputs)})
      .help("group by fewer columns{}, or let the queries read the source and leave the aggregate out",
            groups.finest.empty() ? "" : fmt::format(" (`{}` is the finest)", groups.finest));
}

}  // namespace

void check_M207(const derive::Facts& facts, Report& report) {
  const units::Duration quick = fact_duration(report.fact("model.raw_report_within"));
  for (const auto& figures : report.estimates().queries()) {
    const derive::NamedQuery& query = *figures.model.query;
    const TableFigures& table = *figures.table;
    const bool is_quick = query->within && *query->within < quick;
    if (!is_quick || query->group_by.empty() || !table.model.rows_day) continue;
    if (!table.model.table->value.role.is(Role::raw)) continue;
    if (const auto range = range_of(facts, table, query.value)) judge_report(report, query, table, *range);
  }
}

void check_M209(const derive::Facts& facts, Report& report) {
  for (const TableFigures& table : report.estimates().tables()) {
    if (!table.model.table->value.role.is(Role::aggregate)) continue;
    const auto feed = feed_of(facts, facts.lineage[table.id]);
    if (!feed || feed->rows_day <= 0) continue;
    if (auto groups = groups_of(report.estimates(), table, *feed))
      judge_gain(report, table, *feed, *std::move(groups));
  }
}

}  // namespace decide::rules
