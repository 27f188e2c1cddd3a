#pragma once

#include <string_view>
#include <vector>

#include "derive/facts.h"
#include "facts/choice.h"

/// What a design decides and gives reasons for.
namespace decide::rules {

enum class DecisionKind : std::uint8_t { pipeline, layout, job, tradeoff, sacrifice, schema, erasure };

struct Decision {
  DecisionKind kind;
  std::string_view name;  ///< empty where there is only one of its kind
  design::Place at;       ///< the mapping
  const design::List<design::Reason>* because;
  const design::Pipeline* pipeline = nullptr;  ///< of a pipeline
};

/// All decisions of a design, in the order of the sections.
std::vector<Decision> decisions(const design::Design& design);
/// "the pipeline `land`", "the erasure plan"
std::string describe(const Decision& decision);

/// A word that was chosen in a decision, where something is known of it.
struct ChosenWord {
  const facts::Choice* choice;
  design::Place at;
};
std::vector<ChosenWord> chosen_words(const yaml::Document& document, const Decision& decision);

}  // namespace decide::rules
