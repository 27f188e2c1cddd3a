#include "report/concise.h"

#include "catch.h"
#include "report/summary.h"
#include "samples.h"

using namespace decide;
using report::concise;
using report::summary_line;

TEST_CASE("concise: one line a finding") {
  const Source source = samples::clicks();
  diag::Finding accepted = samples::finding("P310", "small-files", {0, 0}, "files of 2 MB");
  accepted.accepted = diag::Accepted{"P310", {0, 0}};
  CHECK(concise(source, {samples::explosion(source), accepted}) ==
        "design.yaml:188:10: error[P303] `by` makes 4.0 billion partitions of 31 kB each (partition by "
        "day(event_time), cluster by campaign_id: 400 partitions, files of 251 MB)\n"
        "design.yaml:1:1: accepted[P310] files of 2 MB\n");
  CHECK(concise(source, {}).empty());
}

TEST_CASE("concise: the severity is coloured") {
  const Source source("a.yaml", "key: 1\n");
  diag::Finding note = samples::finding("S101", "x", {0, 3}, "m");
  note.severity = diag::Severity::note;
  CHECK(concise(source, {note}, {true, 100, false}) == "a.yaml:1:1: \x1b[1;36mnote[S101]\x1b[0m m\n");
}

TEST_CASE("concise: a file name cannot be taken for a log command") {
  const Source source("::error::x\n::error::y", "key: 1\n");
  CHECK(concise(source, {samples::finding("S101", "x", {0, 3}, "m")}) ==
        "\\::error::x\xE2\x90\x8A::error::y:1:1: error[S101] m\n");
}

TEST_CASE("the summary counts in words") {
  CHECK(summary_line({2, 1, 0, 1, 1}, 1) ==
        "2 errors, 1 warning in 1 file; 1 accepted; 1 can be fixed with --fix.");
  CHECK(summary_line({0, 0, 0, 0, 0}, 1) == "No findings in 1 file.");
  CHECK(summary_line({0, 0, 0, 3, 0}, 2) == "No findings in 2 files; 3 accepted.");
  CHECK(summary_line({1, 2, 3, 0, 2}, 0) ==
        "1 error, 2 warnings, 3 notes in 0 files; 2 can be fixed with --fix.");
  CHECK(summary_line({0, 0, 1, 0, 0}, 12) == "1 note in 12 files.");
}
