#include "estimate/delay.h"

#include <algorithm>
#include <cstddef>
#include <limits>
#include <map>

#include "estimate/load.h"

namespace decide::estimate {
namespace {

using derive::Lineage;
using derive::NamedPipeline;

/// The way through one writer: it waits for the slowest of its inputs.
std::optional<Delay> through(const derive::Facts& facts, const NamedPipeline& writer,
                             const std::vector<std::optional<Delay>>& known) {
  const auto step = hop(facts, writer);
  if (!step) return std::nullopt;
  std::optional<Delay> slowest;
  for (const auto& name : writer->from) {
    const Lineage::Id input = facts.lineage.find(name->text);
    if (input == Lineage::nowhere || !known[input]) continue;
    const units::Duration total = known[input]->total + step->total();
    if (!slowest || slowest->total < total) slowest = Delay{known[input]->source, input, *step, total};
  }
  return slowest;
}

/// Of writers that bring rows of one source the fastest; of several sources the slowest.
std::optional<Delay> of_table(const derive::Facts& facts, Lineage::Id table,
                              const std::vector<std::optional<Delay>>& known) {
  std::map<Lineage::Id, Delay> fastest;
  for (const NamedPipeline* writer : facts.lineage[table].writers) {
    const auto way = through(facts, *writer, known);
    if (!way) continue;
    const auto [slot, is_new] = fastest.emplace(way->source, *way);
    if (!is_new && way->total < slot->second.total) slot->second = *way;
  }
  std::optional<Delay> slowest;
  for (const auto& [source, way] : fastest) {
    if (!slowest || slowest->total < way.total) slowest = way;
  }
  return slowest;
}

/// The earlier of two; nothing if either is not known.
std::optional<units::Duration> earlier(std::optional<units::Duration> a, std::optional<units::Duration> b) {
  return a && b ? std::optional(std::min(*a, *b)) : std::nullopt;
}

constexpr units::Duration never{std::numeric_limits<double>::infinity()};

/// What those ask who query the table itself.
std::optional<units::Duration> asked_of(const derive::Facts& facts, const LiveReaders& live, Lineage::Id id) {
  std::optional<units::Duration> asked = never;
  for (const derive::NamedConsumer* consumer : facts.lineage.direct_consumers(id)) {
    if (!live.has(id, *consumer)) asked = earlier(asked, facts.demand(consumer->value).freshness);
  }
  const auto& own = facts.design.scope.latency.freshness;
  const auto& queries = facts.lineage[id].queries;
  const bool nameless = std::any_of(queries.begin(), queries.end(),
                                    [](const derive::NamedQuery* query) { return !(*query)->consumer; });
  return nameless ? earlier(asked, own ? std::optional(*own) : std::nullopt) : asked;
}

}  // namespace

std::optional<Hop> hop(const derive::Facts& facts, const NamedPipeline& pipeline) {
  const bool streams = pipeline->mode.is(design::Mode::stream);
  const design::Layout* layout = facts.layout(pipeline->to->text);
  std::optional<units::Duration> every;
  if (pipeline->every) every = *pipeline->every;
  if (layout != nullptr && layout->commit_every)
    every = std::max(every.value_or(units::Duration{0}), *layout->commit_every);
  if (!every && !streams) return std::nullopt;
  Hop result;
  result.pipeline = &pipeline;
  result.every = every.value_or(units::Duration{0});
  if (pipeline->watermark && waits_for_watermark(facts, pipeline)) result.watermark = *pipeline->watermark;
  result.run = run_time(facts, pipeline).value_or(units::Duration{0});
  return result;
}

bool waits_for_watermark(const derive::Facts& facts, const NamedPipeline& pipeline) {
  if (pipeline->mode.is(design::Mode::batch) || pipeline->late.is(design::Late::correct)) return false;
  const auto* table = facts.design.model.tables.find(pipeline->to->text);
  if (table == nullptr) return false;
  const auto& role = table->value.role;
  return role.is(design::Role::aggregate) || role.is(design::Role::attribution);
}

Delays::Delays(const derive::Facts& facts) : all_(facts.lineage.nodes().size()) {
  for (const Lineage::Id id : facts.lineage.inputs_first()) {
    const bool is_source = facts.lineage[id].source != nullptr;
    all_[id] = is_source ? Delay{id, Lineage::nowhere, {}, {0}} : of_table(facts, id, all_);
  }
}

std::vector<Hop> Delays::hops(Lineage::Id node) const {
  std::vector<Hop> all;
  for (; all_[node] && all_[node]->before != Lineage::nowhere; node = all_[node]->before)
    all.push_back(all_[node]->last);
  std::reverse(all.begin(), all.end());
  return all;
}

std::vector<Lineage::Id> Delays::path(Lineage::Id node) const {
  std::vector<Lineage::Id> all{node};
  for (; all_[node] && all_[node]->before != Lineage::nowhere; node = all_[node]->before)
    all.push_back(all_[node]->before);
  std::reverse(all.begin(), all.end());
  return all;
}

LiveReaders::LiveReaders(const derive::Facts& facts) {
  for (const NamedPipeline& pipeline : facts.design.model.pipelines) {
    const Lineage::Id live = facts.lineage.find_table(pipeline->to->text);
    const Lineage::Id served = facts.lineage.find_table(pipeline->serves->text);
    if (!pipeline->serves || live == Lineage::nowhere || served == Lineage::nowhere) continue;
    for (const derive::NamedConsumer* consumer : facts.lineage.direct_consumers(live))
      all_.emplace(served, consumer);
  }
}

bool LiveReaders::has(Lineage::Id served, const derive::NamedConsumer& consumer) const {
  return all_.count({served, &consumer}) != 0;
}

Deadlines::Deadlines(const derive::Facts& facts) : all_(facts.lineage.nodes().size()) {
  const LiveReaders live(facts);
  const std::vector<Lineage::Id> order = facts.lineage.inputs_first();
  for (auto id = order.rbegin(); id != order.rend(); ++id) {
    std::optional<units::Duration> deadline = asked_of(facts, live, *id);
    for (const NamedPipeline* reader : facts.lineage[*id].readers) {
      const Lineage::Id to = facts.lineage.find_table((*reader)->to->text);
      if (to == Lineage::nowhere) continue;
      const auto step = hop(facts, *reader);
      const bool known = step && all_[to];
      deadline = earlier(deadline, known ? std::optional(*all_[to] - step->total()) : std::nullopt);
    }
    all_[*id] = deadline;
  }
}

}  // namespace decide::estimate
