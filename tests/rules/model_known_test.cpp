#include <fmt/format.h>

#include "catch.h"
#include "rules/marked.h"
#include "rules/mended.h"

/// M217 to M219: whose data, and what was known when; M241: by which clock.
namespace decide {
namespace {

using diag::Severity;
using test::findings_of;
using test::fires;
using test::mends;
using test::only_finding;
using test::silent;

/// A raw table, credits that copy the user, and sums over the credits.
std::string carried(std::string_view column, std::string_view queries, std::string_view role = "attribution",
                    std::string_view sums = "measures: {n: count}") {
  return fmt::format(
      "model:\n  tables:\n"
      "    clicks: {{role: raw, columns: {{id: {{type: string}}, user_id: {{type: string, pii: true}}}}}}\n"
      "    credits:\n      role: {}\n      columns:\n        id: {{type: string}}\n        {}\n        "
      "amount: {{type: "
      "int64}}\n"
      "    sums: {{role: aggregate, columns: {{day: {{type: date}}, user_id: {{type: string, pii: false}}}}, "
      "{}}}\n"
      "  queries:\n{}"
      "  pipelines: {{credit: {{from: [clicks], to: credits}}, sum-up: {{from: [credits], to: sums}}}}\n",
      role, column, sums, queries);
}
constexpr std::string_view amounts = "    q: {table: credits, filters: {id: one}, columns: [amount]}\n";

TEST_CASE("M217: a personal column that nobody reads") {
  CHECK(fires("M217", carried("«user_id»: {type: string, pii: true}", amounts)));
  CHECK(fires("M217", carried("«user_id»: {type: string, pii: true}", amounts, "aggregate")));
  CHECK(silent("M217", carried("user_id: {type: string, pii: true}", amounts, "fact")));
  CHECK(silent("M217", carried("user_id: {type: string, pii: false}", amounts)));
  CHECK(only_finding("M217", carried("user_id: {type: string, pii: true}", amounts)).severity ==
        Severity::warning);
}

TEST_CASE("M217: personal by its name in the input, or by what it references") {
  CHECK(fires("M217", carried("«user_id»: {type: string}", amounts)));
  CHECK(fires("M217", carried("«who»: {type: string, references: clicks.user_id}", amounts)));
  CHECK(silent("M217", carried("what: {type: string, references: clicks.id}", amounts)));
}

TEST_CASE("M217: a query that filters, groups by or reads it needs it") {
  const auto column = "user_id: {type: string, pii: true}";
  CHECK(silent("M217",
               carried(column, "    q: {table: credits, filters: {user_id: one}, columns: [amount]}\n")));
  CHECK(silent("M217", carried(column, "    q: {table: credits, group_by: [user_id], columns: [amount]}\n")));
  CHECK(silent("M217", carried(column, "    q: {table: credits, columns: [user_id, amount]}\n")));
  CHECK(silent("M217", carried(column, "    q: {table: credits, filters: {id: one}}\n")));
  CHECK(silent("M217",
               carried(column, "    q: {table: clicks, joins: {credits: [user_id]}, columns: [amount]}\n")));
}

TEST_CASE("M217: so does a table behind that counts it or whose readers ask for it") {
  const auto column = "user_id: {type: string, pii: true}";
  CHECK(
      silent("M217", carried(column, amounts, "attribution", "measures: {reach: count_distinct(user_id)}")));
  CHECK(silent("M217", carried(column, std::string(amounts) + "    r: {table: sums, columns: [user_id]}\n")));
}

std::string looked_up(std::string_view history, std::string_view how, std::string_view rest = "",
                      std::string_view correctness = "exact") {
  return fmt::format(
      "scope: {{consumers: {{c: {{kind: sql, correctness: {}}}}}}}\n"
      "model:\n  sources: {{topic: {{kind: kafka}}}}\n  tables:\n    clicks: {{role: raw}}\n"
      "    campaigns: {{role: dimension{}}}\n    daily: {{role: aggregate}}\n"
      "  queries: {{q: {{consumer: c, table: daily}}}}\n"
      "  pipelines: {{count: {{to: daily, {}}}}}\n{}",
      correctness, history, how, rest);
}

TEST_CASE("M218: the latest rows of a dimension in a table that is rebuilt") {
  const auto batch = "from: [clicks], mode: batch, uses: [«campaigns»]";
  CHECK(fires("M218", looked_up(", history: scd1", batch)));
  CHECK(fires("M218", looked_up(", history: none", batch)));
  CHECK(silent("M218", looked_up(", history: scd2", "from: [clicks], mode: batch, uses: [campaigns]")));
  CHECK(silent("M218", looked_up("", "from: [clicks], mode: batch, uses: [campaigns]")));
  CHECK(fires("M218", looked_up(", history: scd1", "from: [clicks, «campaigns»], mode: batch")));
  CHECK(mends("M218", looked_up(", history: scd1", "from: [clicks], mode: batch, uses: [campaigns]")));
}

TEST_CASE("M218: error where the end result must be right, else a warning") {
  const auto batch = "from: [clicks], mode: batch, uses: [campaigns]";
  CHECK(only_finding("M218", looked_up(", history: scd1", batch)).severity == Severity::error);
  CHECK(only_finding("M218", looked_up(", history: scd1", batch, "", "approximate")).severity ==
        Severity::warning);
}

TEST_CASE("M218: a stream is not run again, unless a job rebuilds its table") {
  CHECK(silent("M218", looked_up(", history: scd1", "from: [topic], mode: stream, uses: [campaigns]")));
  CHECK(fires("M218", looked_up(", history: scd1", "from: [topic], mode: stream, uses: [«campaigns»]",
                                "backfill: {jobs: {again: {rebuilds: daily, from: [clicks]}}}\n")));
  CHECK(fires("M218",
              looked_up(", history: scd1", "from: [topic], mode: stream",
                        "backfill: {jobs: {again: {rebuilds: daily, from: [clicks, «campaigns»]}}}\n")));
  CHECK(
      silent("M218", looked_up(", history: scd2", "from: [topic], mode: stream",
                               "backfill: {jobs: {again: {rebuilds: daily, from: [clicks, campaigns]}}}\n")));
}

TEST_CASE("M218: a dimension made from dimensions shows today") {
  CHECK(
      silent("M218",
             "model:\n  tables: {a: {role: dimension, history: scd1}, b: {role: dimension, history: scd1}}\n"
             "  pipelines: {p: {from: [a], to: b, mode: batch}}\n"));
}

std::string trained(std::string_view kind, std::string_view columns, std::string_view name = "features") {
  return fmt::format(
      "scope: {{consumers: {{c: {{kind: {}}}}}}}\nmodel:\n  tables:\n    {}: {{role: feature{}}}\n"
      "    names: {{role: dimension, columns: {{id: {{type: string}}}}}}\n"
      "  queries: {{q: {{consumer: c, table: features, joins: {{names: [id]}}}}}}\n",
      kind, name, columns);
}

TEST_CASE("M219: training needs when it happened and when it was known") {
  const auto event = ", columns: {at: {type: timestamp, time: event}}";
  const auto known = ", columns: {seen: {type: timestamp, time: processing}}";
  const auto both =
      ", columns: {at: {type: timestamp, time: event}, seen: {type: timestamp, time: processing}}";
  CHECK(fires("M219", trained("ml_training", event, "«features»")));
  CHECK(fires("M219", trained("ml_training", known, "«features»")));
  CHECK(fires("M219", trained("ml_training", ", columns: {id: {type: string}}", "«features»")));
  CHECK(silent("M219", trained("ml_training", both)));
  CHECK(silent("M219", trained("ml_training", "")));
  CHECK(silent("M219", trained("ml_serving", event)));
}

/// A raw table by arrival and a sum, with queries of either.
std::string clocked(std::string_view query, std::string_view by, std::string_view time = "event",
                    std::string_view accept = "") {
  return fmt::format(
      "{}model:\n  sources: {{topic: {{kind: kafka}}}}\n  tables:\n"
      "    clicks: {{role: raw, columns: {{at: {{type: timestamp, time: event}}, seen: {{type: timestamp, "
      "time: "
      "processing}}}}}}\n"
      "    daily: {{role: aggregate, columns: {{day: {{type: date, time: event}}, run: {{type: date, time: "
      "processing}}}}}}\n"
      "  queries: {{q: {{{}}}}}\n"
      "  pipelines:\n    land: {{from: [topic], to: clicks}}\n    count: {{from: [clicks], to: daily, time: "
      "{}}}\n"
      "partition:\n  clicks: {{format: iceberg, by: [{}]}}\n",
      accept, query, time, by);
}

TEST_CASE("M241: partitions by arrival, and a question by event time") {
  const auto by_event = "table: clicks, filters: {at: last 7 d}";
  CHECK(fires("M241", clocked(by_event, "«day(seen)»")));
  CHECK(fires("M241", clocked("table: clicks, group_by: [at]", "«day(seen)»")));
  CHECK(silent("M241", clocked(by_event, "day(at)")));
  CHECK(silent("M241", clocked("table: clicks, filters: {seen: last 7 d}", "day(seen)")));
  CHECK(silent("M241", clocked("table: clicks, filters: {at: last 7 d, seen: last 9 d}", "day(seen)")));
  CHECK(silent("M241", clocked("table: clicks, filters: {at: all}", "day(seen)")));
}

TEST_CASE("M241: windows by the clock of the machine") {
  CHECK(fires("M241", clocked("table: daily, filters: {day: last 7 d}", "day(at)", "«processing»")));
  CHECK(silent("M241", clocked("table: daily, filters: {run: last 7 d}", "day(at)", "processing")));
  CHECK(silent("M241", clocked("table: daily, filters: {day: last 7 d}", "day(at)")));
}

TEST_CASE("M241: who stands by arrival days, with the event time kept, is left alone") {
  const auto by_event = "table: clicks, filters: {at: last 7 d}";
  const auto accepted = [](std::string_view rule, std::string_view at) {
    return fmt::format("accept: {{days: {{rule: {}, at: {}, because: [a load touches one day]}}}}\n", rule,
                       at);
  };
  CHECK(silent("M241", clocked(by_event, "day(seen)", "event", accepted("P310", "partition.clicks"))));
  CHECK(silent("M241", clocked(by_event, "day(seen)", "event", accepted("P310", "model.tables.clicks"))));
  CHECK(silent("M241", clocked(by_event, "day(seen)", "event", accepted("P310", "model.pipelines.land"))));
  CHECK(fires("M241", clocked(by_event, "«day(seen)»", "event", accepted("P310", "partition.daily"))));
  CHECK(fires("M241", clocked(by_event, "«day(seen)»", "event", accepted("P310", "model.queries.q"))));
  CHECK(silent("M241", clocked(by_event, "day(seen)", "event", accepted("P310", "partition"))));
  for (const std::string_view at : {"partition.clicks", "model.tables.clicks"}) {
    const auto found = findings_of("M241", clocked(by_event, "day(seen)", "event", accepted("M241", at)));
    REQUIRE(found.size() == 1);
    CHECK(found[0].accepted.has_value());
  }
}

}  // namespace
}  // namespace decide
