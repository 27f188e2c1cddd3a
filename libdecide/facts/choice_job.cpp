#include "facts/choice_rows.h"

/// How history is rebuilt, and how a person's data is removed.
namespace decide::facts {

namespace {

using enum Need;

constexpr Choice rows[] = {
    {"while_live", "paused", "The live pipeline stands still during the job.", names<exact_counts>,
     names<freshness>, "A source that keeps events longer than the job runs, and capacity to catch up.",
     "Readers see nothing new until the job is done."},
    {"while_live",
     "fenced",
     "Live pipeline and job keep to partitions of their own, with one agreed line between them.",
     names<exact_counts, freshness>,
     {},
     "A line that both know, and late events that cross it sent to one.",
     "The line has to be moved or closed after the job."},
    {"while_live", "concurrent", "Both write wherever they like.", names<freshness>, names<exact_counts>,
     "Writes that give the same table in any order, against an isolation that notices conflicts.",
     "Rows are lost or doubled where both meet."},

    {"cleanup",
     "none",
     "The job replaces what it writes, and nothing is deleted ahead of it.",
     names<exact_counts, query_history>,
     {},
     "A write that removes what it replaces: an overwrite.",
     "After a merge, rows that are no longer yielded stay."},
    {"cleanup",
     "delete_first",
     "Old rows are deleted before the new ones are written.",
     {},
     names<exact_counts, query_history>,
     "Deletion and write in one transaction, or readers sent away.",
     "A crash between the two leaves a hole."},

    {"gate", "none", "Readers see the table during the job as if nothing happened.", names<freshness>,
     names<exact_counts>, "A job whose every step leaves a table that may be read.",
     "Old and new numbers are mixed and nobody knows."},
    {"gate", "not_ready", "Readers and later runs wait until the job is done and checked.",
     names<exact_counts, audit_trail>, names<freshness>, "Consumers that ask whether a table is ready.",
     "Reports are late."},
    {"gate",
     "banner",
     "Readers see the table with a note that it is being corrected.",
     names<freshness, bounded_error>,
     {},
     "Readers who are people; a program does not read notes.",
     {}},

    {"method", "delete_merge", "Rows of the person are deleted, which rewrites the files that hold them.",
     names<erasure>, names<audit_trail, replayable_history>,
     "A format that deletes rows, files that can be found by the person, and a purge of old versions.",
     "Large rewrites, unless the table is clustered by the person."},
    {"method",
     "crypto_shred",
     "Each person's data is encrypted with a key of its own, and the key is destroyed. Files, logs and "
     "backups stay as they are.",
     names<erasure, audit_trail, replayable_history>,
     {},
     "A key store that is in no backup of the data, and nothing derived in plain text.",
     "A key to fetch for every person who is read."},
    {"method", "tombstone", "A marker for the person's key lets a compacted topic forget what it held.",
     names<erasure>, names<replayable_history>, "A compacted topic with a bound on when it compacts.",
     "Without the bound nobody can say when it is gone."},
    {"method", "drop_partition", "Partitions that hold the person are dropped.", names<erasure, cost>,
     names<query_history, replayable_history, audit_trail>,
     "Partitions by person, or a retention shorter than the deadline.", "Everybody else's rows go too."},
};

}  // namespace

std::span<const Choice> job_choices() {
  return rows;
}

}  // namespace decide::facts
