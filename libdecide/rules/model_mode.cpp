#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <string>

#include "estimate/delay.h"
#include "rules/report.h"
#include "rules/scope_support.h"
#include "rules/sums.h"

/// M230 and M251: pipelines that run more often than anybody needs.
namespace decide::rules {

const Rule rule_M230{
    .code = "M230",
    .name = "needless-stream",
    .severity = diag::Severity::warning,
    .summary = "A stream, and no consumer behind it needs its numbers in under 15 minutes.",
    .rationale =
        "A stream holds machines and state day and night, writes many small files and must decide about late "
        "events before they are there. That is worth it for numbers that are read within minutes. For a "
        "report "
        "by the hour a micro-batch gives the same numbers with larger files and an easier restart, and for "
        "one "
        "by the day a batch gives better ones.",
    .fails = R"(scope:
  consumers:
    reports: {kind: sql, freshness: 1 h}
model:
  sources: {clicks_topic: {kind: kafka}}
  tables: {clicks: {role: raw}}
  queries:
    report: {consumer: reports, table: clicks}
  pipelines:
    land: {from: [clicks_topic], to: clicks, mode: «stream», every: 1 min}
)",
    .passes = R"(scope:
  consumers:
    reports: {kind: sql, freshness: 1 h}
    alarms: {kind: api, freshness: 10 min}
model:
  sources: {clicks_topic: {kind: kafka}}
  tables: {clicks: {role: raw}}
  queries:
    report: {consumer: reports, table: clicks}
    alarm: {consumer: alarms, table: clicks}
  pipelines:
    land: {from: [clicks_topic], to: clicks, mode: stream, every: 1 min}
)",
    .constraint = "freshness",
    .facts = "",
};

const Rule rule_M251{
    .code = "M251",
    .name = "dearer-than-needed",
    .severity = diag::Severity::warning,
    .summary = "`cost` is a priority, and a cheaper mode meets every constraint.",
    .rationale =
        "A stream costs more than a micro-batch, and a micro-batch more than a batch: in machines that wait, "
        "in state, in small files and in nights on call. The cheaper mode is tried at its usual interval: 15 "
        "minutes for a micro-batch; an hour for a batch between tables, and a day for one that reads a "
        "source. "
        "It would do if every consumer behind it is served in time with the other delays as they are, and if "
        "the source keeps what waits and an outage is made up for. Where cost has no priority nobody asked.",
    .fails = R"(scope:
  priority: [correctness, cost]
  consumers:
    reports: {kind: sql, freshness: 6 h}
model:
  tables: {clicks: {role: raw}, clicks_daily: {role: aggregate}}
  sources: {clicks_topic: {kind: kafka}}
  queries:
    report: {consumer: reports, table: clicks_daily}
  pipelines:
    land: {from: [clicks_topic], to: clicks, mode: micro_batch, every: 5 min}
    count: {from: [clicks], to: clicks_daily, mode: «micro_batch», every: 5 min}
)",
    .passes = R"(scope:
  priority: [correctness, cost]
  consumers:
    reports: {kind: sql, freshness: 1 h}
model:
  tables: {clicks: {role: raw}, clicks_daily: {role: aggregate}}
  sources: {clicks_topic: {kind: kafka}}
  queries:
    report: {consumer: reports, table: clicks_daily}
  pipelines:
    land: {from: [clicks_topic], to: clicks, mode: micro_batch, every: 5 min}
    count: {from: [clicks], to: clicks_daily, mode: micro_batch, every: 5 min}
)",
    .constraint = "cost",
    .facts = "",
};

namespace {

using derive::Lineage;
using derive::NamedPipeline;
using design::Mode;
using units::human;

/// The tightest freshness behind a pipeline, and who asks for it.
struct Need {
  units::Duration time;
  std::string who;
  design::Place at;
};

/// Takes in a reader; nothing any more once one of them does not say.
void add_reader(std::optional<Need>& tightest, bool& known, std::string who, const derive::Demand& demand) {
  if (!demand.freshness) known = false;
  if (!known || (tightest && tightest->time <= *demand.freshness)) return;
  tightest = Need{*demand.freshness, std::move(who), demand.freshness_at};
}

/// What the readers behind the table that a pipeline writes, and behind the one that it serves, need. Where
/// nobody reads, what the scope promises to all.
std::optional<Need> need_behind(const derive::Facts& facts, const NamedPipeline& pipeline) {
  std::optional<Need> tightest;
  bool known = true;
  for (const auto* name : {&pipeline->to, &pipeline->serves}) {
    const Lineage::Id table = facts.lineage.find_table((*name)->text);
    if (table == Lineage::nowhere) continue;
    for (const derive::NamedConsumer* consumer : facts.lineage.consumers(table))
      add_reader(tightest, known, fmt::format("`{}`", consumer->name), facts.demand(consumer->value));
    if (facts.lineage.has_nameless_reader(table)) add_reader(tightest, known, "the scope", facts.demand({}));
  }
  if (known && !tightest) add_reader(tightest, known, "the scope", facts.demand({}));
  return known ? tightest : std::nullopt;
}

/// A pipeline in another mode, at the usual interval of that mode.
struct Choice {
  Mode mode;
  units::Duration every;
};

/// What the readers and the inputs of a pipeline leave it to do its work in.
struct Room {
  units::Duration deadline;  ///< from the event to the table
  units::Duration before;    ///< of it, until the rows are in its inputs
  bool reads_source = false;
  std::optional<units::Duration> kept;  ///< shortest retention of the sources that it reads, where said
};

/// Nothing where a delay or a reader is not known, or nobody reads.
std::optional<Room> room(const derive::Facts& facts, const estimate::Deadlines& deadlines,
                         const estimate::Delays& delays, const NamedPipeline& pipeline) {
  Room room{{INFINITY}, {0}, false, {}};
  for (const auto* name : {&pipeline->to, &pipeline->serves}) {
    const Lineage::Id table = facts.lineage.find_table((*name)->text);
    if (table == Lineage::nowhere) continue;
    const auto deadline = deadlines.of(table);
    if (!deadline) return std::nullopt;
    room.deadline = std::min(room.deadline, *deadline);
  }
  for (const auto& name : pipeline->from) {
    const Lineage::Id input = facts.lineage.find(name->text);
    if (input == Lineage::nowhere || !delays.of(input)) return std::nullopt;
    room.before = std::max(room.before, delays.of(input)->total);
    const derive::NamedSource* source = facts.lineage[input].source;
    if (source == nullptr) continue;
    room.reads_source = true;
    const auto& kept = source->value.retention;
    if (kept && (!room.kept || *kept < *room.kept)) room.kept = *kept;
  }
  return std::isfinite(room.deadline.value) ? std::optional(room) : std::nullopt;
}

/// The time from the input to the table in that mode: the interval, the run over its rows, and a watermark
/// where results wait for it.
units::Duration delay_in(const derive::Facts& facts, const NamedPipeline& pipeline, const Choice& choice) {
  NamedPipeline other = pipeline;
  other.value.mode.value = choice.mode;
  other.value.every = {choice.every, pipeline->mode.at};
  const auto hop = estimate::hop(facts, other);
  return hop ? hop->total() : choice.every;
}

/// True if an outage is made up for, and what waits in the source meanwhile is kept.
bool survives(const design::FailureTolerance& tolerance, const Room& room, units::Duration every) {
  if (!room.reads_source) return true;
  const units::Duration recovery = tolerance.recovery.value_or({0});
  if (tolerance.recovery && every > recovery) return false;
  return !room.kept || every + tolerance.outage.value_or({0}) + recovery <= *room.kept;
}

/// The cheapest mode below that of the pipeline that does all that is asked; or nothing.
std::optional<Choice> cheaper(const derive::Facts& facts, const NamedPipeline& pipeline, const Room& room) {
  const std::array<Choice, 2> choices{
      {{Mode::batch,
        fact_duration(facts.values.fact(room.reads_source ? "model.batch_landing" : "model.batch_interval"))},
       {Mode::micro_batch, fact_duration(facts.values.fact("model.stream_freshness"))}}};
  std::optional<Choice> found;
  for (const Choice& choice : choices) {
    if (found || choice.mode <= *pipeline->mode) break;
    const bool in_time = room.before + delay_in(facts, pipeline, choice) <= room.deadline;
    if (in_time && survives(facts.design.scope.failure_tolerance, room, choice.every)) found = choice;
  }
  return found;
}

std::string_view what_it_saves(Mode mode) {
  return mode == Mode::batch ? "it needs no machines between runs, and counts late events by looking back"
                             : "it writes larger files, and reads a backlog in larger pieces";
}

diag::Figure room_figure(const derive::Facts& facts, const NamedPipeline& pipeline, const Room& room,
                         const Choice& choice) {
  const units::Duration delay = delay_in(facts, pipeline, choice);
  return {"delay_in_cheaper_mode",
          (room.before + delay).value,
          "s",
          "delay of the inputs + interval, run time and watermark in that mode",
          {{"inputs", human(room.before)},
           {"interval", human(choice.every)},
           {"interval, run time and watermark", human(delay)},
           {"rows must be there within", human(room.deadline)}}};
}

void check_stream(const derive::Facts& facts, const NamedPipeline& pipeline, Report& report,
                  const std::optional<Room>& room) {
  const auto need = need_behind(facts, pipeline);
  const units::Duration least = fact_duration(facts.values.fact("model.stream_freshness"));
  if (!need || need->time < least) return;
  std::optional<Choice> choice;
  if (room) choice = cheaper(facts, pipeline, *room);
  Draft draft = report.at(pipeline->mode.at);
  draft
      .say("`{}` is a stream, and nobody behind `{}` needs numbers sooner than {}", pipeline.name,
           pipeline->to->text, human(need->time))
      .label("a stream pays under {}", human(least))
      .because(derive::ConstraintId::freshness, need->at)
      .figure({"freshness_needed",
               need->time.value,
               "s",
               "the tightest freshness behind the pipeline",
               {{"asked by", need->who},
                {"a stream pays under", cited(facts.values.fact("model.stream_freshness"))}}});
  if (choice)
    draft.help("a `{}` every {} would do: {}", word(choice->mode), human(choice->every),
               what_it_saves(choice->mode));
  else
    draft.help("a `micro_batch` every few minutes would do: {}", what_it_saves(Mode::micro_batch));
  if (pipeline->every)
    draft.fix_set(false, "run it as a micro-batch", fmt::format("model.pipelines.{}.mode", pipeline.name),
                  word(Mode::micro_batch));
}

void check_mode(const derive::Facts& facts, const NamedPipeline& pipeline, Report& report, const Room& room) {
  const auto choice = cheaper(facts, pipeline, room);
  if (!choice) return;
  report.at(pipeline->mode.at)
      .say(
          "`{}` is a `{}`, and a `{}` every {} would have rows in `{}` after {}, within the {} that is asked",
          pipeline.name, word(*pipeline->mode), word(choice->mode), human(choice->every), pipeline->to->text,
          human(room.before + delay_in(facts, pipeline, *choice)), human(room.deadline))
      .label("`{}` would do", word(choice->mode))
      .because(derive::ConstraintId::cost)
      .figure(room_figure(facts, pipeline, room, *choice))
      .help("make it a `{}` every {}: {}", word(choice->mode), human(choice->every),
            what_it_saves(choice->mode));
}

}  // namespace

void check_M230(const derive::Facts& facts, Report& report) {
  const estimate::Deadlines deadlines(facts);
  for (const NamedPipeline& pipeline : facts.design.model.pipelines) {
    if (!pipeline->mode.is(Mode::stream)) continue;
    check_stream(facts, pipeline, report, room(facts, deadlines, report.estimates().delays(), pipeline));
  }
}

void check_M251(const derive::Facts& facts, Report& report) {
  if (!facts.constraints.has(derive::ConstraintId::cost)) return;
  const estimate::Deadlines deadlines(facts);
  for (const NamedPipeline& pipeline : facts.design.model.pipelines) {
    if (!pipeline->mode || *pipeline->mode == Mode::batch) continue;
    if (const auto found = room(facts, deadlines, report.estimates().delays(), pipeline))
      check_mode(facts, pipeline, report, *found);
  }
}

}  // namespace decide::rules
