#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "advise/spell.h"
#include "rules/partition_limits.h"
#include "rules/partition_proposal.h"
#include "rules/report.h"
#include "rules/sums.h"

namespace decide::rules {

using derive::ConstraintId;
using estimate::TableFigures;

const Rule rule_P309{
    .code = "P309",
    .name = "cluster-useless",
    .severity = diag::Severity::warning,
    .summary = "a cluster column that sorts nothing, or more columns than the format takes",
    .rationale =
        "Clustering sorts rows so that a query can skip those that it does not want. A column that has one "
        "value in each partition sorts nothing, one with a handful of values splits the rows into stretches "
        "that are still too long to skip, and what comes after a unique column never gets to decide an "
        "order. Each costs a sort in every write and takes one of the few places that the format has.",
    .fails = R"(model:
  tables:
    clicks:
      role: raw
      columns:
        campaign_id: {type: int64, cardinality: 10M}
        report_date: {type: date, time: event}
partition:
  clicks: {format: iceberg, by: [report_date], cluster: [«report_date», campaign_id]}
)",
    .passes = R"(model:
  tables:
    clicks:
      role: raw
      columns:
        campaign_id: {type: int64, cardinality: 10M}
        report_date: {type: date, time: event}
partition:
  clicks: {format: iceberg, by: [month(report_date)], cluster: [report_date, campaign_id]}
)",
    .constraint = "hot-queries",
    .facts = "A9 A17 A58"};

namespace {

/// A declared cluster column that the table has.
struct Item {
  const design::Val<design::Name>* name = nullptr;
  int column = 0;
};

std::vector<Item> items_of(const TableFigures& table) {
  std::vector<Item> all;
  for (const auto& name : table.layout->value.cluster) {
    const int column = table.model.find(name->text);
    if (column >= 0) all.push_back({&name, column});
  }
  return all;
}

/// Why a column is of no use there.
struct Verdict {
  std::string message, label, help;
  design::Place related;
  std::string about;
};

Verdict fixed_verdict(const TableFigures& table, std::string_view column) {
  Verdict verdict;
  verdict.message =
      fmt::format("`{}` clusters by `{}`, which has one value in each partition", table.name(), column);
  verdict.label = "one value in each partition";
  verdict.help = "leave it out: the partition has done its work";
  verdict.related = table.layout->value.by.at;
  verdict.about = "the partition";
  return verdict;
}

Verdict after_unique_verdict(const TableFigures& table, std::string_view column, const Item& unique) {
  const std::string_view first = table.model.columns[static_cast<std::size_t>(unique.column)].name;
  Verdict verdict;
  verdict.message =
      fmt::format("`{}` clusters by `{}` after `{}`, which is unique: it never decides an order",
                  table.name(), column, first);
  verdict.label = fmt::format("after the unique `{}`", first);
  verdict.help = fmt::format("put it before {}, or leave it out", first);
  verdict.related = declared(table, unique.column).cardinality.at;
  verdict.about = "unique";
  return verdict;
}

Verdict few_values_verdict(const TableFigures& table, int column, double values) {
  const std::string_view name = table.model.columns[static_cast<std::size_t>(column)].name;
  const double least = table.shape->fact("layout.min_cluster_values").value;
  const design::Column& spec = declared(table, column);
  Verdict verdict;
  verdict.message = fmt::format("`{}` clusters by `{}`, which has {} values, under {}", table.name(), name,
                                counted(values), counted(least));
  verdict.label = fmt::format("{} values", counted(values));
  verdict.help = "cluster by a column with many values that queries filter by";
  verdict.related = spec.cardinality ? spec.cardinality.at : spec.values.at;
  verdict.about = "its values";
  return verdict;
}

std::optional<Verdict> useless(const TableFigures& table, const std::vector<Item>& items, std::size_t at) {
  const estimate::Column& column = table.model.columns[static_cast<std::size_t>(items[at].column)];
  if (is_fixed(table, items[at].column)) return fixed_verdict(table, column.name);
  const auto unique = std::find_if(
      items.begin(), items.begin() + static_cast<std::ptrdiff_t>(at),
      [&](const Item& item) { return table.model.columns[static_cast<std::size_t>(item.column)].unique; });
  if (unique != items.begin() + static_cast<std::ptrdiff_t>(at))
    return after_unique_verdict(table, column.name, *unique);
  const bool few = column.values && *column.values < table.shape->fact("layout.min_cluster_values").value;
  if (few && !column.unique) return few_values_verdict(table, items[at].column, *column.values);
  return std::nullopt;
}

void fix_cluster(const derive::Facts& facts, Draft& draft, const TableFigures& table, std::string title,
                 const std::vector<Item>& items) {
  if (items.empty()) return;
  std::vector<std::string> names;
  names.reserve(items.size());
  for (const Item& item : items) names.push_back((*item.name)->text);
  draft.fix_set(false, std::move(title), facts.document.path(table.layout->value.cluster.at.node),
                advise::yaml_list(names));
}

void report_useless(const derive::Facts& facts, Report& report, const TableFigures& table,
                    const std::vector<Item>& items, std::size_t at, const Verdict& verdict) {
  auto draft = report.at(items[at].name->at);
  draft.say("{}", verdict.message)
      .label("{}", verdict.label)
      .because(ConstraintId::hot_queries, asked_at(facts, table))
      .related(verdict.related, "{}", verdict.about)
      .help("{}", verdict.help);
  std::vector<Item> rest = items;
  rest.erase(rest.begin() + static_cast<std::ptrdiff_t>(at));
  fix_cluster(facts, draft, table, "leave it out", rest);
}

/// The facts behind the number of columns that a format takes.
std::string_view most_columns(std::string_view format) {
  if (format == "bigquery") return "bq.max_clustering_columns";
  if (format == "delta") return "delta.max_clustering_columns";
  return "snowflake.max_cluster_columns";
}

/// Points at the first column that is too much.
void report_too_many(const derive::Facts& facts, Report& report, const TableFigures& table,
                     const std::vector<Item>& items, std::size_t most) {
  auto draft = report.at(items[most].name->at);
  draft.severity(diag::Severity::error)
      .say("`{}` clusters by {} columns, and {} takes {}", table.name(), items.size(), format_name(table),
           most)
      .label("column {} of at most {}", most + 1, most)
      .because(ConstraintId::hot_queries, asked_at(facts, table))
      .related(table.layout->value.format.at, "the format")
      .figure({"cluster columns",
               static_cast<double>(items.size()),
               "count",
               "columns in `cluster`",
               {{"limit", cited(facts.values.fact(most_columns(format_name(table))))}}})
      .help("keep the {} that queries filter by most", most);
  fix_cluster(facts, draft, table, fmt::format("keep the first {}", most),
              {items.begin(), items.begin() + static_cast<std::ptrdiff_t>(most)});
}

void judge(const derive::Facts& facts, Report& report, const TableFigures& table) {
  const std::vector<Item> items = items_of(table);
  const auto most = static_cast<std::size_t>(table.shape->traits->max_cluster_columns);
  const bool too_many = most > 0 && items.size() > most;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (too_many && i == most) {
      report_too_many(facts, report, table, items, most);
    } else if (const auto verdict = useless(table, items, i)) {
      report_useless(facts, report, table, items, i, *verdict);
    }
  }
}

}  // namespace

void check_P309(const derive::Facts& facts, Report& report) {
  for (const TableFigures& table : report.estimates().tables()) {
    if (table.shape) judge(facts, report, table);
  }
}

}  // namespace decide::rules
