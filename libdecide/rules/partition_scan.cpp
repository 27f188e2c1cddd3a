#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "base/text.h"
#include "estimate/pruning.h"
#include "rules/report.h"
#include "rules/scan_remedy.h"
#include "rules/sums.h"

namespace decide::rules {

using derive::ConstraintId;
using estimate::Kept;
using estimate::QueryFigures;
using estimate::TableFigures;

const Rule rule_P307{
    .code = "P307",
    .name = "hot-filter-unused",
    .severity = diag::Severity::error,
    .summary = "the filter of the queries that read most of the bytes is neither partition nor cluster",
    .rationale =
        "A few queries read most of what is read in a day. What they filter by decides what the layout is "
        "worth: a column that is neither partition nor cluster has its values in every file, so that each "
        "run reads them all to keep a few rows. The layout is then paid for, in commits and files, and "
        "serves questions that nobody asks. It is found where a run reads ten times what it wants, or what "
        "it would read if the table were sorted by that column.",
    .fails = R"(model:
  tables:
    clicks:
      role: fact
      rows: 900M/day
      row_size: 220 B
      retention: 400 d
      columns:
        campaign_id: {type: int64, cardinality: 10M}
        user_id: {type: string, cardinality: 800M}
        event_time: {type: timestamp, time: event}
  queries:
    campaign-report:
      table: clicks
      filters: {event_time: last 30 d, campaign_id: one}
      runs: 20k/day
partition:
  clicks: {format: iceberg, by: [day(event_time)], cluster: «[user_id]»}
)",
    .passes = R"(model:
  tables:
    clicks:
      role: fact
      rows: 900M/day
      row_size: 220 B
      retention: 400 d
      columns:
        campaign_id: {type: int64, cardinality: 10M}
        user_id: {type: string, cardinality: 800M}
        event_time: {type: timestamp, time: event}
  queries:
    campaign-report:
      table: clicks
      filters: {event_time: last 30 d, campaign_id: one}
      runs: 20k/day
partition:
  clicks: {format: iceberg, by: [day(event_time)], cluster: [campaign_id]}
)",
    .constraint = "hot-queries",
    .facts = "A9 A69"};

const Rule rule_P308{
    .code = "P308",
    .name = "full-scan",
    .severity = diag::Severity::error,
    .summary = "a query reads over 100 times what it wants; a warning over ten times",
    .rationale =
        "Bytes read are what a query costs, in money at a warehouse that bills by them and in time anywhere "
        "else. A layout cannot skip within a row group, so that much of each partition in the range is "
        "counted as wanted. What is read beyond that is read for nothing, at each of its runs, and grows "
        "with the table.",
    .fails = R"(model:
  tables:
    clicks:
      role: fact
      rows: 900M/day
      row_size: 220 B
      retention: 400 d
      columns:
        campaign_id: {type: int64, cardinality: 10M}
        event_time: {type: timestamp, time: event}
  queries:
    campaign-report:
      table: clicks
      filters: «{campaign_id: one}»
partition:
  clicks: {format: iceberg, by: [day(event_time)]}
)",
    .passes = R"(model:
  tables:
    clicks:
      role: fact
      rows: 900M/day
      row_size: 220 B
      retention: 400 d
      columns:
        campaign_id: {type: int64, cardinality: 10M}
        event_time: {type: timestamp, time: event}
  queries:
    campaign-report:
      table: clicks
      filters: {campaign_id: one}
partition:
  clicks: {format: iceberg, by: [day(event_time)], cluster: [campaign_id]}
)",
    .constraint = "hot-queries",
    .facts = "A32 A57 A65"};

namespace {

constexpr std::string_view over = "layout.full_scan_warning";

/// A query and its part of all bytes that are read in a day.
struct Hot {
  const QueryFigures* query = nullptr;
  double share = 0;
};

/// The queries that together read the hot share of all bytes a day, the most first.
std::vector<Hot> hot_queries(const estimate::Estimates& estimates) {
  std::vector<Hot> all;
  double total = 0;
  for (const QueryFigures& query : estimates.queries()) {
    const auto bytes = query.read_day();
    if (!bytes || !(*bytes > 0)) continue;
    all.push_back({&query, *bytes});
    total += *bytes;
  }
  std::stable_sort(all.begin(), all.end(), [](const Hot& a, const Hot& b) { return a.share > b.share; });
  double sum = 0;
  std::size_t hot = 0;
  for (Hot& one : all) {
    one.share /= total;
    if (sum < one.query->table->shape->fact("layout.hot_share").value) ++hot;
    sum += one.share;
  }
  all.resize(hot);
  return all;
}

bool is_used(const TableFigures& table, int column) {
  const auto& by = table.shape->by;
  const auto& cluster = table.shape->cluster;
  return std::find(cluster.begin(), cluster.end(), column) != cluster.end() ||
         std::any_of(by.begin(), by.end(), [&](const estimate::Part& part) { return part.column == column; });
}

/// What a query filters by that the layout does not have, where it leaves so little that a cluster by it
/// would be worth having.
std::vector<const Kept*> unused(const QueryFigures& query) {
  const estimate::TableModel& model = query.table->model;
  const double most = 1 / query.table->shape->fact("layout.min_cluster_values").value;
  std::vector<const Kept*> all;
  for (const Kept& kept : query.model.filters) {
    if (is_used(*query.table, kept.column)) continue;
    const auto chosen = estimate::selected(model, kept, model.rows().value_or(0), model.days.value_or(0));
    if (chosen && chosen->share <= most) all.push_back(&kept);
  }
  return all;
}

std::string listed(const TableFigures& table, const std::vector<const Kept*>& filters) {
  std::vector<std::string> names;
  names.reserve(filters.size());
  for (const Kept* kept : filters)
    names.push_back(fmt::format("`{}`", table.model.columns[static_cast<std::size_t>(kept->column)].name));
  const std::vector<std::string_view> words(names.begin(), names.end());
  return join_words(words);
}

void propose_remedy(const derive::Facts& facts, const Report& report, Draft& draft,
                    const QueryFigures& query) {
  const auto better = remedy(facts, report.estimates(), query);
  if (!better) {
    draft.help(
        "{} has nothing that skips rows by these filters: keep an aggregate for them, or choose "
        "another format",
        format_name(*query.table));
    return;
  }
  draft.help("{}: it reads {} then instead of {}", better->words, sized(better->bytes_read),
             sized(query.scan->bytes_read));
  if (!better->path.empty()) draft.fix_set(false, better->words, better->path, better->yaml);
}

diag::Figure read_in_a_day(const Hot& hot) {
  return {"bytes read a day",
          hot.query->read_day().value_or(0),
          "B",
          "bytes read by a run x runs a day",
          {{"bytes read by a run", sized(hot.query->scan->bytes_read)},
           {"runs a day", counted(hot.query->model.runs.value_or(0))},
           {"share of all queries", shared(hot.share)}}};
}

void report_unserved(const derive::Facts& facts, Report& report, const std::vector<Hot>& hot) {
  const QueryFigures& query = *hot.front().query;
  const TableFigures& table = *query.table;
  const auto filters = unused(query);
  const auto& cluster = table.layout->value.cluster;
  auto draft = cluster.at ? report.at(cluster.at) : report.missing(table.layout->at, "cluster");
  draft
      .say(
          "{}, by which `{}` filters, {} neither partition nor cluster of `{}`: it reads {} to get {}, and "
          "{} of all bytes read a day",
          listed(table, filters), query.name(), filters.size() == 1 ? "is" : "are", table.name(),
          sized(query.scan->bytes_read), sized(query.scan->bytes_wanted), shared(hot.front().share))
      .label("without {}", listed(table, filters))
      .because(ConstraintId::hot_queries, query.model.query->key)
      .related(filters.front()->at, "the filter")
      .figure(read_in_a_day(hot.front()))
      .figure(bytes_read(query))
      .figure(bytes_wanted(query));
  for (auto other = hot.begin() + 1; other != hot.end(); ++other) {
    draft.related(other->query->model.query->key, "reads {} of all bytes too, without {}",
                  shared(other->share), listed(table, unused(*other->query)));
  }
  propose_remedy(facts, report, draft, query);
}

/// True if a query reads far too much for want of its filter: far more than it wants, or than it would read
/// of the same table sorted by it.
bool wants_its_filter(const derive::Facts& facts, const estimate::Estimates& estimates,
                      const QueryFigures& query) {
  const double limit = facts.values.fact(over).value;
  if (reads_in_vain(query, limit)) return true;
  if (!query.scan || query.scan->bytes_read <= query.table->shape->target_file) return false;
  const auto better = remedy(facts, estimates, query);
  return better && better->clusters && query.scan->bytes_read > limit * better->bytes_read;
}

}  // namespace

void check_P307(const derive::Facts& facts, Report& report) {
  std::map<const TableFigures*, std::vector<Hot>> unserved;
  std::vector<const TableFigures*> order;
  for (const Hot& hot : hot_queries(report.estimates())) {
    if (unused(*hot.query).empty() || !wants_its_filter(facts, report.estimates(), *hot.query)) continue;
    auto& of_table = unserved[hot.query->table];
    if (of_table.empty()) order.push_back(hot.query->table);
    of_table.push_back(hot);
  }
  for (const TableFigures* table : order) report_unserved(facts, report, unserved[table]);
}

namespace {

// The layout is what has to change as a rule, and one layout serves many queries; the finding stands at the
// query all the same: each is judged by its own numbers, and an `accept` names the query that may scan.
void report_scan(const derive::Facts& facts, Report& report, const QueryFigures& query) {
  const double error = facts.values.fact("layout.full_scan_error").value;
  const double excess = query.scan->excess();
  const std::string_view limit = excess > error ? "layout.full_scan_error" : over;
  const auto& filters = query.model.query->value.filters;
  diag::Figure ratio{"read over wanted",
                     excess,
                     "ratio",
                     "bytes read / bytes wanted",
                     {{"bytes read", sized(query.scan->bytes_read)},
                      {"bytes wanted", sized(query.scan->bytes_wanted)},
                      {"limit", cited(facts.values.fact(limit))}}};
  auto draft = report.at(filters.at ? filters.at : query.model.query->key);
  draft.error_if(excess > error)
      .say("`{}` reads {} of `{}` to get {}, {} x as much, over {} x", query.name(),
           sized(query.scan->bytes_read), query.table->name(), sized(query.scan->bytes_wanted),
           counted_beside(excess, facts.values.fact(limit).value), counted(facts.values.fact(limit).value))
      .label("{} read, {} wanted", sized(query.scan->bytes_read), sized(query.scan->bytes_wanted))
      .because(ConstraintId::hot_queries, query.model.query->key)
      .related(query.table->layout->key, "the layout that it reads")
      .figure(bytes_read(query))
      .figure(bytes_wanted(query))
      .figure(std::move(ratio));
  propose_remedy(facts, report, draft, query);
}

}  // namespace

void check_P308(const derive::Facts& facts, Report& report) {
  for (const QueryFigures& query : report.estimates().queries()) {
    if (reads_in_vain(query, facts.values.fact(over).value)) report_scan(facts, report, query);
  }
}

}  // namespace decide::rules
