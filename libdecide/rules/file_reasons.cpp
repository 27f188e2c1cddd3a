#include <algorithm>
#include <array>
#include <optional>

#include "base/text.h"
#include "rules/decision.h"
#include "rules/report.h"

/// F009, F010, F013: whether reasons are given, and whether they exist.
namespace decide::rules {

const Rule rule_F009{
    .code = "F009",
    .name = "reason-missing",
    .severity = diag::Severity::warning,
    .summary = "A pipeline, layout, job or trade-off without a `because` that cites a constraint.",
    .rationale =
        "A decision without a reason is a habit: nobody can tell later whether it may be changed, or which "
        "change of the requirements overturns it. Citing the constraint ties the two together, so that a new "
        "answer in the scope points at every decision that rested on the old one. Free text is welcome "
        "beside "
        "it, and is no replacement.",
    .fails = R"(model:
  sources:
    clicks_topic: {kind: kafka}
  tables:
    clicks: {role: raw}
  pipelines:
    «land»: {from: [clicks_topic], to: clicks, mode: batch}
)",
    .passes = R"(scope:
  volume: {average: 35k/s}
model:
  sources:
    clicks_topic: {kind: kafka}
  tables:
    clicks: {role: raw}
  pipelines:
    land: {from: [clicks_topic], to: clicks, mode: batch, because: [throughput, we know it well]}
)",
    .constraint = "",
    .facts = "",
};

const Rule rule_F010{
    .code = "F010",
    .name = "reason-unknown",
    .summary = "`because` cites a constraint that the design does not have.",
    .rationale =
        "Constraints follow from the answers, so a reason that cites one the design does not have rests on "
        "an "
        "answer that nobody gave. Either the name is mistyped, or the requirement was in somebody's head and "
        "belongs in the scope, or it has been dropped since and the decision can be dropped with it.",
    .fails = R"(scope:
  volume: {average: 35k/s}
model:
  sources:
    clicks_topic: {kind: kafka}
  tables:
    clicks: {role: raw}
  pipelines:
    land: {from: [clicks_topic], to: clicks, because: [throughput, «recovery»]}
)",
    .passes = R"(scope:
  volume: {average: 35k/s}
  failure_tolerance: {outage: 1 h, recovery: 4 h}
model:
  sources:
    clicks_topic: {kind: kafka}
  tables:
    clicks: {role: raw}
  pipelines:
    land: {from: [clicks_topic], to: clicks, because: [throughput, recovery]}
)",
    .constraint = "",
    .facts = "",
};

const Rule rule_F013{
    .code = "F013",
    .name = "acceptance-reason",
    .summary = "An `accept` entry without `because`.",
    .rationale =
        "An accepted finding is a risk that somebody took on purpose. Without the reason the next reader "
        "cannot tell it from one that was silenced to make the check pass, and nobody knows when it may go.",
    .fails = R"(accept:
  «arrival-days»: {rule: P310, at: partition.clicks}
)",
    .passes = R"(accept:
  arrival-days: {rule: P310, at: partition.clicks, because: [late rows are found by their arrival day]}
)",
    .constraint = "",
    .facts = "",
};

namespace {

bool must_cite(DecisionKind kind) {
  return kind == DecisionKind::pipeline || kind == DecisionKind::layout || kind == DecisionKind::job ||
         kind == DecisionKind::tradeoff;
}

bool cites(const design::List<design::Reason>& because) {
  return std::any_of(because.begin(), because.end(),
                     [](const auto& reason) { return reason->is_constraint(); });
}

std::array<std::string_view, derive::constraint_count> constraint_names() {
  std::array<std::string_view, derive::constraint_count> names;
  for (std::size_t i = 0; i < names.size(); ++i) names[i] = info(static_cast<derive::ConstraintId>(i)).name;
  return names;
}

void misspelt_constraint(const design::Val<design::Reason>& reason, Report& report) {
  Draft draft = report.at(reason.at).say("there is no constraint `{}`", reason->text);
  const auto names = constraint_names();
  const auto near = nearest(reason->text, names);
  if (near.empty()) {
    draft.help("cite one of {}; a reason in free words has more than one word", join_words(names, "or"));
  } else {
    draft.help("did you mean {}?", near).fix_word(reason.at, near);
  }
}

void check_cited(const derive::Facts& facts, const design::Val<design::Reason>& reason, Report& report) {
  if (!reason->is_constraint()) return;
  const derive::ConstraintInfo* constraint = derive::constraint_named(reason->text);
  if (constraint == nullptr) {
    misspelt_constraint(reason, report);
  } else if (!facts.constraints.has(constraint->id) && !report.misread()) {
    report.at(reason.at)
        .say("this design has no constraint `{}`", reason->text)
        .help("it exists when this holds: {}. Answer that, or cite what the decision really serves",
              constraint->exists);
  }
}

}  // namespace

void check_F009(const derive::Facts& facts, Report& report) {
  for (const Decision& decision : decisions(facts.design)) {
    if (!must_cite(decision.kind) || cites(*decision.because)) continue;
    const auto because = decision.because->at;
    Draft draft = because ? report.at(because) : report.missing(decision.at, "because");
    draft.say("{} {}", describe(decision),
              decision.because->empty() ? "gives no reason" : "gives reasons and cites no constraint");
    draft.help("add `because:` with the constraint that it serves; `dedesign scope` lists them");
  }
}

void check_F010(const derive::Facts& facts, Report& report) {
  for (const Decision& decision : decisions(facts.design)) {
    for (const auto& reason : *decision.because) check_cited(facts, reason, report);
  }
  for (const auto& entry : facts.design.accept) {
    for (const auto& reason : entry->because) check_cited(facts, reason, report);
  }
}

void check_F013(const derive::Facts& facts, Report& report) {
  for (const auto& entry : facts.design.accept) {
    if (!entry->because.empty()) continue;
    const auto because = entry->because.at;
    (because ? report.at(because) : report.missing(entry.at, "because"))
        .say("the acceptance `{}` does not say why", entry.name)
        .help("add `because:` with the reason for standing by the finding");
  }
}

}  // namespace decide::rules
