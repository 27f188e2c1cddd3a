#include <fmt/format.h>

#include <limits>

#include "estimate/load.h"
#include "estimate/sums_parts.h"

namespace decide::estimate::parts {
namespace {

using derive::NamedPipeline;

void load_sum(Sheet& sheet, const derive::Facts& facts, const Load& load) {
  sheet.add("load at the peak", load.peak, "1/s", "average rows of the inputs x peak / average of the scope",
            {{"average", rate(load.average)}, {"peak / average", fmt::format("{:.3g}", peak_factor(facts))}});
}

void capacity_sums(Sheet& sheet, const derive::Facts& facts, const NamedPipeline& pipeline,
                   const Load& load) {
  if (!pipeline->capacity || load.peak <= 0) return;
  sheet.add("headroom", pipeline->capacity->value / load.peak, "ratio", "capacity / load at the peak",
            {{"capacity", units::human(*pipeline->capacity)}, {"load at the peak", rate(load.peak)}});
  const auto& outage = facts.design.scope.failure_tolerance.outage;
  const auto drained = outage ? drain_time(load, *pipeline->capacity, *outage) : std::nullopt;
  if (!drained) return;
  sheet.add("time to drain an outage", drained->value, "s", "outage x load / (capacity - load)",
            {{"outage", units::human(*outage)},
             {"load", rate(load.sustained())},
             {"capacity", units::human(*pipeline->capacity)}});
}

void run_sum(Sheet& sheet, const derive::Facts& facts, const NamedPipeline& pipeline) {
  const auto rows = rows_a_run(facts, pipeline);
  const auto time = run_time(facts, pipeline);
  if (!rows || !time) return;
  sheet.add("time of a run", time->value, "s", "rows that a run reads / capacity",
            {{"rows", count(*rows)}, {"capacity", units::human(*pipeline->capacity)}});
}

void state_sums(Sheet& sheet, const derive::Facts& facts, const NamedPipeline& pipeline) {
  for (const State& state : states(facts, pipeline)) {
    const std::string window = state.forever ? std::string("for ever") : units::human(state.window);
    sheet.add(
        state.join ? "join state" : "dedup state",
        state.forever ? std::numeric_limits<double>::infinity() : state.bytes(), "B",
        "rows a second x window x bytes of an entry",
        {{"rows", rate(state.rate)}, {"window", window}, {"bytes of an entry", bytes(state.bytes_each)}});
  }
}

}  // namespace

void of_pipeline(std::vector<Sum>& all, const derive::Facts& facts, const NamedPipeline& pipeline) {
  Sheet sheet(all, fmt::format("model.pipelines.{}", pipeline.name));
  const auto incoming = load(facts, pipeline);
  if (incoming && !pipeline->mode.is(design::Mode::batch)) {
    load_sum(sheet, facts, *incoming);
    capacity_sums(sheet, facts, pipeline, *incoming);
  }
  run_sum(sheet, facts, pipeline);
  state_sums(sheet, facts, pipeline);
}

void of_job(std::vector<Sum>& all, const derive::Facts& facts, const derive::NamedJob& job) {
  Sheet sheet(all, fmt::format("backfill.jobs.{}", job.name));
  const auto rows = rows_of_job(facts, job);
  const auto time = job_time(facts, job);
  if (!rows || !time) return;
  sheet.add("time of the job", time->value, "s", "rows of its range / (capacity - what the live load takes)",
            {{"rows", count(*rows)}, {"capacity", units::human(*job->capacity)}});
}

}  // namespace decide::estimate::parts
