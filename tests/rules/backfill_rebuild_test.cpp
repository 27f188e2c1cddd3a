#include <fmt/format.h>

#include "catch.h"
#include "rules/marked.h"
#include "rules/mended.h"

namespace decide {
namespace {

using test::findings_of;
using test::fires;
using test::silent;

/// A job over `clicks`, of which 86.4M rows come a day: 1,000 a second.
std::string timed(std::string_view fields, std::string_view from = "clicks") {
  return fmt::format(
      "model:\n"
      "  tables:\n"
      "    clicks: {{role: raw, rows: 86.4M/day}}\n"
      "    conversions: {{role: raw, rows: 86.4M/day}}\n"
      "    unknown: {{role: aggregate}}\n"
      "    credit: {{role: attribution, attribution: {{of: conversions, to: [clicks], window: 30 d}}}}\n"
      "backfill: {{jobs: {{again: {{from: [{}], {}}}}}}}\n",
      from, fields);
}

TEST_CASE("B411: rows in the range over the capacity") {
  CHECK(fires("B411", timed("rebuilds: unknown, range: 10 d, capacity: 10k/s, deadline: «23 h»")));
  CHECK(silent("B411", timed("rebuilds: unknown, range: 10 d, capacity: 10k/s, deadline: 24 h")));
  CHECK(silent("B411", timed("rebuilds: unknown, range: 10 d, capacity: 10k/s")));
  CHECK(silent("B411", timed("rebuilds: unknown, range: 10 d, deadline: 1 h")));
  CHECK(silent("B411", timed("rebuilds: unknown, capacity: 10k/s, deadline: 1 h")));
  CHECK(silent("B411", timed("rebuilds: clicks, range: 10 d, capacity: 10k/s, deadline: 1 h", "unknown")));
}

TEST_CASE("B411: a job that does not say what it reads goes back to the raw tables") {
  const auto unsaid = [](std::string_view deadline) {
    return fmt::format(R"(model:
  sources: {{topic: {{kind: kafka}}}}
  tables: {{first: {{role: raw, rows: 86.4M/day}}, clicks: {{role: raw, rows: 86.4M/day}}, daily: {{role: aggregate}}}}
  pipelines:
    land: {{from: [topic], to: first}}
    copy: {{from: [first], to: clicks}}
    count: {{from: [clicks], to: daily}}
backfill: {{jobs: {{again: {{rebuilds: daily, range: 10 d, capacity: 10k/s, while_live: paused, deadline: {}}}}}}}
)",
                       deadline);
  };
  CHECK(fires("B411", unsaid("«23 h»")));
  CHECK(silent("B411", unsaid("24 h")));
}

TEST_CASE("B411: the touches of a window are read too") {
  // 10 days of conversions, 40 of clicks
  CHECK(silent(
      "B411", timed("rebuilds: credit, range: 10 d, capacity: 10k/s, deadline: 5 d", "conversions, clicks")));
  CHECK(fires("B411", timed("rebuilds: credit, range: 10 d, capacity: 10k/s, deadline: «4 d 23 h»",
                            "conversions, clicks")));
}

TEST_CASE("B411: beside the live load only the rest is left") {
  CHECK(silent("B411",
               timed("rebuilds: unknown, range: 10 d, capacity: 10k/s, deadline: 26 h, while_live: paused")));
  CHECK(fires(
      "B411",
      timed("rebuilds: unknown, range: 10 d, capacity: 10k/s, deadline: «26 h», while_live: concurrent")));
  const auto found = findings_of(
      "B411", timed("rebuilds: unknown, range: 10 d, capacity: 1k/s, deadline: 1 y, while_live: concurrent"));
  REQUIRE(found.size() == 1);
  CHECK(found[0].message.find("leaves nothing") != std::string::npos);
}

TEST_CASE("B411: unless it is paused, the live load goes on") {
  const auto job = [](std::string_view deadline, std::string_view live, std::string_view writers = "[c]") {
    return fmt::format(
        "scope: {{volume: {{average: 10k/s}}}}\n"
        "model:\n  sources: {{t: {{kind: kafka}}}}\n"
        "  tables: {{c: {{role: raw, rows: 864M/day}}, agg: {{role: aggregate}}, other: {{role: fact}}}}\n"
        "  pipelines: {{p: {{from: {}, to: {}, mode: stream}}}}\n"
        "backfill: {{jobs: {{j: {{rebuilds: agg, from: [c], range: 90 d, capacity: 100k/s, deadline: "
        "{}{}}}}}}}\n",
        writers, writers == "[c]" ? "agg" : "other", deadline, live);
  };
  CHECK(silent("B411", job("228 h", ", while_live: paused")));
  for (const std::string_view live : {"", ", while_live: concurrent", ", while_live: fenced"}) {
    CHECK(fires("B411", job("«228 h»", live)));
    CHECK(silent("B411", job("241 h", live)));
  }
  CHECK(silent("B411", job("228 h", "", "[t]")));  // nothing else writes it
}

TEST_CASE("B411: the sum is shown") {
  const auto found =
      findings_of("B411", timed("rebuilds: unknown, range: 10 d, capacity: 10k/s, deadline: 1 h"));
  REQUIRE(found.size() == 1);
  REQUIRE(found[0].figures.size() == 1);
  CHECK(found[0].figures[0].value == Approx(86400));
}

/// clicks -> daily -> monthly -> yearly, and a job that rebuilds `daily`.
std::string chain(std::string_view job, std::string_view monthly = "",
                  std::string_view yearly = "lookback: 800 d", std::string_view role = "aggregate") {
  return fmt::format(
      "model:\n"
      "  tables:\n"
      "    clicks: {{role: raw}}\n"
      "    daily: {{role: aggregate}}\n"
      "    monthly: {{role: {}}}\n"
      "    yearly: {{role: aggregate}}\n"
      "    live: {{role: aggregate}}\n"
      "  pipelines:\n"
      "    count: {{from: [clicks], to: daily, mode: batch}}\n"
      "    sum: {{from: [daily], to: monthly, mode: batch, {}}}\n"
      "    sum-up: {{from: [monthly], to: yearly, mode: batch, {}}}\n"
      "backfill: {{jobs: {{again: {{rebuilds: daily, range: 90 d{}}}}}}}\n",
      role, monthly, yearly, job);
}

TEST_CASE("B415: rebuilt afterwards, or looked back far enough") {
  const auto found = findings_of("B415", chain(""));
  REQUIRE(found.size() == 1);
  CHECK(found[0].path == "backfill.jobs.again.then");
  CHECK(found[0].message.find("daily -> monthly") != std::string::npos);
  CHECK(silent("B415", chain(", then: [monthly]")));
  CHECK(silent("B415", chain("", "lookback: 90 d")));
  CHECK(findings_of("B415", chain("", "lookback: 89 d")).size() == 1);
  CHECK(silent("B415", chain("", "write: replace")));
  CHECK(fires("B415", chain(", then: «[monthly]»", "", "lookback: 4 d")));
  CHECK(test::mends("B415", chain("", "", "")));
}

TEST_CASE("B415: a record is not rewritten, and a live table is nobody's input") {
  CHECK(silent("B415", chain("", "", "lookback: 800 d", "audit")));
  CHECK(silent("B415", chain("", "serves: yearly")));
  // one of two writers brings it up to date
  CHECK(silent("B415",
               "model:\n"
               "  tables: {a: {role: raw}, b: {role: aggregate}}\n"
               "  pipelines:\n"
               "    live: {from: [a], to: b, mode: stream}\n"
               "    final: {from: [a], to: b, mode: batch, lookback: 90 d}\n"
               "backfill: {jobs: {again: {rebuilds: a, range: 30 d}}}\n"));
}

TEST_CASE("B415: the rebuilt table itself, and cycles") {
  CHECK(silent("B415",
               "model:\n"
               "  tables: {a: {role: raw}, b: {role: aggregate}}\n"
               "  pipelines: {p: {from: [a], to: b}, q: {from: [b], to: a}}\n"
               "backfill: {jobs: {again: {rebuilds: a, then: [b], range: 30 d}}}\n"));
  CHECK(silent("B415", "backfill: {jobs: {again: {rebuilds: a, range: 30 d}}}\n"));
}

}  // namespace
}  // namespace decide
