#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "yaml/document.h"

/// A scenario of a drill: what stands in `scenario.yaml`. dedesign-scenario(5) documents every field.
namespace decide::drill {

/// A value of the design file: a full path, and YAML on one line.
struct Setting {
  std::string path, value;
};

/// What the interviewer says, if asked.
struct Answer {
  std::string name;
  std::string topic;              ///< whose shared ways to ask it has; default: its name
  std::vector<std::string> asks;  ///< its own; those of the topic come on top
  std::string says;
  std::vector<Setting> sets;  ///< below `scope`
  double worth = 1;           ///< share of what questions are worth
};

/// What must stand in the design after a follow-up: `holds` as a key or a value at or below `path`.
struct Want {
  std::string path, holds;
};

/// A change to the world, or a question at a rule that the design breaks.
struct Pivot {
  std::string name, says;
  std::string when;  ///< code of a rule; empty: at any time
  std::vector<Setting> set;
  std::vector<Setting> answer;  ///< what the reference changes to survive it
  std::vector<Want> wants;
  std::vector<std::string> clean;  ///< codes of rules that must be silent afterwards
};

/// The parts of a grade, in the order of the answer.
enum class Part : std::uint8_t { framing, model, pipelines, storage, backfill, quality, close };
inline constexpr std::size_t part_count = 7;
std::string_view part_name(Part part);

/// How many points of 100 each part is worth.
using Weights = std::array<double, part_count>;
inline constexpr Weights default_weights{40, 15, 10, 10, 10, 10, 5};

struct Scenario {
  std::string name;  ///< "ad-events": its folder
  std::string title, level, prompt;
  int minutes = 45;
  std::vector<Answer> answers;
  std::vector<std::string> unanswerable;  ///< what people ask here and nobody can answer
  std::vector<Pivot> pivots;
  Weights weights = default_weights;  ///< add up to 100

  const Answer* answer(std::string_view named) const;
  const Pivot* pivot(std::string_view named) const;
};

/// Ways to ask that every scenario shares, by topic.
struct Topic {
  std::string name;
  std::vector<std::string> asks;
};
using Topics = std::vector<Topic>;

/// What came of reading: with errors the scenario is not to be used. Each error names its place as
/// FILE:LINE:COLUMN, what was seen there, and what is allowed.
struct ScenarioRead {
  Scenario scenario;
  std::vector<Error> errors;
};
ScenarioRead read_scenario(std::string_view name, const yaml::Parsed& parsed, const Topics& topics);
/// More ways to ask, from the `asks.yaml` beside it: lists by the name of an answer, and under `nobody` what
/// nobody can answer. A name that is neither is an error.
void read_more_asks(const yaml::Parsed& parsed, ScenarioRead& into);

struct TopicsRead {
  Topics topics;
  std::vector<Error> errors;
};
TopicsRead read_topics(const yaml::Parsed& parsed);

/// The topic of what people ask and no interviewer can answer.
inline constexpr std::string_view nobody_topic = "nobody";

/// The seven questions of scoping, as topics.
inline constexpr std::array<std::string_view, 7> seven_questions{
    "volume", "latency", "correctness", "consumers", "retention", "schema-change", "failure"};

}  // namespace decide::drill
