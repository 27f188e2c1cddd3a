#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "derive/erasure_method.h"
#include "rules/kept.h"
#include "rules/personal_data.h"
#include "rules/report.h"

/// B451 and B455: copies of a person's data that an erasure does not get to.
namespace decide::rules {

using derive::ConstraintId;
using derive::Lineage;
using design::ErasureMethod;

const Rule rule_B451{
    .code = "B451",
    .name = "erasure-misses",
    .severity = diag::Severity::error,
    .summary = "personal data lies in a table, source or backup that the erasure plan does not reach",
    .rationale =
        "A person's data is copied with every step: from the topic into the raw table, from there into "
        "features and reports, and each night into a backup. A plan that reaches the raw tables reports the "
        "request as done while the same id still stands in a report that was derived from them. The copies "
        "are found along the lineage, column by column, by name and by what a column references.",
    .fails = R"(scope:
  compliance: {regimes: [gdpr], personal_data: [user_id], erasure: 30 d}
model:
  sources:
    clicks_topic: {kind: kafka}
  tables:
    clicks: {role: raw, columns: {user_id: {type: string, pii: true}}}
    user_daily: {role: aggregate, key: [user_id], columns: {user_id: {type: string}}}
  pipelines:
    land: {from: [clicks_topic], to: clicks}
    count: {from: [clicks], to: user_daily}
backfill:
  erasure:
    method: crypto_shred
    key: user_id
    reaches: «[clicks_topic, clicks, backups]»
)",
    .passes = R"(scope:
  compliance: {regimes: [gdpr], personal_data: [user_id], erasure: 30 d}
model:
  sources:
    clicks_topic: {kind: kafka}
  tables:
    clicks: {role: raw, columns: {user_id: {type: string, pii: true}}}
    daily: {role: aggregate, key: [day], measures: {users: count_distinct(user_id)}, columns: {day: {type: date}, users: {type: int64}}}
  pipelines:
    land: {from: [clicks_topic], to: clicks}
    count: {from: [clicks], to: daily}
backfill:
  erasure:
    method: crypto_shred
    key: user_id
    reaches: [clicks_topic, clicks, backups]
)",
    .constraint = "erasure",
    .facts = "E3 E7 E8 E10 E13 E24"};

const Rule rule_B455{
    .code = "B455",
    .name = "stream-misses-delete",
    .severity = diag::Severity::warning,
    .summary = "a table fed by a stream from one that is erased does not hear of the erasure",
    .rationale =
        "A stream reads what is added to a table, not what is taken away. When rows of a person are deleted "
        "there, the stream either stops at the rewritten files or, told to skip them, goes on, and the copy "
        "that it feeds keeps the rows for good. The copy has to be erased by the plan itself, or fed by a "
        "batch that computes it again.",
    .fails = R"(scope:
  compliance: {regimes: [gdpr], personal_data: [user_id], erasure: 30 d}
model:
  tables:
    clicks: {role: raw, columns: {user_id: {type: string, pii: true}}}
    clicks_clean: {role: fact, columns: {user_id: {type: string}}}
  pipelines:
    «clean»: {from: [clicks], to: clicks_clean, mode: stream}
backfill:
  erasure: {method: delete_merge, key: user_id, reaches: [clicks, backups]}
)",
    .passes = R"(scope:
  compliance: {regimes: [gdpr], personal_data: [user_id], erasure: 30 d}
model:
  tables:
    clicks: {role: raw, columns: {user_id: {type: string, pii: true}}}
    clicks_clean: {role: fact, columns: {user_id: {type: string}}}
  pipelines:
    clean: {from: [clicks], to: clicks_clean, mode: stream}
backfill:
  erasure: {method: delete_merge, key: user_id, reaches: [clicks, clicks_clean, backups]}
)",
    .constraint = "erasure",
    .facts = "B43 E24 G15"};

namespace {

std::set<std::string_view> reached(const design::Erasure& plan) {
  std::set<std::string_view> names;
  for (const auto& name : plan.reaches) names.emplace(name->text);
  return names;
}

std::string list_with(const design::Erasure& plan, std::string_view name) {
  std::vector<std::string> all;
  for (const auto& one : plan.reaches) all.push_back(one->text);
  all.emplace_back(name);
  return fmt::format("[{}]", join(all, ", "));
}

/// A finding at what the plan reaches, with the offer to let it reach `name` too.
Draft start_miss(Report& report, const design::Erasure& plan, std::string_view name) {
  auto draft = report.at(plan.reaches.at);
  draft.because(ConstraintId::erasure).label("not `{}`", name);
  draft.fix_set(false, fmt::format("let it reach `{}`", name), "backfill.erasure.reaches",
                list_with(plan, name));
  return draft;
}

/// What to say where rows are gone by themselves in time.
std::string about_retention(const derive::Facts& facts, const Lineage::Node& node) {
  const auto stays = kept(facts, node);
  const auto& deadline = facts.design.scope.compliance.erasure;
  if (!stays || !deadline || stays->duration > *deadline) return {};
  return fmt::format("; it is kept for {} only, so `drop_partition` may be its method",
                     units::human(stays->duration));
}

void report_miss(const derive::Facts& facts, Report& report, const PersonalData& personal, Lineage::Id id) {
  const design::Erasure& plan = facts.design.backfill.erasure;
  const Lineage::Node& node = facts.lineage[id];
  const auto path = personal.path(id);
  const std::string way = path.size() > 1 ? fmt::format(" ({})", facts.lineage.show(path)) : std::string();
  const design::Place at = node.table != nullptr ? node.table->key : node.source->key;
  start_miss(report, plan, node.name)
      .say("{} `{}` holds `{}`{}, and the erasure plan does not reach it",
           node.table != nullptr ? "table" : "source", node.name, personal.column(id), way)
      .related(at, "holds `{}`", personal.column(id))
      .help("add `{}` to `reaches`{}, or keep personal data out of it", node.name,
            about_retention(facts, node));
}

/// The law of California lets backups wait until they are restored; others do not.
bool backups_may_wait(const design::Compliance& compliance) {
  return compliance.regimes.contains(design::Regime::ccpa) &&
         !compliance.regimes.contains(design::Regime::gdpr);
}

void report_backups(const derive::Facts& facts, Report& report, std::string_view table) {
  const design::Erasure& plan = facts.design.backfill.erasure;
  start_miss(report, plan, "backups")
      .say("backups hold what `{}` held, and the erasure plan does not reach them", table)
      .help(
          "add `backups` to `reaches`: erase in them too, let them expire in time, or encrypt each person's "
          "data");
}

}  // namespace

void check_B451(const derive::Facts& facts, Report& report) {
  const design::Erasure& plan = facts.design.backfill.erasure;
  if (plan.reaches.empty()) return;
  const PersonalData personal(facts, report.estimates().guarantees());
  const auto names = reached(plan);
  std::string_view first_table;
  const auto& nodes = facts.lineage.nodes();
  for (Lineage::Id id = 0; id < nodes.size(); ++id) {
    if (!personal.has(id)) continue;
    if (nodes[id].table != nullptr && first_table.empty()) first_table = nodes[id].name;
    if (!names.contains(nodes[id].name)) report_miss(facts, report, personal, id);
  }
  if (!first_table.empty() && !names.contains("backups") && !backups_may_wait(facts.design.scope.compliance))
    report_backups(facts, report, first_table);
}

namespace {

bool is_silent_delete(const design::Val<ErasureMethod>& method) {
  return method.is(ErasureMethod::delete_merge) || method.is(ErasureMethod::drop_partition);
}

void report_deaf(const derive::Facts& facts, Report& report, const derive::NamedPipeline& pipeline,
                 const design::Val<design::Name>& from) {
  const auto& method = derive::method_for(facts.design.backfill.erasure, from->text);
  const std::string_view to = pipeline->to->text;
  report.at(pipeline.key)
      .say(
          "`{}` is fed by `{}` from `{}`, where people are erased by `{}`, and hears nothing of it ({} -> "
          "{})",
          to, pipeline.name, from->text, design::word(*method), from->text, to)
      .label("reads what is added, not what is deleted")
      .because(ConstraintId::erasure)
      .related(from.at, "rows are deleted here")
      .related(method.at, "the method")
      .help("let the plan reach `{}` too, or fill it by a batch that computes it again", to);
}

}  // namespace

void check_B455(const derive::Facts& facts, Report& report) {
  const design::Erasure& plan = facts.design.backfill.erasure;
  if (plan.reaches.empty()) return;
  const PersonalData personal(facts, report.estimates().guarantees());
  const auto names = reached(plan);
  for (const auto& pipeline : facts.design.model.pipelines) {
    const Lineage::Id to = facts.lineage.find_table(pipeline->to->text);
    const bool streams =
        pipeline->mode.is(design::Mode::stream) || pipeline->mode.is(design::Mode::micro_batch);
    if (to == Lineage::nowhere || !streams || !personal.has(to) || names.contains(pipeline->to->text))
      continue;
    const auto erased = std::find_if(pipeline->from.begin(), pipeline->from.end(), [&](const auto& name) {
      const bool is_table = facts.lineage.find_table(name->text) != Lineage::nowhere;
      return is_table && names.contains(name->text) && is_silent_delete(derive::method_for(plan, name->text));
    });
    if (erased != pipeline->from.end()) report_deaf(facts, report, pipeline, *erased);
  }
}

}  // namespace decide::rules
