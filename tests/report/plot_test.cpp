#include "report/plot.h"

#include <string>

#include "catch.h"
#include "report/svg.h"

using namespace decide;

namespace {

std::string plotted(std::string_view body) {
  const auto checked = rules::check(Source("design.yaml", "dedesign: 1\n" + std::string(body)), {});
  REQUIRE(checked->readable());
  return report::plot(*checked);
}

bool has(const std::string& text, std::string_view words) {
  return text.find(words) != std::string::npos;
}

constexpr std::string_view asked =
    "model:\n"
    "  tables:\n"
    "    t:\n"
    "      role: fact\n"
    "      rows: 100M/day\n"
    "      row_size: 100 B\n"
    "      retention: 100 d\n"
    "      columns: {at: {type: timestamp, time: event}, who: {type: int64, cardinality: 1M}}\n"
    "  queries: {q: {table: t, filters: {at: last 1 d, who: one}, runs: 10/day}}\n"
    "  pipelines: {p: {from: [s], to: t, mode: batch, every: 1 d, lookback: 3 d, watermark: 15 min, write: "
    "overwrite_partition}}\n";

}  // namespace

TEST_CASE("plot: bars of today and of the best layout") {
  const std::string svg =
      plotted(std::string(asked) + "partition: {t: {format: parquet, by: [day(at)], target_file: 256 MB}}\n");
  CHECK(has(svg, "today: day(at), files of 256 MB"));
  CHECK(has(svg, "sorted by who, "));
  CHECK(has(svg, "class=\"today\""));
  CHECK(has(svg, "class=\"best\""));
  CHECK(has(svg, "2 GB"));
}

TEST_CASE("plot: a table without a layout has a best one all the same") {
  const std::string svg = plotted(asked);
  CHECK(has(svg, "today: no layout"));
  CHECK(has(svg, "sorted by who, "));
}

TEST_CASE("plot: the lateness with watermark and lookback") {
  const std::string svg =
      plotted("scope: {lateness: {p50: 2 s, p99: 10 min, max: 3 d}}\n" + std::string(asked));
  CHECK(has(svg, "<polyline"));
  CHECK(has(svg, "watermark 15 min of p; "));
  CHECK(has(svg, "lookback 3 d of p; no event is later"));
  CHECK(has(svg, "class=\"watermark\""));
  CHECK(has(svg, "class=\"lookback\""));
}

TEST_CASE("plot: what cannot be told is said to be missing") {
  const std::string nothing = plotted("title: empty\n");
  CHECK(has(nothing, "No table is asked anything"));
  CHECK(has(nothing, "Not known without percentiles"));
  const std::string without = plotted(
      "scope: {lateness: {max: 3 d}}\n"
      "model: {tables: {t: {role: fact, columns: {a: {type: string}}}}, queries: {q: {table: t, filters: {a: "
      "one}}}}\npartition: {t: {format: parquet}}\n");
  CHECK(has(without, "not known without model.tables.t.rows"));
  CHECK_FALSE(has(without, "class=\"best\">"));
  for (const std::string& svg : {nothing, without}) {
    CHECK_FALSE(has(svg, "nan"));
    CHECK_FALSE(has(svg, "inf"));
  }
}

TEST_CASE("plot: rates and times of zero divide nothing") {
  const std::string svg = plotted(
      "scope: {volume: {average: 0/s}, lateness: {p50: 0 s, p99: 0 s, max: 0 s}}\n"
      "model:\n"
      "  tables: {t: {role: raw, rows: 0/day, row_size: 0 B, retention: 0 d, columns: {a: {type: int64, "
      "cardinality: "
      "0}}}}\n"
      "  queries: {q: {table: t, filters: {a: one}, runs: 0/day}}\n"
      "  pipelines: {p: {from: [s], to: t, mode: batch, every: 0 s, lookback: 0 s}}\n"
      "partition: {t: {format: parquet, by: [\"bucket(4, a)\"]}}\n");
  CHECK_FALSE(has(svg, "nan"));
  CHECK_FALSE(has(svg, "inf"));
  CHECK_FALSE(has(svg, "\"-"));
}

TEST_CASE("plot: hostile text is text") {
  const std::string svg =
      plotted("title: \"</text><script>alert('x')</script> & \\e[31m\"\n" + std::string(asked));
  CHECK(has(svg, "&lt;/text&gt;&lt;script&gt;"));
  CHECK(has(svg, " &amp; "));
  CHECK_FALSE(has(svg, "<script"));
  CHECK_FALSE(has(svg, "\x1b"));
}

TEST_CASE("svg: text that is too long is cut between two characters, and whole in the title") {
  report::Svg svg(100);
  svg.text_within(
      64, 0, 0, "",
      "\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9 and more");
  const std::string picture = svg.picture(10, "t", "d");
  CHECK(has(picture,
            "<title>\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9 "
            "and more</title>"));
  CHECK(has(
      picture,
      "</title>\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xE2\x80\xA6</text>"));
  report::Svg short_one(100);
  short_one.text_within(64, 0, 0, "", "short");
  CHECK(has(short_one.picture(10, "t", "d"), ">short</text>"));
}
