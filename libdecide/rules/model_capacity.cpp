#include <optional>
#include <string>

#include "estimate/load.h"
#include "facts/fact.h"
#include "rules/layout_figures.h"
#include "rules/report.h"
#include "rules/sums.h"

/// M243 and M244: what a pipeline can carry, every day and after a stop.
namespace decide::rules {

const Rule rule_M243{
    .code = "M243",
    .name = "no-headroom",
    .summary = "The capacity of a pipeline is at or under its load, or under 1.5 times of it.",
    .rationale =
        "A pipeline that can do exactly what arrives never catches up: each restart, slow disk or busy hour "
        "leaves a backlog that stays. Half as much again drains the backlog of an hour in two. For a stream "
        "the peak counts, since that is when a stop hurts; for a batch, whether a run ends before the next "
        "one is due.",
    .fails = R"(scope:
  volume: {average: 35k/s, peak: 120k/s}
model:
  sources: {clicks_topic: {kind: kafka}}
  tables: {clicks: {role: raw}}
  pipelines:
    land: {from: [clicks_topic], to: clicks, mode: stream, capacity: «120k/s»}
)",
    .passes = R"(scope:
  volume: {average: 35k/s, peak: 120k/s}
model:
  sources: {clicks_topic: {kind: kafka}}
  tables: {clicks: {role: raw}}
  pipelines:
    land: {from: [clicks_topic], to: clicks, mode: stream, capacity: 180k/s}
)",
    .constraint = "throughput",
    .facts = "G2",
};

const Rule rule_M244{
    .code = "M244",
    .name = "recovery-missed",
    .summary = "After an outage the backlog is not drained within `recovery`.",
    .rationale =
        "What arrived during a stop is worked off with what the capacity leaves over, not with the capacity. "
        "With a quarter to spare, two hours of outage take eight more hours, and all that time the "
        "dashboards "
        "are late. A spiky load is reckoned at its peak, because that is when things stop.",
    .fails = R"(scope:
  volume: {average: 40k/s}
  failure_tolerance: {outage: 2 h, recovery: 4 h}
model:
  sources: {clicks_topic: {kind: kafka}}
  tables: {clicks: {role: raw}}
  pipelines:
    land: {from: [clicks_topic], to: clicks, mode: stream, capacity: «50k/s»}
)",
    .passes = R"(scope:
  volume: {average: 40k/s}
  failure_tolerance: {outage: 2 h, recovery: 4 h}
model:
  sources: {clicks_topic: {kind: kafka}}
  tables: {clicks: {role: raw}}
  pipelines:
    land: {from: [clicks_topic], to: clicks, mode: stream, capacity: 60k/s}
)",
    .constraint = "recovery",
    .facts = "G1 G2",
};

namespace {

using derive::NamedPipeline;
using units::human;

std::string capacity_path(const NamedPipeline& pipeline) {
  return fmt::format("model.pipelines.{}.capacity", pipeline.name);
}

double least_headroom(const derive::Facts& facts) {
  return facts.values.fact("capacity.min_headroom").value;
}

bool has_peak(const derive::Facts& facts) {
  return estimate::peak_factor(facts) > 1;
}

/// How the load came about.
diag::Figure load_figure(const derive::Facts& facts, const NamedPipeline& pipeline,
                         const estimate::Load& load) {
  diag::Figure figure{
      "headroom", pipeline->capacity->value / load.peak, "ratio", "capacity / (average x peak factor)", {}};
  figure.inputs = {{"capacity", human(*pipeline->capacity)}, {"average", human(units::Rate{load.average})}};
  if (has_peak(facts))
    figure.inputs.emplace_back("peak factor", human(units::Ratio{estimate::peak_factor(facts)}));
  figure.inputs.emplace_back("least headroom", cited(facts.values.fact("capacity.min_headroom")));
  return figure;
}

void check_peak(const derive::Facts& facts, const NamedPipeline& pipeline, Report& report) {
  const auto load = estimate::load(facts, pipeline);
  if (!load || load->peak <= 0) return;
  const units::Rate peak{load->peak};
  const double headroom = *pipeline->capacity / peak;
  if (headroom >= least_headroom(facts)) return;
  const bool full = headroom <= 1;
  const std::string_view when = has_peak(facts) ? "at the peak" : "on average";
  const units::Rate wanted = rounded_up(least_headroom(facts) * peak);
  report.at(pipeline->capacity.at)
      .error_if(full)
      .say("`{}` can process {}, and {} arrive {}: {}", pipeline.name, human(*pipeline->capacity),
           human(peak), when,
           full ? "nothing is left to catch up with"
                : fmt::format("{} times the load, under {:.3g}",
                              counted_beside(headroom, least_headroom(facts)), least_headroom(facts)))
      .label("{:.3g} times the load", headroom)
      .because(derive::ConstraintId::throughput)
      .figure(load_figure(facts, pipeline, *load))
      .help("plan for {} or more, {:.3g} times what arrives", human(wanted), least_headroom(facts))
      .fix_set(false, fmt::format("plan for {}", human(wanted)), capacity_path(pipeline),
               units::print(wanted));
}

diag::Figure run_figure(const derive::Facts& facts, const NamedPipeline& pipeline, double rows,
                        units::Duration run) {
  diag::Figure figure{"run_time", run.value, "s", "rows a run / capacity", {}};
  figure.inputs = {{"rows a run", human(units::Count{rows})},
                   {"capacity", human(*pipeline->capacity)},
                   {"every", human(*pipeline->every)}};
  if (pipeline->lookback) figure.inputs.emplace_back("lookback", human(*pipeline->lookback));
  figure.inputs.emplace_back("least headroom", cited(facts.values.fact("capacity.min_headroom")));
  return figure;
}

void check_run(const derive::Facts& facts, const NamedPipeline& pipeline, Report& report) {
  const auto rows = estimate::rows_a_run(facts, pipeline);
  const auto run = estimate::run_time(facts, pipeline);
  if (!rows || !run || run->value <= 0) return;
  const double headroom = *pipeline->every / *run;
  if (headroom >= least_headroom(facts)) return;
  const bool full = headroom <= 1;
  const units::Rate wanted = rounded_up(least_headroom(facts) * (units::Count{*rows} / *pipeline->every));
  report.at(pipeline->capacity.at)
      .error_if(full)
      .say("a run of `{}` reads {} rows and takes {}, and the next one is due after {}{}", pipeline.name,
           human(units::Count{*rows}), human(*run), human(*pipeline->every),
           full ? ""
                : fmt::format(": {} times the run, under {:.3g}",
                              counted_beside(headroom, least_headroom(facts)), least_headroom(facts)))
      .label("a run takes {}", human(*run))
      .related(pipeline->every.at, "the next run is due")
      .because(derive::ConstraintId::throughput)
      .figure(run_figure(facts, pipeline, *rows, *run))
      .help("plan for {} or more, look back less, or run less often", human(wanted))
      .fix_set(false, fmt::format("plan for {}", human(wanted)), capacity_path(pipeline),
               units::print(wanted));
}

/// True if the pipeline reads a source itself: the backlog of an outage waits there.
bool reads_source(const derive::Facts& facts, const NamedPipeline& pipeline) {
  for (const auto& name : pipeline->from) {
    const auto id = facts.lineage.find(name->text);
    if (id != derive::Lineage::nowhere && facts.lineage[id].source != nullptr) return true;
  }
  return false;
}

diag::Figure drain_figure(const design::FailureTolerance& tolerance, const NamedPipeline& pipeline,
                          units::Rate load, units::Duration drain) {
  return {"drain_time",
          drain.value,
          "s",
          "load x outage / (capacity - load)",
          {{"load", human(load)},
           {"outage", human(*tolerance.outage)},
           {"capacity", human(*pipeline->capacity)},
           {"recovery", human(*tolerance.recovery)}}};
}

diag::Figure needed_figure(const design::FailureTolerance& tolerance, units::Rate load, units::Rate needed) {
  return {"capacity_needed",
          needed.value,
          "1/s",
          "load x (1 + outage / recovery)",
          {{"load", human(load)},
           {"outage", human(*tolerance.outage)},
           {"recovery", human(*tolerance.recovery)}}};
}

void check_drain(const derive::Facts& facts, const NamedPipeline& pipeline, Report& report) {
  const design::FailureTolerance& tolerance = facts.design.scope.failure_tolerance;
  const auto incoming = estimate::load(facts, pipeline);
  if (!incoming || incoming->sustained() <= 0) return;
  const auto drain = estimate::drain_time(*incoming, *pipeline->capacity, *tolerance.outage);
  if (drain && *drain <= *tolerance.recovery) return;
  const units::Rate load{incoming->sustained()};
  Draft draft = report.at(pipeline->capacity.at);
  draft
      .say("after an outage of {}, `{}` {}; `recovery` is {}", human(*tolerance.outage), pipeline.name,
           drain ? "catches up in " + time_beside(*drain, *tolerance.recovery) : "never catches up",
           human(*tolerance.recovery))
      .label("leaves {} over {}", drain ? human(*pipeline->capacity - load) : "nothing", human(load))
      .because(derive::ConstraintId::recovery);
  if (drain) draft.figure(drain_figure(tolerance, pipeline, load, *drain));
  if (tolerance.recovery->value <= 0) return;
  const units::Rate needed = load * (1 + *tolerance.outage / *tolerance.recovery);
  const units::Rate wanted = rounded_up(needed);
  draft.figure(needed_figure(tolerance, load, needed))
      .help("plan for {}, the load and the backlog spread over the recovery, or agree on a longer recovery",
            human(wanted))
      .fix_set(false, fmt::format("plan for {}", human(wanted)), capacity_path(pipeline),
               units::print(wanted));
}

}  // namespace

void check_M243(const derive::Facts& facts, Report& report) {
  for (const NamedPipeline& pipeline : facts.design.model.pipelines) {
    if (!pipeline->capacity || !pipeline->mode) continue;
    if (*pipeline->mode == design::Mode::batch)
      check_run(facts, pipeline, report);
    else
      check_peak(facts, pipeline, report);
  }
}

void check_M244(const derive::Facts& facts, Report& report) {
  const design::FailureTolerance& tolerance = facts.design.scope.failure_tolerance;
  if (!tolerance.outage || tolerance.outage->value <= 0 || !tolerance.recovery) return;
  for (const NamedPipeline& pipeline : facts.design.model.pipelines) {
    if (pipeline->capacity && reads_source(facts, pipeline)) check_drain(facts, pipeline, report);
  }
}

}  // namespace decide::rules
