#include "facts/choice_rows.h"

/// What makes two runs over the same input differ.
namespace decide::facts {

namespace {

using enum Need;

constexpr Choice rows[] = {
    {"nondeterministic",
     "now",
     "The transform asks the clock, as with now() or current_date.",
     {},
     names<exact_counts, replayable_history>,
     "A run that takes the day that it computes as a parameter.",
     "A rerun tomorrow gives tomorrow's answer for yesterday."},
    {"nondeterministic", "random", "The transform draws random numbers, for a sample say.", names<cost>,
     names<exact_counts, replayable_history>, "A sample by the hash of a key instead.",
     "Two runs keep different rows."},
    {"nondeterministic",
     "uuid",
     "The transform gives each row a new random id.",
     {},
     names<duplicate_delivery, exact_counts, replayable_history>,
     "An id computed from the event's own fields instead.",
     "A retry makes new ids, so no key can recognise the same row."},
    {"nondeterministic", "latest_dimension", "The transform looks up the dimension as it is today.",
     names<freshness>, names<replayable_history, point_in_time>,
     "A dimension that keeps its history, looked up as of the event.",
     "Rebuilding last year books it on today's names and owners."},
    {"nondeterministic", "external_api", "The transform asks a service outside the platform.",
     names<freshness>, names<replayable_history, exact_counts, recovery, throughput>,
     "Answers stored beside the raw events, and read from there on a rerun.",
     "A rebuild waits for a service that may answer otherwise, or not at all."},
};

}  // namespace

std::span<const Choice> rerun_choices() {
  return rows;
}

}  // namespace decide::facts
