#include <algorithm>
#include <optional>
#include <string>
#include <string_view>

#include "derive/erasure_method.h"
#include "estimate/erasure.h"
#include "rules/kept.h"
#include "rules/layout_figures.h"
#include "rules/report.h"
#include "rules/sums.h"

/// B452: when a person's data is really gone.
namespace decide::rules {

using derive::ConstraintId;
using design::ErasureMethod;
using units::Duration;

const Rule rule_B452{
    .code = "B452",
    .name = "erasure-late",
    .severity = diag::Severity::error,
    .summary = "the wait for a run, the run and the purge together take longer than the deadline",
    .rationale =
        "A row that was deleted is still there: in the file of yesterday's snapshot, in what the delete only "
        "marked, in the version that time travel keeps. A weekly run and two weeks of snapshots make a "
        "request "
        "of Monday three weeks old before the last byte goes. The deadline counts from the request, so all "
        "the parts have to fit into it together.",
    .fails = R"(scope:
  compliance: {regimes: [gdpr], personal_data: [user_id], erasure: 30 d}
backfill:
  erasure: {method: delete_merge, key: user_id, reaches: [backups], every: 14 d, purge_after: «20 d»}
)",
    .passes = R"(scope:
  compliance: {regimes: [gdpr], personal_data: [user_id], erasure: 30 d}
backfill:
  erasure: {method: delete_merge, key: user_id, reaches: [backups], every: 10 d, purge_after: 20 d}
)",
    .constraint = "erasure",
    .facts = "E1 E6 E13 E14 E15 E16 E17"};

namespace {

/// The longest run over one table, and which it is.
struct Longest {
  Duration time;
  std::string_view table;
};

/// Of the run over one table; nothing where it is not known.
std::optional<Duration> run_over(const Report& report, const design::Erasure& plan, std::string_view name) {
  const auto* table = report.estimates().table(name);
  if (table == nullptr || !table->shape || !table->partitions || !table->files) return std::nullopt;
  if (!derive::method_for(plan, name).is(ErasureMethod::delete_merge)) return std::nullopt;
  const auto work =
      estimate::erasure_work(table->model, *table->shape, *table->partitions, *table->files, plan);
  return work ? std::optional(work->run) : std::nullopt;
}

Longest longest_run(const Report& report, const design::Erasure& plan) {
  Longest longest;
  for (const auto& name : plan.reaches) {
    const auto run = run_over(report, plan, name->text);
    if (run && *run > longest.time) longest = {*run, name->text};
  }
  return longest;
}

Duration purge_of(const design::Erasure& plan) {
  return plan.purge_after ? *plan.purge_after : Duration{};
}

diag::Figure total_of(const design::Erasure& plan, const Longest& run, Duration total, Duration deadline) {
  return {"time until a person's data is gone",
          total.value,
          "s",
          "every + run time + purge_after",
          {{"every", as_answer(*plan.every)},
           {"run time", run.table.empty() ? std::string("0 s")
                                          : fmt::format("{} (`{}`)", units::human(run.time), run.table)},
           {"purge_after", as_answer(purge_of(plan))},
           {"deadline", as_answer(deadline)}}};
}

std::string sum_of(const design::Erasure& plan, const Longest& run) {
  std::string text = fmt::format("{} until the next run", units::human(*plan.every));
  if (run.time.value > 0)
    text += fmt::format(", {} for the run over `{}`", units::human(run.time), run.table);
  if (purge_of(plan).value > 0) text += fmt::format(", {} until it is purged", units::human(purge_of(plan)));
  return text;
}

std::string remedy_for(Duration deadline, const Longest& run) {
  const Duration left{std::max(deadline.value - run.time.value, 0.0)};
  if (left.value <= 0) return "make the run shorter: alone it takes longer than there is time";
  return fmt::format("run it more often, or purge sooner: both together may take {}",
                     as_answer(rounded_down(left)));
}

void judge_sum(const derive::Facts& facts, Report& report, Duration deadline) {
  const design::Erasure& plan = facts.design.backfill.erasure;
  const Longest run = longest_run(report, plan);
  const Duration total = *plan.every + run.time + purge_of(plan);
  if (total <= deadline) return;
  const bool purge_is_longest = plan.purge_after && *plan.purge_after >= *plan.every;
  report.at(purge_is_longest ? plan.purge_after.at : plan.every.at)
      .say("a person's data is gone {} after the request ({}), and must be within {}",
           time_beside(total, deadline), sum_of(plan, run), units::human(deadline))
      .label("{} in all", time_beside(total, deadline))
      .because(ConstraintId::erasure)
      .related(purge_is_longest ? plan.every.at : plan.purge_after.at, "the other part")
      .figure(total_of(plan, run, total, deadline))
      .help("{}", remedy_for(deadline, run));
}

/// Rows that are deleted live on in the snapshots before: those that expire later than the plan purges [E13].
/// Snapshots that alone live longer than there is time are P316's.
void judge_snapshots(const derive::Facts& facts, Report& report, const design::Val<design::Name>& name,
                     Duration deadline) {
  const design::Erasure& plan = facts.design.backfill.erasure;
  const design::Layout* layout = facts.layout(name->text);
  if (layout == nullptr || !layout->expire_snapshots || !plan.every) return;
  const Duration snapshots = *layout->expire_snapshots;
  const Duration run = run_over(report, plan, name->text).value_or(Duration{});
  const Duration before = *plan.every + run;
  const Duration total = before + snapshots;
  if (snapshots <= purge_of(plan) || snapshots > deadline || !is_over(total, deadline)) return;
  if (!(before < deadline)) return;  // then it is not the snapshots
  const std::string deleting = run.value > 0 ? fmt::format(", {} for the run", units::human(run)) : "";
  report.at(layout->expire_snapshots.at)
      .say(
          "a person's data is gone from `{}` {} after the request ({} until the next run{}, {} until the "
          "snapshots before it expire), and must be within {}",
          name->text, time_beside(total, deadline), units::human(*plan.every), deleting,
          units::human(snapshots), units::human(deadline))
      .label("old rows live on")
      .because(ConstraintId::erasure)
      .related(plan.every.at, "the other part")
      .help("let snapshots expire within {}, run the erasure more often, or erase by `crypto_shred`",
            as_answer(rounded_down(deadline - before)));
}

/// The partitions of a table are one a person: dropping one waits for nothing.
bool is_partitioned_by_person(const derive::Facts& facts, std::string_view table) {
  const auto* layout = facts.layout(table);
  const auto& key = facts.design.backfill.erasure.key;
  return layout != nullptr && key && std::any_of(layout->by.begin(), layout->by.end(), [&](const auto& part) {
           return part->kind == design::Transform::Kind::identity && part->column == key->text;
         });
}

/// Rows that go with their partition go when that is dropped: at the end of what is kept.
void judge_dropped(const derive::Facts& facts, Report& report, const design::Val<design::Name>& name,
                   Duration deadline) {
  const auto id = facts.lineage.find(name->text);
  if (id == derive::Lineage::nowhere || is_partitioned_by_person(facts, name->text)) return;
  const auto stays = kept(facts, facts.lineage[id]);
  if (!stays || stays->duration <= deadline) return;
  report.at(name.at)
      .say("rows of `{}` go with their partition after {}, and a person's must be gone within {}", name->text,
           units::human(stays->duration), units::human(deadline))
      .label("dropped after {}", units::human(stays->duration))
      .because(ConstraintId::erasure)
      .related(stays->at, "kept this long")
      .help("keep it shorter, or erase by `delete_merge` or `crypto_shred`");
}

}  // namespace

void check_B452(const derive::Facts& facts, Report& report) {
  const design::Erasure& plan = facts.design.backfill.erasure;
  const auto& deadline = facts.design.scope.compliance.erasure;
  if (!deadline) return;
  if (plan.every) judge_sum(facts, report, *deadline);
  for (const auto& name : plan.reaches) {
    const auto method = derive::method_for(plan, name->text);
    if (method.is(ErasureMethod::drop_partition)) judge_dropped(facts, report, name, *deadline);
    if (method.is(ErasureMethod::delete_merge)) judge_snapshots(facts, report, name, *deadline);
  }
}

}  // namespace decide::rules
