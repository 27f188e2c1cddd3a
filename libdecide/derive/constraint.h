#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "design/design.h"

namespace decide::derive {

/// Every constraint that a design can have, in the order in which they are listed.
enum class ConstraintId : std::uint8_t {
  throughput,
  freshness,
  exact_counts,
  bounded_error,
  late_events,
  duplicate_delivery,
  replayable_history,
  query_history,
  schema_drift,
  recovery,
  no_data_loss,
  erasure,
  audit_trail,
  cost,
  hot_queries,
  high_cardinality,
  attribution_window,
  point_in_time,
  small_files
};
inline constexpr std::size_t constraint_count = 19;

/// What is known of a constraint before any design: its name, when it exists, what it demands.
struct ConstraintInfo {
  ConstraintId id;
  std::string_view name;     ///< "exact-counts"
  std::string_view exists;   ///< "level, or a consumer's correctness, is exact"
  std::string_view demands;  ///< "no loss, no double count, in the tables that it reads"
  std::string_view section;  ///< scope, model or partition: the section that yields it
};
const ConstraintInfo& info(ConstraintId id);
/// The constraint of that name, or null.
const ConstraintInfo* constraint_named(std::string_view name);

/// `must`: breaking it is an error. `should`: a preference, weighed against others.
enum class Strength : std::uint8_t { must, should };

/// The line that a constraint came from.
struct Origin {
  design::Place at;
  std::string text;  ///< "35k/s on average, 120k/s at the peak"
};

/// A constraint that this design has. Never empty: it has at least one origin.
struct Constraint {
  ConstraintId id;
  Strength strength = Strength::must;
  std::string quantity;  ///< printed: "5 min"; empty where it has none
  std::string demands;   ///< with this design's numbers in it
  std::vector<Origin> origins;
};

struct Facts;

/// The constraints of a design: a function of it, never written to the file. Each is derived when somebody
/// first asks for it, since most of what a what-if asks needs none. For one thread.
class Constraints {
 public:
  /// Gives a constraint, or one without origins where the design does not have it.
  using Condition = std::function<Constraint()>;

  /// All but small-files, of facts that outlive them.
  explicit Constraints(const Facts& facts) : facts_(facts) {}
  Constraints(const Constraints&) = delete;
  Constraints& operator=(const Constraints&) = delete;

  bool has(ConstraintId id) const { return get(id) != nullptr; }
  const Constraint* get(ConstraintId id) const;
  /// Those that the design has, in the order of ConstraintId.
  std::vector<const Constraint*> list() const;
  /// Small-files takes estimates, which are made above this floor; the condition must outlive the facts.
  void add_small_files(Condition condition) { small_files_ = std::move(condition); }

 private:
  Constraint derived(ConstraintId id) const;

  const Facts& facts_;
  Condition small_files_;
  mutable std::array<std::optional<Constraint>, constraint_count> known_;
};

}  // namespace decide::derive
