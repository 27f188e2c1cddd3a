#include <algorithm>
#include <optional>
#include <string_view>
#include <vector>

#include "rules/kept.h"
#include "rules/layout_figures.h"
#include "rules/report.h"

namespace decide::rules {

const Rule rule_M220{
    .code = "M220",
    .name = "query-past-retention",
    .severity = diag::Severity::error,
    .summary = "a filter reaches back further than the table, or the answer on history, allows",
    .rationale =
        "A query over rows that were deleted does not fail: it returns the days that are left, and a report "
        "of 90 days shows 30 of them under its old title. Either the table is kept longer, or the question "
        "is asked of another one. The limit that was agreed in the scope counts as well, since storage, cost "
        "and erasure were planned with it.",
    .fails = R"(scope:
  consumers:
    dash: {kind: dashboard}
model:
  tables:
    clicks_live: {role: aggregate, retention: 14 d}
  queries:
    report: {consumer: dash, table: clicks_live, filters: {minute: «last 30 d»}}
)",
    .passes = R"(scope:
  consumers:
    dash: {kind: dashboard}
model:
  tables:
    clicks_live: {role: aggregate, retention: 14 d}
  queries:
    report: {consumer: dash, table: clicks_live, filters: {minute: last 14 d}}
)",
    .constraint = "query-history",
    .facts = {}};

const Rule rule_M221{
    .code = "M221",
    .name = "unread-table",
    .severity = diag::Severity::warning,
    .summary = "no query, pipeline or job reads a table",
    .rationale =
        "A table that nobody reads still costs what a table costs: storage, a pipeline to run, checks, and "
        "erasure requests that must reach it. Often a query was forgotten, and then the layout is chosen "
        "without it. Audit tables are left out: they are written to be kept.",
    .fails = R"(scope:
  consumers:
    dash: {kind: dashboard}
model:
  sources:
    clicks_topic: {kind: kafka}
  tables:
    clicks: {role: raw}
    «clicks_hourly»: {role: aggregate}
    clicks_daily: {role: aggregate}
  queries:
    report: {consumer: dash, table: clicks_daily}
  pipelines:
    land: {from: [clicks_topic], to: clicks}
    hourly: {from: [clicks], to: clicks_hourly}
    daily: {from: [clicks], to: clicks_daily}
)",
    .passes = R"(scope:
  consumers:
    dash: {kind: dashboard}
model:
  sources:
    clicks_topic: {kind: kafka}
  tables:
    clicks: {role: raw}
    clicks_hourly: {role: aggregate}
    clicks_daily: {role: aggregate}
  queries:
    report: {consumer: dash, table: clicks_daily}
  pipelines:
    land: {from: [clicks_topic], to: clicks}
    hourly: {from: [clicks], to: clicks_hourly}
    daily: {from: [clicks_hourly], to: clicks_daily}
)",
    .constraint = "cost",
    .facts = {}};

const Rule rule_M222{
    .code = "M222",
    .name = "unfed-table",
    .severity = diag::Severity::error,
    .summary = "no pipeline or job writes a table",
    .rationale =
        "A table without a writer is empty, or is filled by something that the design does not know: then "
        "nobody can say how fresh it is, whether repeats are counted twice, or how it is rebuilt. Dimensions "
        "may come from outside, as small lists that other systems keep.",
    .fails = R"(model:
  sources:
    clicks_topic: {kind: kafka}
  tables:
    clicks: {role: raw}
    «clicks_daily»: {role: aggregate}
  pipelines:
    land: {from: [clicks_topic], to: clicks}
)",
    .passes = R"(model:
  sources:
    clicks_topic: {kind: kafka}
  tables:
    clicks: {role: raw}
    campaigns: {role: dimension}
  pipelines:
    land: {from: [clicks_topic], to: clicks}
)",
    .constraint = {},
    .facts = {}};

const Rule rule_M223{
    .code = "M223",
    .name = "unserved-consumer",
    .severity = diag::Severity::error,
    .summary = "a consumer has no query",
    .rationale =
        "Every table and every layout is chosen for the questions that are asked of it. A consumer without a "
        "query was promised freshness and correctness that no rule can check, since nothing says which table "
        "it reads; what it needs turns up after the layout is built.",
    .fails = R"(scope:
  consumers:
    dash: {kind: dashboard}
    «invoicing»: {kind: billing}
model:
  tables:
    clicks_daily: {role: aggregate}
  queries:
    report: {consumer: dash, table: clicks_daily}
)",
    .passes = R"(scope:
  consumers:
    dash: {kind: dashboard}
    invoicing: {kind: billing}
model:
  tables:
    clicks_daily: {role: aggregate}
  queries:
    report: {consumer: dash, table: clicks_daily}
    invoice: {consumer: invoicing, table: clicks_daily}
)",
    .constraint = {},
    .facts = {}};

namespace {

using derive::Lineage;

struct Limit {
  Keeping kept;
  bool of_table = false;
};

/// The tighter of what the table keeps and what the scope lets questions reach.
std::optional<Limit> reach_of(const derive::Facts& facts, const Lineage::Node& table) {
  std::optional<Limit> limit;
  if (const auto own = kept(facts, table)) limit = Limit{*own, true};
  const auto& queryable = facts.design.scope.retention.queryable;
  if (queryable && (!limit || *queryable < limit->kept.duration))
    limit = Limit{{*queryable, queryable.at}, false};
  return limit;
}

void report_reach(Report& report, std::string_view query, const Lineage::Node& table,
                  const design::Named<design::Val<design::Filter>>& filter, const Limit& limit) {
  const units::Duration reach = filter->value.last;
  auto draft = report.at(filter->at);
  draft.label("reaches back {}", units::human(reach)).because(derive::ConstraintId::query_history);
  if (!limit.of_table) {
    draft
        .say("`{}` reaches back {}, and `scope.retention.queryable` is {}", query,
             time_beside(reach, limit.kept.duration), units::human(limit.kept.duration))
        .help("ask for less, or raise `scope.retention.queryable` with the tables behind it");
    return;
  }
  draft
      .say("`{}` reaches back {}, and `{}` is kept for {}", query, time_beside(reach, limit.kept.duration),
           table.name, units::human(limit.kept.duration))
      .related(limit.kept.at, "kept this long")
      .help("keep `{}` at least {}, or ask a table that is kept longer", table.name, units::human(reach))
      .fix_set(false, fmt::format("keep it for {}", as_answer(reach)),
               fmt::format("model.tables.{}.retention", table.name), as_answer(reach));
}

/// Reading what one has written oneself is no use to anybody.
bool is_read(const Lineage::Node& node) {
  if (!node.queries.empty() || !node.joined_by.empty()) return true;
  const auto elsewhere = [&](const auto* pipeline) { return pipeline->value.to->text != node.name; };
  return std::any_of(node.readers.begin(), node.readers.end(), elsewhere) ||
         std::any_of(node.lookups.begin(), node.lookups.end(), elsewhere) ||
         std::any_of(node.replayed_by.begin(), node.replayed_by.end(),
                     [&](const auto* job) { return job->value.rebuilds->text != node.name; });
}

std::vector<std::string_view> asking_consumers(const design::Model& model) {
  std::vector<std::string_view> names;
  for (const auto& query : model.queries) {
    if (query->consumer) names.emplace_back(query->consumer->text);
  }
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace

void check_M220(const derive::Facts& facts, Report& report) {
  for (const auto& query : facts.design.model.queries) {
    const Lineage::Id id = facts.lineage.find_table(query->table->text);
    if (id == Lineage::nowhere) continue;
    const auto limit = reach_of(facts, facts.lineage[id]);
    for (const auto& filter : query->filters) {
      if (!limit || filter->value.kind != design::Filter::Kind::last) continue;
      if (filter->value.last <= limit->kept.duration) continue;
      report_reach(report, query.name, facts.lineage[id], filter, *limit);
    }
  }
}

void check_M221(const derive::Facts& facts, Report& report) {
  const auto& design = facts.design;
  if (design.model.queries.empty() && design.model.pipelines.empty() && design.backfill.jobs.empty()) return;
  for (const auto& node : facts.lineage.nodes()) {
    if (node.table == nullptr || node.table->value.role.is(design::Role::audit) || is_read(node)) continue;
    report.at(node.table->key)
        .say("nothing reads `{}`: no query, no pipeline, no job", node.name)
        .because(derive::ConstraintId::cost)
        .help("add the query that needs it under `model.queries`, or leave the table out");
  }
}

void check_M222(const derive::Facts& facts, Report& report) {
  for (const auto& node : facts.lineage.nodes()) {
    if (node.table == nullptr || node.table->value.role.is(design::Role::dimension)) continue;
    if (!node.writers.empty() || !node.rebuilt_by.empty()) continue;
    report.at(node.table->key)
        .say("nothing writes `{}`: no pipeline has it in `to`, and no job rebuilds it", node.name)
        .help("add the pipeline that fills it under `model.pipelines`");
  }
}

void check_M223(const derive::Facts& facts, Report& report) {
  if (!facts.design.model.at) return;
  const auto asking = asking_consumers(facts.design.model);
  for (const auto& consumer : facts.design.scope.consumers) {
    if (std::binary_search(asking.begin(), asking.end(), std::string_view(consumer.name))) continue;
    report.at(consumer.key)
        .say("`{}` has no query: nothing says which table it reads", consumer.name)
        .help("add under `model.queries` what it asks: `{{consumer: {}, table: ..., filters: ...}}`",
              consumer.name);
  }
}

}  // namespace decide::rules
