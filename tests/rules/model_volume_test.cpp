#include <fmt/format.h>

#include "catch.h"
#include "rules/marked.h"

/// M207, M209 and M239.
namespace decide {
namespace {

using test::findings_of;
using test::fires;
using test::silent;

// ---- M207 -------------------------------------------------------------------------------------------------

std::string reported(std::string_view query, std::string_view table = "role: raw, retention: 400 d") {
  return fmt::format(
      "model:\n  tables:\n    clicks:\n      rows: 10M/day\n      columns:\n"
      "        at: {{type: timestamp, time: event}}\n        day: {{type: date, time: event}}\n"
      "        c: {{type: int64, cardinality: 1000}}\n        d: {{type: int64, cardinality: 1000}}\n      "
      "{}\n"
      "  queries:\n    q: {{table: clicks, {}}}\n",
      [&] {
        std::string block(table);
        for (std::size_t at = block.find(", "); at != std::string::npos; at = block.find(", ", at + 1))
          block.replace(at, 2, "\n      ");
        return block;
      }(),
      query);
}

TEST_CASE("M207: over 100M rows in the range of time") {
  const auto last = [](std::string_view range) {
    return reported(fmt::format("filters: {{at: last {}}}, group_by: [c], within: 2 s", range));
  };
  CHECK(silent("M207", last("10 d")));
  const auto found = findings_of("M207", last("11 d"));
  REQUIRE(found.size() == 1);
  CHECK(found[0].severity == diag::Severity::warning);
  CHECK(found[0].path == "model.queries.q.table");
  REQUIRE(found[0].figures.size() == 1);
  CHECK(found[0].figures[0].value == Approx(110e6));
  CHECK(silent("M207", reported("filters: {day: one}, group_by: [c], within: 2 s")));
  CHECK(silent("M207", reported("filters: {day: 10 values}, group_by: [c], within: 2 s")));
  CHECK_FALSE(silent("M207", reported("filters: {day: 11 values}, group_by: [c], within: 2 s")));
  CHECK(silent("M207", reported("filters: {at: 2%}, group_by: [c], within: 2 s")));
  CHECK_FALSE(silent("M207", reported("filters: {at: 3%}, group_by: [c], within: 2 s")));
  CHECK_FALSE(silent("M207", reported("filters: {c: one}, group_by: [c], within: 2 s")));
  // The aggregate must have what the query filters by.
  CHECK(found[0].help == "keep an aggregate with the key `c` and the day, and let the query read that");
  const auto filtered =
      findings_of("M207", reported("filters: {at: last 11 d, d: one}, group_by: [c], within: 2 s"));
  REQUIRE(filtered.size() == 1);
  CHECK(filtered[0].help.starts_with("keep an aggregate with the key `c`, `d` and the day"));
  CHECK_FALSE(silent("M207", reported("group_by: [c], within: 2 s")));
}

TEST_CASE("M207: an error where it runs over a thousand times a day") {
  const auto runs = [](std::string_view rate) {
    const auto found =
        findings_of("M207", reported(fmt::format("group_by: [c], within: 2 s, runs: {}", rate)));
    REQUIRE(found.size() == 1);
    return found.front().severity;
  };
  CHECK(runs("1000/day") == diag::Severity::warning);
  CHECK(runs("1001/day") == diag::Severity::error);
}

TEST_CASE("M207: only quick reports over raw rows") {
  CHECK(silent("M207", reported("group_by: [c], within: 1 min")));
  CHECK_FALSE(silent("M207", reported("group_by: [c], within: 59 s")));
  CHECK(silent("M207", reported("group_by: [c]")));
  CHECK(silent("M207", reported("columns: [c], within: 2 s")));
  CHECK(silent("M207", reported("group_by: [c], within: 2 s", "role: fact, retention: 400 d")));
  // Nobody says how far back it reaches.
  CHECK(silent("M207", reported("group_by: [c], within: 2 s", "role: raw")));
  CHECK_FALSE(silent(
      "M207", "scope: {retention: {raw: 400 d}}\n" + reported("group_by: [c], within: 2 s", "role: raw")));
}

// ---- M209 -------------------------------------------------------------------------------------------------

std::string summed(std::string_view aggregate, std::string_view writers = {}) {
  return fmt::format(
      "model:\n  sources: {{topic: {{kind: kafka, rows: 100M/day}}}}\n  tables:\n    clicks:\n      role: "
      "raw\n"
      "      rows: 100M/day\n      columns:\n        campaign: {{type: int64, cardinality: 1M}}\n"
      "        id: {{type: string, cardinality: unique}}\n    sums:\n      role: aggregate\n"
      "      columns:\n        day: {{type: date, time: event}}\n"
      "        minute: {{type: timestamp, time: event}}\n        country: {{type: string, cardinality: "
      "200}}\n"
      "        campaign: {{type: int64}}\n        id: {{type: string}}\n"
      "        hour: {{type: int32, cardinality: 24}}\n      {}\n  pipelines:\n"
      "    roll: {{from: [clicks], to: sums, mode: batch, every: 1 d}}\n{}",
      aggregate, writers);
}

TEST_CASE("M209: declared rows over half of those that feed it") {
  CHECK(silent("M209", summed("key: [day, id]\n      rows: 50M/day")));
  const auto found = findings_of("M209", summed("key: [day]\n      rows: 51M/day"));
  REQUIRE(found.size() == 1);
  CHECK(found[0].severity == diag::Severity::warning);
  CHECK(found[0].path == "model.tables.sums.key");
  REQUIRE(found[0].figures.size() == 1);
  CHECK(found[0].figures[0].value == Approx(0.51));
}

TEST_CASE("M209: expected rows by the key, from the columns of the source where it has to be") {
  CHECK(silent("M209", summed("key: [day, campaign]")));
  CHECK(silent("M209", summed("key: [day, campaign, hour]")));
  const auto found = findings_of("M209", summed("key: [day, campaign, country]"));
  REQUIRE(found.size() == 1);
  CHECK(found[0].figures[0].value == Approx(1));
  CHECK_FALSE(silent("M209", summed("key: [day, id]")));
  CHECK_FALSE(silent("M209", summed("key: [id]")));
}

TEST_CASE("M209: what is not known is not guessed") {
  CHECK(silent("M209", summed("key: [minute, campaign]")));
  CHECK(silent("M209", summed("grain: one day")));
  CHECK(silent("M209", summed("key: [day, country, other]")));
  // The pipeline that carries most decides.
  CHECK(silent("M209", summed("key: [day]\n      rows: 51M/day",
                              "    more: {from: [topic, clicks], to: sums, mode: batch, every: 1 d}\n")));
}

// ---- M239 -------------------------------------------------------------------------------------------------

std::string stateful(std::string_view pipeline, std::string_view table = "role: raw") {
  return fmt::format(
      "scope:\n  volume: {{average: 100k/s, event_size: 200 B}}\nmodel:\n  sources: {{a: {{kind: kafka, "
      "rows: 100k/s}}, "
      "b: {{kind: kafka, rows: 100k/s}}}}\n  tables:\n    t: {{{}}}\n  pipelines:\n"
      "    p: {{to: t, {}}}\n",
      table, pipeline);
}

TEST_CASE("M239: a dedup of 100k/s at 40 bytes a key") {
  const auto within = [](std::string_view window, std::string_view mode = "stream") {
    return stateful(fmt::format("from: [a], mode: {}, dedup: {{key: [id], within: {}}}", mode, window));
  };
  CHECK(silent("M239", within("25000 s")));  // 100 GB
  const auto found = findings_of("M239", within("25001 s"));
  REQUIRE(found.size() == 1);
  CHECK(found[0].severity == diag::Severity::warning);
  CHECK(found[0].path == "model.pipelines.p.dedup.within");
  CHECK(findings_of("M239", within("250000 s")).front().severity == diag::Severity::warning);
  CHECK(findings_of("M239", within("250001 s")).front().severity == diag::Severity::error);
  CHECK_FALSE(silent("M239", within("7 d", "micro_batch")));
  CHECK(silent("M239", within("7 d", "batch")));
}

TEST_CASE("M239: keys that are numbers are shorter") {
  CHECK(silent("M239", stateful("from: [a], mode: stream, dedup: {key: [id], within: 40000 s}",
                                "role: raw, columns: {id: {type: uuid}}")));
  CHECK_FALSE(silent("M239", stateful("from: [a], mode: stream, dedup: {key: [id], within: 40001 s}",
                                      "role: raw, columns: {id: {type: uuid}}")));
}

TEST_CASE("M239: forever only grows") {
  constexpr std::string_view forever = "from: [a], mode: stream, dedup: {key: [id], within: forever}";
  const auto found = findings_of("M239", stateful(forever, "role: raw, retention: 30 d"));
  REQUIRE(found.size() == 1);
  CHECK(found[0].severity == diag::Severity::error);
  CHECK(found[0].message.find("2.89 d") != std::string::npos);
  CHECK(findings_of("M239", stateful(forever, "role: raw, retention: 1 d")).front().severity ==
        diag::Severity::warning);
  CHECK(silent("M239", stateful(forever, "role: raw, retention: 6 h")));
  CHECK(silent("M239", stateful("from: [a], mode: batch, dedup: {key: [id], within: forever}",
                                "role: raw, retention: 30 d")));
}

TEST_CASE("M239: both sides of a join wait for the window") {
  // 200k/s x 230 B: 46 MB/s, 1 TB in 21,739 s.
  const auto joined = [](std::string_view window, std::string_view mode = "stream") {
    return stateful(fmt::format("from: [a, b], mode: {}, window: {}", mode, window),
                    "role: attribution, row_size: 90 B");
  };
  CHECK(silent("M239", joined("2000 s")));
  CHECK(findings_of("M239", joined("3000 s")).front().severity == diag::Severity::warning);
  const auto found = findings_of("M239", joined("22000 s"));
  REQUIRE(found.size() == 1);
  CHECK(found[0].severity == diag::Severity::error);
  CHECK(found[0].path == "model.pipelines.p.window");
  CHECK(silent("M239", joined("30 d", "batch")));
}

TEST_CASE("M239: a side of a join counts with its own rows, and a dedup with those that have its key") {
  // 10k/s of 5 kB and 90k/s of 20 B: 100k/s x (518 + 30) B, 1 TB in 18,248 s
  const auto sides = [](std::string_view pipeline) {
    return fmt::format(R"(model:
  tables:
    wide: {{role: raw, rows: 864M/day, row_size: 5 kB, columns: {{order: {{type: string}}}}}}
    slim: {{role: raw, rows: 7776M/day, row_size: 20 B, columns: {{click: {{type: string}}}}}}
    t: {{role: attribution, row_size: 10 B}}
  pipelines: {{p: {{from: [wide, slim], to: t, mode: stream, {}}}}}
)",
                       pipeline);
  };
  CHECK(findings_of("M239", sides("window: 18000 s")).front().severity == diag::Severity::warning);
  CHECK(findings_of("M239", sides("window: 18500 s")).front().severity == diag::Severity::error);
  // 10k/s x 40 B: 100 GB in 250,000 s
  CHECK(silent("M239", sides("dedup: {key: [order], within: 249000 s}")));
  CHECK(findings_of("M239", sides("dedup: {key: [order], within: 251000 s}")).size() == 1);
}

}  // namespace
}  // namespace decide
