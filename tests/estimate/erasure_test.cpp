#include "estimate/erasure.h"

#include <fmt/format.h>

#include "figures.h"

namespace {

std::optional<decide::estimate::ErasureWork> work(std::string_view by, std::string_view plan) {
  const Figured design(
      fmt::format("model: {{tables: {{t: {{role: fact, rows: 100M/day, row_size: 100 B, retention: 100 d, "
                  "columns: {{user: {{type: "
                  "string, cardinality: 100M}}, at: {{type: timestamp, time: event}}}}}}}}, pipelines: {{p: "
                  "{{from: [s], to: t, mode: "
                  "batch, every: 1 d}}}}}}\npartition: {{t: {{format: iceberg, compression: 1, writers: 4, "
                  "target_file: 1 GB, compact: "
                  "{{every: 1 d, to: 1 GB}}, by: {}}}}}\nbackfill: {{erasure: {{{}}}}}\n",
                  by, plan));
  const auto& table = design.table("t");
  return decide::estimate::erasure_work(table.model, *table.shape, *table.partitions, *table.files,
                                        design.read.design.backfill.erasure);
}

}  // namespace

TEST_CASE("erasure: files that hold a row of the people of one run") {
  // 100 rows a person, 10 people, 1,000 rows in 1,000 files.
  const auto one = work("[day(at)]", "key: user, requests: 10/day, every: 1 d");
  REQUIRE(one);
  CHECK(one->rows_each == near(100));
  CHECK(one->files_all == near(1000));
  CHECK(one->files == near(1000 * (1 - std::pow(1 - 1 / 1000.0, 1000))));
  CHECK(one->share() == near(one->files / 1000));
  CHECK(one->run.value == near(one->bytes / 400e6));
}

TEST_CASE("erasure: buckets of the key keep the others out of reach") {
  const auto spread = work("[day(at)]", "key: user, requests: 1/day, every: 1 d");
  const auto bucket = work("[\"bucket(100, user)\"]", "key: user, requests: 1/day, every: 1 d");
  REQUIRE((spread && bucket));
  CHECK(bucket->share() < 0.02);
  CHECK(spread->share() > 0.05);
}

TEST_CASE("erasure: what is not said is not guessed") {
  CHECK_FALSE(work("[day(at)]", "key: user, every: 1 d"));
  CHECK_FALSE(work("[day(at)]", "key: nobody, requests: 1/day, every: 1 d"));
}
