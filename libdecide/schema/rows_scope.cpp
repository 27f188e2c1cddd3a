#include "schema/table.h"

namespace decide::schema {

DECIDE_SHAPE(Volume, "the volume",
             ROW(average, "Events a second on average; the unit may be any, as in 3B/day."),
             ROW(peak, "The highest rate that lasts long enough to be felt, not a one-second burst."),
             ROW(pattern, "How the load moves: steady, by the time of day (diurnal), or in bursts (spiky)."),
             ROW(event_size,
                 "Bytes of one event as produced, uncompressed. 500 B is assumed where it is missing."),
             ROW(growth, "Growth a year; storage over the retention is integrated with it."))

DECIDE_SHAPE(Latency, "the latency",
             ROW(freshness, "From an event happening to its being visible to the tightest consumer."))

DECIDE_SHAPE(Correctness, "the correctness",
             ROW(level, "What a wrong count costs: exact, eventual (right in the end), or approximate."),
             ROW(tolerance, "The error that an approximate number may have."),
             ROW(feeds, "What the numbers feed; billing, compliance and contractual numbers must be exact."),
             ROW(authority, "Whose count wins when two differ."))

DECIDE_SHAPE(Consumer, "a consumer",
             ROW(kind,
                 "How it reads: a dashboard, SQL, an API, training or serving of models, billing, "
                 "compliance, export."),
             ROW(freshness, "How old the numbers that it reads may be; default: scope.latency.freshness."),
             ROW(correctness, "How right they must be; default: scope.correctness.level."),
             ROW(tolerance,
                 "The error that it bears where it is approximate; default: scope.correctness.tolerance."))

DECIDE_SHAPE(Retention, "the retention", ROW(raw, "How long raw events are kept, unchanged, for replay."),
             ROW(queryable, "How far back questions go."),
             ROW(hot, "The part that must answer at full speed."))

DECIDE_SHAPE(SchemaChange, "the schema change", ROW(stability, "How stable the event schema is."),
             ROW(owner, "Who decides on changes: us, the producers, or third parties."),
             ROW(changes, "How often it changes."))

DECIDE_SHAPE(FailureTolerance, "the failure tolerance", ROW(outage, "The stop that consumers bear."),
             ROW(recovery, "How soon after the stop everything must be caught up."),
             ROW(data_loss, "None, or the duration of events that may be lost."))

DECIDE_SHAPE(Lateness, "the lateness", ROW(p50, "The delay within which half of the events arrive."),
             ROW(p90, "The delay within which 90 in 100 arrive."),
             ROW(p99, "The delay within which 99 in 100 arrive."),
             ROW(p999, "The delay within which 999 in 1000 arrive."),
             ROW(max, "The delay after which nothing arrives any more, or is no longer counted."),
             ROW(offline_clients, "Whether clients store events while offline and send them later."))

DECIDE_SHAPE(Compliance, "the compliance", ROW(regimes, "The laws and standards that apply."),
             ROW(personal_data, "The columns that hold personal data, by name."),
             ROW(erasure, "A request to be forgotten is carried out within."),
             ROW(access_log, "Whether reads of personal data are logged."),
             ROW(audit, "How long an unchangeable record is kept."))

DECIDE_SHAPE(Sacrifice, "the sacrifice", ROW(what, "What is given up when the priorities collide."),
             ROW(because, "Why: constraints by name, or free text."))

DECIDE_SHAPE(Scope, "the scope", ROW(volume, "Question 1: how much, how spiky?"),
             ROW(latency, "Question 2: how fresh?"), ROW(correctness, "Question 3: how right?"),
             ROW(consumers, "Question 4: who reads, and how?"), ROW(retention, "Question 5: how far back?"),
             ROW(schema_change, "Question 6: how stable is the schema?"),
             ROW(failure_tolerance, "Question 7: what if it stops?"),
             ROW(lateness,
                 "How late events arrive, as percentiles of the delay between happening and arriving."),
             ROW(duplicates, "The share of deliveries that repeat an event."),
             ROW(timezone, "The time zone of the business day."),
             ROW(compliance, "Laws, personal data, erasure and audit."),
             ROW(priority, "What wins when two goals collide; the first wins."),
             ROW(sacrifice, "What is given up, and why."),
             ROW(assumed, "Answers that nobody gave, as paths below scope; they are restated at the close."))

}  // namespace decide::schema
