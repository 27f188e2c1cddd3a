#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <string_view>
#include <vector>

#include "advise/spell.h"
#include "facts/fact.h"
#include "rules/layout_time.h"
#include "rules/partition_proposal.h"
#include "rules/report.h"
#include "rules/sums.h"

/// P321 and P322: how far a commit spreads, and who tidies up after it.
namespace decide::rules {

using derive::ConstraintId;
using estimate::TableFigures;

const Rule rule_P321{
    .code = "P321",
    .name = "late-fan-out",
    .severity = diag::Severity::warning,
    .summary = "late events make a commit touch over 24 partitions of files",
    .rationale =
        "With partitions of an hour, events that are up to three days late belong to seventy-two older "
        "partitions. Each commit then adds a file with a handful of rows to each of them, in hours that were "
        "compacted long ago. The fresh data is in one file, the tail in seventy, and every reader opens all "
        "of them.",
    .fails = R"(scope:
  lateness: {p50: 2 s, p90: 30 s, p99: 6 h, max: 72 h}
model:
  sources:
    clicks_topic: {kind: kafka}
  tables:
    clicks:
      role: raw
      rows: 900M/day
      row_size: 220 B
      retention: 400 d
      columns:
        event_time: {type: timestamp, time: event}
  pipelines:
    land: {from: [clicks_topic], to: clicks, mode: micro_batch, every: 5 min, write: append}
partition:
  clicks: {format: iceberg, by: [«hour(event_time)»]}
)",
    .passes = R"(scope:
  lateness: {p50: 2 s, p90: 30 s, p99: 6 h, max: 72 h}
model:
  sources:
    clicks_topic: {kind: kafka}
  tables:
    clicks:
      role: raw
      rows: 900M/day
      row_size: 220 B
      retention: 400 d
      columns:
        event_time: {type: timestamp, time: event}
  pipelines:
    land: {from: [clicks_topic], to: clicks, mode: micro_batch, every: 5 min, write: append}
partition:
  clicks: {format: iceberg, by: [day(event_time)]}
)",
    .constraint = "late-events",
    .facts = "G10"};

const Rule rule_P322{
    .code = "P322",
    .name = "compaction-behind",
    .severity = diag::Severity::error,
    .summary =
        "compaction cannot rewrite what arrives between two runs, or never finds files enough to start",
    .rationale =
        "A compaction that is slower than what arrives falls behind from the first day, and nobody is told: "
        "queries only become slower. One that never starts is as quiet. Iceberg leaves a partition alone "
        "until it holds five small files, Delta until it holds fifty, so that a plan that looks complete "
        "does nothing where a partition receives fewer.",
    .fails = R"(model:
  sources:
    clicks_topic: {kind: kafka}
  tables:
    clicks:
      role: raw
      rows: 20M/day
      row_size: 200 B
      retention: 90 d
      columns:
        event_time: {type: timestamp, time: event}
  pipelines:
    land: {from: [clicks_topic], to: clicks, mode: micro_batch, every: 1 h, write: append}
partition:
  clicks: {format: delta, by: [day(event_time)], compact: «{every: 1 d, to: 128 MB}»}
)",
    .passes = R"(model:
  sources:
    clicks_topic: {kind: kafka}
  tables:
    clicks:
      role: raw
      rows: 20M/day
      row_size: 200 B
      retention: 90 d
      columns:
        event_time: {type: timestamp, time: event}
  pipelines:
    land: {from: [clicks_topic], to: clicks, mode: micro_batch, every: 20 min, write: append}
partition:
  clicks: {format: delta, by: [day(event_time)], compact: {every: 1 d, to: 128 MB}}
)",
    .constraint = "small-files",
    .facts = "A20 A38"};

namespace {

// ---- P321 -------------------------------------------------------------------------------------------------

/// Rows of one commit.
double commit_rows(const TableFigures& table) {
  return table.files->commit_bytes * table.shape->compression / table.model.row_bytes;
}

struct Coarser {
  design::Transform::Kind kind;
  std::string_view name;
  double days;
};
constexpr std::array coarser_units{Coarser{design::Transform::Kind::day, "day", 1},
                                   Coarser{design::Transform::Kind::month, "month", 30},
                                   Coarser{design::Transform::Kind::year, "year", 365}};

/// The least coarse unit of time under which a commit stays within the limit.
const Coarser* within_limit(const TableFigures& table, const estimate::Curve& lateness, double now,
                            double limit) {
  for (const Coarser& unit : coarser_units) {
    if (unit.days <= now) continue;
    const double late =
        estimate::late_units(lateness, commit_rows(table), 1 / table.files->commits_day, unit.days);
    if (late * table.partitions->per_unit <= limit) return &unit;
  }
  return nullptr;
}

/// `by` with another unit of time.
std::string with_unit(const design::Layout& layout, const design::Val<design::Transform>& old,
                      const Coarser& unit) {
  std::vector<std::string> items;
  for (const auto& transform : layout.by) {
    const bool is_old = &transform == &old;
    items.push_back(is_old ? fmt::format("{}({})", unit.name, old->column) : design::spell(*transform));
  }
  return advise::yaml_list(items);
}

void judge_fan_out(const derive::Facts& facts, Report& report, const TableFigures& table) {
  const double limit = table.shape->fact("layout.late_fan_out").value;
  const auto& files = *table.files;
  const auto time = finest_time(table.model, table.layout->value);
  if (!time || !(files.late_touched > limit)) return;
  const std::string commit = units::human(units::days(1 / files.commits_day));
  const std::string late = counted(std::floor(files.late_touched));
  auto draft = report.at(time->transform->at);
  draft
      .say(
          "late events make each commit of `{}`, every {}, add files to {} partitions of earlier {}s; over "
          "{} "
          "is too many",
          table.name(), commit, late, unit_name(*time), counted(limit))
      .label("{} older partitions a commit", late)
      .because(ConstraintId::late_events)
      .related(facts.design.scope.lateness.max.at, "events are late by up to this")
      .figure({"older partitions that a commit touches",
               files.late_touched,
               "count",
               "earlier units of time that get at least one row of a commit, by the lateness percentiles, x "
               "partitions that its rows meet in each",
               {{"rows of a commit", counted(commit_rows(table))},
                {"earlier units", counted(files.late_units)},
                {"unit", std::string(unit_name(*time))},
                {"lateness.max", units::human(*facts.design.scope.lateness.max)},
                {"limit", cited(table.shape->fact("layout.late_fan_out"))}}});
  const Coarser* unit = within_limit(table, report.estimates().lateness(), time->days, limit);
  if (unit == nullptr) {
    draft.help("commit late events on their own, less often than the others");
    return;
  }
  draft
      .help("partition by `{}({})`, or commit late events on their own, less often than the others",
            unit->name, (*time->transform)->column)
      .fix_set(false, fmt::format("partition by {}", unit->name),
               fmt::format("partition.{}.by", table.name()),
               with_unit(table.layout->value, *time->transform, *unit));
}

// ---- P322 -------------------------------------------------------------------------------------------------

/// Bytes a second that compaction rewrites with one writer.
double speed_of_a_writer(const TableFigures& table) {
  return table.shape->fact("layout.compaction_mb_s").value * 1e6;
}

/// True if it was reported.
bool judge_speed(Report& report, const TableFigures& table) {
  const auto day = table.stored_day();
  const auto& every = table.layout->value.compact.every;
  const double writers = table.shape->writers;
  if (!day || every->value <= 0) return false;
  const units::Bytes arrived{*day * derive::in_days(*every)};
  const units::Bytes able{speed_of_a_writer(table) * writers * every->value};
  if (arrived <= able) return false;
  const double wanted = std::ceil(*day / units::days(1).value / speed_of_a_writer(table));
  report.at(table.layout->value.compact.at)
      .say("{} arrive in `{}` in {}, and compaction can rewrite {} in that time", units::human(arrived),
           table.name(), units::human(*every), units::human(able))
      .label("falls behind")
      .because(ConstraintId::small_files)
      .related(table.layout->value.writers.at, "writers")
      .figure({"time to rewrite what arrives",
               arrived.value / (speed_of_a_writer(table) * writers),
               "s",
               "rows a day x bytes a row / compression x every / (speed of a writer x writers)",
               {{"rows a day", counted(*table.model.rows_day)},
                {"bytes a row", sized(table.model.row_bytes)},
                {"compression", units::human(units::Ratio{table.shape->compression})},
                {"every", units::human(*every)},
                {"speed of a writer", cited(table.shape->fact("layout.compaction_mb_s"))},
                {"writers", counted(writers)}}})
      .help("give it at least {} writers", counted(wanted))
      .fix_set(false, fmt::format("compact with {} writers", counted(wanted)),
               fmt::format("partition.{}.writers", table.name()), units::print(units::Count{wanted}));
  return true;
}

void judge_threshold(Report& report, const TableFigures& table) {
  const std::string_view name = compaction_threshold(*table.shape);
  if (name.empty() || !table.files || !table.partitions) return;
  const double threshold = table.shape->fact(name).value;
  const double received = files_received(table.model, *table.files, *table.partitions);
  // One file needs no merging, and neither do files that are nearly as large as is wanted.
  const bool small = table.files->bytes_each <
                     table.shape->fact("iceberg.rewrite_min_ratio").value * table.shape->compact_to;
  if (!small || !(received < threshold) || received < 2) return;
  const std::string seen = counted(received);
  auto draft = report.at(table.layout->value.compact.at);
  draft
      .say(
          "a partition of `{}` receives {} files of {} in all, and compaction leaves it alone until there "
          "are "
          "{}: it never runs",
          table.name(), seen, sized(table.files->bytes_each), counted(threshold))
      .label("never starts")
      .because(ConstraintId::small_files)
      .figure({"files that a partition receives",
               received,
               "count",
               "files a commit x commits a day x days of a partition / partitions of it",
               {{"files a commit", counted(table.files->per_commit)},
                {"commits a day", counted(table.files->commits_day)},
                {"days of a partition", counted(table.partitions->unit_days)},
                {"partitions", counted(table.partitions->per_unit)},
                {"starts at", cited(table.shape->fact(name))}}});
  const std::string coarser =
      fmt::format("partition more coarsely, so that {} files come together", counted(threshold));
  if (table.files->bytes_each < small_file(*table.shape))
    draft.help("{}", coarser);
  else
    draft.help("{}, or leave `compact` out: {} files of {} do little harm", coarser, seen,
               sized(table.files->bytes_each));
}

}  // namespace

void check_P321(const derive::Facts& facts, Report& report) {
  for (const TableFigures& table : report.estimates().tables()) {
    if (table.files && table.partitions) judge_fan_out(facts, report, table);
  }
}

void check_P322(const derive::Facts&, Report& report) {
  for (const TableFigures& table : report.estimates().tables()) {
    if (!table.shape || table.shape->traits->compacts_itself || !table.layout->value.compact.every) continue;
    if (!judge_speed(report, table)) judge_threshold(report, table);
  }
}

}  // namespace decide::rules
