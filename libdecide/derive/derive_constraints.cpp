#include <array>

#include "derive/conditions.h"

namespace decide::derive {

namespace {

using Condition = Constraint (*)(const Facts&);

/// In the order of ConstraintId; the last of them, small-files, takes estimates and is added with those.
constexpr std::array<Condition, constraint_count - 1> all_conditions{
    conditions::throughput,         conditions::freshness,
    conditions::exact_counts,       conditions::bounded_error,
    conditions::late_events,        conditions::duplicate_delivery,
    conditions::replayable_history, conditions::query_history,
    conditions::schema_drift,       conditions::recovery,
    conditions::no_data_loss,       conditions::erasure,
    conditions::audit_trail,        conditions::cost,
    conditions::hot_queries,        conditions::high_cardinality,
    conditions::attribution_window, conditions::point_in_time,
};

}  // namespace

Constraints derive_constraints(const Facts& facts) {
  Constraints constraints;
  for (const Condition condition : all_conditions) {
    Constraint constraint = condition(facts);
    if (!constraint.origins.empty()) constraints.add(std::move(constraint));
  }
  return constraints;
}

}  // namespace decide::derive
