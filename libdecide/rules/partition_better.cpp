#include "advise/search.h"
#include "advise/spell.h"
#include "rules/layout_figures.h"
#include "rules/report.h"

namespace decide::rules {

const Rule rule_P330{
    .code = "P330",
    .name = "better-layout",
    .severity = diag::Severity::warning,
    .summary = "A search found a layout that costs much less for the declared queries and writes.",
    .rationale =
        "Every partitioning, order of rows and size of file that the format bears has a cost in bytes a day: "
        "what the queries read and open, what is written and compacted, and the entries of the catalogue. "
        "The "
        "cheapest is no matter of taste once the queries are declared. Over 3 x is a warning, over 1.5 x a "
        "note: less than that is within what the estimates can tell.",
    .fails = R"(model:
  tables:
    t:
      role: fact
      rows: 1B/day
      row_size: 100 B
      retention: 1 y
      columns:
        event_time: {type: timestamp, time: event}
        campaign_id: {type: int64, cardinality: 1M}
  queries:
    report: {table: t, filters: {event_time: last 7 d, campaign_id: one}, runs: 10k/day}
  pipelines:
    load: {from: [s], to: t, mode: batch, every: 1 d}
partition:
  «t»: {format: iceberg, by: [month(event_time)]}
)",
    .passes = R"(model:
  tables:
    t:
      role: fact
      rows: 1B/day
      row_size: 100 B
      retention: 1 y
      columns:
        event_time: {type: timestamp, time: event}
        campaign_id: {type: int64, cardinality: 1M}
  queries:
    report: {table: t, filters: {event_time: last 7 d, campaign_id: one}, runs: 10k/day}
  pipelines:
    load: {from: [s], to: t, mode: batch, every: 1 d}
partition:
  t: {format: iceberg, by: [day(event_time)], cluster: [campaign_id], compact: {every: 1 d, to: 512 MB}}
)",
    .constraint = "hot-queries",
    .facts = "",
};

namespace {

/// The query that gains most, in words.
std::string payer(const advise::Task& task, const advise::Candidate& today, const advise::Candidate& best) {
  std::size_t most = 0;
  for (std::size_t i = 1; i < task.queries.size(); ++i) {
    if (today.queries[i] - best.queries[i] > today.queries[most] - best.queries[most]) most = i;
  }
  return fmt::format("`{}` reads {} a day instead of {}", task.queries[most].query->name,
                     sized(best.queries[most]), sized(today.queries[most]));
}

diag::Figure cost_figure(std::string name, const advise::Cost& cost) {
  return {std::move(name),
          cost.total(),
          "B",
          "runs x (bytes read + files opened x bytes per open) + bytes written + files x bytes of an entry, "
          "a day",
          {{"read", sized(cost.read)},
           {"opened", sized(cost.opens)},
           {"written", sized(cost.written)},
           {"entries", sized(cost.metadata)}}};
}

void judge_layout(Report& report, const estimate::TableFigures& table) {
  const auto task = advise::task_of(report.estimates(), table);
  if (!task || table.layout == nullptr || !table.shape) return;
  const auto today = advise::evaluate(*task, *table.shape);
  if (!today) return;
  const double much = table.shape->fact("layout.better_warning").value;
  const double enough = report.wants_words() ? table.shape->fact("layout.better_note").value : much;
  const auto found = advise::cheapest(*task, 1, today->cost.total() / enough);
  if (found.empty()) return;
  const advise::Candidate& best = found.front();
  const double times = today->cost.total() / best.cost.total();
  if (!(times > enough)) return;
  report.at(table.layout->key)
      .severity(times > much ? diag::Severity::warning : diag::Severity::note)
      .say("`{}` costs {} a day for its queries and writes; {} would cost {}, {:.1f} x less", table.name(),
           sized(today->cost.total()), advise::said(table.model, best.shape), sized(best.cost.total()), times)
      .label("{:.1f} x what it could cost", times)
      .because(derive::ConstraintId::hot_queries)
      .help("lay it out as {}: {}", advise::said(table.model, best.shape), payer(*task, *today, best))
      .figure(cost_figure("cost a day today", today->cost))
      .figure(cost_figure("cost a day then", best.cost))
      .fix_sets(false, fmt::format("lay {} out as {}", table.name(), advise::said(table.model, best.shape)),
                fmt::format("partition.{}", table.name()),
                advise::fields(table.model, &*table.shape, best.shape));
}

}  // namespace

void check_P330(const derive::Facts& /*facts*/, Report& report) {
  for (const estimate::TableFigures& table : report.estimates().tables()) judge_layout(report, table);
}

}  // namespace decide::rules
