#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "derive/erasure_method.h"
#include "rules/listing.h"
#include "rules/report.h"

namespace decide::rules {

using derive::ConstraintId;

const Rule rule_B430{
    .code = "B430",
    .name = "no-contract",
    .severity = diag::Severity::error,
    .summary = "schemas may change, and nothing refuses a change that breaks readers",
    .rationale =
        "Where schemas change, the question is only who notices first. A registry with a compatibility mode, "
        "asked before the event is written or before the producer is merged, refuses the change while its "
        "author is still looking at it. A check at reading, or none, finds it in the table, after the old "
        "readers have dropped the field for a week.",
    .fails = R"(scope:
  schema_change: {stability: changing, owner: producers}
backfill:
  schema:
    registry: confluent
    compatibility: backward_transitive
    enforced_at: «read»
)",
    .passes = R"(scope:
  schema_change: {stability: changing, owner: producers}
backfill:
  schema:
    registry: confluent
    compatibility: backward_transitive
    enforced_at: ci
)",
    .constraint = "schema-drift",
    .facts = "D1 D2 D24"};

const Rule rule_B450{
    .code = "B450",
    .name = "no-erasure",
    .severity = diag::Severity::error,
    .summary = "there is a deadline for erasure and no plan that says what it reaches, how and how often",
    .rationale =
        "A deadline for erasure is a promise about every copy: topics, raw tables, what was derived from "
        "them, backups. Without a list of what the plan reaches, nobody can check that a copy was not "
        "forgotten, and the first request becomes a search. Without a method and an interval no deadline can "
        "be "
        "held against it. Raw tables that are kept for replay make it "
        "harder, since the next rebuild brings the person back.",
    .fails = R"(scope:
  compliance: {regimes: [gdpr], personal_data: [user_id], erasure: 30 d}
backfill:
  «erasure»: {method: crypto_shred, key: user_id, every: 7 d}
)",
    .passes = R"(scope:
  compliance: {regimes: [gdpr], personal_data: [user_id], erasure: 30 d}
model:
  tables:
    clicks: {role: raw}
backfill:
  erasure: {method: crypto_shred, key: user_id, reaches: [clicks, backups], every: 7 d}
)",
    .constraint = "erasure",
    .facts = "E1 E13 C36"};

namespace {

/// A field of the schema plan that does not do its part.
struct Gap {
  std::string_view field;
  design::Place at;      ///< of what was said, or nowhere
  std::string text;      ///< "`enforced_at: read`", "no `registry`"
  std::string_view fix;  ///< a value that would do, or empty where there is a choice
};

template <class Word>
void look_at(std::vector<Gap>& gaps, const design::Val<Word>& answer, std::string_view field, bool serves,
             std::string_view fix) {
  if (answer && serves) return;
  gaps.push_back(
      {field, answer.at,
       answer ? fmt::format("`{}: {}`", field, design::word(*answer)) : fmt::format("no `{}`", field), fix});
}

/// Third parties upgrade when they please, before readers too.
std::string_view safe_mode(const design::Design& design) {
  const bool outside = design.scope.schema_change.owner.is(design::SchemaOwner::third_party);
  return outside ? "full_transitive" : "backward_transitive";
}

std::vector<Gap> gaps_of(const design::Design& design) {
  using namespace design;
  const SchemaPlan& plan = design.backfill.schema;
  std::vector<Gap> gaps;
  look_at(gaps, plan.registry, "registry", *plan.registry != Registry::none, "");
  look_at(gaps, plan.compatibility, "compatibility", *plan.compatibility != Compatibility::none,
          safe_mode(design));
  look_at(gaps, plan.enforced_at, "enforced_at",
          *plan.enforced_at == EnforcedAt::write || *plan.enforced_at == EnforcedAt::ci, "write");
  return gaps;
}

/// At the one field that is wrong; where there are several, at the plan.
Draft start(Report& report, const design::Backfill& backfill, const std::vector<Gap>& gaps) {
  if (!backfill.at) return report.missing({}, "backfill.schema");
  if (!backfill.schema.at) return report.missing(backfill.at, "schema");
  if (gaps.size() > 1) return report.at(backfill.schema.at);
  if (gaps.front().at) return report.at(gaps.front().at);
  return report.missing(backfill.schema.at, gaps.front().field);
}

std::string names_of(const std::vector<Gap>& gaps) {
  std::vector<std::string_view> texts;
  texts.reserve(gaps.size());
  for (const Gap& gap : gaps) texts.emplace_back(gap.text);
  return join_words(texts);
}

/// Tables with a column that is marked as personal data.
std::vector<std::string_view> personal_tables(const design::Model& model) {
  std::vector<std::string_view> names;
  for (const auto& table : model.tables) {
    const auto& columns = table->columns;
    if (std::any_of(columns.begin(), columns.end(), [](const auto& c) { return c->pii.is(true); }))
      names.emplace_back(table.name);
  }
  return names;
}

}  // namespace

void check_B430(const derive::Facts& facts, Report& report) {
  if (!facts.constraints.has(ConstraintId::schema_drift)) return;
  const auto& backfill = facts.design.backfill;
  const auto gaps = gaps_of(facts.design);
  if (gaps.empty()) return;
  auto draft = start(report, backfill, gaps);
  draft.because(ConstraintId::schema_drift)
      .help("name a `registry`, a `compatibility` other than none, and `enforced_at: write` or `ci`");
  if (!backfill.schema.at) {
    draft.say("schemas change, and `backfill.schema` does not say what refuses a change that breaks readers");
    return;
  }
  draft.say("schemas change, and with {} nothing refuses a change that breaks readers", names_of(gaps));
  if (gaps.size() == 1 && !gaps.front().fix.empty()) {
    const Gap& gap = gaps.front();
    draft.fix_set(false, fmt::format("say `{}: {}`", gap.field, gap.fix),
                  fmt::format("backfill.schema.{}", gap.field), gap.fix);
  }
}

namespace {

/// Of a plan that says what it reaches: how, and how often. Without these no deadline can be held against it.
void judge_plan(const design::Erasure& plan, Report& report) {
  const auto untold = std::find_if(plan.reaches.begin(), plan.reaches.end(),
                                   [&](const auto& name) { return !derive::method_for(plan, name->text); });
  if (untold != plan.reaches.end()) {
    auto draft =
        plan.method.at ? report.missing(plan.method.at, (*untold)->text) : report.missing(plan.at, "method");
    draft.say("the plan reaches `{}` and does not say by which method", (*untold)->text);
    draft.because(ConstraintId::erasure)
        .help(
            "add a `method`: delete_merge, crypto_shred, tombstone or drop_partition, one for all or by "
            "name");
  }
  if (plan.every) return;
  report.missing(plan.at, "every")
      .say("the plan does not say how often requests are carried out")
      .because(ConstraintId::erasure)
      .help("add `every`, short enough that the deadline holds with the time of a run and `purge_after`");
}

}  // namespace

void check_B450(const derive::Facts& facts, Report& report) {
  const auto* constraint = facts.constraints.get(ConstraintId::erasure);
  const auto& backfill = facts.design.backfill;
  if (constraint == nullptr) return;
  if (!backfill.erasure.reaches.empty()) return judge_plan(backfill.erasure, report);
  auto draft = backfill.erasure.reaches ? report.at(backfill.erasure.reaches.at)
               : backfill.erasure.at    ? report.missing(backfill.erasure.at, "reaches")
               : backfill.at            ? report.missing(backfill.at, "erasure")
                                        : report.missing({}, "backfill.erasure");
  const auto tables = personal_tables(facts.design.model);
  const auto& deadline = facts.design.scope.compliance.erasure;
  draft
      .say("a person's data must be gone within {}, and {}", units::human(*deadline),
           backfill.erasure.at ? "the plan does not say what it reaches"
                               : "`backfill.erasure` does not say how")
      .because(ConstraintId::erasure)
      .help("list in `backfill.erasure.reaches` every table, source and backup with personal data{}",
            tables.empty() ? std::string() : fmt::format(": {}, and what feeds them", first_few(tables)));
}

}  // namespace decide::rules
