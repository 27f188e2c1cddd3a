#include "facts/choice_rows.h"

/// How rows reach a table.
namespace decide::facts {

namespace {

using enum Need;

constexpr Choice rows[] = {
    {"write",
     "append",
     "New rows are added, and none is ever looked up.",
     names<throughput, replayable_history>,
     names<duplicate_delivery>,
     "A token or a dedup, since a retry adds its rows again.",
     {}},
    {"write",
     "merge",
     "A row whose key is there is updated, any other is added. Writing the same rows again changes nothing.",
     names<duplicate_delivery, exact_counts, late_events>,
     {},
     "A key that is the same on every run, one source row a key, and an order for versions of a row.",
     "Old files are searched and rewritten; rows that a corrected run no longer yields stay."},
    {"write",
     "overwrite_partition",
     "Whole partitions are replaced by what the run computed. What is wrong in them goes too.",
     names<exact_counts, duplicate_delivery, late_events, replayable_history>,
     {},
     "A format that swaps a partition in one step, and a run that reads all of the partition's input.",
     "A late event costs a partition; a run that read only part of the input replaces the rest by it."},
    {"write", "replace", "The whole table is computed anew and swapped in.",
     names<exact_counts, duplicate_delivery>, names<cost, throughput, query_history>,
     "A table small enough to be rebuilt each time, and sources that reach back as far as it does.",
     "Every run pays for all of history; what the source no longer has is gone."},
    {"write", "increment", "Numbers are added to those that stand in the table.",
     names<freshness, throughput>, names<exact_counts, duplicate_delivery, replayable_history>,
     "A token in the same commit, so that a repeated batch is not added twice.",
     "No run can be repeated, and a wrong number cannot be told from a right one."},

    {"overwrite_scope",
     "touched",
     "An overwrite replaces only the partitions that the result has rows for.",
     names<exact_counts, query_history, replayable_history>,
     {},
     "A check of which partitions a run touched: one stray row replaces a whole day.",
     "A day of which nothing is left keeps its old rows."},
    {"overwrite_scope",
     "all",
     "An overwrite replaces the table by the result, as Spark and Hive do if nothing is said.",
     {},
     names<exact_counts, query_history, replayable_history>,
     "A result that is the whole table.",
     "A run over one day deletes all others."},

    {"isolation", "none", "Writers do not see each other.", names<throughput>, names<exact_counts>,
     "One writer at a time, by schedule or by lock.", "Of two writers one overwrites the other unseen."},
    {"isolation",
     "snapshot",
     "A writer works on one state of the table; it fails only if another changed the same rows meanwhile.",
     names<exact_counts, throughput>,
     {},
     "Writers whose inputs the others do not change.",
     "Two writers can each rely on rows that the other is changing."},
    {"isolation",
     "serializable",
     "The outcome is that of some order of the writers, one after the other; a conflict fails one of them.",
     names<exact_counts, duplicate_delivery>,
     {},
     "Retries, and writers that keep to partitions of their own.",
     "Conflicts between a busy stream and compaction or jobs."},

    {"token",
     "none",
     "The target remembers nothing of a write: a retry is a new write.",
     {},
     names<duplicate_delivery>,
     "A write that may be repeated, such as a merge or an overwrite.",
     {}},
    {"token",
     "run_id",
     "The target remembers the run that wrote, so that the retry of a run is recognised.",
     names<duplicate_delivery>,
     {},
     "The same id on a retry, committed together with the rows.",
     "A second run over the same days has another id and is not recognised."},
    {"token",
     "batch_id",
     "The target remembers the batch, so that a repeated batch is recognised.",
     names<duplicate_delivery, exact_counts>,
     {},
     "Batches that hold the same rows when repeated, and an id committed together with them.",
     "A batch cut differently after a restart is not recognised."},
};

}  // namespace

std::span<const Choice> write_choices() {
  return rows;
}

}  // namespace decide::facts
