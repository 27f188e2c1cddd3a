#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "diag/finding.h"
#include "replay/verdict.h"
#include "report/terminal.h"

/// What the replay checker says of each pipeline and job of a design.
namespace decide::report {

/// Never two: what was not checked does not hold, and what fails by an answer that nobody gave is no error.
enum class Verdict : std::uint8_t { holds, fails, fails_under_assumption, not_checked };
std::string_view verdict_word(Verdict verdict);

/// One change, or two, that were searched again and hold.
struct RepairRow {
  std::vector<std::pair<std::string, std::string>> edits;  ///< path and value
  std::uint64_t states = 0;                                ///< that were searched again
};

/// One way in which a pipeline or a job fails.
struct FailureRow {
  replay::Defect defect = replay::Defect::rerun;
  int events = 0, faults = 0, steps = 0;
  std::string assumes;  ///< path of the field that would settle it; empty: nothing is assumed
  std::vector<RepairRow> repairs;
  diag::Trace trace;
};

struct VerdictRow {
  std::string table, pipeline, job;  ///< empty where there is none
  Verdict verdict = Verdict::holds;
  std::uint64_t states = 0, transitions = 0;
  int events = 0;  ///< completely searched up to that many
  bool exhausted = true;
  std::vector<FailureRow> failures;
  std::vector<replay::Defect> untested;      ///< possible, and no state put them to the test (I9)
  std::vector<replay::Verb> never_happened;  ///< possible, and in no schedule that was tried (I9)
};

struct VerdictReport {
  replay::Bounds bounds = replay::quick;
  std::vector<VerdictRow> rows;
};

/// True if nothing failed, and something that could have was never put to the test: such a search proves
/// nothing.
bool is_vacuous(const VerdictRow& row);

/// The verdicts on the cases that `is_asked` says; `with_repairs`: each failure with its timeline and with
/// what would repair it, which takes further searches.
VerdictReport judged(const derive::Facts& facts, replay::Verdicts& verdicts,
                     const std::function<bool(const replay::Case&)>& is_asked, bool with_repairs);

/// One row for every pipeline and job: how it ended, and what was searched; empty if there is none.
std::string verdict_table(const VerdictReport& report, const Style& style);

}  // namespace decide::report
