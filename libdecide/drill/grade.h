#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "drill/scenario.h"
#include "drill/session.h"
#include "rules/check.h"

/// A grade by rubric: points, each with the line that earned or lost them.
namespace decide::drill {

/// One row of a grade. `line` is 0 where nothing stands.
struct Mark {
  std::string what;  ///< "the capacity is stated"
  double points = 0;
  double of = 0;
  std::string path;
  std::uint32_t line = 0;
  std::string why;  ///< why points were lost; empty if none were
};

struct PartGrade {
  Part part = Part::framing;
  double points = 0, of = 0;
  std::vector<Mark> marks;
  double burden = 0;               ///< of findings; the points are divided by one more
  std::vector<std::string> found;  ///< findings that cost points: "M243 at line 31: ..."
};

/// A decision that was made before the question that it depends on.
struct Early {
  Part part = Part::model;
  std::string answer;
  std::uint32_t line = 0;  ///< of the decision
  bool asked = false;      ///< asked afterwards; false: never
};

struct Grade {
  std::string scenario;
  double points = 0;  ///< of 100, to a tenth
  std::array<PartGrade, part_count> parts;
  std::vector<Early> early;
  std::vector<std::string> never_asked;  ///< hidden answers
  std::vector<std::string> sentences;    ///< three that an interviewer would say
  std::string practise;                  ///< the one thing to practise next
  bool drilled = false;                  ///< graded as a drill, not as a written answer
  std::size_t questions = 0, hints = 0, pivots = 0;
  std::optional<std::int64_t> minutes;  ///< since the start
  double limit = 0;                     ///< minutes that it may take; 0: none
};

/// Grades a design that was checked. `reference`: the scenario's, checked. Where the design carries no drill
/// it is taken as a written answer: what it says of the scope counts, and nothing was asked too late.
Grade grade(const Scenario& scenario, const rules::Checked& checked, const rules::Checked& reference,
            std::optional<design::Instant> now);
/// The grade of a file in which nothing stands.
Grade grade_of_nothing(const Scenario& scenario);

/// One JSON object; `reference` may be null.
std::string grade_json(const Grade& grade, const Grade* reference);

/// One line of the history, with its line end.
struct Attempt {
  std::string scenario, at;  ///< at: an instant
  double points = 0;
};
std::string attempt_line(const Grade& grade, design::Instant at);
/// The attempts of a history; lines that cannot be read are left out.
std::vector<Attempt> read_attempts(std::string_view history);

}  // namespace decide::drill
