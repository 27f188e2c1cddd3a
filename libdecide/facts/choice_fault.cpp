#include "facts/choice_rows.h"

/// What happens to a pipeline when records are bad, offsets are gone, or it is started again.
namespace decide::facts {

namespace {

using enum Need;

constexpr Choice rows[] = {
    {"bad_records", "fail", "The first record that cannot be read stops the pipeline.",
     names<no_data_loss, schema_drift>, names<freshness>,
     "Somebody who is called, and a way to step over one record.",
     "One bad producer stops everybody's data."},
    {"bad_records", "drop", "A record that cannot be read is left out.", names<freshness>,
     names<exact_counts, no_data_loss, schema_drift>, "A count of what was dropped, with an alarm.",
     "A change of schema turns into missing rows that nobody notices."},
    {"bad_records", "nullify", "A field that cannot be read becomes null, and the row is kept.",
     names<freshness>, names<exact_counts, no_data_loss>, "A check of the share of nulls, column by column.",
     "Sums are short while row counts look right."},
    {"bad_records",
     "dead_letter",
     "A record that cannot be read is set aside whole, and the rest goes on. It can be repaired and sent "
     "through again.",
     names<no_data_loss, freshness, recovery>,
     {},
     "Somebody who empties the dead letters, and a pipeline that bears their replay.",
     "Counts are short until the dead letters have been replayed."},

    {"on_gap",
     "fail",
     "The pipeline stops when the next offset is no longer at the source, so that a hole is seen before "
     "anything is computed over it.",
     names<no_data_loss>,
     {},
     "Somebody who is called, and another copy from which the hole can be filled.",
     "Data stands still until somebody decides."},
    {"on_gap", "continue", "The pipeline goes on at the oldest offset that the source still has.",
     names<freshness>, names<no_data_loss, exact_counts, replayable_history>,
     "Events that nobody misses, as for a display of the last minutes.",
     "The hole is found weeks later, when two counts differ."},

    {"delivery", "at_most_once", "Progress is noted before the write: a crash between the two loses events.",
     names<cost>, names<no_data_loss, exact_counts, replayable_history>,
     "Samples or readings of which the next one replaces the last.", "Losses that leave no trace."},
    {"delivery", "at_least_once",
     "Progress is noted after the write: a crash between the two sends events again.",
     names<no_data_loss, recovery>, names<duplicate_delivery>,
     "A write that the same event changes only once: a merge by a stable key, or a dedup.",
     "The key must be looked up or remembered for every event."},
    {"delivery", "exactly_once",
     "Progress and the write are committed together, so that a restart repeats neither. It covers this one "
     "hop, not repeats that the producer sent.",
     names<duplicate_delivery, exact_counts, no_data_loss>, names<freshness>,
     "An engine with checkpoints, and a target that takes part in its commits.",
     "Output is visible only at a checkpoint, hop by hop."},
};

}  // namespace

std::span<const Choice> fault_choices() {
  return rows;
}

}  // namespace decide::facts
