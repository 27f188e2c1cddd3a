#include "derive/constraint.h"

#include <set>

#include "sample.h"

using decide::derive::Constraint;
using decide::derive::ConstraintId;
using decide::derive::Strength;

namespace {

const Constraint* find(const Sample& sample, std::string_view name) {
  const auto* info = decide::derive::constraint_named(name);
  REQUIRE(info != nullptr);
  return sample.facts.constraints.get(info->id);
}

bool exists(std::string_view name, std::string_view body) {
  const Sample sample(body);
  return find(sample, name) != nullptr;
}

struct Case {
  std::string_view name, yes, no;
};

// For every constraint a design that has it and the nearest one that has not.
constexpr Case cases[] = {
    {"throughput", "scope: {volume: {average: 1/s}}", "scope: {volume: {event_size: 1 kB, growth: 5%}}"},
    {"throughput", "scope: {volume: {peak: 1/s}}", "scope: {volume: {pattern: spiky}}"},
    {"freshness", "scope: {latency: {freshness: 1 d}}", "scope: {latency: {}}"},
    {"freshness", "scope: {consumers: {a: {freshness: 5 min}}}", "scope: {consumers: {a: {kind: sql}}}"},
    {"exact-counts", "scope: {correctness: {level: exact}}", "scope: {correctness: {level: eventual}}"},
    {"exact-counts", "scope: {consumers: {a: {correctness: exact}}}",
     "scope: {consumers: {a: {kind: billing, correctness: eventual}}}"},
    {"bounded-error", "scope: {consumers: {a: {correctness: approximate}}}",
     "scope: {correctness: {level: approximate}, consumers: {a: {correctness: eventual}}}"},
    {"bounded-error", "scope: {correctness: {level: approximate}, consumers: {a: {kind: sql}}}",
     "scope: {correctness: {level: approximate}}"},
    {"late-events", "scope: {lateness: {max: 61 s}}", "scope: {lateness: {max: 60 s}}"},
    {"late-events", "scope: {lateness: {max: 72 h}}", "scope: {lateness: {p999: 72 h}}"},
    {"duplicate-delivery", "scope: {duplicates: 0.001%}", "scope: {duplicates: 0%}"},
    {"duplicate-delivery", "model: {pipelines: {p: {from: [s], to: t, delivery: at_least_once}}}",
     "model: {pipelines: {p: {from: [s], to: t, delivery: exactly_once}}}"},
    {"replayable-history", "scope: {retention: {raw: 1 d}}",
     "scope: {retention: {hot: 1 d, queryable: 2 d}}"},
    {"query-history", "scope: {retention: {queryable: 1 d}}", "scope: {retention: {raw: 1 d}}"},
    {"query-history", "scope: {retention: {hot: 1 d}}", "scope: {retention: {raw: 1 d}}"},
    {"schema-drift", "scope: {schema_change: {stability: changing}}",
     "scope: {schema_change: {stability: stable, changes: 1/month}}"},
    {"schema-drift", "scope: {schema_change: {stability: volatile}}", "scope: {schema_change: {owner: us}}"},
    {"schema-drift", "scope: {schema_change: {stability: stable, owner: third_party}}",
     "scope: {schema_change: {stability: stable, owner: producers}}"},
    {"recovery", "scope: {failure_tolerance: {recovery: 4 h}}", "scope: {failure_tolerance: {outage: 4 h}}"},
    {"no-data-loss", "scope: {failure_tolerance: {data_loss: none}}",
     "scope: {failure_tolerance: {data_loss: 0 s}}"},
    {"erasure", "scope: {compliance: {erasure: 30 d}}",
     "scope: {compliance: {regimes: [gdpr], personal_data: [user_id]}}"},
    {"audit-trail", "scope: {compliance: {audit: 7 y}}", "scope: {compliance: {regimes: [sox]}}"},
    {"audit-trail", "scope: {compliance: {access_log: true}}", "scope: {compliance: {access_log: false}}"},
    {"audit-trail", "scope: {correctness: {feeds: [billing, compliance]}}",
     "scope: {correctness: {feeds: [billing, contractual]}, consumers: {a: {kind: compliance}}}"},
    {"cost", "scope: {priority: [freshness, cost]}",
     "scope: {priority: [freshness, volume], sacrifice: {what: cost}}"},
    {"high-cardinality",
     "model: {tables: {t: {role: fact, columns: {c: {type: string, cardinality: 100001}}}}}",
     "model: {tables: {t: {role: fact, columns: {c: {type: string, cardinality: 100k}}}}}"},
    {"high-cardinality",
     "model: {tables: {t: {role: fact, columns: {c: {type: string, cardinality: unique}}}}}",
     "model: {tables: {t: {role: fact, rows: 100/day, retention: 1000 d, columns: {c: {type: string, "
     "cardinality: unique}}}}}"},
    {"high-cardinality",
     "model: {tables: {t: {role: fact, rows: 101/day, retention: 1000 d, columns: {c: {type: string, "
     "cardinality: unique}}}}}",
     "model: {tables: {t: {role: fact, columns: {c: {type: string, skew: 1%}}}}}"},
    {"attribution-window", "model: {tables: {t: {role: fact, attribution: {of: a, to: [b]}}}}",
     "model: {tables: {t: {role: attribution}}}"},
    {"point-in-time", "model: {tables: {t: {role: feature}}}", "model: {tables: {t: {role: fact}}}"},
    {"point-in-time", "scope: {consumers: {a: {kind: ml_training}}}",
     "scope: {consumers: {a: {kind: ml_serving}}, correctness: {feeds: [ml]}}"},
    {"hot-queries",
     "model: {tables: {t: {role: fact, rows: 1/s, retention: 1 d}}, queries: {q: {table: t, runs: 1/day}}}",
     "model: {tables: {t: {role: fact, rows: 1/s, retention: 1 d}}, queries: {q: {table: t}}}"},
    {"hot-queries",
     "model: {tables: {t: {role: fact, rows: 1/s}}, queries: {q: {table: t, filters: {d: last 7 d}, runs: "
     "1/day}}}",
     "model: {tables: {t: {role: fact, rows: 1/s}}, queries: {q: {table: t, filters: {d: one}, runs: "
     "1/day}}}"},
    {"hot-queries",
     "scope: {volume: {average: 1/s}}\nmodel: {tables: {t: {role: raw, retention: 1 d}}, queries: {q: "
     "{table: t, "
     "runs: 1/day}}}",
     "scope: {volume: {average: 1/s}}\nmodel: {tables: {t: {role: fact, retention: 1 d}}, queries: {q: "
     "{table: t, "
     "runs: 1/day}}}"},
};

}  // namespace

TEST_CASE("every constraint exists exactly where the table of the format says so") {
  std::set<std::string_view> covered{"small-files"};
  for (const Case& row : cases) {
    CAPTURE(row.name, row.yes, row.no);
    CHECK(exists(row.name, row.yes));
    CHECK_FALSE(exists(row.name, row.no));
    covered.insert(row.name);
  }
  CHECK(covered.size() == decide::derive::constraint_count);
}

TEST_CASE("an empty design has no constraint") {
  CHECK(Sample("title: nothing yet").facts.constraints.list().empty());
}

TEST_CASE("the origins of a constraint are all the lines that it comes from") {
  const Sample sample(
      "scope:\n"
      "  volume: {average: 35k/s, peak: 120k/s}\n"
      "  latency: {freshness: 5 min}\n"
      "  consumers:\n"
      "    reports: {freshness: 1 d, correctness: exact}\n"
      "    board: {freshness: 1 min, correctness: approximate, tolerance: 5%}\n"
      "    trends: {correctness: approximate, tolerance: 2%}\n");
  const auto paths = [&](std::string_view name) {
    std::vector<std::string> all;
    for (const auto& origin : find(sample, name)->origins) all.push_back(sample.path_of(origin.at));
    return all;
  };
  using Paths = std::vector<std::string>;
  CHECK(paths("throughput") == Paths{"scope.volume.peak", "scope.volume.average"});
  CHECK(find(sample, "throughput")->quantity == "120k/s");
  // The tightest comes first: it is the line that a finding shows.
  CHECK(paths("freshness") == Paths{"scope.consumers.board.freshness", "scope.latency.freshness",
                                    "scope.consumers.reports.freshness"});
  CHECK(find(sample, "freshness")->quantity == "1 min");
  CHECK(paths("exact-counts") == Paths{"scope.consumers.reports.correctness"});
  CHECK(find(sample, "exact-counts")->demands ==
        "no loss and no double count in the tables that reports reads");
  CHECK(paths("bounded-error") ==
        Paths{"scope.consumers.board.correctness", "scope.consumers.trends.correctness"});
  CHECK(find(sample, "bounded-error")->quantity == "2%");
}

TEST_CASE("an inherited level is an origin once, however many inherit it") {
  const Sample sample(
      "scope: {correctness: {level: approximate, tolerance: 3%}, consumers: {a: {kind: sql}, b: {kind: "
      "sql}}}");
  const Constraint* found = find(sample, "bounded-error");
  REQUIRE(found != nullptr);
  REQUIRE(found->origins.size() == 1);
  CHECK(sample.path_of(found->origins[0].at) == "scope.correctness.level");
  CHECK(found->quantity == "3%");
}

TEST_CASE("hot queries are the fewest that make up 80% of the bytes") {
  // One row a second and 100 B a row; the shares are 5/8, 2/8 and 1/8.
  const Sample sample(
      "model:\n"
      "  tables: {t: {role: fact, rows: 1/s, row_size: 100 B, retention: 30 d}}\n"
      "  queries:\n"
      "    rare: {table: t, filters: {d: last 1 d}, runs: 1/day}\n"
      "    main: {table: t, filters: {d: last 5 d}, runs: 1/day}\n"
      "    some: {table: t, filters: {d: last 1 d}, runs: 2/day}\n"
      "    unknown: {table: t}\n");
  const Constraint* found = find(sample, "hot-queries");
  REQUIRE(found != nullptr);
  REQUIRE(found->origins.size() == 2);
  CHECK(sample.path_of(found->origins[0].at) == "model.queries.main");
  CHECK(sample.path_of(found->origins[1].at) == "model.queries.some");
  CHECK(found->origins[0].text == "main looks at 43.2 MB a day, 62.5% of all");
}

TEST_CASE("a query that looks back further than the table keeps reads what there is") {
  const Sample sample(
      "model:\n"
      "  tables: {t: {role: fact, rows: 1/s, row_size: 100 B, retention: 2 d}}\n"
      "  queries: {q: {table: t, filters: {d: last 90 d}, runs: 1/day}}\n");
  CHECK(find(sample, "hot-queries")->origins[0].text == "q looks at 17.3 MB a day, 100% of all");
}

TEST_CASE("high cardinality has one origin a column") {
  const Sample sample(
      "model:\n"
      "  tables:\n"
      "    t: {role: fact, columns: {a: {type: int64, cardinality: 10M}, b: {type: int64, cardinality: 5}}}\n"
      "    u: {role: fact, columns: {c: {type: string, cardinality: unique}}}\n");
  const Constraint* found = find(sample, "high-cardinality");
  REQUIRE(found != nullptr);
  REQUIRE(found->origins.size() == 2);
  CHECK(found->origins[0].text == "t.a has 10M values");
  CHECK(found->origins[1].text == "u.c is unique");
  CHECK(found->demands == "t.a and 1 more are clustered or bucketed, never a partition of their own");
}

TEST_CASE("late events are counted in full where anything is exact") {
  const auto demands = [](std::string_view level) {
    const Sample sample(fmt::format("scope: {{correctness: {{level: {}}}, lateness: {{max: 6 h}}}}", level));
    return find(sample, "late-events")->demands;
  };
  CHECK(demands("exact") == "events up to 6 h late are counted");
  CHECK(demands("eventual") == "events up to 6 h late are counted, to the tolerance");
}

TEST_CASE("cost is a preference, the others are demands") {
  const Sample sample("scope: {priority: [correctness, cost], retention: {raw: 1 d}}");
  CHECK(find(sample, "cost")->strength == Strength::should);
  CHECK(find(sample, "cost")->origins[0].text == "cost is priority 2 of 2");
  CHECK(find(sample, "replayable-history")->strength == Strength::must);
}

TEST_CASE("constraints are listed in one order and known by their names") {
  const Sample sample(
      "scope: {volume: {average: 1/s}, priority: [cost], retention: {raw: 1 d}, compliance: {erasure: 9 d}}");
  const auto list = sample.facts.constraints.list();
  REQUIRE(list.size() == 4);
  for (std::size_t i = 1; i < list.size(); ++i) CHECK(list[i - 1]->id < list[i]->id);
  for (std::size_t i = 0; i < decide::derive::constraint_count; ++i) {
    const auto& info = decide::derive::info(static_cast<ConstraintId>(i));
    CHECK(decide::derive::constraint_named(info.name) == &info);
  }
  CHECK(decide::derive::constraint_named("exact_counts") == nullptr);
}
