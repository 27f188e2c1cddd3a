#include <fmt/format.h>

#include "catch.h"
#include "rules/marked.h"
#include "rules/mended.h"

/// M208, M210 and M211: what can be told apart in an aggregate, and what can be added up.
namespace decide {
namespace {

using diag::Severity;
using test::findings_of;
using test::fires;
using test::only_finding;
using test::silent;

/// A daily aggregate by campaign that `query` asks.
std::string daily(std::string_view query, std::string_view measures = "clicks: count",
                  std::string_view more = "") {
  return fmt::format(
      "scope:\n"
      "  consumers: {{dash: {{kind: dashboard, correctness: approximate, tolerance: 5%}},\n"
      "    sales: {{kind: sql, correctness: eventual}}, invoicing: {{kind: billing, correctness: exact}}}}\n"
      "model:\n"
      "  tables:\n"
      "    campaigns: {{role: dimension, key: [campaign_id], columns: {{campaign_id: {{type: int64}}, "
      "account: {{type: string}}}}}}\n"
      "    daily:\n"
      "      role: aggregate\n"
      "      key: [day, campaign_id]\n"
      "      measures: {{{}}}\n"
      "      columns: {{day: {{type: date, time: event}}, campaign_id: {{type: int64}}, country: {{type: "
      "string}}, clicks: {{type: int64}}}}\n"
      "  queries: {{report: {{table: daily, {}}}}}\n{}",
      measures, query, more);
}

TEST_CASE("M208: a query groups by a column beside the key") {
  CHECK(fires("M208", daily("group_by: [«country»]")));
  CHECK(fires("M208", daily("group_by: [campaign_id, «country»]")));
  CHECK(silent("M208", daily("group_by: [campaign_id]")));
  CHECK(silent("M208", daily("group_by: [day, campaign_id]")));
}

TEST_CASE("M208: what is joined or counted is no part of the group") {
  CHECK(silent("M208", daily("joins: {campaigns: [campaign_id]}, group_by: [account]")));
  CHECK(silent("M208", daily("group_by: [clicks]")));
  CHECK(fires("M208", daily("joins: {campaigns: [campaign_id]}, group_by: [account, «country»]")));
}

TEST_CASE("M208: other roles have no group, and a missing key is another rule's") {
  CHECK(silent("M208",
               "model:\n  tables: {clicks: {role: raw, key: [id]}}\n"
               "  queries: {q: {table: clicks, group_by: [country]}}\n"));
  CHECK(silent("M208",
               "model:\n  tables: {daily: {role: aggregate}}\n"
               "  queries: {q: {table: daily, group_by: [country]}}\n"));
}

TEST_CASE("M210: distinct counts, averages and ratios do not add up over days") {
  const auto query = "consumer: invoicing, filters: {day: last 7 d}, group_by: [campaign_id]";
  for (const std::string_view measure : {"«count_distinct(user_id)»", "«avg(cost)»"})
    CHECK(fires("M210", daily(query, fmt::format("reach: {}", measure))));
  CHECK(fires("M210", daily(query, "rate: «'ratio(clicks,views)'»")));
  for (const std::string_view measure : {"count", "sum(cost)", "min(cost)", "max(cost)", "last(cost)"})
    CHECK(silent("M210", daily(query, fmt::format("reach: {}", measure))));
}

TEST_CASE("M210: error where the end result must be right, else a warning") {
  const auto severity = [](std::string_view consumer) {
    return only_finding("M210", daily(fmt::format("consumer: {}, group_by: [campaign_id]", consumer),
                                      "reach: count_distinct(user_id)"))
        .severity;
  };
  CHECK(severity("invoicing") == Severity::error);
  CHECK(severity("sales") == Severity::error);
  CHECK(severity("dash") == Severity::warning);
}

TEST_CASE("M210: a query that takes the rows as they are adds nothing up") {
  const auto measure = "reach: count_distinct(user_id)";
  CHECK(silent("M210", daily("group_by: [day, campaign_id]", measure)));
  CHECK(silent("M210", daily("filters: {day: one}, group_by: [campaign_id]", measure)));
  CHECK(silent("M210", daily("filters: {day: last 1 d}, group_by: [campaign_id]", measure)));
  CHECK(silent("M210", daily("filters: {day: last 7 d, campaign_id: one}", measure)));
  CHECK(fires("M210", daily("filters: {day: last 2 d}, group_by: [campaign_id]",
                            "reach: «count_distinct(user_id)»")));
  CHECK(fires("M210", daily("filters: {campaign_id: 3 values}, group_by: [day]",
                            "reach: «count_distinct(user_id)»")));
}

TEST_CASE("M210: only what the query reads, and only numbers") {
  const auto measures = "clicks: count, reach: count_distinct(user_id)";
  CHECK(silent("M210", daily("group_by: [campaign_id], columns: [clicks]", measures)));
  CHECK(fires("M210", daily("group_by: [campaign_id], columns: [clicks, reach]",
                            "clicks: count, reach: «count_distinct(user_id)»")));
  CHECK(silent("M210",
               "model:\n  tables:\n    daily:\n      role: aggregate\n      key: [day, campaign_id]\n"
               "      measures: {reach: count_distinct(user_id)}\n"
               "      columns: {day: {type: date}, campaign_id: {type: int64}, reach: {type: hll}}\n"
               "  queries: {q: {table: daily, group_by: [campaign_id]}}\n"));
}

TEST_CASE("M210: a table behind may add it up as well") {
  const auto monthly = [](std::string_view measure) {
    return fmt::format(
        "model:\n  tables:\n    daily:\n      role: aggregate\n      key: [day]\n"
        "      measures: {{reach: «count_distinct(user_id)»}}\n"
        "    monthly: {{role: aggregate, key: [month], measures: {{reach: {}}}}}\n"
        "  pipelines: {{sum-up: {{from: [daily], to: monthly}}}}\n",
        measure);
  };
  CHECK(fires("M210", monthly("sum(reach)")));
  CHECK(fires("M210", monthly("avg(reach)")));
  CHECK(findings_of("M210", monthly("max(reach)")).empty());
}

/// A sketch in `daily`, copied or measured in `monthly`, and a consumer of either.
std::string sketch(std::string_view query, std::string_view correctness, std::string_view mark = "hll",
                   std::string_view monthly = "measures: {reach: count_distinct(users)}") {
  return fmt::format(
      "scope: {{consumers: {{c: {{kind: sql, correctness: {}}}}}}}\n"
      "model:\n  tables:\n"
      "    daily: {{role: aggregate, columns: {{day: {{type: date}}, clicks: {{type: int64}}, users: {{type: "
      "{}}}}}}}\n"
      "    monthly: {{role: aggregate, {}}}\n"
      "  queries: {{q: {{consumer: c, {}}}}}\n"
      "  pipelines: {{sum-up: {{from: [daily], to: monthly}}}}\n",
      correctness, mark, monthly, query);
}

TEST_CASE("M211: a sketch that an exact reader reads") {
  CHECK(fires("M211", sketch("table: daily, columns: [users]", "exact", "«hll»")));
  CHECK(fires("M211", sketch("table: daily", "exact", "«hll»")));
  CHECK(fires("M211", sketch("table: daily", "eventual", "«hll»")));
  CHECK(silent("M211", sketch("table: daily, columns: [clicks]", "exact")));
  CHECK(fires("M211", sketch("table: other, joins: {daily: [day]}, columns: [users]", "exact", "«hll»")));
  CHECK(silent("M211", sketch("table: other, joins: {daily: [day]}, columns: [clicks]", "exact")));
  CHECK(silent("M211", sketch("table: daily, columns: [users]", "approximate")));
}

TEST_CASE("M211: what is computed from a sketch is an estimate too") {
  const auto text = sketch("table: monthly, columns: [reach]", "exact", "«hll»");
  CHECK(fires("M211", text));
  CHECK(only_finding("M211", text).message.find("daily -> monthly") != std::string::npos);
  CHECK(fires("M211", sketch("table: monthly, columns: [users]", "exact", "«hll»",
                             "columns: {users: {type: int64}}")));
  CHECK(silent("M211", sketch("table: monthly, columns: [clicks]", "exact", "hll",
                              "measures: {clicks: sum(clicks), reach: count_distinct(users)}")));
}

TEST_CASE("M211: an exact distinct count is none") {
  CHECK(silent("M211",
               "scope: {consumers: {c: {kind: billing, correctness: exact}}}\n"
               "model:\n  tables: {daily: {role: aggregate, measures: {reach: count_distinct(u)}}}\n"
               "  queries: {q: {consumer: c, table: daily}}\n"));
}

}  // namespace
}  // namespace decide
