#include "facts/choice_rows.h"

/// How a pipeline runs, and by which clock.
namespace decide::facts {

namespace {

using enum Need;

constexpr Choice rows[] = {
    {"mode", "stream",
     "Every event is handled as it arrives, and results are out within seconds. A window is closed by a "
     "watermark, before all of its events can be known.",
     names<freshness, throughput>, names<exact_counts, cost, small_files>,
     "A watermark, an answer to what comes after it, and a checkpoint to restart from.",
     "Workers that run day and night, state for every open window, and many small commits."},
    {"mode", "micro_batch",
     "Events are handled in small batches, a minute or a few apart. A backlog is read in larger batches, "
     "so that it drains quickly.",
     names<freshness, throughput, recovery>, names<small_files>,
     "A batch that always ends before the next one is due.",
     "A delay of one interval, and one set of files an interval."},
    {"mode", "batch",
     "A schedule computes whole hours or days from what has arrived by then. Looking back over earlier "
     "days counts late events as well.",
     names<exact_counts, late_events, cost, replayable_history, attribution_window>, names<freshness>,
     "A lookback at least one interval longer than events are late.",
     "Results that are an interval and a run old."},

    {"time",
     "event",
     "Windows and partitions follow the time at which an event happened. Running again puts each event "
     "where it was before.",
     names<exact_counts, late_events, bounded_error, replayable_history, attribution_window, point_in_time>,
     {},
     "An event time in every event, and an answer for events that are late.",
     "Late events reopen old windows and old partitions."},
    {"time", "processing",
     "Windows and partitions follow the clock of the machine that handles the event. Nothing is ever late, "
     "and nothing can be computed again with the same result.",
     names<freshness>, names<exact_counts, late_events, replayable_history, attribution_window>,
     "Readers who ask by arrival, as for operations.",
     "An outage shows as a dip and a peak that never happened."},

    {"late", "drop", "Events behind the watermark are thrown away.", names<cost>,
     names<late_events, exact_counts, no_data_loss>,
     "A count of what was dropped, and a share that the reader bears.",
     "Numbers that stay low for good, worst on the days when phones were offline."},
    {"late",
     "side_output",
     "Events behind the watermark go to a place of their own.",
     names<late_events, no_data_loss, bounded_error>,
     {},
     "A run that counts them into the result later.",
     "Until that run the result lacks them."},
    {"late", "correct", "Events behind the watermark update results that were already given out.",
     names<late_events, exact_counts, bounded_error>, names<cost>,
     "A target that takes updates by key, and readers who bear a number that changes.",
     "State that is kept as long as corrections are allowed."},
};

}  // namespace

std::span<const Choice> mode_choices() {
  return rows;
}

}  // namespace decide::facts
