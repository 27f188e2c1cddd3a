#include <fmt/format.h>

#include "catch.h"
#include "rules/marked.h"
#include "rules/mended.h"

namespace decide {
namespace {

using diag::Severity;
using test::findings_of;
using test::fires;
using test::silent;

/// A query of `clicks` with the given filters, the table and the scope's retention as given.
std::string reaching(std::string_view filters, std::string_view table, std::string_view scope = "") {
  return fmt::format(
      "scope: {{retention: {{{}}}}}\n"
      "model:\n"
      "  tables: {{clicks: {{role: aggregate{}}}, raw_clicks: {{role: raw}}}}\n"
      "  queries:\n"
      "    report: {{table: clicks, filters: {{{}}}}}\n",
      scope, table, filters);
}

TEST_CASE("M220: as far back as the table is kept, and not a day more") {
  CHECK(silent("M220", reaching("day: last 30 d", ", retention: 30 d")));
  CHECK(fires("M220", reaching("day: «last 31 d»", ", retention: 30 d")));
  CHECK(silent("M220", reaching("day: last 1 mo", ", retention: 30 d")));
  CHECK(silent("M220", reaching("day: last 31 d", "")));
  CHECK(silent("M220", reaching("day: all, c: one, d: 3 values", ", retention: 1 d")));
}

TEST_CASE("M220: as far back as questions go") {
  CHECK(fires("M220", reaching("day: «last 31 d»", "", "queryable: 30 d")));
  CHECK(silent("M220", reaching("day: last 30 d", ", retention: 60 d", "queryable: 30 d")));
  const auto scope = findings_of("M220", reaching("day: last 90 d", ", retention: 60 d", "queryable: 30 d"));
  REQUIRE(scope.size() == 1);
  CHECK_FALSE(scope[0].fix);
  CHECK(scope[0].message.find("queryable") != std::string::npos);
  const auto table = findings_of("M220", reaching("day: last 90 d", ", retention: 20 d", "queryable: 30 d"));
  REQUIRE(table.size() == 1);
  CHECK(table[0].fix.has_value());
}

TEST_CASE("M220: a raw table that does not say is kept as long as raw events are") {
  CHECK(fires("M220",
              "scope: {retention: {raw: 30 d}}\nmodel:\n  tables: {clicks: {role: raw}}\n"
              "  queries: {q: {table: clicks, filters: {t: «last 40 d»}}}\n"));
  CHECK(silent("M220",
               "scope: {retention: {raw: 30 d}}\nmodel:\n  tables: {clicks: {role: raw, retention: 50 d}}\n"
               "  queries: {q: {table: clicks, filters: {t: last 40 d}}}\n"));
}

TEST_CASE("M221: every way of reading counts") {
  CHECK(fires("M221", R"(model:
  sources: {topic: {kind: kafka}}
  tables:
    landed: {role: raw}
    looked_up: {role: dimension}
    joined: {role: dimension}
    replayed: {role: raw}
    asked: {role: aggregate}
    log: {role: audit}
    «forgotten»: {role: aggregate}
    «circle»: {role: feature}
  queries:
    q: {table: asked, joins: {joined: [id]}}
  pipelines:
    land: {from: [topic], to: landed}
    count: {from: [landed], to: asked, uses: [looked_up]}
    itself: {from: [circle], to: circle}
backfill:
  jobs:
    again: {rebuilds: asked, from: [replayed]}
    over: {rebuilds: circle, from: [circle]}
)"));
}

TEST_CASE("M221: before anything is said of reading, nothing is unread") {
  CHECK(silent("M221", "model: {tables: {a: {role: raw}}}\n"));
}

TEST_CASE("M222: pipelines and jobs fill tables, and what is rebuilt after a job is filled") {
  CHECK(fires("M222", R"(model:
  sources: {topic: {kind: kafka}}
  tables:
    a: {role: raw}
    b: {role: aggregate}
    c: {role: aggregate}
    d: {role: dimension}
    «e»: {role: audit}
    «f»: {role: raw}
  pipelines:
    land: {from: [topic], to: a}
backfill:
  jobs:
    again: {rebuilds: b, from: [a], then: [c]}
)"));
}

TEST_CASE("M223: every consumer asks something, once there is a model") {
  CHECK(silent("M223", "scope: {consumers: {dash: {kind: dashboard}}}\n"));
  CHECK(fires("M223",
              "scope: {consumers: {a: {kind: sql}, «b»: {kind: sql}, «c»: {kind: sql}}}\n"
              "model: {tables: {t: {role: raw}}, queries: {q: {consumer: a, table: t}}}\n"));
}

std::string pipelines(std::string_view list) {
  return fmt::format(
      "model:\n  sources: {{s: {{kind: kafka}}}}\n  tables: {{a: {{role: raw}}, b: {{role: fact}}, c: "
      "{{role: fact}}, d: "
      "{{role: fact}}}}\n  pipelines: {{{}}}\n",
      list);
}

TEST_CASE("M224: tables that are derived from themselves") {
  CHECK(fires("M224", pipelines("p: {from: [s, a], to: «a»}")));
  CHECK(fires("M224", pipelines("p: {from: [a], to: b}, q: {from: [b], to: «a»}")));
  CHECK(silent("M224", pipelines("p: {from: [s], to: a}, q: {from: [a], to: b}, r: {from: [a, b], to: c}")));
  CHECK(silent("M224", pipelines("p: {from: [a], to: b, uses: [b]}")));
  const auto found = findings_of("M224", pipelines("p: {from: [a], to: b}, q: {from: [b], to: a}"));
  REQUIRE(found.size() == 1);
  CHECK(found[0].message.find("a -> b -> a") != std::string::npos);
}

TEST_CASE("M224: two circles apart are two findings, two that share tables are one") {
  CHECK(fires("M224", pipelines("p: {from: [a], to: b}, q: {from: [b], to: «a»}, r: {from: [c], to: d}, "
                                "t: {from: [d], to: «c»}")));
  CHECK(fires("M224", pipelines("p: {from: [a], to: b}, q: {from: [b], to: c}, r: {from: [c], to: «b»}, "
                                "t: {from: [c], to: a}")));
}

TEST_CASE("M224: a chain of three hundred tables that ends where it began") {
  std::string tables, steps;
  for (int i = 0; i < 300; ++i) {
    tables += fmt::format("    t{}: {{role: fact}}\n", i);
    steps += fmt::format("    p{}: {{from: [t{}], to: t{}}}\n", i, i, (i + 1) % 300);
  }
  CHECK(findings_of("M224", "model:\n  tables:\n" + tables + "  pipelines:\n" + steps).size() == 1);
}

TEST_CASE("M220: the fix keeps the table for as long as is asked") {
  CHECK(test::mends("M220", reaching("day: last 31 d", ", retention: 30 d")));
  CHECK(test::mended("M220", reaching("day: last 120 d", ", retention: 30 d")).find("retention: 120 d") !=
        std::string::npos);
}

}  // namespace
}  // namespace decide
