#include "derive/lineage.h"

#include <rapidcheck.h>

#include <cmath>
#include <set>

#include "derive/components.h"
#include "sample.h"

using decide::derive::Lineage;
using decide::design::Level;

namespace {

constexpr std::string_view diamond =
    "scope: {consumers: {board: {correctness: approximate}, bills: {correctness: exact}, idle: {}}}\n"
    "model:\n"
    "  sources: {topic: {kind: kafka}, spare: {kind: files}}\n"
    "  tables:\n"
    "    raw: {role: raw}\n"
    "    left: {role: fact}\n"
    "    right: {role: fact}\n"
    "    sum: {role: aggregate}\n"
    "    alone: {role: dimension}\n"
    "  pipelines:\n"
    "    land: {from: [topic], to: raw}\n"
    "    l: {from: [raw], to: left}\n"
    "    r: {from: [raw], to: right}\n"
    "    s: {from: [left, right, left], to: sum, uses: [alone]}\n"
    "  queries:\n"
    "    q1: {table: left, consumer: board}\n"
    "    q2: {table: sum, consumer: bills, joins: {right: [k]}}\n";

bool near(double seen, double wanted) {
  return std::abs(seen - wanted) <= 1e-9 * wanted;
}

std::string names(const std::vector<const decide::derive::NamedConsumer*>& consumers) {
  std::string text;
  for (const auto* consumer : consumers) text += (text.empty() ? "" : " ") + consumer->name;
  return text;
}

/// Tables t0 .. tn-1 and a pipeline for every pair of numbers.
std::string graph(std::size_t tables, const std::vector<std::pair<int, int>>& edges,
                  std::string_view more = "") {
  std::string text = "model:\n  tables:\n";
  for (std::size_t i = 0; i < tables; ++i) text += fmt::format("    t{}: {{role: fact}}\n", i);
  text += edges.empty() ? "" : "  pipelines:\n";
  for (std::size_t i = 0; i < edges.size(); ++i)
    text += fmt::format("    p{}: {{from: [t{}], to: t{}}}\n", i, edges[i].first, edges[i].second);
  return text + std::string(more);
}

}  // namespace

TEST_CASE("lineage of a diamond") {
  const Sample sample(diamond);
  const Lineage& lineage = sample.lineage();
  CHECK(lineage.nodes().size() == 7);
  CHECK(sample.show(lineage.upstream(sample.id("sum"))) == "left -> right -> raw -> topic");
  CHECK(sample.show(lineage.downstream(sample.id("topic"))) == "raw -> left -> right -> sum");
  CHECK(sample.show(lineage.path(sample.id("topic"), sample.id("sum"))) == "topic -> raw -> left -> sum");
  CHECK(sample.show(lineage.path(sample.id("raw"), sample.id("raw"))) == "raw");
  CHECK(lineage.path(sample.id("sum"), sample.id("raw")).empty());
  CHECK(lineage.cycle().empty());
  CHECK(lineage[sample.id("sum")].inputs.size() == 2);
  CHECK(lineage[sample.id("left")].readers.size() == 1);
  CHECK(lineage[sample.id("right")].joined_by.size() == 1);
  CHECK(lineage[sample.id("alone")].lookups.size() == 1);
  CHECK(lineage[sample.id("alone")].outputs.empty());
}

TEST_CASE("consumers of a table are those of all tables whose content it decides") {
  const Sample sample(diamond);
  const auto of = [&](std::string_view table) { return names(sample.lineage().consumers(sample.id(table))); };
  CHECK(of("sum") == "bills");
  CHECK(of("left") == "board bills");
  CHECK(of("right") == "bills");
  CHECK(of("raw") == "board bills");
  CHECK(of("topic") == "board bills");
  CHECK(of("alone") == "bills");
  CHECK(of("spare").empty());
  CHECK(names(sample.lineage().direct_consumers(sample.id("right"))) == "bills");
  CHECK(names(sample.lineage().direct_consumers(sample.id("raw"))).empty());
}

TEST_CASE("a job hands on the readers of what it rebuilds; a live table keeps its own") {
  const Sample sample(
      "scope: {consumers: {board: {}, bills: {}}}\n"
      "model:\n"
      "  tables: {raw: {role: raw}, live: {role: aggregate}, final: {role: aggregate}, month: {role: "
      "aggregate}}\n"
      "  pipelines: {l: {from: [raw], to: live, serves: final}}\n"
      "  queries: {q: {table: live, consumer: board}, r: {table: final, consumer: bills}}\n"
      "backfill: {jobs: {j: {rebuilds: final, from: [raw, raw], then: [month, final]}}}\n");
  const Lineage& lineage = sample.lineage();
  CHECK(names(lineage.consumers(sample.id("raw"))) == "board bills");
  CHECK(names(lineage.consumers(sample.id("live"))) == "board");
  CHECK(names(lineage.consumers(sample.id("final"))) == "bills");
  CHECK(lineage[sample.id("raw")].replayed_by.size() == 1);
  CHECK(lineage[sample.id("final")].rebuilt_by.size() == 1);
  CHECK(lineage[sample.id("month")].rebuilt_by.size() == 1);
  CHECK(lineage[sample.id("final")].inputs.empty());
  CHECK(lineage.downstream(sample.id("raw")) == std::vector{sample.id("live")});
}

TEST_CASE("several writers, and names that are not declared") {
  const Sample sample(
      "scope: {consumers: {a: {}}}\n"
      "model:\n"
      "  sources: {s: {kind: kafka}, both: {kind: kafka}}\n"
      "  tables: {t: {role: raw}, both: {role: raw}}\n"
      "  pipelines:\n"
      "    one: {from: [s, ghost], to: t, uses: [ghost]}\n"
      "    two: {from: [s, both], to: t}\n"
      "    three: {from: [t], to: ghost}\n"
      "  queries: {q: {table: ghost, consumer: a}, r: {table: t, consumer: ghost, joins: {ghost: [k]}}}\n"
      "backfill: {jobs: {j: {rebuilds: ghost, from: [t, ghost], then: [ghost]}}}\n");
  const Lineage& lineage = sample.lineage();
  const auto& table = lineage[sample.id("t")];
  REQUIRE(table.writers.size() == 2);
  CHECK(table.writers[0]->name == "one");
  CHECK(table.writers[1]->name == "two");
  // A table goes before a source of the same name.
  CHECK(sample.show(table.inputs) == "s -> both");
  CHECK(lineage[table.inputs[1]].table != nullptr);
  CHECK(table.outputs.empty());
  CHECK(table.readers.size() == 1);
  CHECK(lineage.find("ghost") == Lineage::nowhere);
  CHECK(lineage.find_table("s") == Lineage::nowhere);
  CHECK(lineage.consumers(sample.id("t")).empty());
  CHECK_FALSE(lineage.has_nameless_reader(sample.id("t")));
  CHECK(lineage.id_of(table.table->value) == sample.id("t"));
  CHECK(lineage.id_of(decide::design::Table{}) == Lineage::nowhere);
}

TEST_CASE("cycles are found, shown and survived") {
  const Sample sample(graph(5, {{0, 1}, {1, 2}, {2, 3}, {3, 1}, {3, 4}},
                            "  queries: {q: {table: t2, consumer: a}}\nscope: {consumers: {a: {}}}\n"));
  const Lineage& lineage = sample.lineage();
  CHECK(sample.show(lineage.cycle()) == "t1 -> t2 -> t3 -> t1");
  // On a cycle a table feeds itself.
  CHECK(sample.show(lineage.upstream(sample.id("t1"))) == "t0 -> t3 -> t2 -> t1");
  CHECK(sample.show(lineage.downstream(sample.id("t0"))) == "t1 -> t2 -> t3 -> t4");
  CHECK(names(lineage.consumers(sample.id("t3"))) == "a");
  CHECK(names(lineage.consumers(sample.id("t0"))) == "a");
  CHECK(names(lineage.consumers(sample.id("t4"))).empty());

  const Sample self(graph(1, {{0, 0}}));
  CHECK(self.show(self.lineage().cycle()) == "t0 -> t0");
}

TEST_CASE("the level of a table is the strongest that any reader behind it asks") {
  const Sample sample(
      "scope: {correctness: {level: eventual, tolerance: 3%}, latency: {freshness: 1 h}, consumers: {a: "
      "{correctness: approximate, freshness: 5 min}, b: {kind: sql, tolerance: 1%}, c: {correctness: "
      "exact}}}\n"
      "model:\n"
      "  tables: {t: {role: raw}, u: {role: fact}, v: {role: fact}, w: {role: fact}, x: {role: fact}}\n"
      "  pipelines: {p: {from: [t], to: u}, r: {from: [u], to: v}, s: {from: [u], to: w}}\n"
      "  queries: {q: {table: u, consumer: a}, r: {table: v, consumer: b}, s: {table: w, consumer: c}}\n");
  const auto level = [&](std::string_view table) { return sample.facts.level(sample.id(table)); };
  CHECK(level("t") == Level::exact);
  CHECK(level("u") == Level::exact);
  CHECK(level("v") == Level::eventual);
  CHECK(level("w") == Level::exact);
  CHECK_FALSE(level("x").has_value());
  CHECK(sample.facts.right_in_the_end(sample.id("v")));
  CHECK_FALSE(sample.facts.right_in_the_end(sample.id("x")));
  CHECK(sample.facts.is_exact(sample.id("t")));
  CHECK_FALSE(sample.facts.is_exact(sample.id("v")));
  CHECK(sample.facts.exact_somewhere());

  const auto& consumers = sample.read.design.scope.consumers;
  const auto a = sample.facts.demand(consumers[0].value);
  CHECK(a.level == Level::approximate);
  CHECK(near(a.tolerance->value, 0.03));
  CHECK(a.freshness->value == 300);
  CHECK(sample.path_of(a.tolerance_at) == "scope.correctness.tolerance");
  CHECK(sample.path_of(a.freshness_at) == "scope.consumers.a.freshness");
  const auto b = sample.facts.demand(consumers[1].value);
  CHECK(b.level == Level::eventual);
  CHECK(near(b.tolerance->value, 0.01));
  CHECK(b.freshness->value == 3600);
  CHECK(sample.path_of(b.level_at) == "scope.correctness.level");
}

TEST_CASE(
    "where nobody says how right, a table has no level; a query without a consumer asks what the scope "
    "asks") {
  const auto level = [](std::string_view scope, std::string_view query) {
    const Sample sample(fmt::format(
        "{}\nmodel: {{tables: {{t: {{role: fact}}}}, queries: {{q: {{table: t{}}}}}}}", scope, query));
    return sample.facts.level(sample.id("t"));
  };
  CHECK_FALSE(level("scope: {consumers: {a: {}}}", ", consumer: a").has_value());
  CHECK_FALSE(level("scope: {consumers: {a: {correctness: exact}}}", "").has_value());
  CHECK(level("scope: {correctness: {level: exact}}", "") == Level::exact);
  CHECK_FALSE(level("scope: {correctness: {level: exact}}", ", consumer: ghost").has_value());
}

TEST_CASE("rows and bytes of a table, given or by default") {
  const Sample sample(
      "scope: {volume: {average: 2/s, event_size: 300 B}}\n"
      "model:\n"
      "  sources: {fast: {kind: kafka, rows: 5/s}, slow: {kind: kafka, rows: 1/s}, silent: {kind: kafka}}\n"
      "  tables: {given: {role: raw, rows: 10/day, row_size: 7 B}, raw: {role: raw}, fed: {role: raw}, "
      "mixed: {role: "
      "raw}, fact: {role: fact}}\n"
      "  pipelines: {p: {from: [fast, slow], to: fed}, q: {from: [fast, silent], to: mixed}}\n"
      "partition: {raw: {format: csv}}\n");
  const auto table = [&](std::string_view name) -> const decide::design::Table& {
    return sample.lineage()[sample.id(name)].table->value;
  };
  CHECK(near(*sample.facts.rows_per_day(table("given")), 10));
  CHECK(near(*sample.facts.rows_per_day(table("raw")), 2 * 86400));
  CHECK(near(*sample.facts.rows_per_day(table("fed")), 6 * 86400));
  CHECK(near(*sample.facts.rows_per_day(table("mixed")), 2 * 86400));
  CHECK_FALSE(sample.facts.rows_per_day(table("fact")).has_value());
  CHECK(sample.facts.row_bytes(table("given")).value == 7);
  CHECK(sample.facts.row_bytes(table("fact")).value == 300);
  CHECK(sample.facts.layout("raw") != nullptr);
  CHECK(sample.facts.layout("given") == nullptr);
  const Sample bare("model: {tables: {t: {role: raw}}}");
  CHECK(bare.facts.row_bytes(bare.lineage()[0].table->value).value == 500);
  CHECK_FALSE(bare.facts.rows_per_day(bare.lineage()[0].table->value).has_value());
}

TEST_CASE("a chain of thousands of tables needs neither recursion nor a set a table") {
  constexpr int tables = 3000;
  std::vector<std::pair<int, int>> edges;
  for (int i = 0; i + 1 < tables; ++i) edges.emplace_back(i, i + 1);
  const Sample sample(
      graph(tables, edges, "  queries: {q: {table: t2999, consumer: a}}\nscope: {consumers: {a: {}}}\n"));
  CHECK(sample.lineage().upstream(sample.id("t2999")).size() == tables - 1);
  CHECK(sample.lineage().path(sample.id("t0"), sample.id("t2999")).size() == tables);
  CHECK(sample.lineage().cycle().empty());
  CHECK(sample.lineage().consumers(sample.id("t0")).size() == 1);
}

namespace {

using Adjacency = std::vector<std::vector<bool>>;

/// What leads to what, by the plainest means.
Adjacency closure(const decide::derive::Edges& edges) {
  const std::size_t n = edges.size();
  Adjacency reaches(n, std::vector<bool>(n));
  for (std::size_t i = 0; i < n; ++i) {
    for (const auto j : edges[i]) reaches[i][j] = true;
  }
  for (std::size_t k = 0; k < n; ++k) {
    for (std::size_t i = 0; i < n; ++i) {
      for (std::size_t j = 0; j < n; ++j) reaches[i][j] = reaches[i][j] || (reaches[i][k] && reaches[k][j]);
    }
  }
  return reaches;
}

}  // namespace

TEST_CASE("components hold what leads to each other, and come after what they lead to") {
  CHECK(rc::check("components", [] {
    const auto n = *rc::gen::inRange<std::uint32_t>(1, 9);
    const auto row = rc::gen::container<std::vector<std::uint32_t>>(rc::gen::inRange<std::uint32_t>(0, n));
    const auto edges = *rc::gen::container<decide::derive::Edges>(n, rc::gen::resize(3, row));
    const auto reaches = closure(edges);
    std::vector<std::size_t> rank(n, n);
    const auto found = decide::derive::components(edges);
    for (std::size_t i = 0; i < found.size(); ++i) {
      for (const auto node : found[i]) {
        RC_ASSERT(rank[node] == n);
        rank[node] = i;
      }
    }
    for (std::uint32_t a = 0; a < n; ++a) {
      RC_ASSERT(rank[a] < n);
      for (std::uint32_t b = 0; b < n; ++b) {
        if (a != b) RC_ASSERT((rank[a] == rank[b]) == (reaches[a][b] && reaches[b][a]));
        if (reaches[a][b]) RC_ASSERT(rank[b] <= rank[a]);
      }
    }
  }));
}

TEST_CASE("walks over random lineages agree with the closure") {
  CHECK(rc::check("walks", [] {
    const auto n = *rc::gen::inRange<int>(1, 6);
    const auto pairs = *rc::gen::resize(8, rc::gen::container<std::vector<std::pair<int, int>>>(rc::gen::pair(
                                               rc::gen::inRange(0, n), rc::gen::inRange(0, n))));
    const Sample sample(graph(static_cast<std::size_t>(n), pairs));
    decide::derive::Edges edges(static_cast<std::size_t>(n));
    for (const auto& [from, to] : pairs)
      edges[static_cast<std::size_t>(from)].push_back(static_cast<std::uint32_t>(to));
    const auto reaches = closure(edges);
    bool cyclic = false;
    for (std::uint32_t a = 0; a < edges.size(); ++a) {
      const auto down = sample.lineage().downstream(a);
      const std::set<Lineage::Id> found(down.begin(), down.end());
      RC_ASSERT(found.size() == down.size());
      for (std::uint32_t b = 0; b < edges.size(); ++b) {
        RC_ASSERT((found.count(b) == 1) == reaches[a][b]);
        RC_ASSERT(sample.lineage().path(a, b).empty() == !(a == b || reaches[a][b]));
      }
      cyclic = cyclic || reaches[a][a];
    }
    RC_ASSERT(sample.lineage().cycle().empty() == !cyclic);
  }));
}
