#include "rules/replay_finding.h"

#include <algorithm>
#include <set>

#include "facts/format.h"

namespace decide::rules {

namespace {

using replay::Case;
using replay::Defect;

/// Beside a job a pipeline shows what it does by itself as well; that is said of the pipeline.
bool is_of_pipeline(Defect defect) {
  return defect == Defect::late || defect == Defect::order || defect == Defect::erased ||
         defect == Defect::silent;
}

bool pipeline_has(const std::vector<Case>& cases, const derive::NamedPipeline* pipeline, Defect defect) {
  return std::any_of(cases.begin(), cases.end(), [&](const Case& it) {
    return it.subject.pipeline == pipeline && it.subject.job == nullptr && it.find(defect) != nullptr;
  });
}

std::string conditions(const replay::Repair& repair) {
  std::string all;
  for (const auto& [field, value] : repair.fields) {
    if (!all.empty()) all += " and ";
    all += fmt::format("`{}: {}`", field, value);
  }
  return all;
}

std::string assumption(replay::Field field) {
  switch (field) {
    case replay::Field::delivery:
      return "`delivery` is not said: at least once is assumed";
    case replay::Field::while_live:
      return "`while_live` is not said: it is assumed that the live pipeline goes on";
    case replay::Field::exclusive:
      return "`exclusive` is not said: it is assumed that two runs may overlap";
    case replay::Field::reaches:
      return "`reaches` is not said: it is assumed that only this table is erased";
  }
  return {};
}

/// The format of the table where it can neither replace a partition in one step nor update rows; else empty.
std::string_view plain_format(const derive::Facts& facts, const Failure& failure) {
  const auto* layout = facts.layout(failure.table(facts));
  if (layout == nullptr || !layout->format) return {};
  const auto* traits = facts::format_traits(design::word(*layout->format));
  return traits == nullptr || traits->merge || traits->atomic_overwrite ? std::string_view() : traits->name;
}

}  // namespace

diag::Trace trace_of(const derive::Facts& facts, const replay::Subject& subject,
                     const replay::Witness& witness, const replay::Bounds& bounds) {
  const replay::Names names{facts.lineage[subject.table].name,
                            subject.pipeline != nullptr ? std::string_view(subject.pipeline->name) : "",
                            subject.job != nullptr ? std::string_view(subject.job->name) : ""};
  const auto lines = replay::lines(subject.declared, witness);
  diag::Trace trace;
  trace.cost = replay::cost(witness);
  trace.bounds = bounds.name;
  trace.summary = replay::in_one_line(lines, names);
  trace.lanes = replay::in_lanes(lines, names);
  trace.ends = replay::contradiction(subject.declared, witness, names);
  for (const replay::Line& line : lines) {
    std::string who(line.lane == replay::Line::Lane::live  ? names.pipeline
                    : line.lane == replay::Line::Lane::job ? names.job
                                                           : std::string_view());
    if (line.run > 1) who += fmt::format(" (run {})", line.run);
    trace.steps.push_back({std::move(who), line.what, line.table, line.right});
  }
  return trace;
}

std::string Failure::who() const {
  return is_job() ? fmt::format("job `{}`", name()) : fmt::format("`{}`", name());
}

std::vector<Failure> failures(Report& report, Defect defect) {
  const std::vector<Case>& cases = report.verdicts().cases();
  std::vector<Failure> found;
  std::set<const void*> told;
  for (const Case& it : cases) {
    const replay::Witness* witness = report.verdicts().witness(it, defect);
    if (witness == nullptr) continue;
    const auto& subject = it.subject;
    const bool has_job = subject.job != nullptr;
    if (has_job && is_of_pipeline(defect) && pipeline_has(cases, subject.pipeline, defect)) continue;
    const void* culprit = has_job ? static_cast<const void*>(subject.job) : subject.pipeline;
    if (told.insert(culprit).second) found.push_back({&it, witness});
  }
  return found;
}

Draft& show(Draft& draft, const derive::Facts& facts, Report& report, const Failure& failure,
            std::string_view advice) {
  replay::Verdicts& verdicts = report.verdicts();
  const replay::Defect defect = failure.witness->defect;
  draft.trace(trace_of(facts, failure.it->subject, *failure.witness, verdicts.bounds()));
  std::string help(advice);
  const auto add = [&](std::string_view sentence) {
    if (!help.empty()) help += "; ";
    help += sentence;
  };
  if (const auto open = verdicts.rests_on(*failure.it, defect)) {
    draft.severity(diag::Severity::warning);
    add(assumption(*open));
  }
  if (!report.offers_edits()) return draft.help("{}", help);
  const auto repairs = verdicts.repairs(*failure.it, defect);
  if (!repairs.empty()) {
    std::string list;
    for (const replay::Repair& repair : repairs) list += (list.empty() ? "" : ", or ") + conditions(repair);
    add("searched again, this holds with " + list);
    const auto& best = repairs.front();
    std::vector<std::pair<std::string, std::string>> fields(best.fields.begin(), best.fields.end());
    draft.fix_sets(false, "say " + conditions(best), facts.document.path(failure.at().node), fields);
  } else if (const auto format = plain_format(facts, failure); !format.empty()) {
    add(fmt::format(
        "files of `{}` are neither replaced in one step nor updated: lay `{}` out in a table format "
        "(iceberg, delta, hudi) and say `atomic: true`",
        format, failure.table(facts)));
  } else if (help.empty()) {
    add("none of the changes of one field or two mends it without harm: choose `delivery`, `token` and "
        "`write` "
        "together");
  }
  return draft.help("{}", help);
}

}  // namespace decide::rules
