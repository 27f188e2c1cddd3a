#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "rules/close_reads.h"
#include "rules/decision.h"
#include "rules/report.h"

namespace decide::rules {

const Rule rule_C530{
    .code = "C530",
    .name = "constraint-unserved",
    .severity = diag::Severity::error,
    .summary = "no decision cites a constraint that the design has",
    .rationale =
        "Every constraint was asked for by somebody. If no pipeline, layout, job or trade-off names it as a "
        "reason, nobody decided anything for its sake, and it is met by luck if at all. Citing it also tells "
        "the next person which decision must not be undone lightly.",
    .fails = R"(scope:
  latency: {freshness: 5 min}
  retention: {raw: «400 d»}
close:
  tradeoffs:
    live: {chose: a stream, over: a batch, because: [freshness], cost: a job to run day and night}
)",
    .passes = R"(scope:
  latency: {freshness: 5 min}
  retention: {raw: 400 d}
close:
  tradeoffs:
    live: {chose: a stream, over: a batch, because: [freshness], cost: a job to run day and night}
    keep: {chose: raw events for 400 d, over: aggregates, because: [replayable-history], cost: storage}
)",
    .constraint = {},
    .facts = {}};

const Rule rule_C560{
    .code = "C560",
    .name = "tools-without-reasons",
    .severity = diag::Severity::warning,
    .summary = "more engines, registries and formats are named than decisions have reasons",
    .rationale =
        "A list of products is not a design: it says what was bought, not what it is for. When a design "
        "names more tools than it has decisions that cite a constraint, some of the tools are there by "
        "habit. Each costs somebody to run, and should answer to a constraint.",
    .fails = R"(model:
  pipelines:
    land: {from: [topic], to: clicks, engine: spark, because: [throughput]}
    live: {from: [clicks], to: minutes, engine: «flink»}
)",
    .passes = R"(model:
  pipelines:
    land: {from: [topic], to: clicks, engine: spark, because: [throughput]}
    live: {from: [clicks], to: minutes, engine: flink, because: [freshness]}
)",
    .constraint = {},
    .facts = {}};

namespace {

/// True if there is a pipeline, layout, job or trade-off: something that could cite a constraint.
bool decides_something(const design::Design& design) {
  return !design.model.pipelines.empty() || !design.partition.empty() || !design.backfill.jobs.empty() ||
         !design.close.tradeoffs.empty();
}

bool cites_constraint(const Decision& decision) {
  return std::any_of(decision.because->begin(), decision.because->end(),
                     [](const auto& reason) { return reason->is_constraint(); });
}

std::set<std::string_view> cited(const design::Design& design) {
  std::set<std::string_view> names;
  for (const Decision& decision : decisions(design)) {
    for (const auto& reason : *decision.because) {
      if (reason->is_constraint()) names.insert(reason->text);
    }
  }
  return names;
}

}  // namespace

void check_C530(const derive::Facts& facts, Report& report) {
  if (!decides_something(facts.design)) return;
  const auto names = cited(facts.design);
  for (const derive::Constraint* constraint : facts.constraints.list()) {
    const derive::ConstraintInfo& info = derive::info(constraint->id);
    if (names.contains(info.name)) continue;
    report.at(constraint->origins.front().at)
        .because(constraint->id)
        .say("no decision cites `{}`, which follows from this line", info.name)
        .label("{}: {}", info.name, constraint->demands)
        .help("cite `{}` in the `because` of the pipeline, layout, job or trade-off that serves it",
              info.name);
  }
}

namespace {

struct Tool {
  std::string name;
  design::Place at;
};

/// Collects every tool once, by name, in the order of the file's sections.
class Toolbox {
 public:
  void add(std::string_view name, design::Place at) {
    const std::string lower = lower_case(name);
    if (at && seen_.insert(lower).second) tools_.push_back({lower, at});
  }
  void add(const design::Val<design::Text>& engine) { add(*engine, engine.at); }
  const std::vector<Tool>& tools() const { return tools_; }

 private:
  std::set<std::string> seen_;
  std::vector<Tool> tools_;
};

std::vector<Tool> tools_of(const design::Design& design) {
  Toolbox box;
  for (const auto& pipeline : design.model.pipelines) box.add(pipeline->engine);
  for (const auto& layout : design.partition) box.add(design::word(*layout->format), layout->format.at);
  const auto& registry = design.backfill.schema.registry;
  if (!registry.is(design::Registry::none)) box.add(design::word(*registry), registry.at);
  const auto& format = design.backfill.schema.format;
  box.add(design::word(*format), format.at);
  for (const auto& job : design.backfill.jobs) box.add(job->engine);
  return box.tools();
}

}  // namespace

void check_C560(const derive::Facts& facts, Report& report) {
  const auto tools = tools_of(facts.design);
  const auto all = decisions(facts.design);
  const auto reasoned = static_cast<std::size_t>(std::count_if(all.begin(), all.end(), cites_constraint));
  if (tools.size() <= reasoned) return;
  std::string names;
  for (const Tool& tool : tools) names += (names.empty() ? "" : ", ") + tool.name;
  report.at(tools[reasoned].at)
      .say("{} engines, registries and formats are named, and {} decisions cite a constraint", tools.size(),
           reasoned)
      .label("the first that outnumbers the reasons")
      .help("say for each of {} which constraint it serves, or leave it out", names);
}

}  // namespace decide::rules
