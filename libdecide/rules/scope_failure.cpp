#include "rules/report.h"

/// S122 to S124: what changes, and what stops.
namespace decide::rules {

const Rule rule_S122{
    .code = "S122",
    .name = "trusting-third-party",
    .severity = diag::Severity::warning,
    .summary = "Third parties own the schema, and it is called stable.",
    .rationale =
        "Somebody who does not know your tables will rename a field on a Friday, and nothing in their "
        "release "
        "tells them not to. A schema that others own is stable only until it is not, so the design should "
        "check "
        "what arrives instead of trusting it.",
    .fails = R"(scope:
  schema_change: {stability: «stable», owner: third_party}
)",
    .passes = R"(scope:
  schema_change: {stability: stable, owner: us}
)",
    .constraint = "schema-drift",
    .facts = "D5",
};

const Rule rule_S123{
    .code = "S123",
    .name = "loss-unasked",
    .severity = diag::Severity::warning,
    .summary = "Exact counts, and nobody said whether events may be lost.",
    .rationale =
        "Exact and lost do not go together, yet many designs lose a little without saying so: a dropped "
        "record, "
        "a gap in the offsets, a crash before the commit. `data_loss: none` makes each of those an error to "
        "be "
        "found; a duration says what is borne.",
    .fails = R"(scope:
  correctness: {level: exact}
  «failure_tolerance»: {outage: 2 h}
)",
    .passes = R"(scope:
  correctness: {level: exact}
  failure_tolerance: {outage: 2 h, data_loss: none}
)",
    .constraint = "exact-counts",
    .facts = "",
};

const Rule rule_S124{
    .code = "S124",
    .name = "recovery-under-outage",
    .severity = diag::Severity::note,
    .summary = "The recovery is shorter than the outage: capacity must be more than twice the peak.",
    .rationale =
        "After a stop the pipeline has to carry what arrives and what waited. To catch up in as long as it "
        "stood still it needs twice the load; in half that time, three times. That can be bought, but it "
        "should "
        "be bought knowingly.",
    .fails = R"(scope:
  failure_tolerance: {outage: 2 h, recovery: «1 h»}
)",
    .passes = R"(scope:
  failure_tolerance: {outage: 2 h, recovery: 2 h}
)",
    .constraint = "recovery",
    .facts = "G1",
};

void check_S122(const derive::Facts& facts, Report& report) {
  const design::SchemaChange& change = facts.design.scope.schema_change;
  if (!change.owner.is(design::SchemaOwner::third_party) || !change.stability.is(design::Stability::stable))
    return;
  report.at(change.stability.at)
      .say("the schema is called `stable`, and third parties own it")
      .related(change.owner.at, "they change it when they please")
      .because(derive::ConstraintId::schema_drift)
      .help("plan for `changing`, and check what arrives")
      .fix_set(false, "plan for changes", "scope.schema_change.stability", "changing");
}

void check_S123(const derive::Facts& facts, Report& report) {
  if (!facts.exact_somewhere() || facts.design.scope.failure_tolerance.data_loss) return;
  report.missing({}, "scope.failure_tolerance.data_loss")
      .say("exact counts are asked, and nobody said whether events may be lost")
      .because(derive::ConstraintId::exact_counts)
      .help("ask: may any event be missing for good? Then `data_loss: none`, or how much is borne");
}

void check_S124(const derive::Facts& facts, Report& report) {
  const auto& [outage, recovery, loss, at] = facts.design.scope.failure_tolerance;
  if (!outage || !recovery || *recovery >= *outage || recovery->value <= 0) return;
  const double factor = 1 + *outage / *recovery;
  report.at(recovery.at)
      .say("an outage of {} is to be caught up in {}: that takes {:.3g} times the load", human(*outage),
           human(*recovery), factor)
      .related(outage.at, "the outage")
      .because(derive::ConstraintId::recovery)
      .figure({"capacity_factor",
               factor,
               "ratio",
               "1 + outage / recovery",
               {{"outage", units::print(*outage)}, {"recovery", units::print(*recovery)}}})
      .help("give every pipeline {:.3g} times the peak, or agree on a longer recovery", factor);
}

}  // namespace decide::rules
