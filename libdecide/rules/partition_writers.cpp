#include <algorithm>
#include <string>
#include <string_view>

#include "facts/format.h"
#include "rules/kept.h"
#include "rules/layout_time.h"
#include "rules/partition_limits.h"
#include "rules/report.h"

/// P312 and P323: what one write does to the rows of another.
namespace decide::rules {

using derive::ConstraintId;
using design::Mode;
using design::WhileLive;
using design::Write;

const Rule rule_P312{
    .code = "P312",
    .name = "writers-collide",
    .severity = diag::Severity::warning,
    .summary = "compaction or a job rewrites what a stream commits to, without a partition between them",
    .rationale =
        "Table formats let writers race and make the loser start again. A stream that updates rows commits "
        "every minute, a compaction works for twenty: if both rewrite the same files, the compaction loses "
        "each race, or the stream stalls in retries until it gives up. A partition between them ends the "
        "race: the stream works on today, the compaction on the days that are closed. Appends alone do not "
        "collide where the format has transactions.",
    .fails = R"(model:
  sources:
    clicks_topic: {kind: kafka}
  tables:
    clicks:
      role: raw
      columns:
        event_time: {type: timestamp, time: event}
  pipelines:
    land: {from: [clicks_topic], to: clicks, mode: stream, every: 1 min, write: merge}
partition:
  clicks: {format: iceberg, by: [month(event_time)], compact: «{every: 1 d, to: 512 MB}»}
)",
    .passes = R"(model:
  sources:
    clicks_topic: {kind: kafka}
  tables:
    clicks:
      role: raw
      columns:
        event_time: {type: timestamp, time: event}
  pipelines:
    land: {from: [clicks_topic], to: clicks, mode: stream, every: 1 min, write: merge}
partition:
  clicks: {format: iceberg, by: [day(event_time)], compact: {every: 1 d, to: 512 MB}}
)",
    .constraint = "freshness",
    .facts = "A30 A35 A42"};

const Rule rule_P323{
    .code = "P323",
    .name = "overwrite-scope",
    .severity = diag::Severity::error,
    .summary = "`overwrite_partition` whose scope is the whole table, or an engine whose default that is",
    .rationale =
        "Spark and Hive take an overwrite to mean the table, not the partitions in the result, unless they "
        "are told otherwise. A run over the last three days then deletes two years, and reports success. "
        "Nothing in the code shows it: the switch is a setting of the session. So it belongs into the "
        "design, "
        "where a reviewer can see it.",
    .fails = R"(model:
  tables:
    clicks: {role: raw}
    clicks_daily: {role: aggregate}
  pipelines:
    «rollup»: {from: [clicks], to: clicks_daily, mode: batch, engine: spark, write: overwrite_partition}
)",
    .passes = R"(model:
  tables:
    clicks: {role: raw}
    clicks_daily: {role: aggregate}
  pipelines:
    rollup:
      from: [clicks]
      to: clicks_daily
      mode: batch
      engine: spark
      write: overwrite_partition
      overwrite_scope: touched
)",
    .constraint = "exact-counts",
    .facts = "C25"};

namespace {

using NamedLayout = design::Named<design::Layout>;
using derive::NamedJob;
using derive::NamedPipeline;

bool commits_all_day(const design::Pipeline& pipeline) {
  return pipeline.mode.is(Mode::stream) || pipeline.mode.is(Mode::micro_batch);
}

/// An append leaves old files alone, so that where writers see each other it never meets a rewrite.
bool meets_rewrites(const design::Pipeline& pipeline, const facts::FormatTraits& format) {
  if (!pipeline.write) return false;
  const auto isolation = pipeline.isolation ? design::word(*pipeline.isolation) : format.isolation;
  return isolation == "none" || *pipeline.write != Write::append;
}

const NamedPipeline* stream_into(const derive::Lineage::Node& node, const facts::FormatTraits& format) {
  const auto found = std::find_if(node.writers.begin(), node.writers.end(), [&](const auto* writer) {
    return commits_all_day(writer->value) && meets_rewrites(writer->value, format);
  });
  return found == node.writers.end() ? nullptr : *found;
}

/// "what pipeline `land` merges into every 1 min"
std::string busy(const NamedPipeline& stream) {
  const std::string how = fmt::format("pipeline `{}`, a `{}` that writes by `{}`", stream.name,
                                      design::word(*stream->mode), design::word(*stream->write));
  return stream->every ? fmt::format("{} every {}", how, units::human(*stream->every)) : how;
}

void judge_compaction(Report& report, const NamedLayout& layout, const NamedPipeline& stream,
                      const std::optional<TimePart>& time) {
  const auto& every = layout->compact.every;
  if (!every || (time && time->days <= derive::in_days(*every))) return;
  auto draft = report.at(layout->compact.at);
  draft.label("meets `{}`", stream.name).because(ConstraintId::freshness).related(stream.key, "the stream");
  if (!time) {
    draft
        .say("compaction rewrites `{}` every {}, and no partition of time keeps it apart from {}",
             layout.name, units::human(*every), busy(stream))
        .help("partition by a unit of time of at most {}, and compact the closed units only",
              units::human(*every));
    return;
  }
  draft
      .say(
          "compaction runs every {} in `{}`, whose partitions are open for a {}: it rewrites the files of {}",
          units::human(*every), layout.name, unit_name(*time), busy(stream))
      .related(time->transform->at, "a partition that is still written to")
      .help("compact closed units only: every {} or more, or partition by a unit of at most {}",
            units::human(units::days(time->days)), units::human(*every))
      .fix_set(false, "compact a partition when it is closed",
               fmt::format("partition.{}.compact.every", layout.name), as_answer(units::days(time->days)));
}

bool rewrites(const design::Job& job) {
  return job.write && *job.write != Write::append;
}
bool runs_beside(const design::Job& job) {
  return !job.while_live || *job.while_live == WhileLive::concurrent;
}

void judge_job(Report& report, const NamedLayout& layout, const NamedPipeline& stream, const NamedJob& job,
               const std::optional<TimePart>& time) {
  if (!rewrites(job.value) || !runs_beside(job.value)) return;
  const bool whole = job->write.is(Write::replace);
  if (time && !whole) return;
  auto draft = job->while_live ? report.at(job->while_live.at) : report.missing(job.at, "while_live");
  draft
      .say("job `{}` rewrites {} `{}` while {} goes on: no partition keeps them apart", job.name,
           whole ? "all of" : "rows of", layout.name, busy(stream))
      .label("meets `{}`", stream.name)
      .because(ConstraintId::recovery)
      .related(stream.key, "the stream")
      .help("say `while_live: fenced` or `paused`{}", time ? "" : ", or partition by a unit of time")
      .fix_set(false, "keep the job off what the stream writes",
               fmt::format("backfill.jobs.{}.while_live", job.name), "fenced");
}

/// Spark and Hive replace the table where nothing is said; of other engines nothing is known.
bool overwrites_all_by_default(const design::Val<design::Text>& engine) {
  return engine && (is_engine(*engine, "Spark") || is_engine(*engine, "Hive"));
}

template <class T>
void judge_scope(Report& report, const design::Named<T>& writer, std::string_view what, std::string_view into,
                 std::string_view path) {
  if (!writer->write.is(Write::overwrite_partition)) return;
  const auto& scope = writer->overwrite_scope;
  const bool said_all = scope.is(design::OverwriteScope::all);
  if (!said_all && (scope || !overwrites_all_by_default(writer->engine))) return;
  auto draft = said_all ? report.at(scope.at) : report.missing(writer.at, "overwrite_scope");
  if (said_all) {
    draft.say("{} `{}` overwrites partitions of `{}` with the scope `all`: each run replaces the whole table",
              what, writer.name, into);
  } else {
    draft.say(
        "{} `{}` overwrites partitions of `{}` and does not say which: by default `{}` replaces the "
        "whole table",
        what, writer.name, into, *writer->engine);
  }
  draft.label("deletes what the run did not compute")
      .because(ConstraintId::exact_counts)
      .related(writer->write.at, "means only the partitions in the result")
      .help(
          "say `overwrite_scope: touched`, and set the engine to it; or say `write: replace` if the whole "
          "table is meant")
      .fix_set(false, "replace only the partitions in the result",
               fmt::format("{}.{}.overwrite_scope", path, writer.name), "touched");
}

}  // namespace

void check_P312(const derive::Facts& facts, Report& report) {
  for (const auto& table : report.estimates().tables()) {
    if (table.layout == nullptr || !table.layout->value.format) continue;
    const auto* format = facts::format_traits(design::word(*table.layout->value.format));
    const auto& node = facts.lineage[table.id];
    const auto* stream = format == nullptr ? nullptr : stream_into(node, *format);
    if (stream == nullptr) continue;
    const auto time = finest_time(table.model, table.layout->value);
    if (!format->compacts_itself) judge_compaction(report, *table.layout, *stream, time);
    for (const auto* job : node.rebuilt_by) {
      if (job->value.rebuilds->text == node.name) judge_job(report, *table.layout, *stream, *job, time);
    }
  }
}

void check_P323(const derive::Facts& facts, Report& report) {
  for (const auto& pipeline : facts.design.model.pipelines)
    judge_scope(report, pipeline, "pipeline", pipeline->to->text, "model.pipelines");
  for (const auto& job : facts.design.backfill.jobs)
    judge_scope(report, job, "job", job->rebuilds->text, "backfill.jobs");
}

}  // namespace decide::rules
