#include "facts/format.h"

#include <regex>
#include <string>

#include "catch.h"
#include "facts/fact.h"

using decide::facts::fact;
using decide::facts::format_traits;

namespace {

constexpr std::string_view all_formats[] = {"parquet",  "orc",       "avro",     "csv",
                                            "json",     "delta",     "iceberg",  "hudi",
                                            "bigquery", "snowflake", "redshift", "clickhouse"};

}  // namespace

TEST_CASE("every format has sensible traits and says where they were read") {
  for (const auto name : all_formats) {
    CAPTURE(name);
    const auto* traits = format_traits(name);
    REQUIRE(traits != nullptr);
    CHECK(traits->name == name);
    CHECK(traits->compression >= 1);
    CHECK(traits->compression <= 20);
    CHECK(traits->target_file > 0);
    CHECK(std::regex_match(std::string(traits->isolation), std::regex("none|snapshot|serializable")));
    CHECK(std::regex_match(std::string(traits->id), std::regex("[A-Z][0-9]+( [A-Z][0-9]+)*")));
  }
  CHECK(format_traits("Parquet") == nullptr);
  CHECK(format_traits("") == nullptr);
}

TEST_CASE("plain files neither merge nor replace a partition in one step") {
  for (const auto name : {"parquet", "orc", "avro", "csv", "json"}) {
    CAPTURE(name);
    const auto& traits = *format_traits(name);
    CHECK_FALSE(traits.merge);
    CHECK_FALSE(traits.atomic_overwrite);
    CHECK_FALSE(traits.time_travel);
    CHECK_FALSE(traits.compacts_itself);
    CHECK(traits.isolation == "none");
  }
  CHECK(format_traits("parquet")->schema_change);
  CHECK_FALSE(format_traits("csv")->schema_change);
}

TEST_CASE("table formats and warehouses do") {
  for (const auto name : {"delta", "iceberg", "hudi", "bigquery", "snowflake", "redshift", "clickhouse"}) {
    CAPTURE(name);
    CHECK(format_traits(name)->merge);
    CHECK(format_traits(name)->atomic_overwrite);
    CHECK(format_traits(name)->schema_change);
  }
  CHECK_FALSE(format_traits("redshift")->time_travel);
  CHECK_FALSE(format_traits("clickhouse")->time_travel);
}

TEST_CASE("the traits agree with the facts that they repeat") {
  CHECK(format_traits("iceberg")->target_file == fact("iceberg.target_file_bytes").value);
  CHECK(format_traits("hudi")->target_file == fact("hudi.target_file_bytes").value);
  CHECK(format_traits("delta")->target_file == fact("delta.autocompact_file_bytes").value);
  CHECK(format_traits("parquet")->target_file == fact("athena.min_file_bytes").value);
  CHECK(format_traits("snowflake")->target_file == fact("snowflake.micro_partition_bytes").value);
  CHECK(format_traits("bigquery")->max_cluster_columns ==
        static_cast<int>(fact("bq.max_clustering_columns").value));
  CHECK(format_traits("delta")->max_cluster_columns ==
        static_cast<int>(fact("delta.max_clustering_columns").value));
  CHECK(format_traits("snowflake")->max_cluster_columns ==
        static_cast<int>(fact("snowflake.max_cluster_columns").value));
  CHECK(format_traits("bigquery")->max_partition_columns == 1);
}
