#include "estimate/small_files.h"

#include <fmt/format.h>

#include "figures.h"

namespace {

const decide::derive::Constraint* small_files(const Figured& design) {
  return design.facts.constraints.get(decide::derive::ConstraintId::small_files);
}

/// A table of 1 GB a day before compression: 1M rows of 1 kB.
std::string small_files_design(std::string_view every, std::string_view layout) {
  return fmt::format(
      "model: {{tables: {{t: {{role: fact, rows: 1M/day, row_size: 1 kB}}}}, pipelines: {{p: {{from: [s], "
      "to: t, "
      "every: {}}}}}}}\npartition: {{t: {}}}",
      every, layout);
}

}  // namespace

TEST_CASE("small files: what one writer leaves in one commit, against a quarter of the target") {
  // Compression 5 leaves 200 MB a day; 10 commits make 20 MB each.
  const auto small = [](std::string_view every, std::string_view layout) {
    return small_files(Figured(small_files_design(every, layout))) != nullptr;
  };
  CHECK_FALSE(small("2.4 h", "{format: parquet, target_file: 80 MB}"));
  CHECK(small("2.4 h", "{format: parquet, target_file: 80.1 MB}"));
  CHECK(small("2.4 h", "{format: parquet, target_file: 80 MB, writers: 2}"));
  CHECK(small("2.4 h", "{format: parquet, target_file: 80 MB, compression: 6}"));
  CHECK_FALSE(small("2.4 h", "{format: parquet, target_file: 80.1 MB, compression: 1}"));
  CHECK(small("1 d", "{format: parquet, target_file: 80 MB, commit_every: 1 h}"));
  CHECK_FALSE(small("1 min", "{format: parquet, target_file: 80 MB, commit_every: 1 d}"));
  // The default target is that of the format: 128 MiB for Delta, 512 MiB for Iceberg.
  CHECK_FALSE(small("12 h", "{format: delta}"));
  CHECK(small("12 h", "{format: iceberg}"));
  // A warehouse merges its files by itself.
  CHECK_FALSE(small("1 s", "{format: bigquery}"));
  // What is not known is not guessed.
  CHECK_FALSE(small("1 s", "{target_file: 1 GB}"));
  CHECK(small_files(Figured("partition: {t: {format: iceberg, commit_every: 1 s}}")) == nullptr);
}

TEST_CASE("small files: the tightest of several writers decides, and the layout is the origin") {
  const Figured sample(
      "model: {tables: {t: {role: fact, rows: 1M/day, row_size: 1 kB}}, pipelines: {a: {from: [s], to: t, "
      "every: 1 "
      "d}, b: {from: [s], to: t, every: 1 min}, c: {from: [s], to: t}}}\npartition: {t: {format: iceberg}}");
  const auto* found = small_files(sample);
  REQUIRE(found != nullptr);
  REQUIRE(found->origins.size() == 1);
  CHECK(sample.path_of(found->origins[0].at) == "partition.t");
  CHECK(found->origins[0].text.find("139 kB") != std::string::npos);
  CHECK(found->quantity == "1 table");
}
