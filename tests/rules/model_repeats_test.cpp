#include <fmt/format.h>

#include "catch.h"
#include "rules/marked.h"
#include "rules/mended.h"

/// M235 and M236: events that come again.
namespace decide {
namespace {

using diag::Severity;
using test::findings_of;
using test::fires;
using test::mends;
using test::only_finding;
using test::silent;

/// A topic, its raw table, and a daily sum, filled by `pipelines`; one consumer reads `read`.
std::string fed(std::string_view consumer, std::string_view read, std::string_view pipelines,
                std::string_view scope = "") {
  return fmt::format(
      "scope:\n  consumers: {{c: {{{}}}}}\n{}"
      "model:\n"
      "  sources: {{topic: {{kind: kafka, retention: 7 d}}}}\n"
      "  tables:\n"
      "    clicks:\n"
      "      role: raw\n"
      "      key: [id]\n"
      "      columns: {{id: {{type: string}}, at: {{type: timestamp, time: event}}, seen: {{type: date, "
      "time: "
      "processing}}}}\n"
      "    daily: {{role: aggregate, key: [day], measures: {{n: count}}}}\n"
      "    final: {{role: aggregate, key: [day], measures: {{n: count}}}}\n"
      "    peaks: {{role: aggregate, key: [day], measures: {{top: max(cost)}}}}\n"
      "  queries: {{q: {{consumer: c, table: {}}}}}\n"
      "  pipelines:\n{}",
      consumer, scope, read, pipelines);
}

constexpr std::string_view exact = "kind: billing, correctness: exact";
constexpr std::string_view eventual = "kind: sql, correctness: eventual";
constexpr std::string_view loose = "kind: dashboard, correctness: approximate, tolerance: 2%";

std::string land(std::string_view how) {
  return fmt::format("    land: {{from: [topic], to: clicks, mode: stream, {}}}\n", how);
}
std::string count(std::string_view from, std::string_view how, std::string_view mode = "batch") {
  return fmt::format("    count: {{from: [{}], to: daily, mode: {}, {}}}\n", from, mode, how);
}

TEST_CASE("M235: appended at least once") {
  CHECK(fires("M235", fed(exact, "clicks", land("delivery: «at_least_once», write: append"))));
  CHECK(fires("M235", fed(eventual, "clicks", land("delivery: «at_least_once», write: append"))));
  CHECK(silent("M235", fed(exact, "clicks", land("delivery: exactly_once, write: append"))));
  CHECK(silent("M235", fed(exact, "clicks", land("delivery: at_least_once, write: merge"))));
  CHECK(mends("M235", fed(exact, "clicks", land("delivery: at_least_once, write: append"))));
}

TEST_CASE("M235: a dedup, finite or not, and a remembered batch stand between") {
  CHECK(silent("M235", fed(exact, "clicks",
                           land("delivery: at_least_once, write: append, dedup: {key: [id], within: 7 d}"))));
  CHECK(silent("M235",
               fed(exact, "clicks",
                   land("delivery: at_least_once, write: append, dedup: {key: [id], within: forever}"))));
  CHECK(
      silent("M235", fed(exact, "clicks", land("delivery: at_least_once, write: append, token: batch_id"))));
  CHECK(
      fires("M235", fed(exact, "clicks",
                        land("delivery: «at_least_once», write: append, token: batch_id, bad_records: fail"),
                        "  duplicates: 1%\n")));
}

TEST_CASE("M235: a key that is not stable removes nothing") {
  CHECK(
      fires("M235", fed(exact, "clicks", land("delivery: «at_least_once», write: merge, key: [id, seen]"))));
  CHECK(fires("M235",
              fed(exact, "clicks",
                  land("delivery: «at_least_once», write: append, dedup: {key: [id, seen], within: 7 d}"))));
}

TEST_CASE("M235: advises the part of the key that is stable") {
  const auto help = only_finding("M235", fed(exact, "clicks",
                                             land("delivery: at_least_once, write: merge, key: [id, seen]")))
                        .help;
  CHECK(help.find("(id)") != std::string::npos);
}

TEST_CASE("M235: repeats at the source come through exactly once") {
  CHECK(fires("M235",
              fed(exact, "clicks", land("delivery: exactly_once, write: «append»"), "  duplicates: 1%\n")));
  CHECK(silent("M235",
               fed(exact, "clicks", land("delivery: exactly_once, write: merge"), "  duplicates: 1%\n")));
  CHECK(silent("M235",
               fed(exact, "clicks", land("delivery: exactly_once, write: append"), "  duplicates: 0%\n")));
}

TEST_CASE("M235: the lineage is followed to the table that is read") {
  const auto overwrite = "write: overwrite_partition, delivery: at_least_once";
  const auto text =
      fed(exact, "daily", land("delivery: «at_least_once», write: append") + count("clicks", overwrite));
  CHECK(fires("M235", text));
  CHECK(only_finding("M235", text).message.find("topic -> clicks -> daily") != std::string::npos);
  CHECK(silent("M235", fed(exact, "daily",
                           land("delivery: at_least_once, write: merge") + count("clicks", overwrite))));
  CHECK(silent("M235",
               fed(exact, "daily",
                   land("delivery: at_least_once, write: append") +
                       count("clicks", "write: overwrite_partition, dedup: {key: [id], within: forever}"))));
}

TEST_CASE("M235: a clean table does not clean what is fed beside it") {
  const auto clean = land("delivery: at_least_once, write: merge");
  CHECK(fires("M235", fed(exact, "daily",
                          clean + count("topic", "delivery: «at_least_once», write: merge", "stream"))));
  CHECK(silent("M235", fed(exact, "daily",
                           clean + count("clicks", "delivery: at_least_once, write: merge", "stream"))));
  CHECK(silent("M235", fed(exact, "clicks",
                           clean + count("topic", "delivery: at_least_once, write: merge", "stream"))));
}

TEST_CASE("M235: a sum that is added to counts each retry") {
  const auto clean = land("delivery: at_least_once, write: merge");
  CHECK(fires("M235",
              fed(exact, "daily", clean + count("clicks", "delivery: «at_least_once», write: increment"))));
  CHECK(silent("M235",
               fed(exact, "daily",
                   clean + count("clicks", "delivery: at_least_once, write: increment, token: run_id"))));
}

TEST_CASE("M235: the largest of a day is the same however often it comes") {
  CHECK(silent("M235", fed(exact, "peaks",
                           "    top: {from: [topic], to: peaks, mode: stream, delivery: "
                           "at_least_once, write: merge}\n")));
}

TEST_CASE("M235: a batch that replaces the stream's rows mends them") {
  const auto clean = land("delivery: at_least_once, write: merge");
  const auto stream =
      "    live: {from: [topic], to: daily, mode: stream, delivery: at_least_once, write: append}\n";
  CHECK(silent("M235", fed(exact, "daily", clean + stream + count("clicks", "write: overwrite_partition"))));
  CHECK(findings_of("M235", fed(exact, "daily", clean + stream + count("clicks", "write: merge"))).size() ==
        1);
}

TEST_CASE("M235: approximate readers bear their tolerance") {
  const auto append = land("delivery: at_least_once, write: append");
  CHECK(silent("M235", fed(loose, "clicks", append)));
  CHECK(silent("M235", fed(loose, "clicks", append, "  duplicates: 2%\n")));
  CHECK(only_finding("M235", fed(loose, "clicks", append, "  duplicates: 3%\n")).severity ==
        Severity::warning);
  CHECK(only_finding("M235", fed(exact, "clicks", append, "  duplicates: 3%\n")).severity == Severity::error);
  CHECK(silent("M235", fed("kind: dashboard", "clicks", append, "  duplicates: 3%\n")));
}

TEST_CASE("M235: one finding a pipeline, for its strictest reader") {
  const std::string both = land("delivery: at_least_once, write: append") +
                           count("clicks", "write: overwrite_partition") + "  # read by both\n";
  const std::string text = fed(exact, "daily", both, "  duplicates: 9%\n");
  const std::string loose_reader =
      "scope:\n  consumers: {d: {kind: sql, correctness: approximate, tolerance: 1%}, ";
  const std::string more = loose_reader + text.substr(text.find("c: {"));
  const std::string asked = more.substr(0, more.find("  queries: {")) +
                            "  queries: {r: {consumer: d, table: clicks}, " + more.substr(more.find("q: {"));
  const auto finding = only_finding("M235", asked);
  CHECK(finding.severity == Severity::error);
  CHECK(finding.message.find("`c` asks for exact numbers") != std::string::npos);
}

std::string remembered(std::string_view within, std::string_view scope, std::string_view consumer = exact) {
  return fed(consumer, "daily",
             count("topic", fmt::format("dedup: {{key: [id], within: {}}}", within), "stream"), scope);
}

TEST_CASE("M236: the largest of lateness, outage and retention") {
  CHECK(fires("M236", remembered("«6 d»", "")));
  CHECK(silent("M236", remembered("7 d", "")));
  CHECK(silent("M236", remembered("forever", "")));
  CHECK(fires("M236", remembered("«7 d»", "  lateness: {max: 8 d}\n")));
  CHECK(silent("M236", remembered("8 d", "  lateness: {max: 8 d}\n")));
  CHECK(fires("M236", remembered("«9 d»", "  lateness: {max: 8 d}\n  failure_tolerance: {outage: 10 d}\n")));
  CHECK(mends("M236", remembered("6 d", "")));
  const auto finding = only_finding("M236", remembered("1 h", "  lateness: {max: 3 d}\n"));
  REQUIRE(finding.figures.size() == 1);
  CHECK(finding.figures[0].value == 7 * 86400);
  CHECK(finding.figures[0].inputs.size() == 2);
}

TEST_CASE("M236: error where the end result must be right, else a warning") {
  CHECK(only_finding("M236", remembered("1 h", "", exact)).severity == Severity::error);
  CHECK(only_finding("M236", remembered("1 h", "", eventual)).severity == Severity::error);
  CHECK(only_finding("M236", remembered("1 h", "", loose)).severity == Severity::warning);
}

TEST_CASE("M236: silent where the table remembers, or nothing can come again") {
  CHECK(silent("M236", fed(exact, "clicks", land("write: merge, dedup: {key: [id], within: 1 h}"))));
  CHECK(silent("M236", fed(exact, "daily",
                           land("delivery: at_least_once, write: merge") +
                               count("clicks", "dedup: {key: [id], within: 1 h}"))));
  CHECK(fires("M236", fed(exact, "daily",
                          land("delivery: at_least_once, write: append") +
                              count("clicks", "dedup: {key: [id], within: «1 h»}"))));
}

TEST_CASE("M236: a job forgets as well") {
  const auto job = [](std::string_view within) {
    return fed(exact, "daily", land("delivery: at_least_once, write: append")) +
           fmt::format(
               "backfill: {{jobs: {{again: {{rebuilds: daily, from: [clicks], dedup: {{key: [id], within: "
               "{}}}}}}}}}\n",
               within);
  };
  CHECK(fires("M236", job("«1 d»")));
  CHECK(silent("M236", job("7 d")));
}

}  // namespace
}  // namespace decide
