#pragma once

#include <string>
#include <utility>
#include <vector>

#include "derive/facts.h"

/// When each constraint exists: one function a row of the table in dedesign.yaml(5). It gives the constraint
/// with all its origins, or one without origins where the design does not have it. These functions read the
/// design and the lineage of Facts, never its constraints.
namespace decide::derive::conditions {

Constraint throughput(const Facts& facts);
Constraint freshness(const Facts& facts);
Constraint exact_counts(const Facts& facts);
Constraint bounded_error(const Facts& facts);
Constraint late_events(const Facts& facts);
Constraint duplicate_delivery(const Facts& facts);
Constraint replayable_history(const Facts& facts);
Constraint query_history(const Facts& facts);
Constraint schema_drift(const Facts& facts);
Constraint recovery(const Facts& facts);
Constraint no_data_loss(const Facts& facts);
Constraint erasure(const Facts& facts);
Constraint audit_trail(const Facts& facts);
Constraint cost(const Facts& facts);
Constraint hot_queries(const Facts& facts);
Constraint high_cardinality(const Facts& facts);
Constraint attribution_window(const Facts& facts);
Constraint point_in_time(const Facts& facts);

/// A constraint that exists once it has an origin.
inline Constraint constraint(ConstraintId id, Strength strength = Strength::must) {
  return {.id = id, .strength = strength, .quantity = {}, .demands = {}, .origins = {}};
}
inline void add_origin(Constraint& constraint, design::Place at, std::string text) {
  constraint.origins.push_back({at, std::move(text)});
}

/// "campaign-dashboard", "campaign-dashboard and 2 more"
std::string first_and_more(std::string_view first, std::size_t all);

}  // namespace decide::derive::conditions
