#include "schema/table.h"

namespace decide::schema {

DECIDE_SHAPE(SourceSpec, "a source", ROW(kind, "What it is.", Mark::required),
             ROW(partitions, "How many partitions or shards it has."),
             ROW(retention, "How long it keeps what was sent."),
             ROW(rows, "Its rate; default: the average volume."), ROW(format, "How its events are encoded."),
             ROW(heartbeat, "How often it says so when it has nothing to send."))

DECIDE_SHAPE(
    Column, "a column", ROW(type, "Its type; hll is a sketch of distinct values."),
    ROW(cardinality, "How many distinct values it has, or unique."),
    ROW(skew, "The share of rows that hold its most common value."),
    ROW(references, "The column whose values it repeats, as table.column."),
    ROW(pii, "Whether it is personal data."),
    ROW(time,
        "Which clock set it: when it happened (event), when it was handled (processing), or a logical time."),
    ROW(nullable, "Whether it may be null."), ROW(values, "The words that it may hold."))

DECIDE_SHAPE(Attribution, "an attribution",
             ROW(of, "The table whose rows get the credit, conversions say.", Mark::required),
             ROW(to, "The tables whose rows give it, clicks and impressions say.", Mark::required),
             ROW(window, "How long before a conversion a touch may lie."),
             ROW(credit, "Which touch earns the credit."))

DECIDE_SHAPE(
    Table, "a table", ROW(role, "What it is for.", Mark::required), ROW(grain, "What one row is, in words."),
    ROW(key, "The columns that make two rows the same row."),
    ROW(rows, "How fast it grows; default for raw: the average volume."),
    ROW(row_size, "Bytes of one row, uncompressed; default: the event size."),
    ROW(retention, "How long rows are kept."),
    ROW(history,
        "Of a dimension: whether old versions are kept (scd2), overwritten (scd1), or there are none."),
    ROW(measures, "Of an aggregate: how each number is computed."),
    ROW(attribution,
        "Of an attribution table: which rows are joined, over which window, and who gets the credit."),
    ROW(columns, "Its columns as they are today."))

DECIDE_SHAPE(Query, "a query", ROW(consumer, "Who asks it."),
             ROW(table, "The table that it reads.", Mark::required),
             ROW(filters, "What it keeps of each column that it filters."),
             ROW(group_by, "The columns that it groups by."),
             ROW(columns, "The columns that it reads beside filters and group_by; default: all."),
             ROW(joins, "The tables that it joins, each with the columns that match."),
             ROW(runs, "How often it is asked."), ROW(within, "How soon it must answer."))

DECIDE_SHAPE(Dedup, "a deduplication",
             ROW(key, "The columns by which two events are the same.", Mark::required),
             ROW(within, "How long an event is remembered."))

DECIDE_SHAPE(Pipeline, "a pipeline", ROW(from, "The sources and tables that it reads.", Mark::required),
             ROW(to, "The table that it writes.", Mark::required),
             ROW(serves, "The final table of which this one is the live answer."),
             ROW(mode, "Event by event (stream), in small batches, or in scheduled batches."),
             ROW(engine, "What runs it; known engines are checked for what they can do."),
             ROW(every, "The interval of triggers, commits or scheduled runs."),
             ROW(capacity, "The most that it can process."),
             ROW(watermark, "How long a stream waits for late events."),
             ROW(late, "What happens to events after that."),
             ROW(bad_records, "What happens to records that cannot be read."),
             ROW(on_gap, "What it does when the source no longer has the next offset."),
             ROW(lookback, "How far back each scheduled run recomputes."),
             ROW(window, "Of a join: how far apart the two sides may be."),
             ROW(delivery, "How often an event may reach the target."),
             ROW(dedup, "How repeated events are recognised."), ROW(write, "How rows reach the table."),
             ROW(overwrite_scope,
                 "Which partitions an overwrite replaces: those in the result (touched), or all."),
             ROW(key, "The key of a merge; default: the key of the table."),
             ROW(order_by, "The column that decides which of two versions of a row wins."),
             ROW(atomic, "Whether readers see all of a write or none of it; default by format."),
             ROW(isolation, "Against other writers; default by format."),
             ROW(token, "What the target remembers of a write, so that a repeat is recognised."),
             ROW(time, "Which clock assigns windows and partitions."),
             ROW(uses, "Tables looked up while transforming."),
             ROW(nondeterministic, "What makes two runs over the same input differ."),
             ROW(because, "Why: constraints by name, or free text."))

DECIDE_SHAPE(Model, "the model", ROW(sources, "Where events come from."), ROW(tables, "What is stored."),
             ROW(queries, "What is asked."), ROW(pipelines, "What fills the tables."))

}  // namespace decide::schema
