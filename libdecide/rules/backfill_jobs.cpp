#include <algorithm>
#include <string_view>

#include "rules/report.h"

namespace decide::rules {

using derive::ConstraintId;

const Rule rule_B413{
    .code = "B413",
    .name = "delete-first",
    .severity = diag::Severity::warning,
    .summary = "a job deletes the old rows before it writes the new ones",
    .rationale =
        "Between the delete and the last write the table holds less than the truth, and nothing marks it: a "
        "report that runs then is wrong, and a job that stops there leaves the hole for good. Replacing each "
        "partition in one step removes the old rows just as surely, and no reader ever sees the gap.",
    .fails = R"(model:
  tables:
    clicks: {role: raw}
    clicks_daily: {role: aggregate}
backfill:
  jobs:
    recount: {rebuilds: clicks_daily, from: [clicks], range: 90 d, cleanup: «delete_first»}
)",
    .passes = R"(model:
  tables:
    clicks: {role: raw}
    clicks_daily: {role: aggregate}
backfill:
  jobs:
    recount: {rebuilds: clicks_daily, from: [clicks], range: 90 d, cleanup: none}
)",
    .constraint = "exact-counts",
    .facts = "C11 C24 C26"};

const Rule rule_B416{
    .code = "B416",
    .name = "readers-not-told",
    .severity = diag::Severity::error,
    .summary = "readers are not told that a job is rebuilding what they read",
    .rationale =
        "While a job works through 90 days, one half of a report shows the old rule and the other half the "
        "new one, and both look final. An invoice written in that hour mixes them. Marking the table as not "
        "ready, or at least a banner, costs little and saves the call that asks why the numbers moved.",
    .fails = R"(scope:
  consumers:
    invoicing: {kind: billing, correctness: exact}
model:
  tables:
    clicks: {role: raw}
    clicks_daily: {role: aggregate}
  queries:
    invoice: {consumer: invoicing, table: clicks_daily}
backfill:
  jobs:
    recount: {rebuilds: clicks_daily, from: [clicks], range: 90 d, gate: «none»}
)",
    .passes = R"(scope:
  consumers:
    invoicing: {kind: billing, correctness: exact}
model:
  tables:
    clicks: {role: raw}
    clicks_daily: {role: aggregate}
  queries:
    invoice: {consumer: invoicing, table: clicks_daily}
backfill:
  jobs:
    recount: {rebuilds: clicks_daily, from: [clicks], range: 90 d, gate: banner}
)",
    .constraint = "exact-counts",
    .facts = "N10"};

const Rule rule_B418{
    .code = "B418",
    .name = "two-at-once",
    .severity = diag::Severity::warning,
    .summary = "nothing stops two runs of a job at the same time",
    .rationale =
        "A job that takes hours is started a second time: by a scheduler that believes the first run dead, "
        "or by a colleague who did not know of it. The limit of runs of a schedule does not count backfills "
        "in. Two runs over the same days delete each other's rows or write them twice; a lock that makes the "
        "second wait is one setting.",
    .fails = R"(model:
  tables:
    clicks: {role: raw}
    clicks_daily: {role: aggregate}
backfill:
  jobs:
    «recount»: {rebuilds: clicks_daily, from: [clicks], range: 90 d}
)",
    .passes = R"(model:
  tables:
    clicks: {role: raw}
    clicks_daily: {role: aggregate}
backfill:
  jobs:
    recount: {rebuilds: clicks_daily, from: [clicks], range: 90 d, exclusive: true}
)",
    .constraint = "exact-counts",
    .facts = "C4 C5 C28 C30"};

const Rule rule_B419{
    .code = "B419",
    .name = "upstream-unready",
    .severity = diag::Severity::warning,
    .summary = "a job whose range goes up to now starts without a check that its input is complete",
    .rationale =
        "The range of a job ends now, and the newest days are just those that are still arriving. Started at "
        "noon, it replaces the live count of today by what had landed by noon, and nobody corrects that "
        "before the next run. A job that waits until its input is complete, or leaves out the days that are "
        "not, needs no such luck.",
    .fails = R"(model:
  tables:
    clicks: {role: raw}
    clicks_daily: {role: aggregate}
backfill:
  jobs:
    «recount»: {rebuilds: clicks_daily, from: [clicks], range: 90 d}
)",
    .passes = R"(model:
  tables:
    clicks: {role: raw}
    clicks_daily: {role: aggregate}
backfill:
  jobs:
    recount: {rebuilds: clicks_daily, from: [clicks], range: 90 d, ready_check: true}
)",
    .constraint = "late-events",
    .facts = "C6 C12 C31"};

namespace {

bool overwrites(const design::Job& job) {
  return job.write.is(design::Write::overwrite_partition) || job.write.is(design::Write::replace);
}

/// The first table that the job rebuilds, itself or after it, of which somebody reads exact numbers.
derive::Lineage::Id exact_target(const derive::Facts& facts, const design::Job& job) {
  const auto judge = [&](std::string_view name) {
    const auto id = facts.lineage.find_table(name);
    return id != derive::Lineage::nowhere && facts.is_exact(id) ? id : derive::Lineage::nowhere;
  };
  auto found = judge(job.rebuilds->text);
  for (const auto& name : job.then) {
    if (found != derive::Lineage::nowhere) break;
    found = judge(name->text);
  }
  return found;
}

/// A flag that should be true: where to point if it is false or not given, and the edit that sets it.
Draft report_flag(const derive::Facts& facts, Report& report, const derive::NamedJob& job,
                  const design::Val<bool>& flag, std::string_view field) {
  auto draft = flag ? report.at(flag.at) : report.missing(job.at, field);
  draft.fix_set(false, fmt::format("say `{}: true`", field),
                fmt::format("{}.{}", facts.document.path(job.at.node), field), "true");
  return draft;
}

}  // namespace

void check_B413(const derive::Facts& facts, Report& report) {
  for (const auto& job : facts.design.backfill.jobs) {
    if (!job->cleanup.is(design::Cleanup::delete_first)) continue;
    auto draft = report.at(job->cleanup.at);
    draft
        .say("job `{}` deletes the old rows of `{}` first: readers see a gap until it is done", job.name,
             job->rebuilds->text)
        .because(ConstraintId::exact_counts);
    if (!overwrites(job.value)) {
      draft.help(
          "replace each partition in one step (`write: overwrite_partition`) and delete nothing first");
      continue;
    }
    draft.help("`write: {}` replaces the old rows already: say `cleanup: none`", design::word(*job->write))
        .fix_set(false, "delete nothing first", facts.document.path(job->cleanup.at.node), "none");
  }
}

void check_B416(const derive::Facts& facts, Report& report) {
  for (const auto& job : facts.design.backfill.jobs) {
    if (!job->gate.is(design::Gate::none)) continue;
    const auto exact = exact_target(facts, job.value);
    const bool strict = exact != derive::Lineage::nowhere;
    report.at(job->gate.at)
        .say("readers of `{}` are told nothing while job `{}` rebuilds it{}",
             strict ? facts.lineage[exact].name : std::string_view(job->rebuilds->text), job.name,
             strict ? ", and its numbers must be exact" : "")
        .error_if(strict)
        .because(ConstraintId::exact_counts)
        .help("say `gate: not_ready` to hold readers back, or `gate: banner` to warn them")
        .fix_set(false, "mark it as not ready", facts.document.path(job->gate.at.node), "not_ready");
  }
}

void check_B418(const derive::Facts& facts, Report& report) {
  for (const auto& job : facts.design.backfill.jobs) {
    if (job->exclusive.is(true)) continue;
    report_flag(facts, report, job, job->exclusive, "exclusive")
        .say("nothing stops two runs of job `{}` at the same time", job.name)
        .because(ConstraintId::exact_counts)
        .help("say `exclusive: true`: a second run waits or is refused");
  }
}

void check_B419(const derive::Facts& facts, Report& report) {
  for (const auto& job : facts.design.backfill.jobs) {
    if (!job->range || job->ready_check.is(true)) continue;
    report_flag(facts, report, job, job->ready_check, "ready_check")
        .say("job `{}` rebuilds the last {} up to now, whether or not its input is complete", job.name,
             units::human(*job->range))
        .because(ConstraintId::late_events)
        .help("say `ready_check: true`: it starts only when what it reads is complete");
  }
}

}  // namespace decide::rules
