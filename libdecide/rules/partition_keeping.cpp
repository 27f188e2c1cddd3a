#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <string_view>
#include <utility>

#include "base/plural.h"
#include "derive/erasure_method.h"
#include "facts/fact.h"
#include "facts/format.h"
#include "rules/kept.h"
#include "rules/layout_figures.h"
#include "rules/report.h"
#include "rules/scope_support.h"
#include "rules/sums.h"

/// P313 and P316: how long old states of a table are kept.
namespace decide::rules {

using derive::ConstraintId;
using derive::Lineage;

const Rule rule_P313{
    .code = "P313",
    .name = "snapshots-pile-up",
    .severity = diag::Severity::warning,
    .summary = "over 10,000 snapshots are kept, none expires, or commits come faster than the format bears",
    .rationale =
        "Every commit leaves a snapshot, and a snapshot keeps alive every file that it saw. Nothing removes "
        "them by itself: storage grows by each version of a rewritten day, each commit writes longer "
        "metadata, and planning a query takes longer than running it. Expiry has to be asked for, and it has "
        "to match how often the table is committed to.",
    .fails = R"(model:
  sources:
    clicks_topic: {kind: kafka}
  tables:
    clicks: {role: raw}
  pipelines:
    land: {from: [clicks_topic], to: clicks, mode: stream, every: 1 min, write: append}
partition:
  clicks: {format: iceberg, expire_snapshots: «7 d»}
)",
    .passes = R"(model:
  sources:
    clicks_topic: {kind: kafka}
  tables:
    clicks: {role: raw}
  pipelines:
    land: {from: [clicks_topic], to: clicks, mode: stream, every: 1 min, write: append}
partition:
  clicks: {format: iceberg, expire_snapshots: 6 d}
)",
    .constraint = "cost",
    .facts = "A24 A25 A36 A39 A41"};

const Rule rule_P316{
    .code = "P316",
    .name = "time-travel-past-erasure",
    .severity = diag::Severity::error,
    .summary = "old snapshots of a table with personal data live longer than the erasure deadline",
    .rationale =
        "A deleted row is gone from the newest state only. Every older snapshot still shows it, and so do "
        "the files behind it, until the snapshot expires; warehouses add days of fail-safe that nobody can "
        "switch off. A deletion that can be read back after the deadline has not happened.",
    .fails = R"(scope:
  compliance: {regimes: [gdpr], personal_data: [user_id], erasure: 30 d}
model:
  tables:
    clicks:
      role: raw
      columns:
        user_id: {type: string, pii: true}
partition:
  clicks: {format: iceberg, expire_snapshots: «90 d»}
)",
    .passes = R"(scope:
  compliance: {regimes: [gdpr], personal_data: [user_id], erasure: 30 d}
model:
  tables:
    clicks:
      role: raw
      columns:
        user_id: {type: string, pii: true}
partition:
  clicks: {format: iceberg, expire_snapshots: 30 d}
)",
    .constraint = "erasure",
    .facts = "E13 E14 E15 E16 E17"};

namespace {

using NamedLayout = design::Named<design::Layout>;

// ---- P313 -------------------------------------------------------------------------------------------------

/// How often a table is committed to.
struct Commits {
  const facts::Values* values = nullptr;
  double a_day = 0;
  double slowed = 0;        ///< a day, none of them faster than the format bears
  units::Duration fastest;  ///< the shortest interval
  design::Place at;         ///< where that is said
};

units::Duration least_interval(const Commits& commits) {
  return fact_duration(commits.values->fact("iceberg.min_commit_interval"));
}

void add(Commits& commits, const design::Val<units::Duration>& every) {
  if (!every || every->value <= 0) return;
  commits.a_day += units::days(1) / *every;
  commits.slowed += units::days(1) / std::max(*every, least_interval(commits));
  if (!commits.at || *every < commits.fastest) {
    commits.fastest = *every;
    commits.at = every.at;
  }
}

Commits commits_of(const derive::Facts& facts, const Lineage::Node& node, const design::Layout& layout) {
  Commits commits;
  commits.values = &facts.values;
  for (const auto* writer : node.writers)
    add(commits, layout.commit_every ? layout.commit_every : writer->value.every);
  if (node.writers.empty()) add(commits, layout.commit_every);
  return commits;
}

bool is_iceberg(const design::Layout& layout) {
  return layout.format.is(design::Format::iceberg);
}

bool is_too_fast(const design::Layout& layout, const Commits& commits) {
  return is_iceberg(layout) && commits.fastest < least_interval(commits);
}

/// Table formats keep every snapshot until they are told otherwise; warehouses look after theirs.
bool keeps_snapshots(const facts::FormatTraits& format) {
  return format.time_travel && !format.compacts_itself;
}

void judge_interval(const derive::Facts& facts, Report& report, const NamedLayout& layout,
                    const Commits& commits) {
  if (!is_too_fast(layout.value, commits)) return;
  const units::Duration least = least_interval(commits);
  report.at(commits.at)
      .say("`{}` is committed to every {}; Iceberg bears a commit every {}", layout.name,
           units::human(commits.fastest), units::human(least))
      .label("{} commits a day", counted(commits.a_day))
      .because(ConstraintId::cost)
      .related(layout->format.at, "the format")
      .figure({"commits a day",
               commits.a_day,
               "1/d",
               "1 d / interval",
               {{"interval", units::human(commits.fastest)},
                {"least interval", cited(report.fact("iceberg.min_commit_interval"))}}})
      .help("commit every {} or less often; what must be fresher belongs into a store that is made for it",
            units::human(least))
      .fix_set(false, fmt::format("commit every {}", units::human(least)),
               facts.document.path(commits.at.node), as_answer(least));
}

/// The longest time, in whole days or else hours, over which no more snapshots than the limit pile up.
units::Duration longest_kept(const Report& report, double commits_a_day) {
  const units::Duration most = units::days(report.fact("layout.max_snapshots").value / commits_a_day);
  return rounded_down(std::max(most, units::hours(1)));
}

diag::Figure snapshots_kept(const Report& report, const Commits& commits, units::Duration kept) {
  return {"snapshots kept",
          commits.a_day * derive::in_days(kept),
          "count",
          "commits a day x days kept",
          {{"commits a day", counted(commits.a_day)},
           {"kept for", units::human(kept)},
           {"limit", cited(report.fact("layout.max_snapshots"))}}};
}

void judge_pile(Report& report, const NamedLayout& layout, const Commits& commits) {
  const auto& kept = layout->expire_snapshots;
  const double limit = report.fact("layout.max_snapshots").value;
  // Where commits are too fast, that alone is said if the pile goes away with it.
  const double rate = is_too_fast(layout.value, commits) ? commits.slowed : commits.a_day;
  if (rate * derive::in_days(*kept) <= limit) return;
  const std::string proposed = as_answer(longest_kept(report, rate));
  const double pile = commits.a_day * derive::in_days(*kept);
  report.at(kept.at)
      .say("`{}` keeps {} snapshots: {} commit{} a day for {}; {} is too many", layout.name,
           counted_beside(pile, limit), counted(commits.a_day), plural_s(commits.a_day), units::human(*kept),
           counted(limit))
      .label("{} snapshots", counted_beside(pile, limit))
      .because(ConstraintId::cost)
      .related(commits.at, "committed to this often")
      .figure(snapshots_kept(report, commits, *kept))
      .help("let them expire after {} or sooner, or commit less often", proposed)
      .fix_set(false, fmt::format("keep snapshots for {}", proposed),
               fmt::format("partition.{}.expire_snapshots", layout.name), proposed);
}

void judge_no_expiry(Report& report, const NamedLayout& layout, const Commits& commits) {
  const bool is_delta = layout->format.is(design::Format::delta);
  const units::Duration usual =
      fact_duration(report.fact(is_delta ? "delta.vacuum_min_days" : "iceberg.expire_days"));
  const units::Duration proposed = std::min(usual, longest_kept(report, commits.slowed));
  const units::Duration year = units::days(365);
  report.missing(layout.at, "expire_snapshots")
      .say("snapshots of `{}` never expire: {} commit{} a day leave{} {} of them after a year", layout.name,
           counted(commits.a_day), plural_s(commits.a_day), commits.a_day == 1 ? "s" : "",
           counted(commits.a_day * derive::in_days(year)))
      .label("no `expire_snapshots`")
      .because(ConstraintId::cost)
      .related(commits.at, "committed to this often")
      .figure(snapshots_kept(report, commits, year))
      .help("say `expire_snapshots`, such as {}, and run it; what they hold is not freed before",
            as_answer(proposed))
      .fix_set(false, fmt::format("keep snapshots for {}", as_answer(proposed)),
               fmt::format("partition.{}.expire_snapshots", layout.name), as_answer(proposed));
}

// ---- P316 -------------------------------------------------------------------------------------------------

/// How long a deleted row can be brought back.
struct Afterlife {
  units::Duration snapshots;
  units::Duration fail_safe;
  std::string_view fact;  ///< behind the fail-safe; empty where there is none
  units::Duration total() const { return snapshots + fail_safe; }
};

/// Nothing where nobody says how long snapshots are kept: that is P313's.
std::optional<Afterlife> afterlife(const derive::Facts& facts, const design::Layout& layout) {
  const auto& said = layout.expire_snapshots;
  Afterlife result;
  if (said) result.snapshots = *said;
  if (layout.format.is(design::Format::snowflake)) {
    result.fact = "snowflake.failsafe";
  } else if (layout.format.is(design::Format::bigquery)) {
    result.fact = said ? "bq.failsafe" : "bq.timetravel_plus_failsafe";
  } else if (!said) {
    return std::nullopt;
  }
  if (!result.fact.empty()) result.fail_safe = fact_duration(facts.values.fact(result.fact));
  return result;
}

/// The column of a table that is personal data; or null.
const design::Named<design::Column>* personal_column(const design::Design& design,
                                                     const design::Table& table) {
  const auto found = std::find_if(table.columns.begin(), table.columns.end(), [&](const auto& column) {
    if (column->pii) return *column->pii;
    return design.scope.compliance.personal_data.contains({column.name});
  });
  return found == table.columns.end() ? nullptr : &*found;
}

/// What a shredded key leaves in old snapshots nobody can read.
bool is_shredded(const design::Erasure& plan, std::string_view table) {
  return derive::method_for(plan, table).is(design::ErasureMethod::crypto_shred);
}

/// What may be left of the deadline for snapshots: the run that deletes comes first.
units::Duration room(const derive::Facts& facts, const Afterlife& life) {
  const design::Design& design = facts.design;
  const units::Duration wait = design.backfill.erasure.every.value_or({0});
  const units::Duration left = *design.scope.compliance.erasure - life.fail_safe - wait;
  return left.value > 0
             ? rounded_down(std::min(left, fact_duration(facts.values.fact("delta.vacuum_min_days"))))
             : units::Duration{0};
}

std::string words_of(const Afterlife& life) {
  if (life.fact.empty()) return units::human(life.snapshots);
  if (life.snapshots.value <= 0)
    return fmt::format("{} of time travel and fail-safe", units::human(life.fail_safe));
  return fmt::format("{}: {} of snapshots and {} of fail-safe", units::human(life.total()),
                     units::human(life.snapshots), units::human(life.fail_safe));
}

void judge_afterlife(const derive::Facts& facts, Report& report, const NamedLayout& layout,
                     const design::Named<design::Column>& column, const Afterlife& life) {
  const auto& deadline = facts.design.scope.compliance.erasure;
  const design::Place at = layout->expire_snapshots ? layout->expire_snapshots.at : layout->format.at;
  const units::Duration left = room(facts, life);
  auto draft = report.at(at);
  draft
      .say("a deleted `{}` can be read back from old snapshots of `{}` for {}; it must be gone within {}",
           column.name, layout.name, words_of(life), units::human(*deadline))
      .label("past {}", units::human(*deadline))
      .because(ConstraintId::erasure)
      .related(column.key, "personal data")
      .figure({"time that a deleted row lives on",
               life.total().value,
               "s",
               "snapshots + fail-safe",
               {{"snapshots", units::human(life.snapshots)},
                {"fail-safe", life.fact.empty() ? "0 s" : cited(report.fact(life.fact))},
                {"deadline", units::human(*deadline)}}});
  if (left.value <= 0) {
    draft.help("erase `{}` by `crypto_shred`: what is left in snapshots cannot be read then", column.name);
    return;
  }
  draft
      .help(
          "let snapshots expire after {}, so that the run that deletes still fits before, or erase by "
          "`crypto_shred`",
          as_answer(left))
      .fix_set(false, fmt::format("keep snapshots for {}", as_answer(left)),
               fmt::format("partition.{}.expire_snapshots", layout.name), as_answer(left));
}

}  // namespace

void check_P313(const derive::Facts& facts, Report& report) {
  for (const auto& layout : facts.design.partition) {
    const Lineage::Id id = facts.lineage.find_table(layout.name);
    const auto* format = layout->format ? facts::format_traits(design::word(*layout->format)) : nullptr;
    if (id == Lineage::nowhere || format == nullptr || !keeps_snapshots(*format)) continue;
    const Commits commits = commits_of(facts, facts.lineage[id], layout.value);
    if (!commits.at) continue;
    judge_interval(facts, report, layout, commits);
    if (layout->expire_snapshots)
      judge_pile(report, layout, commits);
    else
      judge_no_expiry(report, layout, commits);
  }
}

void check_P316(const derive::Facts& facts, Report& report) {
  const auto& deadline = facts.design.scope.compliance.erasure;
  if (!deadline) return;
  for (const auto& layout : facts.design.partition) {
    const auto* table = facts.design.model.tables.find(layout.name);
    const auto life = afterlife(facts, layout.value);
    if (table == nullptr || !life || life->total() <= *deadline) continue;
    const auto* column = personal_column(facts.design, table->value);
    if (column == nullptr || is_shredded(facts.design.backfill.erasure, layout.name)) continue;
    judge_afterlife(facts, report, layout, *column, *life);
  }
}

}  // namespace decide::rules
