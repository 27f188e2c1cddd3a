#include "estimate/files.h"

#include <fmt/format.h>

#include "figures.h"

namespace {

/// 86.4M rows of 1 kB a day, kept 100 days, in parquet at 5:1: 17.28 GB a day.
std::string events(std::string_view layout, std::string_view pipeline = "mode: micro_batch, every: 10 min",
                   std::string_view lateness = "{}") {
  return fmt::format(
      "scope: {{lateness: {}}}\n"
      "model:\n"
      "  sources: {{s: {{kind: kafka}}}}\n"
      "  tables:\n"
      "    t:\n"
      "      role: fact\n"
      "      rows: 1k/s\n"
      "      row_size: 1 kB\n"
      "      retention: 100 d\n"
      "      columns:\n"
      "        id: {{type: string, cardinality: unique}}\n"
      "        campaign: {{type: int64, cardinality: 1000}}\n"
      "        user: {{type: int64, cardinality: 1B}}\n"
      "        kind: {{type: string, values: [a, b, c, d]}}\n"
      "        event_time: {{type: timestamp, time: event}}\n"
      "        day: {{type: date, time: event}}\n"
      "        open: {{type: string}}\n"
      "  pipelines: {{p: {{from: [s], to: t, {}}}}}\n"
      "partition: {{t: {{format: parquet, {}}}}}\n",
      lateness, pipeline, layout);
}

}  // namespace

TEST_CASE("volume: rows a day x bytes / compression, over the retention") {
  const Figured design(events("by: []"));
  CHECK(design.table("t").stored_day() == near(17.28e9));
  CHECK(design.table("t").stored() == near(1.728e12));
  CHECK(*design.table("t").model.rows() == near(8.64e9));
}

TEST_CASE("volume: growth is integrated over the retention") {
  const Figured design("scope: {volume: {growth: 100%}}\n" +
                       events("by: []").substr(events("by: []").find("model")));
  // The mean of 2^t over 100 days: (2^(100/365) - 1) / ln 2^(100/365).
  CHECK(design.table("t").stored() == near(1.728e12 * 1.1009));
}

TEST_CASE("partitions of time: one, twenty-four and a thirtieth a day") {
  CHECK(Figured(events("by: [day(event_time)]")).table("t").partitions->in_all == 100);
  CHECK(Figured(events("by: [hour(event_time)]")).table("t").partitions->in_all == 2400);
  CHECK(Figured(events("by: [month(event_time)]")).table("t").partitions->in_all == 4);
  CHECK(Figured(events("by: [day]")).table("t").partitions->in_all == 100);
  const Figured daily(events("by: [day(event_time)]"));
  CHECK(daily.table("t").partitions->bytes_each == near(17.28e9));
  CHECK(daily.table("t").partitions->per_day == 1);
}

TEST_CASE("partitions of values: what a unit's rows meet") {
  CHECK(Figured(events("by: [campaign]")).table("t").partitions->in_all == near(1000));
  CHECK(Figured(events("by: [day(event_time), campaign]")).table("t").partitions->in_all == near(100'000));
  CHECK(Figured(events("by: [day(event_time), \"bucket(16, user)\"]")).table("t").partitions->in_all ==
        near(1600));
  CHECK(Figured(events("by: [kind]")).table("t").partitions->in_all == near(4));
  CHECK(Figured(events("by: [\"truncate(100, campaign)\"]")).table("t").partitions->in_all == near(10));
  // 86.4M rows meet 8.3 % of a billion users.
  CHECK(Figured(events("by: [day(event_time), user]")).table("t").partitions->per_unit == near(8.2774e7));
  // At most the rows.
  CHECK(Figured(events("by: [day(event_time), campaign, user]")).table("t").partitions->per_unit ==
        near(8.64e7));
}

TEST_CASE("partitions: the answer that is missing is named") {
  const Figured open(events("by: [open]"));
  CHECK_FALSE(open.table("t").partitions);
  CHECK(open.table("t").missing == "model.tables.t.columns.open.cardinality");
  const Figured no_rows(
      "model: {tables: {t: {role: fact, retention: 1 d}}}\npartition: {t: {format: parquet}}\n");
  CHECK_FALSE(no_rows.table("t").partitions);
  CHECK(no_rows.table("t").missing == "model.tables.t.rows");
}

TEST_CASE("files: writers x partitions that a commit meets") {
  // 144 commits a day of 120 MB.
  const Figured plain(events("by: [day(event_time)], writers: 4"));
  CHECK(plain.table("t").files->per_commit == near(4));
  CHECK(plain.table("t").files->per_day == near(576));
  CHECK(plain.table("t").files->bytes_each == near(30e6));
  CHECK(plain.table("t").files->in_all == near(57'600));
  const Figured split(events("by: [day(event_time), campaign], writers: 4"));
  CHECK(split.table("t").files->per_commit == near(4000));
  CHECK(split.table("t").files->bytes_each == near(30e3));
}

TEST_CASE("files: few rows do not meet all partitions, nor all writers") {
  // 1,000 rows a second and 1,000 campaigns: 632 of them.
  const Figured design(events("by: [day(event_time), campaign]", "mode: micro_batch, every: 1 s"));
  CHECK(design.table("t").files->per_commit == near(632.3));
  const Figured two(
      "model: {tables: {t: {role: fact, rows: 2/day, row_size: 1 kB, retention: 9 d}}, pipelines: {p: "
      "{from: [s], to: t, every: 1 d}}}\npartition: {t: {format: parquet, writers: 32}}\n");
  CHECK(two.table("t").files->per_commit == 2);
}

TEST_CASE("files: a file is no larger than its target") {
  const Figured design(events("by: [day(event_time)], target_file: 100 MB", "mode: batch, every: 1 d"));
  CHECK(design.table("t").files->per_commit == 173);
  CHECK(design.table("t").files->bytes_each == near(99.9e6));
}

TEST_CASE("files: compaction leaves a partition in files of the target, and some wait") {
  const Figured design(events("by: [day(event_time)], compact: {every: 6 h, to: 500 MB}"));
  const auto& files = *design.table("t").files;
  CHECK(files.settles);
  CHECK(files.waiting == near(36));
  CHECK(files.per_partition == 35);
  CHECK(files.settled_bytes == near(493.7e6));
  CHECK(files.in_all == near(3536));
}

TEST_CASE("files: what looks back and overwrites writes its partitions again") {
  const Figured design(events("by: [day(event_time)], writers: 3",
                              "mode: batch, every: 1 d, lookback: 4 d, write: overwrite_partition"));
  const auto& files = *design.table("t").files;
  CHECK(files.touched == 4);
  CHECK(files.commit_bytes == near(4 * 17.28e9));
  CHECK(files.settles);
  CHECK(files.in_all == near(100 * files.per_commit / 4));
}

TEST_CASE("files: late events touch older partitions") {
  const std::string late = "{p50: 1 min, p90: 1 h, p99: 1 d, max: 5 d}";
  const Figured daily(events("by: [day(event_time)]", "mode: batch, every: 1 d", late));
  CHECK(daily.table("t").files->late_units == 5);
  const Figured arrival(events("by: [day(event_time)]", "mode: batch, every: 1 d", "{max: 5 d}"));
  CHECK(arrival.table("t").files->late_units == 0);
  const Figured hourly(events("by: [hour(event_time)]", "mode: micro_batch, every: 10 min", late));
  CHECK(hourly.table("t").files->late_units > 24);
  CHECK(hourly.table("t").files->late_units <= 120);
}
