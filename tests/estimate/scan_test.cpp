#include "estimate/scan.h"

#include <fmt/format.h>

#include "figures.h"

namespace {

/// 100M rows of 100 B a day for 100 days, stored 1:1: a day is 10 GB, 75 row groups of 128 MiB.
std::string table(std::string_view layout, std::string_view filters, std::string_view rest = "runs: 10/day") {
  return fmt::format(
      "model:\n"
      "  tables:\n"
      "    t:\n"
      "      role: fact\n"
      "      rows: 100M/day\n"
      "      row_size: 100 B\n"
      "      retention: 100 d\n"
      "      columns:\n"
      "        event_time: {{type: timestamp, time: event}}\n"
      "        campaign: {{type: int64, cardinality: 1M}}\n"
      "        creative: {{type: int64, cardinality: 10}}\n"
      "        open: {{type: string}}\n"
      "        text: {{type: string, cardinality: unique}}\n"
      "  queries: {{q: {{table: t, filters: {}, {}}}}}\n"
      "  pipelines: {{p: {{from: [s], to: t, mode: batch, every: 1 d}}}}\n"
      "partition: {{t: {{format: parquet, compression: 1, target_file: 1 GB, {}}}}}\n",
      filters, rest, layout);
}

/// The same in another format.
std::string in_format(std::string_view format, std::string text) {
  constexpr std::string_view usual = "parquet";
  return text.replace(text.find(usual), usual.size(), format);
}

/// Bytes of a row as Parquet keeps it, in the measure of the declared 100: ten creatives take half a byte.
constexpr double row = 92.5;

constexpr std::string_view daily = "by: [day(event_time)], compact: {every: 1 d, to: 1 GB}";
constexpr std::string_view sorted =
    "by: [day(event_time)], cluster: [campaign, creative], compact: {every: 1 d, to: 1 GB}";

}  // namespace

TEST_CASE("scan: a range of time is never read for less than the rows that it keeps") {
  for (const std::string_view by : {"[]", "[hour(event_time)]", "[day(event_time)]", "[month(event_time)]"}) {
    for (const std::string_view cluster :
         {"", ", cluster: [event_time]", ", cluster: [campaign, event_time]"}) {
      for (const std::string_view days : {"1 d", "7 d", "30 d"}) {
        for (const std::string_view format : {"parquet", "iceberg", "delta", "bigquery", "clickhouse"}) {
          const auto layout = fmt::format("by: {}{}", by, cluster);
          INFO(format << " " << layout << " last " << days);
          const Figured design(
              in_format(format, table(layout, fmt::format("{{event_time: last {}}}", days))));
          const auto& scan = design.scan("q");
          CHECK(scan.bytes_read >= 0.999 * scan.rows_wanted * 100 * scan.columns_share);
        }
      }
    }
  }
}

TEST_CASE("scan: partitions outside the range are pruned") {
  const Figured design(table(daily, "{event_time: last 7 d}"));
  CHECK(design.scan("q").partitions == 7);
  CHECK(design.scan("q").bytes_read == near(70e9));
  CHECK(design.scan("q").bytes_wanted == near(70e9));
  CHECK(design.scan("q").files == near(70));
  CHECK(Figured(table("by: [hour(event_time)]", "{event_time: last 7 d}")).scan("q").partitions == 168);
  CHECK(Figured(table("by: [month(event_time)]", "{event_time: last 7 d}")).scan("q").partitions ==
        Approx(1 + 6 / 30.4).epsilon(0.01));
  CHECK(Figured(table("by: [month(event_time)]", "{event_time: last 30 d}")).scan("q").partitions ==
        Approx(1 + 29 / 30.4).epsilon(0.01));
  CHECK(Figured(table("by: [], compact: {every: 1 d, to: 1 GB}", "{event_time: last 7 d}"))
            .scan("q")
            .bytes_read == near(1e12));
}

TEST_CASE("scan: without order every row group of the range is read") {
  const Figured design(table(daily, "{event_time: last 1 d, campaign: one}"));
  CHECK(design.scan("q").bytes_read == near(10e9));
  CHECK(design.scan("q").rows_wanted == near(100));
  // Wanting less than a row group counts as one.
  CHECK(design.scan("q").excess() == near(80));
}

TEST_CASE("scan: sorted by the column, the rows of a value lie together") {
  const Figured design(table(sorted, "{event_time: last 1 d, campaign: one}"));
  CHECK(design.scan("q").groups == Approx(1).epsilon(0.01));
  CHECK(design.scan("q").excess() == Approx(1).epsilon(0.01));
  // Ten thousand values lie in ten thousand places: more than there are groups.
  const Figured many(table(sorted, "{event_time: last 1 d, campaign: 10k values}"));
  CHECK(many.scan("q").bytes_read == near(10e9 * (row - 7.9) / row));
}

TEST_CASE("scan: the second column of the order prunes only within values of the first") {
  CHECK(Figured(table(sorted, "{event_time: last 1 d, creative: one}")).scan("q").bytes_read ==
        near(10e9 * (row - 7.9) / row));
  const std::string_view other =
      "by: [day(event_time)], cluster: [creative, campaign], compact: {every: 1 d, to: 1 GB}";
  // Ten creatives of 10M rows each, and the campaign in one or two groups of each.
  const double groups = Figured(table(other, "{event_time: last 1 d, campaign: one}")).scan("q").groups;
  CHECK(groups >= 10);
  CHECK(groups <= 20);
}

TEST_CASE("scan: files that are not sorted together are all opened") {
  const std::string_view loose = "by: [day(event_time)], cluster: [campaign], writers: 8, commit_every: 1 h";
  const Figured design(table(loose, "{event_time: last 1 d, campaign: one}"));
  CHECK(design.scan("q").files == near(192));
  CHECK(design.scan("q").groups == near(192));
}

TEST_CASE("scan: identity partitions and buckets") {
  const Figured by_creative(
      table("by: [day(event_time), creative]", "{event_time: last 1 d, creative: one}"));
  CHECK(by_creative.scan("q").partitions == 1);
  // All rows of a partition have the same creative.
  CHECK(by_creative.scan("q").bytes_read == near(1e9 * (row - 0.5) / row));
  const Figured bucket(
      table("by: [day(event_time), \"bucket(16, campaign)\"]", "{event_time: last 1 d, campaign: one}"));
  // A bucket has 62,500 campaigns, which a dictionary numbers in two bytes.
  CHECK(bucket.scan("q").bytes_read == near(10e9 / 16 * (row - 8 + 2.4) / row));
  const Figured three(table("by: [day(event_time), creative]", "{event_time: last 2 d, creative: 3 values}"));
  CHECK(three.scan("q").partitions == Approx(2 * 10 * (1 - std::pow(0.9, 3))));
}

TEST_CASE("scan: only the columns that are read count, by their widths on storage") {
  const Figured design(table(daily, "{event_time: last 1 d}", "columns: [campaign]"));
  CHECK(design.scan("q").bytes_read == near(10e9 * 16 / row));
  const Figured rows(table("by: [day(event_time)]", "{event_time: last 1 d}", "columns: [campaign]"));
  CHECK(rows.scan("q").bytes_read == near(10e9 * 16 / row));
  // A column of ten values is kept as numbers of four bits.
  const Figured few(table(daily, "{event_time: last 1 d}", "columns: [creative]"));
  CHECK(few.scan("q").columns_share == near(8.5 / row));
  CHECK(Figured(table(daily, "{event_time: last 1 d}")).scan("q").columns_share == 1);
}

TEST_CASE("scan: a sorted column is kept as runs") {
  const Figured by_creative(
      table("by: [day(event_time)], cluster: [creative], compact: {every: 1 d, to: 1 GB}",
            "{event_time: last 1 d}", "columns: [creative]"));
  CHECK(by_creative.scan("q").columns_share == near(8 / row));
  // Runs of ten rows save nothing over half a byte a row.
  const Figured after(table(sorted, "{event_time: last 1 d}", "columns: [creative]"));
  CHECK(after.scan("q").columns_share == near(8.5 / row));
}

TEST_CASE("scan: what a warehouse bills by counts by declared widths, and rows are read whole") {
  const auto share = [](std::string_view format) {
    const std::string text = table("by: [day(event_time)]", "{event_time: last 1 d}", "columns: [creative]");
    return Figured(in_format(format, text)).scan("q").columns_share;
  };
  CHECK(share("bigquery") == near(0.16));
  CHECK(share("avro") == 1);
}

TEST_CASE("scan: files that stand as they came hold nothing younger than their commit") {
  const auto scan = [](std::string_view layout, std::string_view filters) {
    return decide::estimate::Scan(Figured(table(layout, filters)).scan("q"));
  };
  CHECK(scan("by: []", "{event_time: last 7 d}").bytes_read == near(70e9));
  CHECK(scan("by: []", "{event_time: last 7 d}").files == near(7 * 10));
  CHECK(scan("by: []", "{event_time: last 200 d}").bytes_read == near(1e12));
  // Six of the 24 commits of a day.
  CHECK(scan("by: [day(event_time)], commit_every: 1 h", "{event_time: last 6 h}").files == near(6));
  // Compacted files hold rows of any time; text keeps no least and greatest values.
  CHECK(scan("by: [], compact: {every: 1 d, to: 1 GB}", "{event_time: last 7 d}").bytes_read == near(1e12));
  CHECK(Figured(in_format("csv", table("by: []", "{event_time: last 7 d}"))).scan("q").bytes_read ==
        near(1e12));
}

TEST_CASE("scan: a commit of several files is sorted as one") {
  // A day is one commit of ten files; the value lies in one of them.
  const Figured design(
      table("by: [day(event_time)], cluster: [campaign]", "{event_time: last 1 d, campaign: one}"));
  CHECK(design.scan("q").files == Approx(1).epsilon(0.01));
  CHECK(design.scan("q").groups == Approx(1).epsilon(0.01));
  // Two writers sort each for itself.
  const Figured two(table("by: [day(event_time)], cluster: [campaign], writers: 2",
                          "{event_time: last 1 d, campaign: one}"));
  CHECK(two.scan("q").groups == Approx(2).epsilon(0.01));
}

TEST_CASE("scan: a share of a column, and all of it") {
  CHECK(Figured(table(sorted, "{campaign: 10%}")).scan("q").bytes_read ==
        near(100 * (1e9 * (row - 7.9) / row + 4 * 1048576.0)));
  CHECK(Figured(table(sorted, "{campaign: all}")).scan("q").bytes_read == near(1e12 * (row - 7.9) / row));
}

TEST_CASE("scan: a filter on a column of unknown values is withheld, and says what would tell") {
  const Figured design(table(daily, "{open: one}"));
  const auto& figures = design.estimates.queries().front();
  CHECK_FALSE(figures.scan);
  CHECK(figures.missing == "model.tables.t.columns.open.cardinality");
  CHECK(Figured(table(daily, "{text: one}")).scan("q").rows_wanted == near(1));
}

TEST_CASE("scan: a day's bytes are those of a run times the runs") {
  const Figured design(table(daily, "{event_time: last 1 d}", "runs: 20/day"));
  CHECK(design.estimates.queries().front().read_day() == near(200e9));
  const Figured silent(table(daily, "{event_time: last 1 d}", "columns: []"));
  CHECK_FALSE(silent.estimates.queries().front().read_day());
}
