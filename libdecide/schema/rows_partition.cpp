#include "schema/table.h"

namespace decide::schema {

DECIDE_SHAPE(Compact, "a compaction", ROW(every, "How often small files are merged."),
             ROW(to, "The size of file that it makes; default: target_file."))

DECIDE_SHAPE(Layout, "a layout", ROW(format, "The table format or warehouse."),
             ROW(by, "The partition columns, as transforms."),
             ROW(cluster, "The columns by which rows are sorted or clustered inside a partition."),
             ROW(target_file, "The size of file that is aimed at."),
             ROW(writers, "Parallel writers per commit; default: 1."),
             ROW(commit_every, "How often rows become visible; default: the `every` of the pipeline."),
             ROW(compact, "When small files are merged."),
             ROW(expire_snapshots, "How long old snapshots are kept, for time travel."),
             ROW(compression, "Uncompressed bytes to stored bytes; default by format."),
             ROW(timezone, "The time zone of day() and hour()."),
             ROW(because, "Why: constraints by name, or free text."))

}  // namespace decide::schema
