#include "facts/engine.h"

#include <algorithm>
#include <iterator>

namespace decide::facts {

namespace {

/// Where a text names two, the first row counts: dbt on Spark is dbt, Flink from Kafka is Flink. A mode is
/// withheld only where the product has nothing like it; what is offered beside the main way counts as had.
constexpr EngineTraits table[] = {
    {"dbt", "dbt", false, true, true, "compiles SQL that a schedule runs", "C7 C13 C14"},
    {"SQLMesh", "sqlmesh", false, true, true, "compiles SQL that a schedule runs", ""},
    {"Spark", "spark,pyspark,databricks,emr,glue,dataproc", true, true, true, "", "B32 B38"},
    {"Flink", "flink,pyflink", true, true, true, "", "B18 B23"},
    {"Beam", "beam,dataflow", true, true, true, "", ""},
    {"Kafka Connect", "kafka connect,kafkaconnect,connect", true, true, false,
     "copies records from topic to sink as they come", "B47"},
    {"ksqlDB", "ksqldb,ksql", true, false, false, "runs queries over topics that never end", "B10"},
    {"Kafka Streams", "kafka streams,kafkastreams,kstreams", true, false, false,
     "is a library for programs that read topics and never end", "B10"},
    {"Debezium", "debezium", true, false, false, "follows the log of a database", ""},
    {"Samza", "samza", true, false, false, "handles messages as they come", ""},
    {"Storm", "storm", true, true, false, "handles messages as they come", ""},
    {"Materialize", "materialize", true, false, false, "keeps views up to date as rows come", ""},
    {"RisingWave", "risingwave", true, false, false, "keeps views up to date as rows come", ""},
    {"Firehose", "firehose", true, true, false, "delivers buffers of records as they fill", ""},
    {"Snowpipe", "snowpipe", true, true, false, "loads files and rows as they arrive", ""},
    {"Hive", "hive,hiveql,tez", false, false, true, "runs one query over files at a time", "A46 C25"},
    {"MapReduce", "mapreduce,hadoop,pig,sqoop", false, false, true, "runs jobs over files", ""},
    {"Athena", "athena", false, true, true, "runs one query of at most 30 minutes at a time", "A52 A53"},
    {"Trino", "trino,presto,starburst", false, true, true, "runs one query at a time", "A47"},
    {"DuckDB", "duckdb", false, true, true, "runs queries inside one process", ""},
    {"pandas", "pandas,polars,dask", false, true, true, "computes over data that is there", ""},
    {"Airflow", "airflow,dagster,prefect,luigi,cron", false, true, true,
     "starts tasks by a schedule and handles no events itself", "C1 C6"},
    {"Airbyte", "airbyte,fivetran,stitch,meltano,singer", false, true, true, "copies by a schedule", ""},
    {"BigQuery", "bigquery,bq", true, true, true, "", ""},
    {"Snowflake", "snowflake", true, true, true, "", ""},
    {"Redshift", "redshift", true, true, true, "", ""},
    {"ClickHouse", "clickhouse", true, true, true, "", ""},
};

constexpr std::string_view warehouses = "bigquery snowflake redshift clickhouse";
constexpr std::string_view plain_files = "parquet orc avro csv json";
constexpr std::string_view no_memory =
    "the sink does not store what was read together with what was written, so that a restart writes again";

constexpr SinkTraits sinks[] = {
    {"Spark", "", "merge increment overwrite_partition replace", true, true, false, "at_least_once",
     "such a write runs in foreachBatch, which may be called again with the same batch", "B38 B39 B42"},
    {"Spark", warehouses, "", true, true, true, "at_least_once",
     "a warehouse is written in foreachBatch, which may be called again with the same batch", "B38"},
    {"Flink", warehouses, "", true, true, true, "at_least_once", no_memory, "B10 B21"},
    {"Flink", "", "increment", true, true, false, "at_least_once",
     "a sum that is added to is added to again when a checkpoint is repeated", "B21 B42"},
    {"Kafka Streams", "", "", false, true, true, "at_least_once",
     "its transactions reach from topic to topic, and a table is neither", "B10"},
    {"ksqlDB", "", "", false, true, true, "at_least_once",
     "its transactions reach from topic to topic, and a table is neither", "B10"},
    {"Kafka Connect", "parquet orc avro csv json delta hudi bigquery snowflake redshift clickhouse", "",
     false, true, true, "at_least_once", no_memory, "B10 B47"},
    {"Debezium", "", "", false, true, true, "at_least_once",
     "after a crash it reads the log again from its last saved position", ""},
    {"Firehose", "", "", false, false, true, "at_least_once", "a delivery that times out is sent again", ""},
    {"dbt", "", "append", false, false, false, "at_least_once",
     "a run that is repeated appends its rows again", "C7"},
    {"Hive", plain_files, "append", false, false, false, "at_least_once",
     "a failed insert leaves files that later queries read", "C27"},
    {"Athena", plain_files, "append", false, false, false, "at_least_once",
     "a failed insert leaves files that later queries read", "A53 C27"},
    {"Trino", plain_files, "append", false, false, false, "at_least_once",
     "a failed insert leaves files that later queries read", "A47 C27"},
};

constexpr SourceTraits sources[] = {
    {"Flink", "pubsub", "at_least_once", "Pub/Sub may deliver a message again after it was handled", "B22"},
};

constexpr char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}
constexpr bool is_letter(char c) {
  return lower(c) >= 'a' && lower(c) <= 'z';
}

/// One list item after the other; `rest` becomes what follows.
std::string_view next_item(std::string_view& rest, char separator) {
  const std::size_t end = rest.find(separator);
  const std::string_view item = rest.substr(0, end);
  rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
  return item;
}

/// Length of the match of `alias` at the beginning of `text`; a blank stands for any signs between words.
std::size_t matched(std::string_view text, std::string_view alias) {
  std::size_t at = 0;
  for (const char c : alias) {
    if (c == ' ') {
      const std::size_t before = at;
      while (at < text.size() && !is_letter(text[at])) ++at;
      if (at == before) return 0;
    } else if (at < text.size() && lower(text[at]) == c) {
      ++at;
    } else {
      return 0;
    }
  }
  return at;
}

/// True if the alias stands in the text as words of its own.
bool names(std::string_view text, std::string_view alias) {
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (at > 0 && is_letter(text[at - 1])) continue;
    const std::size_t length = matched(text.substr(at), alias);
    if (length > 0 && (at + length == text.size() || !is_letter(text[at + length]))) return true;
  }
  return false;
}

bool is_named(std::string_view text, const EngineTraits& engine) {
  for (std::string_view rest = engine.aliases; !rest.empty();) {
    if (names(text, next_item(rest, ','))) return true;
  }
  return false;
}

/// True if a list separated by blanks holds the word, or is empty.
bool is_among(std::string_view list, std::string_view word) {
  if (list.empty()) return true;
  while (!list.empty()) {
    if (next_item(list, ' ') == word) return true;
  }
  return false;
}

}  // namespace

std::span<const EngineTraits> engines() {
  return table;
}

const EngineTraits* engine_traits(std::string_view text) {
  const auto* const found = std::find_if(std::begin(table), std::end(table),
                                         [&](const EngineTraits& row) { return is_named(text, row); });
  return found == std::end(table) ? nullptr : found;
}

const SinkTraits* sink_traits(std::string_view engine, std::string_view format, std::string_view write,
                              bool streaming) {
  const auto* const found = std::find_if(std::begin(sinks), std::end(sinks), [&](const SinkTraits& row) {
    return row.engine == engine && is_among(row.formats, format) && is_among(row.writes, write) &&
           (streaming || !row.only_streaming);
  });
  return found == std::end(sinks) ? nullptr : found;
}

const SourceTraits* source_traits(std::string_view engine, std::string_view kind) {
  const auto* const found =
      std::find_if(std::begin(sources), std::end(sources),
                   [&](const SourceTraits& row) { return row.engine == engine && row.kind == kind; });
  return found == std::end(sources) ? nullptr : found;
}

}  // namespace decide::facts
