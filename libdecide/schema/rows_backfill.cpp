#include "schema/table.h"

namespace decide::schema {

DECIDE_SHAPE(Change, "a schema change", ROW(add, "A column that is added, as table.column.", Mark::one_of),
             ROW(retype, "A column whose type changes.", Mark::one_of),
             ROW(drop, "A column that is dropped.", Mark::one_of),
             ROW(rename, "A column that gets another name.", Mark::one_of),
             ROW(extend, "A column that may hold new words.", Mark::one_of),
             ROW(type, "The type of an added column."), ROW(from, "The old type of a retyped column."),
             ROW(to, "The new type of a retyped column, or the new name of a renamed one."),
             ROW(nullable, "Whether an added column may be null."),
             ROW(values, "The new words of an extended column."),
             ROW(default_, "The value that readers take where an event lacks the column."),
             ROW(enum_default, "The word that old readers take for one that they do not know."),
             ROW(alias, "Whether a rename keeps the old name as an alias."),
             ROW(required, "Whether an added column must be present."),
             ROW(version, "The new major version, for a breaking change."),
             ROW(after, "How long both versions are served side by side."))

DECIDE_SHAPE(SchemaPlan, "the schema plan", ROW(registry, "The schema registry."),
             ROW(format, "The schema language of events."),
             ROW(compatibility, "Which versions must understand each other."),
             ROW(enforced_at, "Where an incompatible schema is refused."),
             ROW(upgrade_first, "Who moves to a new version first."),
             ROW(changes, "The changes that are coming, each checked against the mode."),
             ROW(versions, "The files of the Avro schema's versions beside the design, oldest first."),
             ROW(content, "Of JSON Schema: whether unknown properties are allowed."),
             ROW(policy, "Of JSON Schema: how the registry judges added properties."),
             ROW(because, "Why: constraints by name, or free text."))

DECIDE_SHAPE(
    Job, "a job", ROW(rebuilds, "The table that it rebuilds.", Mark::required),
    ROW(from, "The tables and sources that it reads."), ROW(range, "How much history one run rebuilds."),
    ROW(write, "How rows reach the table."), ROW(key, "The key of a merge; default: the key of the table."),
    ROW(overwrite_scope, "Which partitions an overwrite replaces: those in the result (touched), or all."),
    ROW(order_by, "The column that decides which of two versions of a row wins."),
    ROW(dedup, "How repeated events are recognised."),
    ROW(window, "Of a join: how far apart the two sides may be."), ROW(engine, "What runs it."),
    ROW(atomic, "Whether readers see all of a partition's old rows or all of its new ones."),
    ROW(isolation, "Against other writers; default by format."),
    ROW(token, "What the target remembers of a write, so that a repeat is recognised."),
    ROW(while_live, "What the live pipeline does during the job."),
    ROW(cleanup, "Whether old rows are deleted first."),
    ROW(exclusive, "Whether a second run of it waits or is refused."),
    ROW(ready_check, "Whether it starts only when what it reads is complete."),
    ROW(then, "The tables that are rebuilt after it."), ROW(gate, "What readers are shown meanwhile."),
    ROW(capacity, "The most that it can process."), ROW(deadline, "How soon it must be done."),
    ROW(nondeterministic, "What makes two runs over the same input differ."),
    ROW(because, "Why: constraints by name, or free text."))

DECIDE_SHAPE(
    Erasure, "the erasure plan",
    ROW(method,
        "How a person's data is removed; one word for all, or a word by table, source, backups and default."),
    ROW(requests, "How many requests come in."), ROW(key, "The column by which a person is found."),
    ROW(reaches, "Every table and source that the plan reaches, and the word backups."),
    ROW(every, "How often requests are carried out."),
    ROW(purge_after, "How long after that old files and snapshots are really gone."),
    ROW(because, "Why: constraints by name, or free text."))

DECIDE_SHAPE(Backfill, "the backfill section", ROW(schema, "How schemas change without breaking readers."),
             ROW(jobs, "How history is rebuilt."), ROW(erasure, "How a person's data is removed."))

}  // namespace decide::schema
