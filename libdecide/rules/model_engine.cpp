#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "estimate/claim.h"
#include "facts/engine.h"
#include "rules/report.h"

/// M238 and M242: what is asked of an engine that it does not have.
namespace decide::rules {

using derive::NamedPipeline;
using facts::EngineTraits;

const Rule rule_M238{
    .code = "M238",
    .name = "exactly-once-claim",
    .severity = diag::Severity::warning,
    .summary = "`exactly_once` of an engine, or into a table, that cannot give it",
    .rationale =
        "Exactly once holds inside the system that promises it: from topic to topic in Kafka, for the state "
        "of Flink. At the border to a table it needs a sink that stores what was read together with what was "
        "written, or a write that may be repeated. Elsewhere a crash between the two writes twice. It is no "
        "shame to say `at_least_once` and to merge; it is one to be surprised.",
    .fails = R"(model:
  sources: {clicks_topic: {kind: kafka}}
  tables: {clicks: {role: raw, key: [event_id]}}
  pipelines:
    land:
      from: [clicks_topic]
      to: clicks
      mode: micro_batch
      engine: spark
      delivery: «exactly_once»
      write: merge
)",
    .passes = R"(model:
  sources: {clicks_topic: {kind: kafka}}
  tables: {clicks: {role: raw, key: [event_id]}}
  pipelines:
    land:
      from: [clicks_topic]
      to: clicks
      mode: micro_batch
      engine: spark
      delivery: exactly_once
      write: merge
      token: batch_id
)",
    .constraint = "duplicate-delivery",
    .facts = "B10 B18 B21 B22 B38 B39 B47"};

const Rule rule_M242{
    .code = "M242",
    .name = "engine-cannot",
    .severity = diag::Severity::error,
    .summary = "an engine in a mode that it does not have",
    .rationale =
        "A mode is not a setting that every engine knows. dbt compiles SQL and waits for a schedule: it "
        "holds "
        "no stream. Kafka Streams never ends: it has no runs that look back. A design that names such a pair "
        "was not tried, and what is built in its place is a second system that nobody planned.",
    .fails = R"(model:
  tables: {clicks: {role: raw}, clicks_daily: {role: aggregate}}
  pipelines:
    count: {from: [clicks], to: clicks_daily, mode: «stream», engine: dbt}
)",
    .passes = R"(model:
  tables: {clicks: {role: raw}, clicks_daily: {role: aggregate}}
  pipelines:
    count: {from: [clicks], to: clicks_daily, mode: batch, engine: dbt, every: 1 h}
)",
    .constraint = {},
    .facts = "B10 B32 C13"};

namespace {

std::string cited_ids(std::string_view ids) {
  return ids.empty() ? std::string() : fmt::format(" ({})", ids);
}

void tell_claim(const derive::Facts& facts, const NamedPipeline& pipeline, const estimate::Short& found,
                Report& report) {
  const design::Layout* layout = facts.layout(pipeline->to->text);
  const std::string into =
      layout != nullptr && layout->format ? fmt::format(" into {}", design::word(*layout->format)) : "";
  Draft draft = report.at(pipeline->delivery.at);
  draft
      .say("`{}` says `exactly_once`, and {}{} really gives `{}`: {}{}", pipeline.name,
           facts::engine_traits(*pipeline->engine)->name, into, found.gives, found.why, cited_ids(found.id))
      .label("really `{}`", found.gives)
      .because(derive::ConstraintId::duplicate_delivery)
      .related(pipeline->engine.at, "the engine");
  const bool merges = report.estimates().guarantees().merges_by_stable_key(pipeline);
  const std::string_view harmless =
      merges ? ": the merge on a stable key makes repeats harmless" : ", and merge on a stable key";
  if (found.token_helps)
    draft.help("let the target remember each batch (`token: batch_id`), or say `{}`{}", found.gives,
               harmless);
  else
    draft.help("say `{}`{}", found.gives, harmless);
  draft.fix_set(false, fmt::format("say {}", found.gives),
                fmt::format("model.pipelines.{}.delivery", pipeline.name), found.gives);
}

}  // namespace

void check_M238(const derive::Facts& facts, Report& report) {
  for (const NamedPipeline& pipeline : facts.design.model.pipelines) {
    if (!pipeline->delivery.is(design::Delivery::exactly_once)) continue;
    const auto found = estimate::falls_short(facts, report.estimates().guarantees(), pipeline);
    if (found) tell_claim(facts, pipeline, *found, report);
  }
}

namespace {

std::string modes_of(const EngineTraits& engine) {
  std::vector<std::string> modes;
  for (const std::string_view mode : design::Mode_words) {
    if (engine.has(mode)) modes.push_back(fmt::format("`{}`", mode));
  }
  return join(modes, " and ");
}

void tell_mode(std::string_view called, const design::Val<design::Text>& text, const EngineTraits& engine,
               std::string_view mode, design::Place at, Report& report) {
  report.at(at)
      .say("{} is a `{}` in {}, which {}: it has no such mode{}", called, mode, engine.name, engine.does,
           cited_ids(engine.id))
      .label("{} has {}", engine.name, modes_of(engine))
      .related(text.at, "the engine")
      .help("run it as {}, or name an engine that has a `{}`", modes_of(engine), mode);
}

}  // namespace

void check_M242(const derive::Facts& facts, Report& report) {
  for (const NamedPipeline& pipeline : facts.design.model.pipelines) {
    if (!pipeline->mode || !pipeline->engine) continue;
    const EngineTraits* engine = facts::engine_traits(*pipeline->engine);
    if (engine == nullptr || engine->has(word(*pipeline->mode))) continue;
    tell_mode(fmt::format("`{}`", pipeline.name), pipeline->engine, *engine, word(*pipeline->mode),
              pipeline->mode.at, report);
  }
  for (const derive::NamedJob& job : facts.design.backfill.jobs) {
    const EngineTraits* engine = job->engine ? facts::engine_traits(*job->engine) : nullptr;
    if (engine == nullptr || engine->batch) continue;
    tell_mode(fmt::format("job `{}`", job.name), job->engine, *engine, word(design::Mode::batch),
              job->engine.at, report);
  }
}

}  // namespace decide::rules
