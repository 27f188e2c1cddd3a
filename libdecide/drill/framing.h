#pragma once

#include "drill/grade.h"

namespace decide::drill {

/// A design beside the truth of a scenario, for grading.
struct Judged {
  const Scenario& scenario;
  const rules::Checked& checked;
  const rules::Checked& reference;
  bool drilled = false;  ///< it carries a drill: what was asked counts, and when

  const design::Design& design() const { return checked.read.design; }
  const yaml::Document& document() const { return checked.parsed.document; }
  std::uint32_t line(design::Place at) const;
  const design::Named<design::Asked>* asked(std::string_view answer) const;
  /// False of seals that the interviewer's follow-ups have broken: he has changed the world, not the player.
  bool counts(const diag::Finding& finding) const;
};

/// The questions, the constraints, the priority and what was assumed.
PartGrade grade_framing(const Judged& judged, double weight);

/// How much of what an answer says stands in the design, from 0 to 1.
double told_share(const Judged& judged, const Answer& answer);

}  // namespace decide::drill
