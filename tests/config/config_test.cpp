#include "config/config.h"

#include <string>

#include "catch.h"

using namespace decide;

namespace {

Result<config::Config> read(std::string text) {
  return config::read(yaml::parse(Source(".dedesign.yaml", std::move(text))));
}

std::string refused(std::string text) {
  const auto result = read(std::move(text));
  REQUIRE_FALSE(result);
  return result.error().message + " | " + result.error().help;
}

double value(std::string text, std::string_view fact) {
  const auto result = read(std::move(text));
  if (!result) FAIL(result.error().message);
  return result->values.fact(fact).value;
}

}  // namespace

TEST_CASE("facts are replaced in their own unit") {
  CHECK(value("facts: {parquet.row_group_bytes: 64 MB}\n", "parquet.row_group_bytes") == 64e6);
  CHECK(value("facts:\n  iceberg.expire_days: 36 h\n", "iceberg.expire_days") == Approx(1.5));
  CHECK(value("facts: {layout.better_note: 2.5}\n", "layout.better_note") == 2.5);
  CHECK(value("facts: {price.athena_per_tb: 4.5}\n", "price.athena_per_tb") == 4.5);
  CHECK(value("facts: {bq.max_partitions_per_table: 20k}\n", "bq.max_partitions_per_table") == 20000);
  CHECK(value("facts: {layout.compaction_mb_s: 50 MB/s}\n", "layout.compaction_mb_s") == Approx(50));
  CHECK(value("facts: {s3.put_per_prefix: 100/s}\n", "s3.put_per_prefix") == Approx(100));
  CHECK(value("facts: {model.raw_report_runs: 24/h}\n", "model.raw_report_runs") == Approx(576));
}

TEST_CASE("what is not replaced stays, and a replaced fact says so") {
  const auto result = read("facts: {layout.better_note: 2.5}\n");
  REQUIRE(result);
  CHECK(result->values.fact("layout.better_warning").value == 3);
  CHECK(result->values.fact("layout.better_note").id == ".dedesign.yaml");
  CHECK(result->values.fact("no.such.fact").name.empty());
}

TEST_CASE("a file that says nothing") {
  for (const char* text : {"", "# nothing\n", "facts:\n", "facts: {}\n"}) {
    CAPTURE(text);
    const auto result = read(text);
    REQUIRE(result);
    CHECK(result->values.empty());
  }
}

TEST_CASE("what cannot be read is refused with its place") {
  CHECK(refused("facts: {parquet.row_group_byte: 1 MB}\n") ==
        ".dedesign.yaml:1:9: `parquet.row_group_byte` is no fact | `parquet.row_group_bytes`?");
  CHECK(refused("fact: {}\n") == ".dedesign.yaml:1:1: `fact` is no key of this file | `facts`?");
  CHECK(refused("rules: {}\n").find("it takes facts") != std::string::npos);
  CHECK(refused("facts:\n  parquet.row_group_bytes: 128\n").find(".dedesign.yaml:2:28: `128` of") == 0);
  CHECK(refused("facts: {layout.better_note: [1]}\n").find("takes one value") != std::string::npos);
  CHECK(refused("facts: [a]\n").find("`facts` is no mapping") != std::string::npos);
  CHECK(refused("text\n").find("the file is no mapping") != std::string::npos);
  CHECK(refused("facts: {layout.better_note: -1}\n").find(".dedesign.yaml:1:29") == 0);
  CHECK(refused("a: [\n").find(".dedesign.yaml:") == 0);
  CHECK(refused("facts: {}\nfacts: {}\n").find(".dedesign.yaml:2:1") == 0);
}
