#include "drill/scaffold.h"

#include <fmt/format.h>

#include "drill/library.h"

namespace decide::drill {

namespace {

constexpr std::string_view scenario_text = R"(scenario: 1                         # the version of this format
title: A new scenario
level: senior                       # mid senior staff
minutes: 45
prompt: Design a pipeline for ad click and impression events.

# What the interviewer says, if asked. `topic` gives an answer the ways to ask that all scenarios share; `asks`
# are ways of its own; `sets` is what then stands in the design; `worth` is its share of what questions earn.
answers:
{}
# Follow-ups: a change to the world (`set`), or a question at a rule that the design breaks (`when`). `wants` and
# `clean` say what must hold afterwards; `answer` is what the reference changes to survive it, if it has to.
pivots:
  busier:
    says: We won the broadcaster. The peak is a quarter higher, on the same average.
    set: {{scope.volume.peak: 150k/s}}
    clean: [M243, M244, M246]
  new-field:
    says: A field appears on every event next month. Which reports break?
    set: {{scope.schema_change.changes: 4/month}}
    wants: [{{path: backfill.schema.changes, holds: add}}]
    clean: [B430, B431, B433]
  died-half-way:
    says: The rebuild died half way and was started again. What do readers see?
    when: B401
    clean: [B401, B402]

rubric: {{framing: 40, model: 15, pipelines: 10, storage: 10, backfill: 10, quality: 10, close: 5}}
)";

constexpr std::string_view answers_text = R"(  volume:
    asks: [how many events a day, how high is the peak]
    says: Three billion events a day, 35 thousand a second on average and 120 thousand at the peak.
    sets: {scope.volume.average: 35k/s, scope.volume.peak: 120k/s, scope.volume.pattern: spiky}
    worth: 4
  freshness:
    topic: latency
    says: Five minutes on the dashboard.
    sets: {scope.latency.freshness: 5 min}
    worth: 3
  lateness:
    says: Most are here in seconds, the last after three days.
    sets: {scope.lateness.p50: 2 s, scope.lateness.max: 72 h}
    worth: 4
  duplicates:
    says: Eight in a thousand deliveries repeat an event.
    sets: {scope.duplicates: 0.8%}
    worth: 3
)";

/// A file of the scenario that new ones start from, as the answer to a scenario of another name.
std::string borrowed(std::string_view file, std::string_view name) {
  const ScenarioFile* found = scenario_file("ad-events", file);
  std::string text = found == nullptr ? std::string() : std::string(found->text);
  constexpr std::string_view line = "scenario: ad-events";
  if (const auto at = text.find(line); at != std::string::npos)
    text.replace(at, line.size(), fmt::format("scenario: {}", name));
  return text;
}

}  // namespace

std::vector<ScaffoldFile> scaffold(std::string_view name) {
  return {{"scenario.yaml", fmt::format(scenario_text, answers_text)},
          {"reference.yaml", borrowed("reference.yaml", name)},
          {"first-try.yaml", borrowed("first-try.yaml", name)}};
}

}  // namespace decide::drill
