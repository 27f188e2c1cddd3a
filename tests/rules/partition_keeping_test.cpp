#include <fmt/format.h>

#include "catch.h"
#include "rules/marked.h"
#include "rules/mended.h"

/// P313 to P316 and P319.
namespace decide {
namespace {

using test::findings_of;
using test::fires;
using test::silent;

// ---- P313 -------------------------------------------------------------------------------------------------

std::string committed(std::string_view every, std::string_view layout) {
  return fmt::format(
      "model:\n  sources: {{topic: {{kind: kafka}}}}\n  tables: {{clicks: {{role: raw}}}}\n  pipelines:\n"
      "    land: {{from: [topic], to: clicks, mode: stream, every: {}, write: append}}\npartition:\n"
      "  clicks: {{{}}}\n",
      every, layout);
}

TEST_CASE("P313: ten thousand snapshots") {
  // 1,000 commits a day.
  CHECK(silent("P313", committed("86.4 s", "format: iceberg, expire_snapshots: 10 d")));
  const auto found = findings_of("P313", committed("86.4 s", "format: iceberg, expire_snapshots: 11 d"));
  REQUIRE(found.size() == 1);
  CHECK(found[0].severity == diag::Severity::warning);
  CHECK(found[0].path == "partition.clicks.expire_snapshots");
  REQUIRE(found[0].figures.size() == 1);
  CHECK(found[0].figures[0].value == Approx(11000));
  CHECK(test::mends("P313", committed("86.4 s", "format: iceberg, expire_snapshots: 11 d")));
  CHECK_FALSE(silent("P313", committed("86.4 s", "format: delta, expire_snapshots: 11 d")));
  CHECK_FALSE(silent("P313", committed("86.4 s", "format: hudi, expire_snapshots: 11 d")));
}

TEST_CASE("P313: the interval of the layout counts, and every pipeline that writes") {
  CHECK(silent("P313", committed("1 min", "format: iceberg, commit_every: 5 min, expire_snapshots: 30 d")));
  CHECK_FALSE(silent("P313",
                     "model:\n  sources: {topic: {kind: kafka}}\n  tables: {clicks: {role: raw}}\n"
                     "  pipelines:\n    a: {from: [topic], to: clicks, mode: stream, every: 2 min}\n"
                     "    b: {from: [topic], to: clicks, mode: stream, every: 2 min}\npartition:\n"
                     "  clicks: {format: iceberg, expire_snapshots: 7 d}\n"));
}

TEST_CASE("P313: snapshots that never expire") {
  const auto found = findings_of("P313", committed("1 h", "format: iceberg"));
  REQUIRE(found.size() == 1);
  CHECK(found[0].path == "partition.clicks.expire_snapshots");
  CHECK(found[0].absent);
  CHECK(test::mends("P313", committed("1 h", "format: iceberg")));
  CHECK_FALSE(silent("P313", committed("1 h", "format: delta")));
  for (const char* format : {"parquet", "bigquery", "snowflake", "redshift", "clickhouse"}) {
    CAPTURE(format);
    CHECK(silent("P313", committed("1 h", fmt::format("format: {}", format))));
  }
  CHECK(silent("P313", "model: {tables: {clicks: {role: raw}}}\npartition: {clicks: {format: iceberg}}\n"));
}

TEST_CASE("P313: commits of less than a minute, on Iceberg") {
  CHECK(silent("P313", committed("60 s", "format: iceberg, expire_snapshots: 1 d")));
  const auto found = findings_of("P313", committed("59 s", "format: iceberg, expire_snapshots: 1 d"));
  REQUIRE(found.size() == 1);
  CHECK(found[0].path == "model.pipelines.land.every");
  CHECK(silent("P313", committed("30 s", "format: delta, expire_snapshots: 1 d")));
  // Slowed down, they are not too many.
  CHECK(fires("P313", committed("5 min",
                                "format: iceberg, commit_every: \xC2\xAB"
                                "10 s\xC2\xBB, expire_snapshots: 5 d")));
  CHECK(findings_of("P313", committed("10 s", "format: iceberg, expire_snapshots: 30 d")).size() == 2);
  CHECK(test::mends("P313", committed("10 s", "format: iceberg, expire_snapshots: 5 d")));
}

// ---- P314 -------------------------------------------------------------------------------------------------

std::string kept(std::string_view retention, std::string_view by, std::string_view type = "timestamp") {
  return fmt::format(
      "model:\n  tables:\n    t:\n      role: fact\n      retention: {}\n      columns:\n"
      "        at: {{type: {}, time: event}}\n        c: {{type: int64, cardinality: 10}}\n"
      "partition:\n  t: {{format: iceberg, by: [{}]}}\n",
      retention, type, by);
}

TEST_CASE("P314: whole days and hours") {
  CHECK(silent("P314", kept("90 d", "day(at)")));
  CHECK(silent("P314", kept("25 mo", "day(at)")));
  CHECK(silent("P314", kept("48 h", "day(at)")));
  CHECK(silent("P314", kept("36 h", "hour(at)")));
  CHECK_FALSE(silent("P314", kept("36 h", "day(at)")));
  CHECK_FALSE(silent("P314", kept("12 h", "day(at)")));
  CHECK_FALSE(silent("P314", kept("90 min", "hour(at)")));
  CHECK_FALSE(silent("P314", kept("36 h", "at", "date")));
  CHECK(silent("P314", kept("2 d", "at", "date")));
}

TEST_CASE("P314: a calendar month is no number of days") {
  for (const char* retention : {"1 mo", "25 mo", "2 y", "1 y 6 mo", "1.5 y"}) {
    CAPTURE(retention);
    CHECK(silent("P314", kept(retention, "month(at)")));
  }
  for (const char* retention : {"30 d", "90 d", "100 d", "1.5 mo", "1 y 15 d", "14 d", "52 w"}) {
    CAPTURE(retention);
    CHECK_FALSE(silent("P314", kept(retention, "month(at)")));
  }
  CHECK(silent("P314", kept("2 y", "year(at)")));
  CHECK(silent("P314", kept("24 mo", "year(at)")));
  CHECK_FALSE(silent("P314", kept("25 mo", "year(at)")));
  CHECK_FALSE(silent("P314", kept("730 d", "year(at)")));
}

TEST_CASE("P314: the finest unit decides, and no unit does not") {
  CHECK(silent("P314", kept("90 d", "month(at), day(at)")));
  CHECK(silent("P314", kept("36 h", "c")));
  CHECK(silent("P314", kept("36 h", "\"bucket(4, c)\"")));
}

TEST_CASE("P314: the fix keeps it longer") {
  CHECK(test::mended("P314", kept("100 d", "month(at)")).find("retention: 4 mo") != std::string::npos);
  CHECK(test::mended("P314", kept("730 d", "month(at)")).find("retention: 2 y") != std::string::npos);
  CHECK(test::mended("P314", kept("36 h", "day(at)")).find("retention: 2 d") != std::string::npos);
  CHECK(test::mends("P314", kept("730 d", "year(at)")));
  // A raw table that does not say is kept as long as the scope says.
  const auto found =
      findings_of("P314",
                  "scope: {retention: {raw: 400 d}}\nmodel:\n  tables:\n    t:\n      role: raw\n"
                  "      columns: {at: {type: timestamp, time: event}}\n"
                  "partition: {t: {format: iceberg, by: [month(at)]}}\n");
  REQUIRE(found.size() == 1);
  CHECK(found[0].path == "partition.t.by");
}

// ---- P315 -------------------------------------------------------------------------------------------------

/// 90 days of 900M rows of 44 B: 3.6 TB.
std::string erased(std::string_view plan, std::string_view layout = "by: [day(event_time)]",
                   std::string_view people = "80M") {
  return fmt::format(
      "scope: {{compliance: {{regimes: [gdpr], personal_data: [user_id], erasure: 30 d}}}}\nmodel:\n"
      "  sources: {{topic: {{kind: kafka}}}}\n  tables:\n    clicks:\n      role: raw\n      rows: 900M/day\n"
      "      row_size: 220 B\n      retention: 90 d\n      columns:\n"
      "        user_id: {{type: string, cardinality: {}, pii: true}}\n"
      "        event_time: {{type: timestamp, time: event}}\n  pipelines:\n"
      "    land: {{from: [topic], to: clicks, mode: micro_batch, every: 10 min, write: append}}\npartition:\n"
      "  clicks: {{format: iceberg, writers: 8, compact: {{every: 1 d, to: 512 MB}}, {}}}\n"
      "backfill:\n  erasure: {{key: user_id, {}}}\n",
      people, layout, plan);
}

TEST_CASE("P315: over a tenth of the table") {
  const auto plan = [](std::string_view requests) {
    return fmt::format("method: delete_merge, requests: {}, every: 1 d, reaches: [clicks]", requests);
  };
  // 101 rows of a person, 8,172 files: 8 people meet 9.4 % of them, 9 people 10.5 %.
  constexpr std::string_view by_day = "by: [day(event_time)]";
  CHECK(silent("P315", erased(plan("8/day"), by_day, "800M")));
  const auto found = findings_of("P315", erased(plan("9/day"), by_day, "800M"));
  REQUIRE(found.size() == 1);
  CHECK(found[0].severity == diag::Severity::warning);
  CHECK(found[0].path == "backfill.erasure.reaches");
  REQUIRE(found[0].figures.size() == 2);
  CHECK(found[0].figures[0].unit == "B");
  CHECK(found[0].constraint == "erasure");
}

TEST_CASE("P315: runs that cannot finish are an error") {
  // All 3.6 TB at 800 MB/s take 74 min.
  const auto plan = [](std::string_view every) {
    return fmt::format("method: delete_merge, requests: 10000/day, every: {}, reaches: [clicks]", every);
  };
  CHECK(findings_of("P315", erased(plan("2 h"))).front().severity == diag::Severity::warning);
  const auto found = findings_of("P315", erased(plan("1 h")));
  REQUIRE(found.size() == 1);
  CHECK(found[0].severity == diag::Severity::error);
  CHECK(found[0].figures[1].value > 30 * 86400.0);
}

TEST_CASE("P315: only what is rewritten, and only where the plan reaches") {
  constexpr std::string_view rest = "requests: 200/day, every: 1 d";
  const auto plan = [&](std::string_view method, std::string_view reaches) {
    return fmt::format("method: {}, {}, reaches: [{}]", method, rest, reaches);
  };
  CHECK_FALSE(silent("P315", erased(plan("delete_merge", "clicks"))));
  CHECK(silent("P315", erased(plan("crypto_shred", "clicks"))));
  CHECK(silent("P315", erased(plan("delete_merge", "topic"))));
  CHECK(silent("P315", erased(plan("{default: delete_merge, clicks: crypto_shred}", "clicks"))));
  CHECK_FALSE(silent("P315", erased(plan("{default: delete_merge, topic: tombstone}", "clicks"))));
  CHECK_FALSE(silent("P315", erased(plan("{default: tombstone, clicks: delete_merge}", "clicks"))));
}

TEST_CASE("P315: a layout that leads to the person") {
  constexpr std::string_view plan = "method: delete_merge, requests: 20/day, every: 1 d, reaches: [clicks]";
  CHECK_FALSE(silent("P315", erased(plan)));
  CHECK(silent("P315", erased(plan, "by: [\"bucket(512, user_id)\"]")));
  CHECK_FALSE(silent("P315", erased(plan, "by: [\"bucket(16, user_id)\"]")));
  // Sorted by person the rows lie in one file, where time does not part them.
  CHECK(silent("P315", erased(plan, "cluster: [user_id]")));
  CHECK_FALSE(silent("P315", erased(plan, "cluster: [event_time, user_id]")));
  // One file in each of 90 days, of about 15 in a day each.
  CHECK(silent("P315", erased("method: delete_merge, requests: 8/day, every: 1 d, reaches: [clicks]",
                              "by: [day(event_time)], cluster: [user_id]")));
}

// ---- P316 -------------------------------------------------------------------------------------------------

std::string travelling(std::string_view layout, std::string_view plan = {}, std::string_view pii = "true") {
  return fmt::format(
      "scope: {{compliance: {{personal_data: [ip], erasure: 30 d}}}}\nmodel:\n  tables:\n    t:\n"
      "      role: raw\n      columns: {{user_id: {{type: string, pii: {}}}}}\npartition: {{t: {{{}}}}}\n{}",
      pii, layout, plan);
}

TEST_CASE("P316: snapshots and fail-safe") {
  CHECK(silent("P316", travelling("format: iceberg, expire_snapshots: 30 d")));
  CHECK_FALSE(silent("P316", travelling("format: iceberg, expire_snapshots: 31 d")));
  CHECK(silent("P316", travelling("format: iceberg")));
  CHECK(silent("P316", travelling("format: snowflake, expire_snapshots: 23 d")));
  CHECK_FALSE(silent("P316", travelling("format: snowflake, expire_snapshots: 24 d")));
  CHECK(silent("P316", travelling("format: snowflake")));
  CHECK(silent("P316", travelling("format: bigquery")));
  CHECK_FALSE(silent("P316", travelling("format: bigquery, expire_snapshots: 24 d")));
  CHECK(silent("P316", travelling("format: parquet")));
}

TEST_CASE("P316: only personal data, and not where the key is shredded") {
  constexpr std::string_view layout = "format: delta, expire_snapshots: 90 d";
  CHECK(silent("P316", travelling(layout, {}, "false")));
  CHECK(silent("P316", travelling(layout, "backfill: {erasure: {method: crypto_shred}}\n")));
  CHECK_FALSE(silent("P316", travelling(layout, "backfill: {erasure: {method: delete_merge}}\n")));
  CHECK(silent(
      "P316",
      travelling(layout, "backfill: {erasure: {method: {default: delete_merge, t: crypto_shred}}}\n")));
  CHECK_FALSE(silent("P316",
                     "scope: {compliance: {personal_data: [ip], erasure: 30 d}}\nmodel:\n  tables:\n"
                     "    t: {role: raw, columns: {ip: {type: string}}}\n"
                     "partition: {t: {format: iceberg, expire_snapshots: 60 d}}\n"));
}

TEST_CASE("P316: the fix leaves time for the run that deletes") {
  const std::string design = travelling("format: iceberg, expire_snapshots: 90 d",
                                        "backfill: {erasure: {method: delete_merge, every: 28 d}}\n");
  const auto found = findings_of("P316", design);
  REQUIRE(found.size() == 1);
  CHECK(found[0].severity == diag::Severity::error);
  CHECK(found[0].path == "partition.t.expire_snapshots");
  CHECK(test::mended("P316", design).find("expire_snapshots: 2 d") != std::string::npos);
}

// ---- P319 -------------------------------------------------------------------------------------------------

std::string asked(std::string_view query, std::string_view layout,
                  std::string_view zone = "America/New_York") {
  return fmt::format(
      "scope: {{timezone: {}}}\nmodel:\n  tables:\n    t:\n      role: fact\n      columns:\n"
      "        at: {{type: timestamp, time: event}}\n        day: {{type: date, time: event}}\n"
      "        c: {{type: int64}}\n  queries: {{q: {{table: t, {}}}}}\n"
      "partition: {{t: {{format: iceberg, {}}}}}\n",
      zone, query, layout);
}

TEST_CASE("P319: the day of the business, which is UTC if nothing is said of the layout") {
  constexpr std::string_view week = "filters: {at: last 7 d}";
  const auto found = findings_of("P319", asked(week, "by: [day(at)]"));
  REQUIRE(found.size() == 1);
  CHECK(found[0].severity == diag::Severity::warning);
  CHECK(found[0].path == "partition.t.timezone");
  CHECK(found[0].absent);
  CHECK(test::mends("P319", asked(week, "by: [day(at)]")));
  CHECK_FALSE(silent("P319", asked(week, "by: [day(at)], timezone: Europe/Paris")));
  CHECK(silent("P319", asked(week, "by: [day(at)], timezone: America/New_York")));
  CHECK(silent("P319", asked(week, "by: [day(at)]", "UTC")));
  CHECK(silent("P319", asked(week, "by: [day(at)], timezone: UTC", "Etc/UTC")));
  CHECK(silent("P319", asked(week, "by: [day(at)], timezone: US/Eastern")));
  CHECK(silent("P319", asked(week, "by: [day(at)], timezone: Asia/Calcutta", "Asia/Kolkata")));
  CHECK(silent("P319", asked(week, "by: [day(at)], timezone: Iceland", "Atlantic/Reykjavik")));
}

TEST_CASE("P319: only where a query asks by day, of days that the format cuts") {
  CHECK_FALSE(silent("P319", asked("filters: {day: one}", "by: [day(at)]")));
  CHECK_FALSE(silent("P319", asked("group_by: [day]", "by: [day(at)]")));
  CHECK(silent("P319", asked("group_by: [c]", "by: [day(at)]")));
  CHECK(silent("P319", asked("filters: {at: last 6 h}", "by: [day(at)]")));
  CHECK(silent("P319", asked("filters: {day: all}", "by: [day(at)]")));
  CHECK(silent("P319", asked("filters: {at: last 7 d}", "by: [hour(at)]")));
  CHECK(silent("P319", asked("filters: {day: last 7 d}", "by: [day(day)]")));
  CHECK(silent("P319", asked("filters: {day: last 7 d}", "by: [day]")));
}

}  // namespace
}  // namespace decide
