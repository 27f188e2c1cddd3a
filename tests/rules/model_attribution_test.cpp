#include <fmt/format.h>

#include "catch.h"
#include "rules/marked.h"
#include "rules/mended.h"

/// M212 to M214: attribution.
namespace decide {
namespace {

using test::findings_of;
using test::fires;
using test::mends;
using test::only_finding;
using test::silent;

std::string joined(std::string_view clicks, std::string_view orders, std::string_view query) {
  return fmt::format("model:\n  tables:\n    clicks: {{{}}}\n    orders: {{{}}}\n  queries:\n    q: {{{}}}\n",
                     clicks, orders, query);
}

TEST_CASE("M212: two tables of events are joined at reading") {
  const auto raw = "role: raw, key: [click_id]";
  CHECK(fires("M212", joined(raw, "role: raw, key: [order_id]",
                             "table: orders, joins: {«clicks»: [user_id]}, filters: {at: last 30 d}")));
  CHECK(fires("M212",
              joined(raw, "role: fact, key: [order_id]", "table: orders, joins: {«clicks»: [click_id]}")));
  const auto finding = only_finding("M212", joined(raw, "role: raw",
                                                   "table: orders, joins: {clicks: [user_id]}, "
                                                   "filters: {at: last 30 d}, runs: 10/day"));
  CHECK(finding.message.find("over 30 d") != std::string::npos);
}

TEST_CASE("M212: a dimension, an aggregate or the other half of the same event is no second event") {
  CHECK(silent("M212", joined("role: dimension, key: [click_id]", "role: raw, key: [order_id]",
                              "table: orders, joins: {clicks: [click_id]}")));
  CHECK(silent("M212", joined("role: aggregate, key: [day]", "role: raw, key: [order_id]",
                              "table: orders, joins: {clicks: [day]}")));
  CHECK(silent("M212", joined("role: fact, key: [order_id]", "role: raw, key: [order_id]",
                              "table: orders, joins: {clicks: [order_id]}")));
  CHECK(
      silent("M212", joined("role: raw", "role: attribution", "table: orders, joins: {clicks: [click_id]}")));
}

/// Orders and two kinds of touch, credited by `attribution`.
std::string credited(std::string_view attribution, std::string_view orders, std::string_view clicks = "",
                     std::string_view views = "") {
  return fmt::format(
      "model:\n  tables:\n    views: {{role: raw, key: [view_id]{}}}\n    clicks: {{role: raw, key: "
      "[click_id]{}}}\n"
      "    orders: {{role: raw, key: [order_id]{}}}\n    credits:\n      role: attribution\n      {}\n",
      views, clicks, orders, attribution);
}

TEST_CASE("M213: window and credit rule") {
  CHECK(fires("M213", credited("«attribution»: {of: orders, to: [clicks], credit: linear}", "")));
  CHECK(fires("M213", credited("«attribution»: {of: orders, to: [clicks], window: 7 d}", "")));
  CHECK(silent("M213", credited("attribution: {of: orders, to: [clicks], window: 7 d, credit: linear}", "")));
  CHECK(findings_of("M213", credited("attribution: {of: orders, to: [clicks]}", "")).size() == 2);
  const auto none = findings_of("M213", credited("grain: one credit", ""));
  REQUIRE(none.size() == 2);
  CHECK(none[0].path == "model.tables.credits.attribution.credit");
  CHECK(none[1].path == "model.tables.credits.attribution.window");
}

TEST_CASE("M213: each side needs a column to join by") {
  const auto two = "attribution: {of: orders, to: [clicks, «views»], window: 7 d, credit: linear}";
  const auto one = "attribution: {of: orders, to: [«clicks»], window: 7 d, credit: linear}";
  const auto orders =
      ", columns: {order_id: {type: string}, click_id: {type: string, references: clicks.click_id}}";
  const auto bare = ", columns: {order_id: {type: string}, user_id: {type: string}}";
  const auto clicks = ", columns: {click_id: {type: string}, user_id: {type: string}}";
  const auto views = ", columns: {view_id: {type: string}}";
  CHECK(fires("M213", credited(two, orders, clicks, views)));
  CHECK(fires("M213", credited(one, bare, clicks)));
  CHECK(silent("M213", credited("attribution: {of: orders, to: [clicks], window: 7 d, credit: linear}",
                                orders, clicks)));
}

TEST_CASE("M213: over another side, from the other side, or over a common third") {
  const auto two = "attribution: {of: orders, to: [clicks, views], window: 7 d, credit: linear}";
  const auto orders = ", columns: {click_id: {type: string, references: clicks.click_id}}";
  const auto clicks = ", columns: {view_id: {type: string, references: views.view_id}}";
  CHECK(silent("M213", credited(two, orders, clicks, ", columns: {view_id: {type: string}}")));
  const auto one = "attribution: {of: orders, to: [clicks], window: 7 d, credit: linear}";
  CHECK(silent("M213", credited(one, ", columns: {order_id: {type: string}}",
                                ", columns: {order_id: {type: string, references: orders.order_id}}")));
  const auto user = ", columns: {user_id: {type: string, references: users.user_id}}";
  CHECK(silent("M213", credited(one, user, user)));
}

TEST_CASE("M213: a side that does not list its columns may share a reference, if there is one") {
  const auto one = "attribution: {of: orders, to: [clicks], window: 7 d, credit: linear}";
  CHECK(silent("M213", credited(one, ", columns: {user_id: {type: string, references: users.user_id}}")));
  CHECK(fires("M213", credited("attribution: {of: orders, to: [«clicks»], window: 7 d, credit: linear}",
                               ", columns: {order_id: {type: string}}")));
  CHECK(silent("M213", credited(one, "", ", columns: {click_id: {type: string}}")));
}

std::string kept(std::string_view clicks, std::string_view orders,
                 std::string_view scope = "lateness: {max: 3 d}") {
  return fmt::format("scope:\n  {}\n", scope) +
         credited("attribution: {of: orders, to: [clicks], window: 30 d, credit: linear}", orders, clicks);
}

TEST_CASE("M214: both sides are kept for the window and the latest event") {
  CHECK(fires("M214", kept(", retention: «32 d»", ", retention: 400 d")));
  CHECK(fires("M214", kept(", retention: 400 d", ", retention: «32 d»")));
  CHECK(silent("M214", kept(", retention: 33 d", ", retention: 33 d")));
  CHECK(mends("M214", kept(", retention: 32 d", ", retention: 400 d")));
  const auto finding = only_finding("M214", kept(", retention: 32 d", ", retention: 400 d"));
  REQUIRE(finding.figures.size() == 1);
  CHECK(finding.figures[0].value == 33 * 86400);
}

TEST_CASE("M214: the scope keeps raw tables, and an unknown lateness adds nothing") {
  CHECK(fires("M214", kept("", ", retention: 400 d", "retention: {raw: «29 d»}")));
  CHECK(silent("M214", kept("", ", retention: 400 d", "retention: {raw: 30 d}")));
  CHECK(silent("M214", kept("", "")));
}

TEST_CASE("M214: of two windows over one table the longest counts") {
  CHECK(fires("M214",
              "model:\n  tables:\n    clicks: {role: raw, retention: «60 d»}\n    orders: {role: raw, "
              "retention: 1 y}\n"
              "    short: {role: attribution, attribution: {of: orders, to: [clicks], window: 30 d}}\n"
              "    long: {role: attribution, attribution: {of: orders, to: [clicks], window: 90 d}}\n"));
}

}  // namespace
}  // namespace decide
