#include "rules/change.h"

#include <fmt/format.h>

#include <algorithm>

#include "catch.h"
#include "rules/compare.h"
#include "rules/headroom.h"
#include "rules/judged.h"
#include "schema/type.h"

namespace decide {
namespace {

using rules::Change;

constexpr std::string_view design =
    "scope:\n"
    "  volume: {average: 10k/s, peak: 30k/s, growth: 50%, event_size: 1 kB}\n"
    "  lateness: {p50: 2 s, max: 1 h}\n"
    "  duplicates: 60%\n"
    "  failure_tolerance: {outage: 1 h, recovery: 2 h}\n"
    "model:\n"
    "  sources: {topic: {kind: kafka, rows: 10k/s, retention: 7 d}}\n"
    "  tables:\n"
    "    events: {role: raw, rows: 100M/day, retention: 30 d, columns: {user: {type: string, cardinality: "
    "1M}, id: {type: "
    "string, cardinality: unique}}}\n"
    "  pipelines:\n"
    "    land: {from: [topic], to: events, mode: stream, capacity: 60k/s, every: 1 min}\n";

yaml::Document parsed(std::string_view text) {
  return yaml::parse(Source("design.yaml", "dedesign: 1\n" + std::string(text))).document;
}

std::string at(const yaml::Document& document, std::string_view path) {
  const yaml::NodeId node = document.at(path);
  return node == yaml::none ? "(nothing)" : document[node].text;
}

std::string after(const std::vector<Change>& changes, std::string_view path) {
  const auto result = rules::changed(parsed(design), changes);
  return result ? at(result->document, path) : result.error().message;
}

TEST_CASE("a factor on the volume scales rates and declared rows, nothing else of it") {
  const std::vector<Change> tenfold{{"scope.volume", 10, {}}};
  CHECK(after(tenfold, "scope.volume.average") == "100k/s");
  CHECK(after(tenfold, "scope.volume.peak") == "300k/s");
  CHECK(after(tenfold, "model.tables.events.rows") == "1000M/day");
  CHECK(after(tenfold, "model.sources.topic.rows") == "100k/s");
  CHECK(after(tenfold, "scope.volume.growth") == "50%");
  CHECK(after(tenfold, "scope.volume.event_size") == "1 kB");
}

TEST_CASE("a factor on the average scales rows too, one on the peak does not") {
  CHECK(after({{"scope.volume.average", 2, {}}}, "model.tables.events.rows") == "200M/day");
  CHECK(after({{"scope.volume.peak", 2, {}}}, "model.tables.events.rows") == "100M/day");
  // Both together scale rows once.
  CHECK(after({{"scope.volume.average", 2, {}}, {"scope.volume", 2, {}}}, "model.tables.events.rows") ==
        "200M/day");
}

TEST_CASE("a small factor loses no digits") {
  CHECK(after({{"scope.volume", 0.00025, {}}}, "model.tables.events.rows") == "0.025M/day");
  CHECK(after({{"scope.volume", 0.00003, {}}}, "scope.volume.peak") == "0.0009k/s");
  CHECK(after({{"scope.volume", 1.0 / 3, {}}}, "scope.volume.average") == "3.33333333k/s");
}

TEST_CASE("factors keep to what a field can hold") {
  CHECK(after({{"scope.duplicates", 10, {}}}, "scope.duplicates") == "100%");
  CHECK(after({{"scope.volume.growth", 10, {}}}, "scope.volume.growth") == "500%");
  CHECK(after({{"model.tables.events.columns.user.cardinality", 1.0000001, {}}},
              "model.tables.events.columns.user.cardinality") == "1M");
  CHECK(after({{"model.tables.events.columns.id.cardinality", 2, {}}}, "x").find("no quantity") !=
        std::string::npos);
  CHECK(after({{"scope.latency.freshness", 2, {}}}, "x").find("is not in the design") != std::string::npos);
}

TEST_CASE("billions stay billions where a count is meant, and bytes bytes") {
  const std::string text =
      "scope: {volume: {event_size: 9 B}}\n"
      "model: {tables: {t: {role: raw, columns: {id: {type: string, cardinality: 9B}}}}}\n";
  const auto made = rules::changed(parsed(text), {{"model.tables.t.columns.id.cardinality", 1000, {}},
                                                  {"scope.volume.event_size", 1000, {}}});
  REQUIRE(made);
  CHECK(at(made->document, "model.tables.t.columns.id.cardinality") == "9T");
  CHECK(at(made->document, "scope.volume.event_size") == "9 kB");
}

TEST_CASE("the field says what its text measures: a ratio keeps its part, a text stays a text") {
  const std::string text =
      "title: 30 d\n"
      "partition: {t: {format: iceberg, compression: 2.5, expire_snapshots: 30 d}}\n";
  const auto half = rules::changed(parsed(text), {{"partition.t", 1.5, {}}});
  REQUIRE(half);
  CHECK(at(half->document, "partition.t.compression") == "3.75");
  CHECK(at(half->document, "partition.t.expire_snapshots") == "45 d");
  CHECK_FALSE(rules::can_scale(parsed(text), "title", 2));
}

TEST_CASE("each field that grows measures something") {
  for (const rules::Growth& growth : rules::growths()) {
    for (const std::string_view field : growth.fields) {
      std::string path(field);
      std::replace(path.begin(), path.end(), '*', 'x');
      INFO(path);
      const auto located = schema::locate(path);
      REQUIRE(located);
      REQUIRE(located->type->scalar != nullptr);
      CHECK_FALSE(located->type->scalar->measures.empty());
    }
  }
}

TEST_CASE("every factor gives a value that can be read") {
  for (double factor = 1.001; factor < 1000; factor *= 1.0137) {
    for (const std::string_view path :
         {"scope.duplicates", "scope.lateness.p50", "scope.lateness.max", "scope.volume.average",
          "scope.volume.event_size", "model.tables.events.columns.user.cardinality", "scope.volume.growth"}) {
      INFO(path << " " << factor);
      const auto result = rules::changed(parsed(design), {{std::string(path), factor, {}}});
      REQUIRE(result);
      CHECK(schema::locate(path)->type->scalar->canonical(result->document[result->document.at(path)]));
    }
  }
}

TEST_CASE("a factor means itself; only a search for what breaks keeps retentions in whole days") {
  const auto searched = [](std::string_view name, const std::string& text) {
    const auto growth = std::find_if(rules::growths().begin(), rules::growths().end(),
                                     [&](const auto& one) { return one.name == name; });
    const auto texts = rules::scaled(parsed(text), *growth, 1.5);
    return texts.size() == 1 ? texts[0].second : std::string();
  };
  const std::string kept = "scope: {retention: {raw: 3 d}}\n";
  const auto scaled = rules::changed(parsed(kept), {{"scope.retention", 1.5, {}}});
  REQUIRE(scaled);
  CHECK(at(scaled->document, "scope.retention.raw") == "4.5 d");
  CHECK(searched("retention", kept) == "5 d");
  // The factor that is shown is the one that was tried.
  CHECK(searched("lateness", "scope: {lateness: {max: 3 d}}\n") == "4.5 d");
}

TEST_CASE("a value that takes the text as it is and one that does not are both set") {
  const std::vector<Change> both{{"scope.volume.peak", {}, "90k/s"}, {"scope.lateness", {}, "{p50: 9 s}"}};
  CHECK(after(both, "scope.volume.peak") == "90k/s");
  CHECK(after(both, "scope.lateness.p50") == "9 s");
  CHECK_FALSE(rules::as_texts(parsed(design), both));
}

/// Rule, path and message of all findings.
std::string said(const std::vector<diag::Finding>& findings) {
  std::string all;
  for (const diag::Finding& finding : findings)
    all += finding.rule + " " + finding.path + ": " + finding.message + "\n";
  return all;
}

/// Rule, severity and path of errors and warnings: what is left of them without words.
std::string counted(const std::vector<diag::Finding>& findings) {
  std::string all;
  for (const diag::Finding& finding : findings) {
    if (finding.severity == diag::Severity::note) continue;
    all += fmt::format("{} {} {}\n", finding.rule, static_cast<int>(finding.severity), finding.path);
  }
  return all;
}

TEST_CASE("what is judged again with other texts is what is judged anew, with words or without") {
  std::size_t compared = 0;
  for (const rules::Entry& entry : rules::registry()) {
    const auto base = test::judge(test::unmark(entry.rule->fails).text);
    if (!base->readable() || !base->read.findings.empty()) continue;
    for (const rules::Growth& growth : rules::growths()) {
      const auto texts = rules::scaled(base->parsed.document, growth, 7);
      if (texts.empty()) continue;
      yaml::Document made = base->parsed.document;
      for (const auto& [node, text] : texts) made.set_text(node, text);
      const auto anew = rules::check(yaml::Parsed{made, {}}, {});
      rules::Again trial(*base);
      rules::CheckOptions wordless;
      wordless.words = false;
      INFO(entry.rule->code << " " << growth.name);
      const auto again = trial.with(texts, {});
      const auto few = trial.with(texts, wordless);
      const auto back = trial.with({}, {});
      REQUIRE(again);
      REQUIRE(few);
      REQUIRE(back);
      CHECK(said(*again) == said(anew->findings));
      CHECK(counted(*few) == counted(anew->findings));
      const auto unchanged = rules::check(yaml::Parsed{base->parsed.document, {}}, {});
      CHECK(said(*back) == said(unchanged->findings));
      ++compared;
    }
  }
  CHECK(compared > 50);
}

TEST_CASE("headroom of repeats: a threshold is found to two percent") {
  std::string text = "dedesign: 1\n" + std::string(design);
  text.replace(text.find("duplicates: 60%"), 15, "duplicates: 0.8%");
  text += "close: {checks: {d: {table: events, kind: duplicates, max: 2%}}}\n";
  const auto base = test::judge(text, "C514");
  const auto room = rules::headroom(*base, {}, "duplicates");
  REQUIRE(room);
  REQUIRE(room->factor);
  CHECK(*room->factor == Approx(2.5).epsilon(0.02));
}

TEST_CASE("values are set, new ones too, before factors apply") {
  CHECK(after({{"scope.duplicates", std::nullopt, "1%"}}, "scope.duplicates") == "1%");
  CHECK(after({{"scope.retention.raw", std::nullopt, "10 d"}}, "scope.retention.raw") == "10 d");
  CHECK(after({{"scope.volume", 2, {}}, {"scope.volume.average", std::nullopt, "1k/s"}},
              "scope.volume.average") == "2k/s");
}

TEST_CASE("headroom: capacity over the peak, to two percent") {
  const auto base = test::judge("dedesign: 1\n" + std::string(design));
  const auto all = rules::headroom(*base, {});
  const auto of = [&](std::string_view load) -> const rules::Headroom& {
    return *std::find_if(all.begin(), all.end(), [&](const auto& one) { return one.growth == load; });
  };
  REQUIRE(of("volume").factor);
  // 60k/s of capacity: under 1.5 x the peak of 30k/s beyond 40k/s.
  CHECK(*of("volume").factor == Approx(4.0 / 3).epsilon(0.03));
  CHECK(of("volume").findings.front().rule == "M243");
  CHECK(of("volume").findings.front().path == "model.pipelines.land.capacity");
  // A load that the design does not have is not listed.
  CHECK(std::none_of(all.begin(), all.end(), [](const auto& one) { return one.growth == "window"; }));
}

TEST_CASE("what differs between two designs") {
  const auto before = test::judge("dedesign: 1\n" + std::string(design));
  std::string text = "dedesign: 1\n" + std::string(design);
  text.replace(text.find("capacity: 60k/s"), 15, "capacity: 20k/s");
  const auto now = test::judge(text);
  const auto comparison = rules::compare(*before, *now);
  REQUIRE(comparison.values.size() == 1);
  CHECK(comparison.values[0].path == "model.pipelines.land.capacity");
  CHECK(comparison.values[0].before == "60k/s");
  CHECK(comparison.values[0].after == "20k/s");
  CHECK(std::any_of(comparison.figures.begin(), comparison.figures.end(),
                    [](const auto& one) { return one.name == "headroom"; }));
  CHECK(std::any_of(comparison.appeared.begin(), comparison.appeared.end(),
                    [](const auto& finding) { return finding.rule == "M243"; }));
  CHECK(rules::compare(*before, *before).same());
  // spelling is no decision
  text = "dedesign: 1\n" + std::string(design);
  text.replace(text.find("retention: 7 d"), 14, "retention: 168 h");
  CHECK(rules::compare(*before, *test::judge(text)).values.empty());
}

}  // namespace
}  // namespace decide
