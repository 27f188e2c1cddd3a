#include <fmt/format.h>

#include "catch.h"
#include "rules/marked.h"
#include "rules/mended.h"

/// M237, M247 and M249: events that are given up; M248: late ones.
namespace decide {
namespace {

using diag::Severity;
using test::findings_of;
using test::fires;
using test::mends;
using test::only_finding;
using test::silent;

/// A topic that is landed, and summed up beside it and behind it.
std::string lost(std::string_view land, std::string_view live = "", std::string_view behind = "",
                 std::string_view loss = "none", std::string_view correctness = "approximate") {
  return fmt::format(
      "scope:\n  failure_tolerance: {{data_loss: {}}}\n  consumers: {{c: {{kind: sql, correctness: {}, "
      "tolerance: "
      "1%}}}}\n"
      "model:\n  sources: {{topic: {{kind: kafka}}}}\n"
      "  tables: {{clicks: {{role: raw}}, minutes: {{role: aggregate}}, daily: {{role: aggregate}}}}\n"
      "  queries: {{q: {{consumer: c, table: daily}}}}\n"
      "  pipelines:\n    land: {{from: [topic], to: clicks{}}}\n    live: {{from: [topic], to: minutes{}}}\n"
      "    count: {{from: [clicks], to: daily{}}}\n",
      loss, correctness, land, live, behind);
}

TEST_CASE("M237: on the way to the raw table nothing may be dropped") {
  CHECK(fires("M237", lost(", delivery: «at_most_once»")));
  CHECK(fires("M237", lost(", bad_records: «drop»")));
  CHECK(findings_of("M237", lost(", delivery: at_most_once, bad_records: drop")).size() == 2);
  CHECK(silent("M237", lost(", delivery: at_least_once, bad_records: dead_letter")));
  CHECK(silent("M237", lost(", bad_records: nullify")));
  CHECK(mends("M237", lost(", delivery: at_most_once")));
  CHECK(mends("M237", lost(", bad_records: drop")));
}

TEST_CASE("M237: only where no loss is allowed") {
  CHECK(silent("M237", lost(", delivery: at_most_once, bad_records: drop", "", "", "5 min")));
}

TEST_CASE("M237: a raw table keeps what a live path beside it drops") {
  CHECK(silent("M237", lost("", ", delivery: at_most_once, bad_records: drop")));
  CHECK(fires("M237",
              "scope: {failure_tolerance: {data_loss: none}}\n"
              "model:\n  sources: {topic: {kind: kafka}}\n  tables: {minutes: {role: aggregate}}\n"
              "  pipelines: {live: {from: [topic], to: minutes, delivery: «at_most_once»}}\n"));
}

TEST_CASE("M237: behind the raw table at most once loses rows of those who want them right") {
  CHECK(silent("M237", lost("", "", ", delivery: at_most_once")));
  CHECK(fires("M237", lost("", "", ", delivery: «at_most_once»", "none", "exact")));
  CHECK(silent("M237", lost("", "", ", bad_records: drop", "none", "exact")));
}

TEST_CASE("M249: going on over a gap") {
  CHECK(fires("M249", lost(", on_gap: «continue»")));
  CHECK(silent("M249", lost(", on_gap: fail")));
  CHECK(silent("M249", lost("")));
  CHECK(silent("M249", lost(", on_gap: continue", "", "", "1 h")));
  CHECK(silent("M249", lost("", ", on_gap: continue")));
  // behind the raw table, where readers want them right
  CHECK(silent("M249", lost("", "", ", on_gap: continue")));
  CHECK(fires("M249", lost("", "", ", on_gap: «continue»", "none", "exact")));
  CHECK(mends("M249", lost(", on_gap: continue")));
}

/// One pipeline into a table that one consumer reads.
std::string one(std::string_view key, std::string_view pipeline, std::string_view correctness = "exact",
                std::string_view rest = "") {
  return fmt::format(
      "scope:\n  lateness: {{p99: 10 min, max: 1 d}}\n  consumers: {{c: {{kind: sql, correctness: {}, "
      "tolerance: "
      "1%}}}}\n"
      "model:\n  sources: {{topic: {{kind: kafka}}}}\n  tables: {{minutes: {{role: aggregate}}, final: "
      "{{role: "
      "aggregate}}}}\n"
      "  queries: {{q: {{consumer: c, table: minutes}}}}\n  pipelines:\n    {}: {{from: [topic], to: "
      "minutes, "
      "{}}}\n{}",
      correctness, key, pipeline, rest);
}

TEST_CASE("M247: not said") {
  CHECK(fires("M247", one("«count»", "mode: stream")));
  CHECK(only_finding("M247", one("count", "mode: stream")).severity == Severity::warning);
  CHECK(only_finding("M247", one("count", "mode: stream")).path == "model.pipelines.count.bad_records");
  CHECK(silent("M247", one("count", "bad_records: fail")));
  CHECK(silent("M247", one("count", "bad_records: dead_letter")));
}

TEST_CASE("M247: dropped or nullified where counts are exact") {
  for (const std::string_view word : {"drop", "nullify"}) {
    CHECK(fires("M247", one("count", fmt::format("bad_records: «{}»", word))));
    CHECK(only_finding("M247", one("count", fmt::format("bad_records: {}", word))).severity ==
          Severity::error);
    CHECK(only_finding("M247", one("count", fmt::format("bad_records: {}", word), "eventual")).severity ==
          Severity::error);
    CHECK(silent("M247", one("count", fmt::format("bad_records: {}", word), "approximate")));
    CHECK(mends("M247", one("count", fmt::format("bad_records: {}", word))));
  }
}

TEST_CASE("M248: a watermark without an answer") {
  CHECK(fires("M248", one("count", "mode: stream, watermark: «5 min»")));
  CHECK(fires("M248", one("count", "mode: micro_batch, watermark: «5 min»")));
  CHECK(silent("M248", one("count", "mode: batch, watermark: 5 min")));
  CHECK(silent("M248", one("count", "mode: stream")));
  CHECK(silent("M248", one("count", "mode: stream, watermark: 5 min, late: side_output")));
  CHECK(silent("M248", one("count", "mode: stream, watermark: 5 min, late: correct")));
  CHECK(silent("M248", one("count", "mode: stream, watermark: 5 min, time: processing")));
}

std::string dropped(std::string_view check, std::string_view more = "") {
  return one("count", fmt::format("mode: stream, watermark: 5 min, late: «drop»{}", more), "exact", check);
}

TEST_CASE("M248: what is dropped is counted by a check") {
  CHECK(fires("M248", dropped("")));
  CHECK(fires("M248", dropped("close: {checks: {k: {table: minutes, kind: freshness, max: 1 h}}}\n")));
  CHECK(
      fires("M248", dropped("close: {checks: {k: {table: final, kind: completeness, against: source}}}\n")));
  const auto without_mark = [](std::string_view check, std::string_view more = "") {
    return one("count", fmt::format("mode: stream, watermark: 5 min, late: drop{}", more), "exact", check);
  };
  CHECK(silent(
      "M248", without_mark("close: {checks: {k: {table: minutes, kind: completeness, against: source}}}\n")));
  CHECK(
      silent("M248", without_mark("close: {checks: {k: {table: final, kind: reconcile, with: minutes}}}\n")));
  CHECK(silent("M248",
               without_mark("close: {checks: {k: {table: final, kind: completeness, against: source}}}\n",
                            ", serves: final")));
  CHECK(only_finding("M248", without_mark("")).message.find("% of events") != std::string::npos);
}

}  // namespace
}  // namespace decide
