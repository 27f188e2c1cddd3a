#include "facts/format.h"

#include <algorithm>
#include <iterator>

namespace decide::facts {

namespace {

// Compression is the ratio of a row's uncompressed bytes to what is stored.
// - Columnar: 5, the low end of what is reported for JSON (A70). The higher figures (A55, A67) are against
// JSON
//   text, and a declared row size is nearer to the width of the values; random ids set a floor (A68).
// - BigQuery: 1, since it bills and prunes by logical bytes.
// - Avro: 2, assumed for blocks of binary rows; csv and json are not compressed unless the layout says so.
// Sizes of file are those that the product aims at by itself; the warehouses' are their units of pruning.
constexpr double columnar = 5;
constexpr double mebibyte = 1024.0 * 1024;

constexpr FormatTraits table[] = {
    {.name = "parquet",
     .schema_change = true,
     .compression = columnar,
     .target_file = 128 * mebibyte,
     .isolation = "none",
     .id = "A51 A53 A70 C27 D27"},
    {.name = "orc",
     .schema_change = true,
     .compression = columnar,
     .target_file = 128 * mebibyte,
     .isolation = "none",
     .id = "A51 A53 A70 C27 D27"},
    {.name = "avro",
     .schema_change = true,
     .compression = 2,
     .target_file = 128 * mebibyte,
     .isolation = "none",
     .id = "A51 A53 C27 D7"},
    {.name = "csv", .target_file = 128 * mebibyte, .isolation = "none", .id = "A51 A53 C27"},
    {.name = "json",
     .schema_change = true,
     .target_file = 128 * mebibyte,
     .isolation = "none",
     .id = "A51 A53 C27"},
    {.name = "delta",
     .merge = true,
     .atomic_overwrite = true,
     .time_travel = true,
     .schema_change = true,
     .compression = columnar,
     .target_file = 128 * mebibyte,
     .max_cluster_columns = 4,
     .isolation = "serializable",
     .id = "A17 A20 A24 A30 A70 C26"},
    {.name = "iceberg",
     .merge = true,
     .atomic_overwrite = true,
     .time_travel = true,
     .schema_change = true,
     .compression = columnar,
     .target_file = 512 * mebibyte,
     .isolation = "serializable",
     .id = "A32 A36 A42 A70 D18"},
    // Without a lock provider Hudi expects one writer: nothing guards it against a second.
    {.name = "hudi",
     .merge = true,
     .atomic_overwrite = true,
     .time_travel = true,
     .schema_change = true,
     .compression = columnar,
     .target_file = 120 * mebibyte,
     .isolation = "none",
     .id = "A55 A56 A70"},
    {.name = "bigquery",
     .merge = true,
     .atomic_overwrite = true,
     .time_travel = true,
     .schema_change = true,
     .compression = 1,
     .target_file = 64e6,
     .max_cluster_columns = 4,
     .max_partition_columns = 1,
     .hashes = false,
     .compacts_itself = true,
     .isolation = "snapshot",
     .id = "A9 A10 A12 C20 D25 E16"},
    {.name = "snowflake",
     .merge = true,
     .atomic_overwrite = true,
     .time_travel = true,
     .schema_change = true,
     .compression = columnar,
     .target_file = 16e6,
     .max_cluster_columns = 4,
     .partitions = false,
     .hashes = false,
     .compacts_itself = true,
     .isolation = "snapshot",
     .id = "A57 A58 A70 C21 E17"},
    {.name = "redshift",
     .merge = true,
     .atomic_overwrite = true,
     .schema_change = true,
     .compression = columnar,
     .target_file = 128 * mebibyte,
     .partitions = false,
     .hashes = false,
     .compacts_itself = true,
     .isolation = "snapshot",
     .id = "A62 A70"},
    // A merge is a ReplacingMergeTree: rows of one key collapse in the background, and a read with FINAL sees
    // one of them. REPLACE PARTITION is one step.
    {.name = "clickhouse",
     .merge = true,
     .atomic_overwrite = true,
     .schema_change = true,
     .compression = columnar,
     .target_file = 128 * mebibyte,
     .hashes = false,
     .compacts_itself = true,
     .isolation = "none",
     .id = "A59 A60 A61 A70"},
};

}  // namespace

const FormatTraits* format_traits(std::string_view name) {
  const auto* const found = std::find_if(std::begin(table), std::end(table),
                                         [&](const FormatTraits& row) { return row.name == name; });
  return found == std::end(table) ? nullptr : found;
}

}  // namespace decide::facts
