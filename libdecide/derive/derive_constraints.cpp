#include <array>

#include "derive/conditions.h"

namespace decide::derive {

namespace {

using Condition = Constraint (*)(const Facts&);

/// In the order of ConstraintId; the last of them, small-files, takes estimates and comes with those.
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

Constraint Constraints::derived(ConstraintId id) const {
  const auto row = static_cast<std::size_t>(id);
  if (row < all_conditions.size()) return all_conditions[row](facts_);
  return small_files_ ? small_files_() : conditions::constraint(id);
}

const Constraint* Constraints::get(ConstraintId id) const {
  std::optional<Constraint>& known = known_[static_cast<std::size_t>(id)];
  if (!known) known = derived(id);
  return known->origins.empty() ? nullptr : &*known;
}

std::vector<const Constraint*> Constraints::list() const {
  std::vector<const Constraint*> all;
  for (std::size_t row = 0; row < constraint_count; ++row) {
    if (const Constraint* one = get(static_cast<ConstraintId>(row))) all.push_back(one);
  }
  return all;
}

}  // namespace decide::derive
