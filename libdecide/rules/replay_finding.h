#pragma once

#include <functional>
#include <string>
#include <vector>

#include "replay/timeline.h"
#include "replay/verdict.h"
#include "rules/report.h"

/// What the rules that show a timeline share.
namespace decide::rules {

/// The pipeline or the job that a subject is about.
inline design::Place place_of(const replay::Subject& subject) {
  return subject.job != nullptr ? subject.job->at : subject.pipeline->at;
}

/// A pipeline or a job that fails, and how.
struct Failure {
  const replay::Case* it;
  const replay::Witness* witness;
  const derive::NamedPipeline* pipeline() const { return it->subject.pipeline; }
  const derive::NamedJob* job() const { return it->subject.job; }
  bool is_job() const { return it->subject.job != nullptr; }
  std::string_view name() const { return is_job() ? job()->name : pipeline()->name; }
  /// "job `recount`", "`count`"
  std::string who() const;
  std::string_view table(const derive::Facts& facts) const { return facts.lineage[it->subject.table].name; }
  design::Place at() const { return place_of(it->subject); }
  const design::Val<design::Write>& write() const {
    return is_job() ? job()->value.write : pipeline()->value.write;
  }
};

/// Every pipeline and job with that defect, each once, in the order of the file.
std::vector<Failure> failures(Report& report, replay::Defect defect);

/// A witness as a finding carries it.
diag::Trace trace_of(const derive::Facts& facts, const replay::Subject& subject,
                     const replay::Witness& witness, const replay::Bounds& bounds);

/// Adds the timeline, the assumption that the verdict rests on (then it is a warning), and the changes that
/// were searched again and hold. `advice` stands before them.
Draft& show(Draft& draft, const derive::Facts& facts, Report& report, const Failure& failure,
            std::string_view advice = {});

/// A finding at a field of the pipeline or job, or where it is missing.
template <class T>
Draft at_field(Report& report, const Failure& failure, const T& value, std::string_view field) {
  return value.at ? report.at(value.at) : report.missing(failure.at(), field);
}

}  // namespace decide::rules
