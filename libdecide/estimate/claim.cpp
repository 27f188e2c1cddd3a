#include "estimate/claim.h"

#include "facts/engine.h"

namespace decide::estimate {
namespace {

using derive::NamedPipeline;
using facts::EngineTraits;

/// The word of the format of the table that is written; empty where the design does not say.
std::string_view format_of(const derive::Facts& facts, std::string_view table) {
  const design::Layout* layout = facts.layout(table);
  return layout != nullptr && layout->format ? word(*layout->format) : std::string_view();
}

std::optional<Short> at_sink(const derive::Facts& facts, const Guarantees& guarantees,
                             const NamedPipeline& pipeline, const EngineTraits& engine) {
  const bool streams = pipeline->mode && *pipeline->mode != design::Mode::batch;
  const std::string_view write = pipeline->write ? word(*pipeline->write) : std::string_view();
  const auto* sink = facts::sink_traits(engine.name, format_of(facts, pipeline->to->text), write, streams);
  if (sink == nullptr) return std::nullopt;
  const bool has_token = pipeline->token && *pipeline->token != design::Token::none;
  if (sink->token_helps && has_token) return std::nullopt;
  if (sink->idempotence_helps && guarantees.merges_by_stable_key(pipeline)) return std::nullopt;
  return Short{sink->gives, sink->why, sink->id, sink->token_helps};
}

std::optional<Short> at_source(const derive::Facts& facts, const NamedPipeline& pipeline,
                               const EngineTraits& engine) {
  for (const auto& name : pipeline->from) {
    const auto* source = facts.design.model.sources.find(name->text);
    if (source == nullptr || !source->value.kind) continue;
    const auto* traits = facts::source_traits(engine.name, word(*source->value.kind));
    if (traits != nullptr) return Short{traits->gives, traits->why, traits->id, false};
  }
  return std::nullopt;
}

}  // namespace

std::optional<Short> falls_short(const derive::Facts& facts, const Guarantees& guarantees,
                                 const NamedPipeline& pipeline) {
  const EngineTraits* engine = pipeline->engine ? facts::engine_traits(*pipeline->engine) : nullptr;
  if (engine == nullptr) return std::nullopt;
  auto found = at_sink(facts, guarantees, pipeline, *engine);
  if (!found && !guarantees.merges_by_stable_key(pipeline)) found = at_source(facts, pipeline, *engine);
  return found;
}

}  // namespace decide::estimate
