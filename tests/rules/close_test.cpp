#include <fmt/format.h>

#include <string>

#include "catch.h"
#include "rules/marked.h"

namespace decide {
namespace {

using test::findings_of;
using test::fires;
using test::silent;

std::string message(std::string_view rule, std::string_view fragment) {
  const auto found = findings_of(rule, fragment);
  return found.empty() ? std::string() : found.front().message;
}

/// Two tables in a line, read by a dashboard at the end, with the given close.
std::string two_tables(std::string_view close, std::string_view marks_clicks = "clicks",
                       std::string_view marks_daily = "daily", std::string_view level = "exact",
                       std::string_view dash = "dash") {
  return fmt::format(R"(scope:
  consumers:
    {}: {{kind: dashboard, freshness: 5 min, correctness: {}}}
model:
  sources:
    topic: {{kind: kafka}}
  tables:
    {}: {{role: raw, key: [id]}}
    {}: {{role: aggregate, key: [day]}}
  queries:
    report: {{consumer: dash, table: daily}}
  pipelines:
    land: {{from: [topic], to: clicks}}
    count: {{from: [clicks], to: daily}}
close:
{})",
                     dash, level, marks_clicks, marks_daily, close);
}

TEST_CASE("C501 wants a freshness check on the table that is read, not on one behind it") {
  CHECK(
      fires("C501", two_tables("  checks: {c: {table: clicks, kind: freshness, max: 4 min, on_fail: [page]}}",
                               "clicks", "«daily»")));
  CHECK(silent("C501", two_tables("  checks: {c: {table: daily, kind: freshness, max: 4 min}}")));
  CHECK(
      fires("C501", two_tables("  checks: {c: {table: daily, kind: lag, max: 4 min}}", "clicks", "«daily»")));
  CHECK(fires("C501", two_tables("  question: What next", "clicks", "«daily»")));
  CHECK(message("C501", two_tables("  checks: {}")) ==
        "`daily` may be 5 min old at most for `dash`, and no freshness check watches it");
}

TEST_CASE("C501 is about what consumers read: queries of nobody and joined dimensions are not") {
  constexpr std::string_view joined = R"(scope:
  consumers: {{dash: {{kind: sql}}, other: {{kind: sql}}}}
model:
  tables:
    «facts»: {{role: fact}}
    {}: {{role: {}}}
    scratch: {{role: fact}}
  queries:
    q: {{consumer: dash, table: facts, joins: {{campaigns: [id]}}}}
    r: {{consumer: other, table: facts}}
    s: {{table: scratch}}
    t: {{consumer: nobody, table: scratch}}
)";
  CHECK(fires("C501", fmt::format(joined, "campaigns", "dimension")));
  CHECK(fires("C501", fmt::format(joined, "«campaigns»", "aggregate")));
  CHECK(message("C501", fmt::format(joined, "campaigns", "dimension")).find("`dash` and 1 more") !=
        std::string::npos);
  CHECK(fires("C501", R"(scope:
  consumers: {dash: {kind: sql}}
model:
  tables:
    «campaigns»: {role: dimension}
  queries:
    q: {consumer: dash, table: campaigns}
)"));
}

TEST_CASE("C507 counts an empty list as nothing") {
  CHECK(fires("C507", R"(close:
  checks:
    «a»: {table: t, kind: lag, max: 1 min}
    b: {table: t, kind: lag, «on_fail»: []}
    c: {table: t, kind: lag, on_fail: [ticket]}
    d: {table: t, kind: lag, «on_fail»: }
)"));
}

TEST_CASE("C508 is content with one check that holds back, on the table or behind it") {
  const auto with = [](std::string_view check, std::string_view daily, std::string_view level = "exact") {
    return two_tables(fmt::format("  checks: {{c: {{{}}}}}", check), "clicks", daily, level);
  };
  CHECK(silent("C508", with("table: clicks, kind: duplicates, on_fail: [block]", "daily")));
  CHECK(silent("C508", with("table: daily, kind: nulls, on_fail: [page, not_ready]", "daily")));
  CHECK(silent("C508", with("table: clicks, kind: reconcile, with: daily, on_fail: [not_ready]", "daily")));
  CHECK(fires("C508", with("table: clicks, kind: reconcile, on_fail: [not_ready]", "«daily»")));
  CHECK(fires("C508", with("table: daily, kind: freshness, on_fail: [not_ready]", "«daily»")));
  CHECK(fires("C508", with("table: daily, kind: volume, on_fail: [block]", "«daily»")));
  CHECK(fires("C508", with("table: daily, kind: nulls, on_fail: [page, ticket, banner]", "«daily»")));
  CHECK(silent("C508", with("table: daily, kind: nulls, on_fail: [page]", "daily", "approximate")));
  CHECK(silent("C508", with("table: daily, kind: nulls, on_fail: [page]", "daily", "eventual")));
}

TEST_CASE("C508 is not content with a check beside the path, or after it") {
  CHECK(fires("C508", R"(scope:
  consumers: {pay: {kind: billing, correctness: exact}}
model:
  tables:
    clicks: {role: raw}
    «daily»: {role: aggregate}
    later: {role: aggregate}
    beside: {role: aggregate}
  queries:
    q: {consumer: pay, table: daily}
  pipelines:
    a: {from: [clicks], to: daily}
    b: {from: [daily], to: later}
    c: {from: [clicks], to: beside}
close:
  checks:
    x: {table: later, kind: completeness, on_fail: [block]}
    y: {table: beside, kind: completeness, on_fail: [block]}
)"));
}

TEST_CASE("C508 offers to let the check that is there hold back") {
  const auto found =
      findings_of("C508", two_tables("  checks:\n    c: {table: daily, kind: nulls, on_fail: [page]}\n"));
  REQUIRE(found.size() == 1);
  REQUIRE(found[0].fix);
  CHECK_FALSE(found[0].fix->safe);
  CHECK(found[0].fix->edits.at(0).text.find("not_ready") != std::string::npos);
  CHECK(found[0].constraint == "exact-counts");
  CHECK_FALSE(findings_of("C508", two_tables("  checks: {}")).at(0).fix);
}

TEST_CASE("C509 wants a page and an owner on the same check") {
  const auto with = [](std::string_view checks, std::string_view dash) {
    return two_tables(fmt::format("  checks: {{{}}}", checks), "clicks", "daily", "exact", dash);
  };
  CHECK(silent("C509", with("a: {table: clicks, kind: lag, on_fail: [ticket, page], owner: us}", "dash")));
  CHECK(fires("C509", with("a: {table: clicks, kind: lag, on_fail: [page], owner: \" \"}", "«dash»")));
  CHECK(fires("C509", with("a: {table: daily, kind: lag, on_fail: [ticket], owner: us}", "«dash»")));
  const auto split = with(
      "a: {table: daily, kind: lag, on_fail: [page]}, b: {table: daily, kind: lag, on_fail: [ticket], owner: "
      "us}",
      "«dash»");
  CHECK(fires("C509", split));
  CHECK(message("C509", split).find("names its `owner`") != std::string::npos);
  CHECK(message("C509", with("", "dash")) == "no check on the way to `dash` pages anybody");
}

TEST_CASE("C509 is one finding a consumer; a joined table is on its path, and who reads nothing has none") {
  CHECK(fires("C509", R"(scope:
  consumers:
    «a»: {kind: sql}
    b: {kind: sql}
    idle: {kind: sql}
model:
  tables:
    t: {role: fact}
    u: {role: dimension}
  queries:
    q: {consumer: a, table: t}
    r: {consumer: a, table: t}
    s: {consumer: b, table: t, joins: {u: [id]}}
close:
  checks:
    c: {table: u, kind: lag, on_fail: [page], owner: us}
)"));
}

TEST_CASE("C520 and C521 ask for trade-offs with all of their parts") {
  REQUIRE(findings_of("C520", "title: x\n").size() == 1);
  CHECK(findings_of("C520", "title: x\n")[0].path == "close.tradeoffs");
  CHECK(fires("C520", "close:\n  «tradeoffs»: {}\n"));
  CHECK(silent("C520", "close: {tradeoffs: {a: {chose: x}}}"));
  CHECK(silent("C521", "close: {tradeoffs: {}}"));
  CHECK(fires("C521", R"(close:
  tradeoffs:
    «a»: {chose: x}
    b: {chose: x, over: y, because: [cost], cost: money}
    c: {chose: x, «over»: "", because: [cost], cost: money}
    d: {chose: x, over: y, «because»: [], cost: money}
    «e»: {chose: x, over: y, because: [cost]}
)"));
  CHECK(message("C521", "close: {tradeoffs: {a: {chose: x}}}") ==
        "trade-off `a` does not say `over`, `because` or `cost`");
}

TEST_CASE("C522 looks for the word in what trade-offs say, in any case") {
  const auto with = [](std::string_view what, std::string_view tradeoff) {
    return fmt::format("scope: {{sacrifice: {{what: {}}}}}\nclose: {{tradeoffs: {{a: {{{}}}}}}}\n", what,
                       tradeoff);
  };
  CHECK(silent("C522", with("freshness", "chose: Freshness second")));
  CHECK(silent("C522", with("freshness", "over: FRESHNESS")));
  CHECK(silent("C522", with("cost", "cost: it costs more")));
  CHECK(fires("C522", with("«cost»", "chose: a stream, over: a batch, because: [cost], cost: two jobs")));
  CHECK(fires("C522", with("«freshness»", "chose: fresh, over: ness")));
  CHECK(silent("C522", "scope: {sacrifice: {what: cost}}\nclose: {question: x}\n"));
  CHECK(silent("C522", "close: {tradeoffs: {a: {chose: x}}}"));
}

TEST_CASE("C523 is content with a what-if at, above or below the path, or a trade-off that names it") {
  const auto with = [](std::string_view assumed, std::string_view close) {
    return fmt::format(R"(scope:
  volume: {{growth: 60%, event_size: 450 B}}
  lateness: {{max: 72 h}}
  assumed: [{}]
close: {{{}}}
)",
                       assumed, close);
  };
  const auto when = [](std::string_view path) {
    return fmt::format("what_if: {{w: {{when: {{{}: x2}}}}}}", path);
  };
  CHECK(silent("C523", with("lateness.max", when("scope.lateness.max"))));
  CHECK(silent("C523", with("lateness.max", when("scope.lateness"))));
  CHECK(silent("C523", with("lateness", when("scope.lateness.max"))));
  CHECK(fires("C523", with("«lateness.max»", when("scope.lateness.maximum"))));
  CHECK(fires("C523", with("«lateness.max»", when("lateness.max"))));
  CHECK(fires("C523", with("«lateness.max»", when("scope.lateness.p99"))));
  CHECK(fires("C523", with("«volume.growth»", when("scope.volume"))));  // more load is not more growth
  CHECK(silent("C523", with("volume.growth", when("scope.volume.growth"))));
  CHECK(silent("C523", with("volume.growth", "tradeoffs: {a: {cost: a Growth of 60% is assumed}}")));
  CHECK(silent("C523", with("volume.event_size", "tradeoffs: {a: {cost: the size of an event is a guess}}")));
  CHECK(silent("C523", with("lateness.max", "tradeoffs: {a: {over: a lateness.max of 7 d}}")));
  CHECK(fires("C523", with("«volume.growth»", "tradeoffs: {a: {cost: outgrowths}}")));
  CHECK(fires("C523", with("«volume.growth», «lateness.max»", "question: What next")));
  CHECK(silent("C523", with("volume.peak", "question: What next")));  // not answered: S125 says so
}

TEST_CASE("C530 takes a reason from anything that decides") {
  const auto with = [](std::string_view raw, std::string_view rest) {
    return fmt::format("scope:\n  retention: {{raw: {}}}\n{}\n", raw, rest);
  };
  const std::string_view other = "close: {tradeoffs: {t: {because: [cost]}}}";
  CHECK(fires("C530", with("«400 d»", other)));
  CHECK(silent("C530", with("400 d", "close: {tradeoffs: {t: {because: [replayable-history]}}}")));
  CHECK(silent("C530",
               with("400 d", "model: {pipelines: {p: {from: [a], to: b, because: [replayable-history]}}}")));
  CHECK(silent("C530", with("400 d", "partition: {t: {because: [replayable-history]}}")));
  CHECK(silent("C530", with("400 d", "backfill: {jobs: {j: {rebuilds: t, because: [replayable-history]}}}")));
  CHECK(silent(
      "C530",
      with("400 d", fmt::format("backfill: {{schema: {{because: [replayable-history]}}}}\n{}", other))));
  CHECK(silent(
      "C530",
      with("400 d", fmt::format("backfill: {{erasure: {{because: [replayable-history]}}}}\n{}", other))));
  CHECK(silent("C530",
               with("400 d", fmt::format("  sacrifice: {{because: [replayable-history]}}\n{}", other))));
  CHECK(fires("C530", with("«400 d»", "close: {tradeoffs: {t: {because: [some replayable-history]}}}")));
  CHECK(fires(
      "C530",
      with("«400 d»",
           fmt::format("accept: {{a: {{rule: P301, at: x, because: [replayable-history]}}}}\n{}", other))));
}

TEST_CASE("C530 waits until something is decided, and is one finding a constraint") {
  CHECK(silent("C530", "scope: {retention: {raw: 400 d}}"));
  const auto found = findings_of("C530", R"(scope:
  retention: {raw: 400 d, queryable: 25 mo}
  failure_tolerance: {recovery: 4 h}
close: {tradeoffs: {t: {chose: x}}}
)");
  REQUIRE(found.size() == 3);
  for (const diag::Finding& finding : found) {
    CHECK_FALSE(finding.constraint.empty());
    CHECK(finding.message.find(finding.constraint) != std::string::npos);
    CHECK_FALSE(finding.label.empty());
  }
}

TEST_CASE("C540 wants checks of what consumers depend on") {
  CHECK(silent("C540", two_tables("  checks: {c: {table: clicks, kind: lag}}\n  monitor_first: [c]")));
  CHECK(silent("C540", two_tables("  checks: {}\n  monitor_first: [unknown]")));
  CHECK(silent("C540", two_tables("  checks: {c: {table: nowhere, kind: lag}}\n  monitor_first: [c]")));
  CHECK(fires("C540", "«close»:\n  checks: {c: {table: daily, kind: lag}}\n"));
  CHECK(fires("C540", "close:\n  «monitor_first»: []\n"));
  constexpr std::string_view unread = R"(scope:
  consumers: {{dash: {{kind: sql}}}}
model:
  tables: {{t: {{role: fact}}, u: {{role: fact}}}}
  queries: {{q: {{consumer: dash, table: t}}}}
close:
  checks:
    a: {{table: u, kind: reconcile, with: {}, on_fail: [page]}}
    b: {{table: t, kind: lag, on_fail: [page]}}
  monitor_first: [{}, b]
)";
  CHECK(fires("C540", fmt::format(unread, "u", "«a»")));
  CHECK(silent("C540", fmt::format(unread, "t", "a")));
}

TEST_CASE("C541, C550 and C551 ask for the end of the talk") {
  CHECK(fires("C541", "«close»: {monitor_first: [a]}"));
  CHECK(fires("C541", "close: {«question»: \"  \"}"));
  CHECK(silent("C541", "close: {question: What next}"));
  CHECK(fires("C550", "«close»: {question: What next}"));
  CHECK(fires("C550", "close: {«stories»: {a: {situation: x}, b: {situation: y}}}"));
  CHECK(silent("C550", "close: {stories: {a: {}, b: {}, c: {}}}"));
  const auto found = findings_of("C550", "close: {stories: {pushback: {situation: x}}}");
  REQUIRE(found.size() == 1);
  CHECK(found[0].severity == diag::Severity::note);
  CHECK(found[0].message == "1 of 3 stories are told");
  CHECK(found[0].help.starts_with("tell of ambiguity and alignment"));
  CHECK(fires("C551", R"(close:
  stories:
    «a»: {situation: x, went_wrong: y}
    «b»: {situation: x, changed: y}
    c: {went_wrong: x, changed: y}
    d: {went_wrong: x, «changed»: ""}
    «e»:
)"));
  CHECK(message("C551", "close: {stories: {a: {situation: x}}}") ==
        "story `a` does not have `went_wrong` and `changed`");
}

TEST_CASE("C560 counts each tool once, and each decision that cites a constraint") {
  CHECK(silent("C560", "title: no tools\n"));
  CHECK(fires("C560", "partition: {t: {format: «iceberg»}}"));
  CHECK(silent("C560", "partition: {t: {format: iceberg, because: [hot-queries]}, u: {format: iceberg}}"));
  CHECK(fires("C560", "partition: {t: {format: «iceberg», because: [so it was]}, u: {format: iceberg}}"));
  CHECK(fires("C560", R"(model:
  pipelines:
    a: {from: [s], to: t, engine: Spark, because: [cost, throughput]}
    b: {from: [s], to: t, engine: spark}
backfill:
  schema: {registry: «confluent», format: avro}
)"));
  CHECK(silent("C560", "backfill: {schema: {registry: none}}"));
  CHECK(silent("C560", R"(backfill:
  schema: {registry: glue, format: avro, because: [schema-drift]}
  jobs: {j: {rebuilds: t, engine: spark, because: [cost]}}
close: {tradeoffs: {a: {because: [cost]}}}
)"));
}

}  // namespace
}  // namespace decide
