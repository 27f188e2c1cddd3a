#include "facts/choice_rows.h"

/// What a table is stored in.
namespace decide::facts {

namespace {

using enum Need;

constexpr Choice rows[] = {
    {"format", "parquet", "Files by column with statistics, in folders; no table around them.",
     names<hot_queries, cost>, names<exact_counts, duplicate_delivery, erasure>,
     "Writers that add whole files, and readers that bear a half-written folder.",
     "No merge, no atomic swap of a partition, no deletion of one row."},
    {"format", "orc", "Files by column with statistics and indexes, in folders; no table around them.",
     names<hot_queries, cost>, names<exact_counts, duplicate_delivery, erasure>,
     "Writers that add whole files, and readers that bear a half-written folder.",
     "No merge, no atomic swap of a partition, no deletion of one row."},
    {"format", "avro", "Files by row that carry their schema: quick to write, read as a whole.",
     names<throughput, schema_drift>, names<hot_queries, exact_counts, erasure>,
     "Landing and exchange, not queries.", "Every query reads every column."},
    {"format",
     "csv",
     "Lines of text that any program can read.",
     {},
     names<hot_queries, schema_drift, cost, exact_counts>,
     "An agreement on quotes, nulls and dates.",
     "No types, no statistics; a column more shifts all others."},
    {"format",
     "json",
     "Lines of text that name their fields; any shape is accepted.",
     {},
     names<hot_queries, cost, schema_drift, exact_counts>,
     "A check of the shape before anything is computed.",
     "Names are stored in every row, and every query parses all of it."},
    {"format",
     "delta",
     "Parquet files under a log of commits: merge, atomic overwrite, time travel.",
     names<exact_counts, duplicate_delivery, hot_queries, high_cardinality, small_files, erasure>,
     {},
     "Compaction, and a vacuum once old versions may go.",
     "Removed rows stay in old files until the vacuum."},
    {"format",
     "iceberg",
     "Files under a tree of manifests: merge, atomic overwrite, hidden partitions, open to many engines.",
     names<exact_counts, duplicate_delivery, hot_queries, high_cardinality, small_files, erasure>,
     {},
     "Compaction, and snapshots that are expired.",
     "Every commit adds metadata; a commit a second does not work."},
    {"format",
     "hudi",
     "Parquet files with an index of keys, made for updates that arrive all the time.",
     names<duplicate_delivery, exact_counts, freshness, small_files, erasure>,
     {},
     "A key and its partition in every row, and a choice between quick writes and quick reads.",
     "Compaction and cleaning to be tuned; the old row is sought inside one partition."},
    {"format",
     "bigquery",
     "A warehouse without machines: partitions by one column, clusters by up to four.",
     names<hot_queries, high_cardinality, exact_counts, erasure>,
     {},
     "A filter on the partition in every large query.",
     "Paid by bytes scanned; deleted rows are kept for time travel and fail-safe."},
    {"format",
     "snowflake",
     "A warehouse of small immutable partitions that are clustered in the background.",
     names<hot_queries, high_cardinality, exact_counts, erasure>,
     {},
     "A clustering key of few columns, and a time travel shorter than the erasure deadline.",
     "Paid by running time; fail-safe keeps deleted rows another week."},
    {"format",
     "redshift",
     "A warehouse on machines of its own, with rows spread and sorted by chosen keys.",
     names<hot_queries, exact_counts, erasure>,
     {},
     "Keys to spread and to sort by, and loads of many files at once.",
     "A cluster that is paid for around the clock, and a vacuum."},
    {"format", "clickhouse", "Sorted parts that are merged in the background; very quick group-bys.",
     names<hot_queries, high_cardinality, freshness>, names<exact_counts, erasure>,
     "Inserts of thousands of rows at once, into few partitions.",
     "Repeated rows are seen until a merge removes them; deleting rewrites parts."},
};

}  // namespace

std::span<const Choice> format_choices() {
  return rows;
}

}  // namespace decide::facts
