#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

#include "facts/choice.h"

/// What the tables of choices are written with.
namespace decide::facts {

/// The constraints that choices serve and hurts, spelled once: a misspelt one does not compile.
enum class Need : std::uint8_t {
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

inline constexpr std::array<std::string_view, 19> need_names{"throughput",         "freshness",
                                                             "exact-counts",       "bounded-error",
                                                             "late-events",        "duplicate-delivery",
                                                             "replayable-history", "query-history",
                                                             "schema-drift",       "recovery",
                                                             "no-data-loss",       "erasure",
                                                             "audit-trail",        "cost",
                                                             "hot-queries",        "high-cardinality",
                                                             "attribution-window", "point-in-time",
                                                             "small-files"};

/// The names of some constraints, as a row wants them.
template <Need... needs>
inline constexpr std::array<std::string_view, sizeof...(needs)> names{
    need_names[static_cast<std::size_t>(needs)]...};

std::span<const Choice> mode_choices();
std::span<const Choice> fault_choices();
std::span<const Choice> write_choices();
std::span<const Choice> rerun_choices();
std::span<const Choice> table_choices();
std::span<const Choice> format_choices();
std::span<const Choice> schema_choices();
std::span<const Choice> job_choices();
std::span<const Choice> close_choices();

}  // namespace decide::facts
