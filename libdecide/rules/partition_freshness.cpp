#include <string_view>
#include <vector>

#include "rules/kept.h"
#include "rules/report.h"
#include "rules/scope_support.h"

namespace decide::rules {

using derive::ConstraintId;
using derive::Lineage;

const Rule rule_P320{
    .code = "P320",
    .name = "commit-past-freshness",
    .severity = diag::Severity::error,
    .summary = "`commit_every` is longer than the freshness of a reader",
    .rationale =
        "Rows are visible when they are committed, not when they arrive. However fast the stream, a table "
        "that is committed to every ten minutes is ten minutes old just before the next commit. The interval "
        "is often set by somebody who worries about small files, while the promise to the dashboard was made "
        "by somebody else.",
    .fails = R"(scope:
  consumers:
    live: {kind: dashboard, freshness: 5 min}
model:
  sources:
    clicks_topic: {kind: kafka}
  tables:
    clicks_minutes: {role: aggregate}
  queries:
    now: {consumer: live, table: clicks_minutes}
  pipelines:
    count: {from: [clicks_topic], to: clicks_minutes, mode: stream}
partition:
  clicks_minutes: {format: iceberg, commit_every: «10 min»}
)",
    .passes = R"(scope:
  consumers:
    live: {kind: dashboard, freshness: 5 min}
model:
  sources:
    clicks_topic: {kind: kafka}
  tables:
    clicks_minutes: {role: aggregate}
  queries:
    now: {consumer: live, table: clicks_minutes}
  pipelines:
    count: {from: [clicks_topic], to: clicks_minutes, mode: stream}
partition:
  clicks_minutes: {format: iceberg, commit_every: 5 min}
)",
    .constraint = "freshness",
    .facts = "B47"};

namespace {

/// What a reader of a table asks.
struct Asked {
  units::Duration freshness;
  std::string_view who;
  design::Place at;
};
using Tightest = std::vector<std::optional<Asked>>;

void take(std::optional<Asked>& tightest, const std::optional<Asked>& other) {
  if (other && (!tightest || other->freshness < tightest->freshness)) tightest = other;
}

std::optional<Asked> asked_of(const derive::Facts& facts, Lineage::Id table) {
  std::optional<Asked> tightest;
  for (const auto* consumer : facts.lineage.direct_consumers(table)) {
    const derive::Demand demand = facts.demand(consumer->value);
    if (demand.freshness) take(tightest, Asked{*demand.freshness, consumer->name, demand.freshness_at});
  }
  const auto& nameless = facts.design.scope.latency.freshness;
  for (const auto* query : facts.lineage[table].queries) {
    if (nameless && !query->value.consumer) take(tightest, Asked{*nameless, query->name, nameless.at});
  }
  return tightest;
}

/// Of every table, the tightest reader of it or of what gets its rows over it. Rows that reach a table on a
/// faster way do not wait for this one.
Tightest tightest_readers(const derive::Facts& facts, const estimate::Delays& delays) {
  const auto count = static_cast<Lineage::Id>(facts.lineage.nodes().size());
  Tightest tightest(count);
  std::vector<Lineage::Id> before(count, Lineage::nowhere);
  std::vector<std::size_t> waiting(count);
  for (Lineage::Id id = 0; id < count; ++id) {
    tightest[id] = asked_of(facts, id);
    if (delays.of(id)) before[id] = delays.of(id)->before;
    if (before[id] != Lineage::nowhere) ++waiting[before[id]];
  }
  std::vector<Lineage::Id> ready;
  for (Lineage::Id id = 0; id < count; ++id) {
    if (waiting[id] == 0) ready.push_back(id);
  }
  while (!ready.empty()) {
    const Lineage::Id id = ready.back();
    ready.pop_back();
    const Lineage::Id parent = before[id];
    if (parent == Lineage::nowhere) continue;
    take(tightest[parent], tightest[id]);
    if (--waiting[parent] == 0) ready.push_back(parent);
  }
  return tightest;
}

/// Twice within the freshness, but no sooner than the format bears; nothing where that is too late.
std::optional<units::Duration> bearable(const Report& report, const design::Layout& layout,
                                        units::Duration freshness) {
  const units::Duration half = freshness / 2;
  if (!layout.format.is(design::Format::iceberg)) return half;
  const units::Duration least = fact_duration(report.fact("iceberg.min_commit_interval"));
  if (freshness < least) return std::nullopt;
  return std::max(half, least);
}

void advise_commit(const Report& report, Draft& draft, const design::Named<design::Layout>& layout,
                   units::Duration freshness) {
  const auto every = bearable(report, layout.value, freshness);
  if (!every) {
    const auto& least = report.fact("iceberg.min_commit_interval");
    draft.help(
        "Iceberg bears a commit every {}: what must be fresher belongs into a store that is made for it",
        units::human(fact_duration(least)));
    return;
  }
  const std::string_view why = *every < freshness ? ", so that time is left for the way there" : "";
  draft.help("commit at least every {}{}", units::human(*every), why)
      .fix_set(false, fmt::format("commit every {}", units::human(*every)),
               fmt::format("partition.{}.commit_every", layout.name), as_answer(*every));
}

void judge_commit(Report& report, const design::Named<design::Layout>& layout, const Asked& asked) {
  auto draft = report.at(layout->commit_every.at);
  draft
      .say("`{}` is committed to every {}, and `{}` wants to see events within {}", layout.name,
           units::human(*layout->commit_every), asked.who, units::human(asked.freshness))
      .label("over {}", units::human(asked.freshness))
      .because(ConstraintId::freshness)
      .related(asked.at, "`{}` asks for this", asked.who)
      .figure({"age before a commit",
               layout->commit_every->value,
               "s",
               "commit_every",
               {{"commit_every", units::human(*layout->commit_every)},
                {"freshness", units::human(asked.freshness)}}});
  advise_commit(report, draft, layout, asked.freshness);
}

}  // namespace

void check_P320(const derive::Facts& facts, Report& report) {
  const Tightest tightest = tightest_readers(facts, report.estimates().delays());
  for (const auto& layout : facts.design.partition) {
    const Lineage::Id id = facts.lineage.find_table(layout.name);
    if (id == Lineage::nowhere || !layout->commit_every || !tightest[id]) continue;
    if (tightest[id]->freshness < *layout->commit_every) judge_commit(report, layout, *tightest[id]);
  }
}

}  // namespace decide::rules
