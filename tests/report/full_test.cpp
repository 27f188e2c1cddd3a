#include "report/full.h"

#include "catch.h"
#include "samples.h"

using namespace decide;
using report::full;
using samples::finding;
using samples::span_of;

namespace {

std::string show(const Source& source, const diag::Finding& one, std::size_t width = 100) {
  return full(source, {one}, {false, width, false});
}

/// The part of a report that shows the source: between the place and the remarks.
std::string excerpt_of(const Source& source, Span span, std::size_t width = 100) {
  const std::string text = show(source, finding("X1", "x", span, "m"), width);
  const std::size_t begin = text.find("    |\n");
  return text.substr(begin, text.find("   = explain") - begin);
}

}  // namespace

TEST_CASE("a finding is shown with its line, its cause and what to do") {
  const Source source = samples::clicks();
  CHECK(show(source, samples::explosion(source)) ==
        "error[P303]: `by` makes 4.0 billion partitions of 31 kB each (partition-explosion)\n"
        "  --> design.yaml:188:10\n"
        "    |\n"
        "188 |     by: [campaign_id, day(event_time)]\n"
        "    |          ^^^^^^^^^^^ 10M distinct values\n"
        "    |\n"
        "  ::: design.yaml:8:14\n"
        "  8 |     average: 35k/s\n"
        "    |              ----- 3.0B rows a day make 10M partitions a day, 400 days are kept\n"
        "   = help: partition by day(event_time), cluster by campaign_id: 400 partitions, files of 251 MB\n"
        "   = explain: dedesign explain P303\n"
        "\n");
}

TEST_CASE("without findings nothing is said") {
  CHECK(full(samples::clicks(), {}, {}).empty());
}

TEST_CASE("findings follow one another, each ended by a blank line") {
  const Source source("a.yaml", "key: 1\n");
  diag::Finding warning = finding("S101", "odd-key", {0, 3}, "odd");
  warning.severity = diag::Severity::warning;
  diag::Finding note = finding("S102", "", {5, 6}, "small");
  note.severity = diag::Severity::note;
  CHECK(full(source, {warning, note}, {}) ==
        "warning[S101]: odd (odd-key)\n"
        "  --> a.yaml:1:1\n"
        "    |\n"
        "  1 | key: 1\n"
        "    | ^^^\n"
        "   = explain: dedesign explain S101\n"
        "\n"
        "note[S102]: small\n"
        "  --> a.yaml:1:6\n"
        "    |\n"
        "  1 | key: 1\n"
        "    |      ^\n"
        "   = explain: dedesign explain S102\n"
        "\n");
}

TEST_CASE("an accepted finding says who accepts it and where") {
  const Source source("a.yaml", "key: 1\naccept:\n  P310: small for now\n");
  diag::Finding one = finding("P310", "small-files", {0, 3}, "files of 2 MB");
  one.accepted = diag::Accepted{"P310", span_of(source, "P310")};
  CHECK(show(source, one) ==
        "accepted[P310]: files of 2 MB (small-files)\n"
        "  --> a.yaml:1:1\n"
        "    |\n"
        "  1 | key: 1\n"
        "    | ^^^\n"
        "   = accepted by: P310 (a.yaml:3)\n"
        "   = explain: dedesign explain P310\n"
        "\n");
}

TEST_CASE("a fix is offered with the option that applies it") {
  const Source source("a.yaml", "key: 1\n");
  diag::Finding one = finding("S101", "x", {0, 3}, "m");
  one.fix = diag::Fix{true, "write `kind`", {{{0, 3}, "kind"}}};
  CHECK(show(source, one).find("   = fix: write `kind` (apply with --fix)\n") != std::string::npos);
  one.fix->safe = false;
  CHECK(show(source, one)
            .find("   = fix: write `kind` (changes the meaning of the design: "
                  "apply with --unsafe-fixes)\n") != std::string::npos);
}

TEST_CASE("figures are shown as sums, when asked for") {
  const Source source("a.yaml", "key: 1\n");
  diag::Finding one = finding("S101", "x", {0, 3}, "m");
  one.figures = {
      {"partitions", 4e9, "", "values * days", {{"values", "10M"}, {"days", "400"}}},
      {"size", 31.25, "kB", "", {}},
      {"share", 1.0 / 30, "", "1 / days", {{"days", "30"}}},
  };
  CHECK(show(source, one).find("figure") == std::string::npos);
  CHECK(full(source, {one}, {false, 100, true}) ==
        "error[S101]: m (x)\n"
        "  --> a.yaml:1:1\n"
        "    |\n"
        "  1 | key: 1\n"
        "    | ^^^\n"
        "   = figure: partitions = values * days = 4000000000 (values = 10M, days = 400)\n"
        "   = figure: size = 31.25 kB\n"
        "   = figure: share = 1 / days = 0.0333333 (days = 30)\n"
        "   = explain: dedesign explain S101\n"
        "\n");
}

TEST_CASE("a finding about the file as a whole has a place and no excerpt") {
  diag::Finding one = finding("D001", "empty", {0, 0}, "the file is empty");
  one.path.clear();
  const std::string expected =
      "error[D001]: the file is empty (empty)\n"
      "  --> a.yaml:1:1\n"
      "   = explain: dedesign explain D001\n"
      "\n";
  CHECK(show(Source("a.yaml", ""), one) == expected);
  CHECK(show(Source("a.yaml", "key: 1\n"), one) == expected);
}

TEST_CASE("carets stand under the culprit by cells, columns count code points") {
  const Source source("a.yaml", "\xC3\xA9\xE6\x97\xA5\xF0\x9F\x98\x80: bad\n");
  const std::string text = show(source, finding("X1", "x", span_of(source, "bad"), "m"));
  CHECK(text.find("--> a.yaml:1:6\n") != std::string::npos);
  CHECK(excerpt_of(source, span_of(source, "bad")) ==
        "    |\n"
        "  1 | \xC3\xA9\xE6\x97\xA5\xF0\x9F\x98\x80: bad\n"
        "    |        ^^^\n");
  CHECK(excerpt_of(source, {2, 9}) ==
        "    |\n"
        "  1 | \xC3\xA9\xE6\x97\xA5\xF0\x9F\x98\x80: bad\n"
        "    |  ^^^^\n");
}

TEST_CASE("combining characters take no cell") {
  const Source source("a.yaml", "ae\xCC\x81: bad\n");
  CHECK(excerpt_of(source, span_of(source, "bad")) ==
        "    |\n"
        "  1 | ae\xCC\x81: bad\n"
        "    |     ^^^\n");
}

TEST_CASE("tabs, control and direction characters are replaced and the carets follow") {
  const Source source("a.yaml", "\tk\x1b: \xE2\x80\xAE bad\n");
  CHECK(excerpt_of(source, span_of(source, "bad")) ==
        "    |\n"
        "  1 |     k\xE2\x90\x9B: <U+202E> bad\n"
        "    |                  ^^^\n");
  CHECK(excerpt_of(source, {0, 1}) ==
        "    |\n"
        "  1 |     k\xE2\x90\x9B: <U+202E> bad\n"
        "    | ^^^^\n");
}

TEST_CASE("a byte order mark and a carriage return before a line end are not shown") {
  const Source source("a.yaml", "\xEF\xBB\xBFkey: 1\r\nb: 2\r\n");
  CHECK(excerpt_of(source, span_of(source, "key")) ==
        "    |\n"
        "  1 | key: 1\n"
        "    | ^^^\n");
  CHECK(excerpt_of(source, span_of(source, "1\r\n")) ==
        "    |\n"
        "  1 | key: 1\n"
        "    |      ^\n");
}

TEST_CASE("a span of no length has one caret, at the end of the file too") {
  const Source source("a.yaml", "key: 1\n");
  CHECK(excerpt_of(source, {3, 3}) ==
        "    |\n"
        "  1 | key: 1\n"
        "    |    ^\n");
  CHECK(excerpt_of(source, {6, 6}) ==
        "    |\n"
        "  1 | key: 1\n"
        "    |       ^\n");
  CHECK(excerpt_of(source, {7, 7}) ==
        "    |\n"
        "  2 |\n"
        "    | ^\n");
  CHECK(excerpt_of(source, {700, 900}) == excerpt_of(source, {7, 7}));
}

TEST_CASE("a span over several lines shows its first and its last") {
  const Source source("a.yaml", "by:\n  - a\n  - b\n  - c\nnext: 1\n");
  const Span all{0, span_of(source, "next").begin};
  CHECK(excerpt_of(source, all) ==
        "    |\n"
        "  1 | by:\n"
        "    | ^^^\n"
        "... |\n"
        "  4 |   - c\n");
  CHECK(excerpt_of(source, {4, 14}) ==
        "    |\n"
        "  2 |   - a\n"
        "    | ^^^^^\n"
        "  3 |   - b\n");
  CHECK(excerpt_of(source, {6, 10}) ==
        "    |\n"
        "  2 |   - a\n"
        "    |   ^^^\n");
}

TEST_CASE("a long line is cut around the culprit") {
  const std::string digits = "0123456789012345678901234567890123456789";
  const Source source("a.yaml", digits + "bad" + digits + "\n");
  CHECK(excerpt_of(source, {2, 4}, 36) ==
        "    |\n"
        "  1 | 01234567890123456789012345678\xE2\x80\xA6\n"
        "    |   ^^\n");
  CHECK(excerpt_of(source, span_of(source, "bad"), 36) ==
        "    |\n"
        "  1 | \xE2\x80\xA6"
        "890123456789bad0123456789012\xE2\x80\xA6\n"
        "    |              ^^^\n");
  CHECK(excerpt_of(source, {80, 83}, 36) ==
        "    |\n"
        "  1 | \xE2\x80\xA6"
        "12345678901234567890123456789\n"
        "    |                            ^^^\n");
  CHECK(excerpt_of(source, {20, 70}, 36) ==
        "    |\n"
        "  1 | \xE2\x80\xA6"
        "01234567890123456789bad01234\xE2\x80\xA6\n"
        "    |  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^\n");
  CHECK(excerpt_of(source, {80, 83}, 0).find("\xE2\x80\xA6") == std::string::npos);
}

TEST_CASE("wide characters are cut whole") {
  std::string text;
  for (int i = 0; i < 40; ++i) text += "\xE6\x97\xA5";
  const Source source("a.yaml", text + "bad" + text);
  const std::string shown = excerpt_of(source, span_of(source, "bad"), 30);
  CHECK(shown ==
        "    |\n"
        "  1 | \xE2\x80\xA6\xE6\x97\xA5\xE6\x97\xA5\xE6\x97\xA5\xE6\x97\xA5"
        "bad"
        "\xE6\x97\xA5\xE6\x97\xA5\xE6\x97\xA5\xE6\x97\xA5\xE6\x97\xA5\xE2\x80\xA6\n"
        "    |          ^^^\n");
}

TEST_CASE("line numbers of four digits widen the frame") {
  const Source source("a.yaml", samples::with_lines({{2, "key: 1"}, {1234, "by: bad"}}));
  diag::Finding one = finding("X1", "x", span_of(source, "bad"), "m");
  one.related = {{"", span_of(source, "key"), ""}};
  CHECK(show(source, one) ==
        "error[X1]: m (x)\n"
        "   --> a.yaml:1234:5\n"
        "     |\n"
        "1234 | by: bad\n"
        "     |     ^^^\n"
        "     |\n"
        "   ::: a.yaml:2:1\n"
        "   2 | key: 1\n"
        "     | ---\n"
        "    = explain: dedesign explain X1\n"
        "\n");
}

TEST_CASE("colours come in addition to words and signs") {
  const Source source = samples::clicks();
  const std::string text = full(source, {samples::explosion(source)}, {true, 100, false});
  CHECK(text.starts_with("\x1b[1;31merror[P303]\x1b[0m\x1b[1m: `by` makes"));
  CHECK(text.find("\x1b[1;31m^^^^^^^^^^^ 10M distinct values\x1b[0m\n") != std::string::npos);
  CHECK(text.find("\x1b[1;34m----- 3.0B rows") != std::string::npos);
}
