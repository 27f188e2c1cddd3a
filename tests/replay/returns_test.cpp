#include "replay/returns.h"

#include "derive/sample.h"

/// How many erased people come back, from designs.
namespace decide {
namespace {

using namespace replay;

constexpr double year = 365;  // days

/// Visits from clicks, with what fills them, a job or nothing, and the erasure.
std::string design(std::string_view pipeline, std::string_view job, std::string_view erasure) {
  constexpr std::string_view columns =
      "columns: {event_id: {type: string, cardinality: unique}, user_id: {type: string, pii: true}}";
  return fmt::format(
      "model:\n"
      "  tables:\n"
      "    clicks: {{role: raw, key: [event_id], {0}}}\n"
      "    visits: {{role: fact, key: [event_id], retention: 400 d, {0}}}\n"
      "  pipelines:\n"
      "    count: {{from: [clicks], to: visits, mode: batch, every: 1 d, delivery: at_least_once, {1}}}\n"
      "backfill:\n"
      "  {2}\n"
      "  erasure: {{method: delete_merge, key: user_id, {3}}}\n",
      columns, pipeline, job, erasure);
}

std::optional<Returns> last_of(const std::string& text) {
  const Sample sample(text);
  const auto all = subjects(sample.facts);
  REQUIRE_FALSE(all.empty());
  return returns_of(sample.facts, all.back());
}

constexpr std::string_view again =
    "jobs: {again: {rebuilds: visits, from: [clicks], range: 90 d, write: merge, while_live: paused}}";

TEST_CASE("a job brings back who asked within the range that it reads again, once a year") {
  const auto found = last_of(design("write: merge", again, "reaches: [visits], requests: 20/day"));
  REQUIRE(found);
  CHECK(found->a_year == Approx(20 * 90));
  CHECK(found->how == "it reads again what the erasure does not reach");
  REQUIRE(found->assumed.all.size() == 1);
  CHECK(found->assumed.all[0].what == "the job runs once a year");
}

TEST_CASE("without a range it reads all that the table keeps, at most a year's requests") {
  const std::string all =
      "jobs: {again: {rebuilds: visits, from: [clicks], write: merge, while_live: paused}}";
  CHECK(last_of(design("write: merge", all, "reaches: [visits], requests: 20/day"))->a_year ==
        Approx(20 * year));
}

TEST_CASE("requests that are not said are assumed") {
  const auto found = last_of(design("write: merge", again, "reaches: [visits]"));
  REQUIRE(found);
  CHECK(found->a_year == Approx(90));
  CHECK(found->assumed.all.size() == 2);
}

TEST_CASE("where the erasure reaches the source, only what has read before comes back") {
  const std::string reached = design("write: merge", again, "reaches: [visits, clicks], requests: 20/day");
  // A table format refuses the commit of a run that an erasure overtook; plain files do not.
  CHECK_FALSE(last_of(reached));
  const auto found = last_of(reached + "partition: {visits: {format: parquet}}\n");
  REQUIRE(found);
  CHECK(found->a_year == Approx(20 * 3600.0 / 86400));
  CHECK(found->how == "it reads before a request is carried out, and writes after it");
}

TEST_CASE("a batch that reads its past again brings back all") {
  const auto whole = last_of(design("write: overwrite_partition, lookback: 3 d", "schema: {format: avro}",
                                    "reaches: [visits], requests: 20/day"));
  REQUIRE(whole);
  CHECK(whole->a_year == Approx(20 * year));
}

TEST_CASE("another one brings back whose events it holds when the request is carried out") {
  const std::string plain =
      design("write: append", "schema: {format: avro}", "reaches: [visits], requests: 20/day");
  const auto found = last_of(plain + "partition: {visits: {format: parquet}}\n");
  REQUIRE(found);
  // one event a day, and a minute of each day in which a run holds it
  CHECK(found->a_year == Approx(20 * year / 1440));
  CHECK(found->assumed.all.size() == 2);
}

TEST_CASE("nobody comes back to a table that is not erased") {
  CHECK_FALSE(last_of(design("write: merge", again, "reaches: [clicks]")));
}

}  // namespace
}  // namespace decide
