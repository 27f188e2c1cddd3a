#include <fmt/format.h>

#include <string>

#include "catch.h"
#include "rules/marked.h"

namespace decide {
namespace {

using test::findings_of;
using test::fires;
using test::silent;

/// Clicks and refunds, counted into a table that invoices are made from, and a live copy of it.
std::string invoices(std::string_view checks, std::string_view daily = "daily",
                     std::string_view level = "exact", std::string_view duplicates = "1%") {
  return fmt::format(R"(scope:
  duplicates: {}
  consumers:
    invoicing: {{kind: billing, correctness: {}, freshness: 1 d}}
model:
  sources:
    topic: {{kind: kafka}}
  tables:
    clicks: {{role: raw, key: [id]}}
    refunds: {{role: raw, key: [id]}}
    {}: {{role: aggregate, key: [day]}}
    live: {{role: aggregate, key: [minute]}}
  queries:
    invoice: {{consumer: invoicing, table: daily}}
  pipelines:
    land-clicks: {{from: [topic], to: clicks}}
    land-refunds: {{from: [topic], to: refunds}}
    count: {{from: [clicks, refunds], to: daily}}
    now: {{from: [topic], to: live}}
close:
  checks: {{{}}}
)",
                     duplicates, level, daily, checks);
}

std::string check(std::string_view name, std::string_view rest) {
  return fmt::format("{}: {{{}, every: 1 h, on_fail: [page]}}", name, rest);
}

std::string both(const std::string& one, const std::string& other) {
  return one + ", " + other;
}

diag::Severity severity(std::string_view rule, std::string_view fragment) {
  const auto found = findings_of(rule, fragment);
  REQUIRE(found.size() == 1);
  return found.front().severity;
}

}  // namespace

TEST_CASE("C502 adds the time between two looks to the limit") {
  const auto fresh = [](std::string_view max, std::string_view every) {
    return fmt::format(R"(scope:
  consumers: {{dash: {{kind: dashboard, freshness: 5 min}}}}
model:
  tables: {{daily: {{role: aggregate, key: [day]}}}}
  queries: {{q: {{consumer: dash, table: daily}}}}
close:
  checks:
    a: {{table: daily, kind: freshness, max: {}, {} on_fail: [page]}}
)",
                       max, every);
  };
  CHECK(silent("C502", fresh("4 min", "every: 1 min,")));
  CHECK(fires("C502", fresh("«4 min»", "every: 61 s,")));
  CHECK(silent("C502", fresh("5 min", "")));
  CHECK(fires("C502", fresh("«301 s»", "")));
  const auto found = findings_of("C502", fresh("90 min", "every: 10 min,"));
  REQUIRE(found.size() == 1);
  CHECK(found.front().message ==
        "`a` speaks after 90 min + 10 min between two looks = 100 min, and `dash` was promised 5 min");
}

TEST_CASE("C502 judges the check that speaks first, and leaves other kinds and other tables alone") {
  const auto with = [](std::string_view checks) {
    return fmt::format(R"(scope:
  latency: {{freshness: 10 min}}
  consumers: {{dash: {{kind: dashboard}}, slow: {{kind: sql, freshness: 2 d}}}}
model:
  tables: {{daily: {{role: aggregate, key: [day]}}, other: {{role: raw, key: [id]}}}}
  queries: {{q: {{consumer: dash, table: daily}}, r: {{consumer: slow, table: daily}}}}
close:
  checks: {{{}}}
)",
                       checks);
  };
  CHECK(silent(
      "C502",
      with("a: {table: daily, kind: freshness, max: 1 d}, b: {table: daily, kind: freshness, max: 10 min}")));
  CHECK(fires("C502", with("a: {table: daily, kind: freshness, max: 1 d}, b: {table: daily, kind: freshness, "
                           "max: «11 min»}")));
  CHECK(silent("C502",
               with("a: {table: daily, kind: lag, max: 1 d}, b: {table: other, kind: freshness, max: 1 d}")));
}

TEST_CASE("C503 sees a table that is watched itself, through all its inputs, or by comparison") {
  const std::string clicks = check("c", "table: clicks, kind: completeness, against: source, tolerance: 1%");
  const std::string refunds =
      check("r", "table: refunds, kind: completeness, against: source, tolerance: 1%");
  const std::string daily = check("d", "table: daily, kind: completeness, against: 7 d, tolerance: 40%");
  const std::string live = check("l", "table: live, kind: completeness, against: source, tolerance: 1%");
  CHECK(silent("C503", invoices(daily)));
  CHECK(silent("C503", invoices(both(clicks, refunds))));
  CHECK(fires("C503", invoices(clicks, "«daily»")));
  CHECK(fires("C503", invoices(live, "«daily»")));
  const std::string same = check("s", "table: live, kind: reconcile, with: daily, tolerance: 2%");
  CHECK(silent("C503", invoices(both(live, same))));
  CHECK(fires("C503", invoices(both(clicks, same), "«daily»")));
  CHECK(fires("C503", invoices(check("d", "table: daily, kind: volume, max: 10%"), "«daily»")));
}

TEST_CASE("C503 follows comparisons in whatever order they stand") {
  const std::string daily = check("z", "table: daily, kind: completeness, against: 7 d, tolerance: 40%");
  const std::string one = check("a", "table: live, kind: reconcile, with: refunds, tolerance: 2%");
  const std::string two = check("b", "table: refunds, kind: reconcile, with: daily, tolerance: 2%");
  const auto live_read = [](std::string text) {
    return text.replace(text.find("table: daily}"), 13, "table: live}");
  };
  CHECK(silent("C503", live_read(invoices(both(daily, both(one, two))))));
  CHECK(silent("C503", live_read(invoices(both(daily, both(two, one))))));
  CHECK(findings_of("C503", live_read(invoices(both(daily, one)))).size() == 1);
}

TEST_CASE("C503 is an error where the number must be right in the end") {
  CHECK(severity("C503", invoices("")) == diag::Severity::error);
  CHECK(severity("C503", invoices("", "daily", "eventual")) == diag::Severity::error);
  CHECK(severity("C503", invoices("", "daily", "approximate")) == diag::Severity::warning);
}

TEST_CASE("C503 follows a job where no pipeline fills the table") {
  const auto with = [](std::string_view daily, std::string_view table) {
    return fmt::format(R"(scope:
  consumers: {{invoicing: {{kind: billing, correctness: exact}}}}
model:
  tables: {{clicks: {{role: raw, key: [id]}}, other: {{role: raw, key: [id]}}, {}: {{role: aggregate, key: [day]}}}}
  queries: {{q: {{consumer: invoicing, table: daily}}}}
backfill:
  jobs: {{build: {{rebuilds: daily, from: [clicks]}}}}
close:
  checks: {{c: {{table: {}, kind: completeness, against: source, tolerance: 1%, on_fail: [page]}}}}
)",
                       daily, table);
  };
  CHECK(silent("C503", with("daily", "clicks")));
  CHECK(fires("C503", with("«daily»", "other")));
  const auto held = [&](std::string_view daily, std::string_view table) {
    std::string text = with(daily, table);
    return text.replace(text.find("[page]"), 6, "[not_ready]");
  };
  CHECK(silent("C508", held("daily", "clicks")));
  CHECK(fires("C508", held("«daily»", "other")));
}

TEST_CASE("C504 wants the repeats watched where they come from, if any come") {
  const std::string clicks = check("c", "table: clicks, kind: duplicates, max: 2%");
  const std::string refunds = check("r", "table: refunds, kind: duplicates, max: 2%");
  CHECK(fires("C504", invoices(clicks, "«daily»")));
  CHECK(silent("C504", invoices(both(clicks, refunds))));
  CHECK(silent("C504", invoices(check("d", "table: daily, kind: duplicates, max: 0%"))));
  CHECK(silent("C504", invoices("", "daily", "exact", "0%")));
  CHECK(severity("C504", invoices("", "daily", "approximate")) == diag::Severity::warning);
}

TEST_CASE("C504 counts the conversions of an attribution, not the touches that they are credited to") {
  const auto credited = [](std::string_view watched, std::string_view attribution) {
    return fmt::format(R"(scope:
  duplicates: 1%
  consumers: {{invoicing: {{kind: billing, correctness: exact}}}}
model:
  tables:
    clicks: {{role: raw, key: [id]}}
    sales: {{role: raw, key: [id]}}
    {}: {{role: attribution, key: [id], attribution: {{of: sales, to: [clicks], window: 30 d, credit: last_click}}}}
  queries: {{q: {{consumer: invoicing, table: credit}}}}
  pipelines: {{c: {{from: [sales, clicks], to: credit}}}}
close:
  checks: {{c: {{table: {}, kind: duplicates, max: 2%, on_fail: [page]}}}}
)",
                       attribution, watched);
  };
  CHECK(silent("C504", credited("sales", "credit")));
  CHECK(fires("C504", credited("clicks", "«credit»")));
}

TEST_CASE("C506 wants the live and the final table compared, in either direction") {
  const auto paths = [](std::string_view pipeline, std::string_view checks) {
    return fmt::format(R"(model:
  tables: {{live: {{role: aggregate, key: [m]}}, daily: {{role: aggregate, key: [d]}}, other: {{role: raw, key: [i]}}}}
  pipelines: {{{}: {{from: [other], to: live, serves: daily, mode: stream}}, b: {{from: [other], to: daily, mode: batch}}}}
close:
  checks: {{{}}}
)",
                       pipeline, checks);
  };
  CHECK(silent("C506", paths("a", "r: {table: daily, kind: reconcile, with: live, tolerance: 2%}")));
  CHECK(silent("C506", paths("a", "r: {table: live, kind: reconcile, with: daily, tolerance: 2%}")));
  CHECK(fires("C506", paths("«a»", "r: {table: daily, kind: reconcile, with: other, tolerance: 2%}")));
  CHECK(fires("C506", paths("«a»", "r: {table: daily, kind: distribution, with: live, tolerance: 2%}")));
}

}  // namespace decide
