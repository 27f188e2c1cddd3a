#include "derive/constraint.h"

#include <algorithm>
#include <array>

namespace decide::derive {

namespace {

using Id = ConstraintId;

constexpr std::array<ConstraintInfo, constraint_count> table{{
    {Id::throughput, "throughput", "the volume is answered", "sources, pipelines and writers carry the peak",
     "scope"},
    {Id::freshness, "freshness", "the scope or a consumer says how fresh",
     "per consumer: from the source to its table within that time", "scope"},
    {Id::exact_counts, "exact-counts", "the level, or a consumer's correctness, is exact",
     "no loss and no double count in the tables that it reads", "scope"},
    {Id::bounded_error, "bounded-error", "some consumer is approximate", "error within the tolerance",
     "scope"},
    {Id::late_events, "late-events", "events arrive more than 1 min late",
     "late events are counted: up to the latest if exact, else to the tolerance", "scope"},
    {Id::duplicate_delivery, "duplicate-delivery", "events repeat, or a pipeline delivers at least once",
     "the same event twice changes nothing", "scope"},
    {Id::replayable_history, "replayable-history", "the scope says how long raw events are kept",
     "raw events are kept, unchanged, that long", "scope"},
    {Id::query_history, "query-history", "the scope says how far back questions go",
     "tables that queries read reach back that far", "scope"},
    {Id::schema_drift, "schema-drift", "the schema is not stable, or third parties own it",
     "changes are checked before they land", "scope"},
    {Id::recovery, "recovery", "the scope says how soon a stop is made up for",
     "the backlog of an outage is drained within that time", "scope"},
    {Id::no_data_loss, "no-data-loss", "no events may be lost",
     "nothing between the source and the raw table can be dropped", "scope"},
    {Id::erasure, "erasure", "the scope says how soon a person is forgotten",
     "every copy of a person's data is gone within that time", "scope"},
    {Id::audit_trail, "audit-trail", "an audit record or an access log is asked for, or compliance is fed",
     "an unchangeable record is kept that long", "scope"},
    {Id::cost, "cost", "the priorities name cost", "no dearer mode than the other constraints need", "scope"},
    {Id::hot_queries, "hot-queries", "some queries make up 80% of the bytes scanned",
     "their filters decide the layout", "model"},
    {Id::high_cardinality, "high-cardinality", "a column has over 100k distinct values",
     "it is clustered or bucketed, never a partition of its own", "model"},
    {Id::attribution_window, "attribution-window", "a table has an attribution",
     "both sides are kept, joinable and recomputable over the window", "model"},
    {Id::point_in_time, "point-in-time", "there is a feature table, or a consumer trains models",
     "features are as they were at the event's time", "model"},
    {Id::small_files, "small-files", "a table's writes make files under a quarter of the target",
     "compaction is planned", "partition"},
}};

constexpr bool in_order() {
  for (std::size_t i = 0; i < table.size(); ++i) {
    if (table[i].id != static_cast<Id>(i)) return false;
  }
  return true;
}
static_assert(in_order(), "row i describes constraint i");

}  // namespace

const ConstraintInfo& info(ConstraintId id) {
  return table[static_cast<std::size_t>(id)];
}

const ConstraintInfo* constraint_named(std::string_view name) {
  const auto* const found =
      std::find_if(table.begin(), table.end(), [&](const ConstraintInfo& row) { return row.name == name; });
  return found == table.end() ? nullptr : found;
}

}  // namespace decide::derive
