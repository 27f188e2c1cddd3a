#include "report/verdicts.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/plural.h"
#include "replay/timeline.h"
#include "report/table.h"
#include "report/trace.h"
#include "rules/replay_finding.h"

namespace decide::report {

namespace {

using replay::Case;
using replay::Defect;
using replay::Verb;

/// Beside a job only what the job does is searched.
bool is_searched(const Case& it, Defect defect) {
  const bool beside_job = it.subject.job != nullptr && defect == Defect::repeat;
  return !beside_job && defect != Defect::stuck && is_possible(it.subject.declared, defect);
}

RepairRow repair_row(const replay::Repair& repair, const std::string& owner) {
  RepairRow row;
  for (const auto& [field, value] : repair.fields)
    row.edits.emplace_back(fmt::format("{}.{}", owner, field), value);
  row.states = repair.states;
  return row;
}

/// Where the field stands, or would stand, that settles an assumption.
std::string settling(const derive::Facts& facts, const Case& it, replay::Field field) {
  if (field == replay::Field::reaches) return "backfill.erasure.reaches";
  const bool of_live = field == replay::Field::delivery;
  const design::Place at =
      of_live && it.subject.pipeline != nullptr ? it.subject.pipeline->at : rules::place_of(it.subject);
  return fmt::format("{}.{}", facts.document.path(at.node), replay::field_name(field));
}

FailureRow failure_row(const derive::Facts& facts, replay::Verdicts& verdicts, const Case& it,
                       const replay::Witness& witness, bool with_repairs) {
  FailureRow row;
  row.defect = witness.defect;
  row.events = witness.events;
  row.faults = witness.faults;
  row.steps = static_cast<int>(witness.steps.size());
  if (const auto open = verdicts.rests_on(it, witness.defect)) row.assumes = settling(facts, it, *open);
  if (!with_repairs) return row;
  row.trace = rules::trace_of(facts, it.subject, witness, verdicts.bounds());
  const std::string owner = facts.document.path(rules::place_of(it.subject).node);
  for (const auto& repair : verdicts.repairs(it, witness.defect))
    row.repairs.push_back(repair_row(repair, owner));
  return row;
}

Verdict verdict_of(const VerdictRow& row) {
  const auto assumes = [](const FailureRow& failure) { return !failure.assumes.empty(); };
  if (!row.failures.empty())
    return std::all_of(row.failures.begin(), row.failures.end(), assumes) ? Verdict::fails_under_assumption
                                                                          : Verdict::fails;
  return row.exhausted ? Verdict::holds : Verdict::not_checked;
}

VerdictRow verdict_row(const derive::Facts& facts, replay::Verdicts& verdicts, const Case& it,
                       bool with_repairs) {
  VerdictRow row;
  row.table = facts.lineage[it.subject.table].name;
  if (it.subject.pipeline != nullptr) row.pipeline = it.subject.pipeline->name;
  if (it.subject.job != nullptr) row.job = it.subject.job->name;
  const replay::Outcome& outcome = *it.outcome;
  row.states = outcome.states;
  row.transitions = outcome.transitions;
  row.events = std::min(outcome.events, verdicts.bounds().events);
  row.exhausted = outcome.exhausted;
  for (int i = 0; i < replay::defect_count; ++i) {
    const auto defect = static_cast<Defect>(i);
    const replay::Witness* witness = it.find(defect);
    const bool tested = outcome.coverage.judged[static_cast<std::size_t>(i)] > 0;
    if (witness != nullptr)
      row.failures.push_back(failure_row(facts, verdicts, it, *witness, with_repairs));
    else if (!tested && is_searched(it, defect))
      row.untested.push_back(defect);
  }
  for (const Verb verb : verdicts.expected(it)) {
    if (outcome.coverage.fired[static_cast<std::size_t>(verb)] == 0) row.never_happened.push_back(verb);
  }
  row.verdict = verdict_of(row);
  return row;
}

std::string listed(Defect defect) {
  return fmt::format("{} {}", replay::invariant_id(defect), replay::defect_name(defect));
}

/// "fails I3, I6", "holds", "holds, but nothing put I5 to the test"
std::string told(const VerdictRow& row) {
  std::vector<std::string> failures, untested;
  std::vector<std::string_view> never;
  for (const FailureRow& failure : row.failures) {
    const std::string field = failure.assumes.substr(failure.assumes.rfind('.') + 1);
    failures.push_back(listed(failure.defect) +
                       (field.empty() ? "" : fmt::format(" (as `{}` is not said)", field)));
  }
  for (const Defect defect : row.untested) untested.push_back(listed(defect));
  for (const Verb verb : row.never_happened) never.push_back(verb_word(verb));
  if (!failures.empty()) return fmt::format("fails {}", fmt::join(failures, ", "));
  if (!row.exhausted) return "not checked to the end: the budget of states is used up";
  std::string holds = "holds";
  if (!untested.empty()) holds += fmt::format(", but nothing put to the test: {}", fmt::join(untested, ", "));
  if (!never.empty()) holds += fmt::format(", but there never was: {}", fmt::join(never, ", "));
  return holds;
}

std::string searched(const VerdictRow& row) {
  return fmt::format("{} states, {} event{}, {}", row.states, row.events, plural_s(row.events),
                     row.exhausted ? "exhausted" : "not exhausted");
}

}  // namespace

std::string_view verdict_word(Verdict verdict) {
  switch (verdict) {
    case Verdict::holds:
      return "holds";
    case Verdict::fails:
      return "fails";
    case Verdict::fails_under_assumption:
      return "fails_under_assumption";
    case Verdict::not_checked:
      return "not_checked";
  }
  return "";
}

bool is_vacuous(const VerdictRow& row) {
  return row.failures.empty() && row.exhausted && !(row.untested.empty() && row.never_happened.empty());
}

VerdictReport judged(const derive::Facts& facts, replay::Verdicts& verdicts,
                     const std::function<bool(const Case&)>& is_asked, bool with_repairs) {
  VerdictReport report{verdicts.bounds(), {}};
  for (const Case& it : verdicts.cases()) {
    if (is_asked(it)) report.rows.push_back(verdict_row(facts, verdicts, it, with_repairs));
  }
  return report;
}

std::string verdict_table(const VerdictReport& report, const Style& style) {
  if (report.rows.empty()) return {};
  Table rows;
  rows.header = {"TABLE", "PIPELINE", "JOB", "VERDICT", "SEARCHED"};
  for (const VerdictRow& row : report.rows)
    rows.rows.push_back({row.table, row.pipeline, row.job, told(row), searched(row)});
  const replay::Bounds& bounds = report.bounds;
  return fmt::format(
             "Every schedule of at most {} events, {} keys, {} faults and {} runs of a job ({} bounds):\n\n",
             bounds.events, bounds.keys, bounds.faults, bounds.runs, bounds.name) +
         table(rows, style) + "\n";
}

}  // namespace decide::report
