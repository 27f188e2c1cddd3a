#include "facts/fact.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <iterator>
#include <limits>

namespace decide::facts {

namespace {

// The id is a row of the project's collection of facts; `rules` marks thresholds that a rule or the
// definition of a constraint sets, and values that are assumed where a design does not say. "From memory" and
// "quoted" are said where nobody has read the vendor's own page. The date is that of the text or code that
// was read.
// clang-format off
constexpr Fact table[] = {
    {"athena.max_partitions_per_write", 100, "count", "A52", "Athena guide: CTAS considerations", "2023"},
    {"athena.min_file_bytes", 134217728, "B", "A51",
     "AWS blog: top 10 performance tuning tips for Athena", "2023"},
    {"athena.partitions_slow", 100000, "count", "A49", "Athena guide: performance tuning", "2023"},
    {"attribution.done_by_1h", 0.35, "ratio", "H16",
     "Criteo study of conversion delay, as noted at wulc.me", "2026-08"},
    {"attribution.done_by_24h", 0.50, "ratio", "H16",
     "Criteo study of conversion delay, as noted at wulc.me", "2026-08"},
    {"attribution.google_click", 30, "d", "H11", "Google Ads help: conversion windows", "2026-08"},
    {"attribution.meta_click", 7, "d", "H14", "adbid.me: Meta attribution settings", "2026-08"},
    {"attribution.meta_view", 1, "d", "H14", "adbid.me: Meta attribution settings", "2026-08"},
    {"bq.failsafe", 7, "d", "E16", "BigQuery, from memory", "2026-08"},
    {"bq.max_clustering_columns", 4, "count", "A9", "BigQuery, from memory", "2026-08"},
    {"bq.max_partition_mods_per_day_column", 30000, "count/d", "A4",
     "BigQuery quotas, quoted in other pages", "2026-08"},
    {"bq.max_partition_mods_per_day_ingestion", 5000, "count/d", "A4",
     "BigQuery quotas, quoted in other pages", "2026-08"},
    {"bq.max_partitions_per_job", 4000, "count", "A3", "BigQuery quotas, quoted in other pages", "2026-08"},
    {"bq.max_partitions_per_table", 10000, "count", "A1",
     "BigQuery quotas, quoted in other pages", "2026-08"},
    {"bq.max_table_mods_per_10s", 50, "count", "A5", "BigQuery quotas, quoted in other pages", "2026-08"},
    {"bq.min_cluster_bytes", 64e6, "B", "A10", "BigQuery docs: clustered tables", "2026-08"},
    {"bq.min_partition_bytes_advice", 10e9, "B", "A7", "BigQuery docs: partitioned tables", "2026-08"},
    {"bq.timetravel_plus_failsafe", 14, "d", "E16",
     "BigQuery docs: time travel; length of the fail-safe from memory", "2026-08"},
    {"capacity.min_headroom", 1.5, "ratio", "G2", "derived from the drain time of a backlog", "2026-08"},
    {"ccpa.erasure_deadline", 45, "d", "E6", "11 CCR 7021", "2026-08"},
    {"clickhouse.index_granularity", 8192, "rows", "A59", "ClickHouse default, from memory", "2026-08"},
    {"clickhouse.max_insert_rate", 1, "1/s", "A61", "ClickHouse docs: bulk inserts", "2026-08"},
    {"clickhouse.max_partitions_advice", 1000, "count", "A59", "ClickHouse docs: max partitions", "2026-08"},
    {"clickhouse.max_partitions_limit", 10000, "count", "A59", "ClickHouse docs: max partitions", "2026-08"},
    {"clickhouse.max_partitions_per_insert", 100, "count", "A59",
     "ClickHouse docs: max partitions", "2026-08"},
    {"clickhouse.min_batch_rows", 1000, "rows", "A61", "ClickHouse docs: bulk inserts", "2026-08"},
    {"clickhouse.parts_delay", 1000, "count", "A60", "ClickHouse source: MergeTreeSettings", "2026-08"},
    {"clickhouse.parts_throw", 3000, "count", "A60", "ClickHouse source: MergeTreeSettings", "2026-08"},
    {"dbt.microbatch_lookback_default", 1, "batch", "C13", "dbt docs: microbatch", "2026-08"},
    {"delta.autocompact_file_bytes", 134217728, "B", "A20", "Delta Lake source: DeltaSQLConf", "2026-08"},
    {"delta.autocompact_min_files", 50, "count", "A20", "Delta Lake source: DeltaSQLConf", "2026-08"},
    {"delta.log_retention_days", 30, "d", "A27", "Delta Lake source: DeltaConfig", "2026-08"},
    {"delta.max_clustering_columns", 4, "count", "A17", "Delta Lake docs: liquid clustering", "2026-08"},
    {"delta.min_partition_bytes", 1e9, "B", "A15", "Delta Lake docs: best practices", "2026-08"},
    {"delta.min_table_bytes_to_partition", 1e12, "B", "A13", "Databricks docs: when to partition", "2026-08"},
    {"delta.min_table_bytes_to_partition_new", 1e14, "B", "A14",
     "Databricks on Azure docs: when to partition", "2026-08"},
    {"delta.optimize_file_bytes", 1073741824, "B", "A19", "Delta Lake source: DeltaSQLConf", "2026-08"},
    {"delta.stats_columns", 32, "count", "A17", "Delta Lake docs: liquid clustering", "2026-08"},
    {"delta.vacuum_min_days", 7, "d", "A24", "Delta Lake source: DeltaConfig", "2026-08"},
    {"flink.allowed_lateness_default", 0, "s", "B23", "Flink docs: windows", "2026-08"},
    {"flink.stale_commit_factor", 12, "ratio", "A45", "Iceberg docs: Flink writes, example alert", "2026-08"},
    {"gdpr.erasure_deadline", 30, "d", "E1", "GDPR art. 12(3), one month; dataprotection.ie", "2026-08"},
    {"glue.max_partitions_per_scan", 1000000, "count", "A48", "Athena guide: service limits", "2023"},
    {"glue.max_partitions_per_table", 1e7, "count", "A48", "Athena guide: service limits", "2023"},
    {"headroom.max_factor", 1000, "ratio", "rules", "range of the search", "2026-08"},
    {"headroom.precision", 0.02, "ratio", "rules", "precision of the search", "2026-08"},
    {"hipaa.retention_years", 6, "y", "E12", "45 CFR 164.316(b)(2)(i), quoted in other pages", "2026-08"},
    {"hive.max_dynamic_partitions", 1000, "count", "A46",
     "Hive defaults, seen in scripts and notes", "2026-08"},
    {"hive.max_dynamic_partitions_per_node", 100, "count", "A46",
     "Hive defaults, seen in scripts and notes", "2026-08"},
    {"hll.bq_error", 0.0057, "ratio", "G14", "BigQuery, from memory", "2026-08"},
    {"hll.redis_bytes", 12288, "B", "G14", "Redis docs: HyperLogLog", "2026-08"},
    {"hll.redis_error", 0.0081, "ratio", "G14", "Redis docs: HyperLogLog", "2026-08"},
    {"hll.spark_error", 0.05, "ratio", "G14", "Spark, from memory", "2026-08"},
    {"hll.trino_error", 0.023, "ratio", "G14", "Trino docs: approx_distinct", "2026-08"},
    {"hudi.target_file_bytes", 125829120, "B", "A55", "Hudi source: HoodieStorageConfig", "2026-08"},
    {"iceberg.commit_retries", 4, "count", "A35", "Iceberg docs: configuration", "2026-08"},
    {"iceberg.expire_days", 5, "d", "A36", "Iceberg docs: Spark procedures", "2026-08"},
    {"iceberg.kc_commit_interval", 300, "s", "B47", "Iceberg docs: Kafka Connect", "2026-08"},
    {"iceberg.metadata_versions", 100, "count", "A39", "Iceberg docs: configuration", "2026-08"},
    {"iceberg.min_commit_interval", 60, "s", "A41", "Iceberg docs: Spark structured streaming", "2026-08"},
    {"iceberg.orphan_days", 3, "d", "A37", "Iceberg docs: Spark procedures", "2026-08"},
    {"iceberg.rewrite_max_ratio", 1.80, "ratio", "A38", "Iceberg docs: Spark procedures", "2026-08"},
    {"iceberg.rewrite_min_input_files", 5, "count", "A38", "Iceberg docs: Spark procedures", "2026-08"},
    {"iceberg.rewrite_min_ratio", 0.75, "ratio", "A38", "Iceberg docs: Spark procedures", "2026-08"},
    {"iceberg.row_group_bytes", 134217728, "B", "A32", "Iceberg docs: configuration", "2026-08"},
    {"iceberg.target_file_bytes", 536870912, "B", "A32", "Iceberg docs: configuration", "2026-08"},
    {"kafka.max_inflight_idempotent", 5, "count", "B6", "Kafka source: ProducerConfig", "2024-10"},
    {"kafka.max_partitions_per_broker", 4000, "count", "B15", "Amazon MSK guide: best practices", "2026-08"},
    {"kafka.offset_retention_days", 7, "d", "B2", "Kafka source: GroupCoordinatorConfig", "2024-10"},
    {"kafka.partition_mb_s_default", 10, "MB/s", "B14",
     "semweb.academy: Kafka sizing; low end of 10 to 50", "2026-08"},
    {"kafka.retention_days", 7, "d", "B1", "Kafka source: LogConfig", "2024-10"},
    {"kafka.tombstone_hours", 24, "h", "B3", "Kafka source: TopicConfig", "2024-10"},
    {"kafka.txn_max_timeout", 900, "s", "B8", "Kafka source: TransactionStateManagerConfig", "2024-10"},
    {"layout.better_note", 1.5, "ratio", "rules", "a threshold of the rules", "2026-08"},
    {"layout.better_warning", 3, "ratio", "rules", "a threshold of the rules", "2026-08"},
    {"layout.bytes_per_open", 4194304, "B", "rules",
     "cost of opening a file in Spark, from memory", "2026-08"},
    {"layout.compaction_mb_s", 100, "MB/s", "rules", "assumed for one writer", "2026-08"},
    {"layout.erasure_share", 0.1, "ratio", "rules", "a threshold of the rules", "2026-08"},
    {"layout.expiry_days", 30, "d", "rules", "assumed interval of deleting expired rows", "2026-08"},
    {"layout.full_scan_error", 100, "ratio", "rules", "a threshold of the rules", "2026-08"},
    {"layout.full_scan_warning", 10, "ratio", "rules", "a threshold of the rules", "2026-08"},
    {"layout.hot_share", 0.8, "ratio", "rules", "definition of the constraint hot-queries", "2026-08"},
    {"layout.large_partition_bytes", 1e12, "B", "rules", "a threshold of the rules", "2026-08"},
    {"layout.late_fan_out", 24, "count", "rules", "a threshold of the rules", "2026-08"},
    {"layout.max_snapshots", 10000, "count", "rules", "a threshold of the rules", "2026-08"},
    {"layout.metadata_bytes_per_file", 1000, "B", "rules", "assumed size of a manifest entry", "2026-08"},
    {"layout.min_cluster_values", 10, "count", "rules", "a threshold of the rules", "2026-08"},
    {"layout.min_mean_file_bytes", 64e6, "B", "G10", "derived from files per day", "2026-08"},
    {"layout.partitions_error", 100000, "count", "G11",
     "derived from the limits of several products", "2026-08"},
    {"layout.partitions_warning", 10000, "count", "G11",
     "derived from the limits of several products", "2026-08"},
    {"layout.skew_factor", 10, "ratio", "rules", "a threshold of the rules", "2026-08"},
    {"layout.small_files_ratio", 0.25, "ratio", "rules",
     "definition of the constraint small-files", "2026-08"},
    {"layout.tiny_file_bytes", 8e6, "B", "G10", "derived from files per day", "2026-08"},
    {"mobile.late_horizon", 72, "h", "B49", "Firebase help: BigQuery export", "2026-08"},
    {"model.aggregate_gain", 0.5, "ratio", "rules", "a threshold of the rules", "2026-08"},
    {"model.batch_interval", 3600, "s", "rules", "usual shortest interval of a batch", "2026-08"},
    {"model.batch_landing", 86400, "s", "rules", "usual interval of a batch that reads a source", "2026-08"},
    {"model.high_cardinality", 100000, "count", "rules",
     "definition of the constraint high-cardinality", "2026-08"},
    {"model.raw_report_rows", 100000000, "rows", "rules", "a threshold of the rules", "2026-08"},
    {"model.raw_report_runs", 1000, "1/d", "rules", "a threshold of the rules", "2026-08"},
    {"model.raw_report_within", 60, "s", "rules", "a threshold of the rules", "2026-08"},
    {"model.stream_freshness", 900, "s", "rules", "a threshold of the rules", "2026-08"},
    {"parquet.dictionary_bytes", 2097152, "B", "A32", "Iceberg docs: configuration", "2026-08"},
    {"parquet.page_bytes", 1048576, "B", "A32", "Iceberg docs: configuration", "2026-08"},
    {"parquet.row_group_bytes", 134217728, "B", "A65", "default of the table formats", "2026-08"},
    {"pci.audit_log_hot_months", 3, "month", "E11", "PCI DSS 10.5.1, at withpci.com", "2026-08"},
    {"pci.audit_log_months", 12, "month", "E11", "PCI DSS 10.5.1, at withpci.com", "2026-08"},
    {"price.athena_per_tb", 5.00, "USD/TB", "G20", "Athena list price, quoted in other pages", "2026-08"},
    {"price.bq_per_tib", 6.25, "USD/TiB", "G19",
     "BigQuery list price on demand, quoted in other pages", "2026-08"},
    {"price.s3_gb_month", 0.023, "USD/GB-month", "G21", "S3 Standard list price, quoted in other pages", "2026-08"},
    {"price.s3_get_per_1000", 0.0004, "USD/1000", "G21",
     "S3 Standard list price, quoted in other pages", "2026-08"},
    {"price.s3_put_per_1000", 0.005, "USD/1000", "G21",
     "S3 Standard list price, quoted in other pages", "2026-08"},
    {"quality.anomaly_sigma", 3, "sigma", "F9", "Elementary docs: anomaly tests", "2026-08"},
    {"quality.anomaly_training_days", 14, "d", "F9", "Elementary docs: anomaly tests", "2026-08"},
    {"quality.dup_rate_alarm", 0.02, "ratio", "N9", "System design playbook article", "2026-08"},
    {"quality.freshness_factor", 1.5, "ratio", "N8", "System design playbook article", "2026-08"},
    {"quality.quiet_source_rate", 1, "1/min", "rules", "a threshold of the rules", "2026-08"},
    {"quality.spiky_swing", 0.2, "ratio", "rules", "assumed daily swing of a count", "2026-08"},
    {"quality.ten_times", 10, "ratio", "rules", "a threshold of the rules", "2026-08"},
    {"quality.volume_drop_alarm", 0.40, "ratio", "N7", "System design playbook article", "2026-08"},
    {"s3.get_per_prefix", 5500, "1/s", "A63", "S3 guide: optimizing performance", "2026-08"},
    {"s3.list_page", 1000, "keys", "A64", "S3 API: ListObjectsV2, quoted in other pages", "2026-08"},
    {"s3.put_per_prefix", 3500, "1/s", "A63", "S3 guide: optimizing performance", "2026-08"},
    {"scope.event_size", 500, "B", "rules", "assumed where the design does not say", "2026-08"},
    {"scope.hard_corner_freshness", 60, "s", "rules", "a threshold of the rules", "2026-08"},
    {"scope.hard_corner_peak", 10000, "1/s", "rules", "a threshold of the rules", "2026-08"},
    {"scope.late_events_floor", 60, "s", "rules", "definition of the constraint late-events", "2026-08"},
    {"scope.offline_tail_floor", 24, "h", "B49", "a threshold of the rules", "2026-08"},
    {"snowflake.failsafe", 7, "d", "E17", "Snowflake docs, quoted in other pages", "2026-08"},
    {"snowflake.max_cluster_columns", 4, "count", "A58",
     "Snowflake engineering blog: clustering keys", "2026-08"},
    {"snowflake.micro_partition_bytes", 16e6, "B", "A57",
     "Snowflake, compressed size from memory", "2026-08"},
    {"snowflake.min_table_bytes_to_cluster", 1e12, "B", "A58", "Snowflake docs: micro-partitions", "2026-08"},
    {"snowflake.timetravel_max", 90, "d", "E17", "Snowflake docs, quoted in other pages", "2026-08"},
    {"sox.retention_years", 7, "y", "E12", "17 CFR 210.2-06, quoted in other pages", "2026-08"},
    {"state.bloom_bits_1pct", 9.6, "bit", "G17", "derived: -ln p / (ln 2)^2", "2026-08"},
    {"state.error_bytes", 1e12, "B", "G8", "a threshold of the rules", "2026-08"},
    {"state.key_bytes_text", 36, "B", "G6", "length of a UUID as text", "2026-08"},
    {"state.rocksdb_bytes_per_binary_id", 25, "B", "G6", "measured with RocksDB 7.8.3", "2026-08"},
    {"state.rocksdb_bytes_per_text_id", 40, "B", "G6", "measured with RocksDB 7.8.3", "2026-08"},
    {"state.rocksdb_row_overhead", 30, "B", "G7", "measured with RocksDB 7.8.3", "2026-08"},
    {"state.warning_bytes", 1e11, "B", "G6", "a threshold of the rules", "2026-08"},
    {"trino.max_partitions_per_writer", 100, "count", "A47", "Trino docs: Hive connector", "2026-08"},
    {"trino.target_file_bytes", 1e9, "B", "A47", "Trino docs: Hive connector", "2026-08"},
};
// clang-format on

constexpr bool out_of_order(const Fact& a, const Fact& b) {
  return a.name >= b.name;
}
constexpr bool complete(const Fact& row) {
  return !row.name.empty() && !row.unit.empty() && !row.id.empty() && !row.source.empty() &&
         !row.date.empty();
}
static_assert(std::adjacent_find(std::begin(table), std::end(table), out_of_order) == std::end(table),
              "facts are ascending by name, each name once");
static_assert(std::all_of(std::begin(table), std::end(table), complete));

/// Rules and the layout search ask for facts thousands of times a design: the rows by a number made of a few
/// letters of the name, in the next vacant slot where two have the same.
constexpr std::uint8_t vacant = 0xFF;
constexpr std::size_t slot_count = 1024;
static_assert(std::size(table) < vacant);

constexpr std::size_t slot_of(std::string_view name) {
  const auto letter = [&](std::size_t at) {
    return static_cast<std::size_t>(static_cast<unsigned char>(name[at]));
  };
  if (name.empty()) return 0;
  const std::size_t last = name.size() - 1;
  return (name.size() + 7 * letter(0) + 31 * letter(last) + 61 * letter(last / 2) +
          127 * letter(last * 3 / 4)) %
         slot_count;
}

constexpr std::array<std::uint8_t, slot_count> slots = [] {
  std::array<std::uint8_t, slot_count> made{};
  made.fill(vacant);
  for (std::size_t row = 0; row < std::size(table); ++row) {
    std::size_t slot = slot_of(table[row].name);
    while (made[slot] != vacant) slot = (slot + 1) % slot_count;
    made[slot] = static_cast<std::uint8_t>(row);
  }
  return made;
}();

// Not a number: whatever is compared with it is false, so a rule that asks for a missing name says nothing.
constexpr Fact unknown{"", std::numeric_limits<double>::quiet_NaN(), "", "", "", ""};

}  // namespace

std::span<const Fact> all() {
  return table;
}

const Fact& fact(std::string_view name) {
  for (std::size_t slot = slot_of(name); slots[slot] != vacant; slot = (slot + 1) % slots.size()) {
    if (table[slots[slot]].name == name) return table[slots[slot]];
  }
  return unknown;
}

bool Values::replace(std::string_view name, double value) {
  const Fact& usual = facts::fact(name);
  if (usual.name.empty()) return false;
  std::erase_if(replaced_, [&](const Fact& row) { return row.name == name; });
  replaced_.push_back({usual.name, value, usual.unit, ".dedesign.yaml", ".dedesign.yaml", usual.date});
  return true;
}

const Fact& Values::fact(std::string_view name) const {
  const auto found =
      std::find_if(replaced_.begin(), replaced_.end(), [&](const Fact& row) { return row.name == name; });
  return found != replaced_.end() ? *found : facts::fact(name);
}

}  // namespace decide::facts
