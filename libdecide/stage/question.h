#pragma once

#include <optional>
#include <set>
#include <string>

#include "base/result.h"
#include "base/source.h"
#include "design/words.h"
#include "rules/check.h"

namespace decide::stage {

/// Something that the design does not say and a rule of the stage asks for.
struct Question {
  std::string path;    ///< full: "scope.volume.average"
  std::string asks;    ///< what is asked: the row's own words
  std::string takes;   ///< "a rate such as 120k/s"
  std::string reason;  ///< why: what the rule says, with its code
};

/// The next open question of a stage, or nothing. `asked` holds the paths that were put already; questions
/// come in the order of the format.
std::optional<Question> next_question(const Source& source, design::Section section,
                                      rules::CheckOptions options, const std::set<std::string>& asked);

/// The text with an answer to a question in it, or what was wrong with the answer.
Result<std::string> answer(const Source& source, const Question& question, std::string_view value);

}  // namespace decide::stage
