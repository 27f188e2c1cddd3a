#include <fmt/format.h>

#include "derive/conditions.h"

/// Constraints that come from history, change, failure, the law and money.
namespace decide::derive::conditions {

using units::print;

Constraint replayable_history(const Facts& facts) {
  Constraint result = constraint(ConstraintId::replayable_history);
  const auto& raw = facts.design.scope.retention.raw;
  if (!raw) return result;
  result.quantity = print(*raw);
  result.demands = fmt::format("raw events are kept, unchanged, for {}", result.quantity);
  add_origin(result, raw.at, fmt::format("raw events kept for {}", result.quantity));
  return result;
}

Constraint query_history(const Facts& facts) {
  Constraint result = constraint(ConstraintId::query_history);
  const design::Retention& kept = facts.design.scope.retention;
  if (kept.queryable)
    add_origin(result, kept.queryable.at, fmt::format("questions go back {}", print(*kept.queryable)));
  if (kept.hot) add_origin(result, kept.hot.at, fmt::format("{} answer at full speed", print(*kept.hot)));
  if (result.origins.empty()) return result;
  result.quantity = print(kept.queryable ? *kept.queryable : *kept.hot);
  result.demands = fmt::format("tables that queries read reach back {}", result.quantity);
  return result;
}

Constraint schema_drift(const Facts& facts) {
  Constraint result = constraint(ConstraintId::schema_drift);
  const design::SchemaChange& change = facts.design.scope.schema_change;
  if (change.stability && !change.stability.is(design::Stability::stable))
    add_origin(result, change.stability.at, fmt::format("the schema is {}", word(*change.stability)));
  if (change.owner.is(design::SchemaOwner::third_party))
    add_origin(result, change.owner.at, "third parties decide on changes");
  if (change.changes) result.quantity = print(*change.changes);
  result.demands = change.changes
                       ? fmt::format("changes, about {}, are checked before they land", result.quantity)
                       : "changes are checked before they land";
  return result;
}

Constraint recovery(const Facts& facts) {
  Constraint result = constraint(ConstraintId::recovery);
  const design::FailureTolerance& failure = facts.design.scope.failure_tolerance;
  if (!failure.recovery) return result;
  result.quantity = print(*failure.recovery);
  const std::string outage =
      failure.outage ? fmt::format("an outage of {}", print(*failure.outage)) : "an outage";
  result.demands = fmt::format("the backlog of {} is drained within {}", outage, result.quantity);
  add_origin(result, failure.recovery.at, fmt::format("caught up within {}", result.quantity));
  return result;
}

Constraint no_data_loss(const Facts& facts) {
  Constraint result = constraint(ConstraintId::no_data_loss);
  const auto& loss = facts.design.scope.failure_tolerance.data_loss;
  if (loss && loss->none) add_origin(result, loss.at, "no event may be lost");
  result.demands = "nothing between the source and the raw table can be dropped";
  return result;
}

Constraint erasure(const Facts& facts) {
  Constraint result = constraint(ConstraintId::erasure);
  const auto& within = facts.design.scope.compliance.erasure;
  if (!within) return result;
  result.quantity = print(*within);
  result.demands = fmt::format("every copy of a person's data is gone within {}", result.quantity);
  add_origin(result, within.at, fmt::format("a person is forgotten within {}", result.quantity));
  return result;
}

Constraint audit_trail(const Facts& facts) {
  Constraint result = constraint(ConstraintId::audit_trail);
  const design::Compliance& compliance = facts.design.scope.compliance;
  result.demands = "an unchangeable record is kept";
  if (compliance.audit) {
    result.quantity = print(*compliance.audit);
    result.demands = fmt::format("an unchangeable record is kept for {}", result.quantity);
    add_origin(result, compliance.audit.at, fmt::format("a record kept for {}", result.quantity));
  }
  if (compliance.access_log.is(true))
    add_origin(result, compliance.access_log.at, "reads of personal data are logged");
  for (const auto& feed : facts.design.scope.correctness.feeds) {
    if (*feed == design::Feed::compliance) add_origin(result, feed.at, "the numbers feed compliance");
  }
  return result;
}

Constraint cost(const Facts& facts) {
  Constraint result = constraint(ConstraintId::cost, Strength::should);
  result.demands = "no dearer mode than the other constraints need";
  const auto& priority = facts.design.scope.priority;
  for (std::size_t i = 0; i < priority.size(); ++i) {
    if (*priority[i] != design::Priority::cost) continue;
    add_origin(result, priority[i].at, fmt::format("cost is priority {} of {}", i + 1, priority.size()));
  }
  return result;
}

}  // namespace decide::derive::conditions
