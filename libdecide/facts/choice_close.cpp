#include "facts/choice_rows.h"

/// What a failed check does, and what is given up when goals collide.
namespace decide::facts {

namespace {

using enum Need;

constexpr Choice rows[] = {
    {"on_fail",
     "page",
     "Somebody is woken.",
     names<recovery, freshness>,
     {},
     "An owner, and a limit that is passed only when something is wrong.",
     "Sleep, and soon attention."},
    {"on_fail",
     "ticket",
     "Somebody looks at it on a working day.",
     names<cost>,
     {},
     "A number that nobody is harmed by until then.",
     {}},
    {"on_fail",
     "banner",
     "Readers are told that the numbers are old or in doubt.",
     names<freshness, bounded_error>,
     {},
     "A display that can show it.",
     {}},
    {"on_fail", "not_ready", "The table is marked, and later runs and exports wait.",
     names<exact_counts, audit_trail>, names<freshness>, "Consumers that ask whether a table is ready.",
     "One noisy check stops everything behind it."},
    {"on_fail", "block", "The write is held back, so that the bad rows are never seen.", names<exact_counts>,
     names<freshness>, "A check that runs before the commit.", "Good rows wait with the bad ones."},

    {"empty_is",
     "stale",
     "No rows count as late rows.",
     names<freshness, no_data_loss>,
     {},
     "A heartbeat where a source is silent at times.",
     "Alarms in quiet hours."},
    {"empty_is", "ok", "No rows count as nothing to do.", names<cost>, names<freshness, no_data_loss>,
     "Another check that sees when the source itself stops.", "A dead source looks like a quiet one."},

    {"what",
     "correctness",
     "Numbers may be wrong within limits.",
     names<freshness, cost, throughput>,
     names<exact_counts>,
     "Readers who know the error, and nothing that is billed.",
     {}},
    {"what",
     "freshness",
     "Numbers may be late.",
     names<exact_counts, late_events, cost>,
     names<freshness>,
     "Readers who can wait, or an estimate for those who cannot.",
     {}},
    {"what",
     "volume",
     "Only part of the events is kept or counted.",
     names<cost, freshness>,
     names<throughput, exact_counts, no_data_loss, replayable_history>,
     "A sample by the hash of a key.",
     {}},
    {"what",
     "cost",
     "More is paid than the load alone would take.",
     names<exact_counts, freshness, throughput, recovery, replayable_history>,
     names<cost>,
     "A budget that somebody agreed to.",
     {}},
    {"what",
     "auditability",
     "Not everything can be shown afterwards.",
     names<cost, freshness, erasure>,
     names<audit_trail, replayable_history>,
     "Nobody who is owed the proof.",
     {}},
};

}  // namespace

std::span<const Choice> close_choices() {
  return rows;
}

}  // namespace decide::facts
