#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "rules/kept.h"
#include "rules/report.h"

namespace decide::rules {

using derive::ConstraintId;
using derive::Lineage;
using design::Role;

const Rule rule_B410{
    .code = "B410",
    .name = "raw-too-short",
    .severity = diag::Severity::error,
    .summary = "what a job replays is kept for less than its range and window",
    .rationale =
        "A rebuild of 90 days with a window of 30 needs the touches of 120 days. Where they are gone, the "
        "job does not fail: it finds no touch for the oldest conversions, and replaces right numbers by "
        "smaller ones. A full refresh from a source with a shorter memory than the table destroys history.",
    .fails = R"(model:
  sources:
    clicks_topic: {kind: kafka}
  tables:
    clicks: {role: raw, retention: 60 d}
    clicks_daily: {role: aggregate}
  pipelines:
    land: {from: [clicks_topic], to: clicks}
backfill:
  jobs:
    recount: {rebuilds: clicks_daily, from: [«clicks»], range: 90 d}
)",
    .passes = R"(model:
  sources:
    clicks_topic: {kind: kafka}
  tables:
    clicks: {role: raw, retention: 90 d}
    clicks_daily: {role: aggregate}
  pipelines:
    land: {from: [clicks_topic], to: clicks}
backfill:
  jobs:
    recount: {rebuilds: clicks_daily, from: [clicks], range: 90 d}
)",
    .constraint = "replayable-history",
    .facts = "C17 H20 N3 N4"};

const Rule rule_B417{
    .code = "B417",
    .name = "no-way-back",
    .severity = diag::Severity::error,
    .summary = "a derived table that no job and no lookback can rebuild, and that serves no other",
    .rationale =
        "Sooner or later a derived table is wrong: a bug in the transform, a rate that was corrected, a day "
        "of bad input. If nothing can compute it again from what is kept, its numbers stay as they are, and "
        "the repair is written at night by hand. A live table needs no way of its own, since the table that "
        "it serves replaces its numbers.",
    .fails = R"(model:
  sources:
    clicks_topic: {kind: kafka}
  tables:
    clicks: {role: raw}
    «clicks_daily»: {role: aggregate}
  pipelines:
    land: {from: [clicks_topic], to: clicks}
    count: {from: [clicks], to: clicks_daily, mode: stream}
)",
    .passes = R"(model:
  sources:
    clicks_topic: {kind: kafka}
  tables:
    clicks: {role: raw}
    clicks_daily: {role: aggregate}
  pipelines:
    land: {from: [clicks_topic], to: clicks}
    count: {from: [clicks], to: clicks_daily, mode: batch, every: 1 d, lookback: 4 d}
)",
    .constraint = "replayable-history",
    .facts = "C1 H20"};

namespace {

/// How much of what a job reads must still be there, as a sum.
struct Need {
  units::Duration range, window;
  design::Place window_at;
  units::Duration total() const { return range + window; }
};

/// What a job asks of its inputs.
struct Reach {
  Need most;
  std::string_view own_date;  ///< the input that is found by its own date, without the window; or empty

  Need of(std::string_view input) const { return input == own_date ? Need{most.range, {}, {}} : most; }
};

/// The window of the job or of the table that it rebuilds, whichever is longer.
design::Val<units::Duration> window_of(const design::Job& job, const design::Attribution& attribution) {
  if (!attribution.window) return job.window;
  return !job.window || *job.window < *attribution.window ? attribution.window : job.window;
}

/// A conversion is rebuilt by its own date: only the touches must reach back by the window.
Reach reach_of(const derive::Facts& facts, const design::Job& job) {
  const auto* rebuilt = facts.design.model.tables.find(job.rebuilds->text);
  const auto attribution = rebuilt != nullptr ? rebuilt->value.attribution : design::Attribution{};
  const auto window = window_of(job, attribution);
  Reach reach{{*job.range, *window, window.at}, {}};
  if (attribution.of && !attribution.to.contains(*attribution.of))
    reach.own_date = rebuilt->value.attribution.of->text;
  return reach;
}

std::string sum_of(const Need& need) {
  if (need.window.value <= 0) return fmt::format("a range of {}", units::human(need.range));
  return fmt::format("a range of {} and a window of {}", units::human(need.range), units::human(need.window));
}

diag::Figure figure_of(const Need& need) {
  return {"history needed",
          need.total().value,
          "s",
          "range + window",
          {{"range", as_answer(need.range)}, {"window", as_answer(need.window)}}};
}

void judge_input(const derive::Facts& facts, Report& report, const derive::NamedJob& job, const Reach& reach,
                 Lineage::Id input, design::Place at) {
  const Lineage::Node& node = facts.lineage[input];
  const auto has = kept(facts, node);
  const Need need = reach.of(node.name);
  if (!has || has->duration >= need.total()) return;
  auto draft = report.at(at);
  draft
      .say("job `{}` needs {} of `{}` ({}), and it is kept for {}", job.name, units::human(need.total()),
           node.name, sum_of(need), units::human(has->duration))
      .label("kept for {}", units::human(has->duration))
      .because(ConstraintId::replayable_history)
      .related(need.window_at, "the window")
      .help("keep `{}` at least {}, or rebuild a shorter range", node.name, units::human(need.total()))
      .figure(figure_of(need))
      .fix_set(false, fmt::format("keep `{}` for {}", node.name, as_answer(need.total())),
               fmt::format("model.{}.{}.retention", node.table != nullptr ? "tables" : "sources", node.name),
               as_answer(need.total()));
  // Where the scope says it, the constraint's own line has been shown already.
  if (has->at.node != facts.design.scope.retention.raw.at.node) draft.related(has->at, "kept this long");
}

/// A job that does not say what it reads goes back to the raw tables behind what it rebuilds.
void judge_raw_behind(const derive::Facts& facts, Report& report, const derive::NamedJob& job,
                      const Reach& reach) {
  const Lineage::Id rebuilt = facts.lineage.find_table(job->rebuilds->text);
  if (rebuilt == Lineage::nowhere) return;
  for (const Lineage::Id id : facts.lineage.upstream(rebuilt)) {
    const auto* table = facts.lineage[id].table;
    if (table != nullptr && table->value.role.is(Role::raw))
      judge_input(facts, report, job, reach, id, job->range.at);
  }
}

/// Computed from other tables, so that it could be computed again; a fact may also be landed from a source.
bool is_derived(const derive::Facts& facts, const Lineage::Node& node) {
  const auto& role = node.table->value.role;
  if (role.is(Role::aggregate) || role.is(Role::attribution) || role.is(Role::feature)) return true;
  return role.is(Role::fact) && std::any_of(node.inputs.begin(), node.inputs.end(), [&](Lineage::Id id) {
           return facts.lineage[id].table != nullptr;
         });
}

/// A replace computes the whole table in every run.
bool rebuilds(const design::Pipeline& pipeline) {
  return (pipeline.lookback && pipeline.lookback->value > 0) || pipeline.write.is(design::Write::replace);
}

bool has_way_back(const Lineage::Node& node) {
  if (!node.rebuilt_by.empty()) return true;
  return std::any_of(node.writers.begin(), node.writers.end(), [&](const auto* pipeline) {
    const auto& serves = pipeline->value.serves;
    return rebuilds(pipeline->value) || (serves && serves->text != node.name);
  });
}

}  // namespace

void check_B410(const derive::Facts& facts, Report& report) {
  for (const auto& job : facts.design.backfill.jobs) {
    if (!job->range) continue;
    const Reach reach = reach_of(facts, job.value);
    if (job->from.empty()) judge_raw_behind(facts, report, job, reach);
    for (const auto& name : job->from) {
      const Lineage::Id id = facts.lineage.find(name->text);
      if (id != Lineage::nowhere) judge_input(facts, report, job, reach, id, name.at);
    }
  }
}

void check_B417(const derive::Facts& facts, Report& report) {
  const auto& nodes = facts.lineage.nodes();
  for (Lineage::Id id = 0; id < nodes.size(); ++id) {
    const Lineage::Node& node = nodes[id];
    if (node.table == nullptr || !is_derived(facts, node)) continue;
    if (node.writers.empty() || has_way_back(node)) continue;
    report.at(node.table->key)
        .say("nothing can rebuild `{}`: no job has it in `rebuilds`, and pipeline `{}` has no `lookback`",
             node.name, node.writers.front()->name)
        .error_if(facts.right_in_the_end(id))
        .because(ConstraintId::replayable_history)
        .related(node.writers.front()->key, "fills it")
        .help("add a job under `backfill.jobs` with `rebuilds: {}`, or a `lookback` to a batch pipeline",
              node.name);
  }
}

}  // namespace decide::rules
