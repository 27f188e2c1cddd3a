#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "estimate/load.h"
#include "rules/kept.h"
#include "rules/layout_figures.h"
#include "rules/report.h"
#include "rules/sums.h"

/// B411: whether a job is done in time.
namespace decide::rules {

using derive::ConstraintId;
using units::Duration;

const Rule rule_B411{
    .code = "B411",
    .name = "deadline-missed",
    .severity = diag::Severity::error,
    .summary = "a job cannot read its range within its deadline",
    .rationale =
        "A rebuild is planned in days of history and paid in rows. Ninety days of two hundred million rows "
        "are eighteen billion, and a join with a window reads the touches of the window as well. If that "
        "takes longer than the deadline, the incident that called for the rebuild lasts longer than anybody "
        "promised, and the live pipeline, which shares the machines unless it is paused, falls behind in the "
        "meantime.",
    .fails = R"(model:
  tables:
    clicks: {role: raw, rows: 900M/day}
    clicks_daily: {role: aggregate}
backfill:
  jobs:
    recount: {rebuilds: clicks_daily, from: [clicks], range: 90 d, capacity: 800k/s, deadline: «24 h»}
)",
    .passes = R"(model:
  tables:
    clicks: {role: raw, rows: 900M/day}
    clicks_daily: {role: aggregate}
backfill:
  jobs:
    recount: {rebuilds: clicks_daily, from: [clicks], range: 90 d, capacity: 1M/s, deadline: 24 h}
)",
    .constraint = "replayable-history",
    .facts = "G12 H20 N3 N4"};

namespace {

std::string rate(double rows) {
  return units::human(units::Rate{rows});
}

diag::Figure time_of(const design::Job& job, double rows, double live, std::optional<Duration> time) {
  return {"time of the job",
          time ? time->value : 0,
          "s",
          "rows / (capacity - live load)",
          {{"rows in the range and the window", counted(rows)},
           {"range", as_answer(*job.range)},
           {"capacity", rate(job.capacity->value)},
           {"taken by the live load", rate(live)},
           {"deadline", as_answer(*job.deadline)}}};
}

void judge(const derive::Facts& facts, Report& report, const derive::NamedJob& job) {
  const auto rows = estimate::rows_of_job(facts, job);
  if (!rows) return;
  const double live = estimate::live_load(facts, job);
  const auto time = estimate::job_time(facts, job);
  const double needed = (*rows / job->deadline->value) + live;
  if (time && *time <= *job->deadline) return;
  auto draft = report.at(job->deadline.at);
  if (time) {
    draft.say("job `{}` reads {} rows at {}, which takes {}, and its deadline is {}", job.name,
              counted(*rows), rate(job->capacity->value - live), units::human(*time),
              units::human(*job->deadline));
  } else {
    draft.say("job `{}` reads {} rows, and the live load of {} leaves nothing of its capacity of {}",
              job.name, counted(*rows), rate(live), rate(job->capacity->value));
  }
  draft.label("takes {}", time ? units::human(*time) : std::string("for ever"))
      .because(ConstraintId::replayable_history)
      .related(job->range.at, "{} rows{}", counted(*rows), job->window ? " with the window" : "")
      .related(job->capacity.at, "{}",
               live > 0 ? fmt::format("of which {} is left", rate(job->capacity->value - live))
                        : std::string("its capacity"))
      .help("rebuild in shorter ranges, give it at least {}, or allow it more time",
            units::human(rounded_up(units::Rate{needed})));
  if (time) draft.figure(time_of(job.value, *rows, live, time));
}

}  // namespace

void check_B411(const derive::Facts& facts, Report& report) {
  for (const auto& job : facts.design.backfill.jobs) {
    if (job->deadline && job->capacity && job->deadline->value > 0) judge(facts, report, job);
  }
}

}  // namespace decide::rules
