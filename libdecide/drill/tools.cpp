#include <algorithm>
#include <array>

#include "drill/session.h"
#include "drill/words.h"

namespace decide::drill {

namespace {

constexpr std::array<std::string_view, 66> tools{
    "airflow",   "athena",     "aws",      "azure",         "beam",       "bigquery",  "bigtable",
    "cassandra", "clickhouse", "cluster",  "columnar",      "composer",   "connector", "dagster",
    "database",  "databricks", "dataflow", "dbt",           "debezium",   "delta",     "druid",
    "duckdb",    "dynamodb",   "elastic",  "elasticsearch", "emr",        "fivetran",  "flink",
    "framework", "gcp",        "glue",     "hadoop",        "hbase",      "hive",      "hudi",
    "iceberg",   "kafka",      "kappa",    "kinesis",       "kubernetes", "lake",      "lakehouse",
    "lambda",    "mongodb",    "mysql",    "orc",           "parquet",    "partition", "pinot",
    "postgres",  "postgresql", "prefect",  "presto",        "pubsub",     "pulsar",    "redis",
    "redshift",  "rockset",    "s3",       "snowflake",     "spark",      "stack",     "technology",
    "tool",      "tools",      "trino"};
static_assert(std::is_sorted(tools.begin(), tools.end()));

}  // namespace

bool is_about_tools(std::string_view question) {
  const auto words = Words::split(question);
  return std::any_of(words.begin(), words.end(), [](const std::string& word) {
    return std::binary_search(tools.begin(), tools.end(), std::string_view(word));
  });
}

bool proposes_tools(std::string_view question) {
  constexpr std::array<std::string_view, 9> choosing{"better", "choose",  "deploy", "pick", "prefer",
                                                     "run",    "suggest", "use",    "using"};
  const auto words = Words::split(question);
  return is_about_tools(question) && std::any_of(words.begin(), words.end(), [&](const std::string& word) {
           return std::find(choosing.begin(), choosing.end(), word) != choosing.end();
         });
}

}  // namespace decide::drill
