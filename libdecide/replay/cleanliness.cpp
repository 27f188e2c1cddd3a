#include "replay/cleanliness.h"

#include <algorithm>

#include "derive/components.h"

namespace decide::replay {

using derive::Lineage;
using derive::NamedJob;
using derive::NamedPipeline;

bool is_aggregate(const design::Table& table) {
  return table.role.is(design::Role::aggregate) || !table.measures.empty();
}

/// A table on a cycle is taken for clean while it is being looked at; the cycle is a finding of its own.
Cleanliness::Cleanliness(const derive::Facts& facts) : facts_(facts), repeats_(facts.lineage.nodes().size()) {
  derive::Edges inputs;
  for (const Lineage::Node& node : facts.lineage.nodes()) inputs.push_back(node.inputs);
  for (const auto& component : derive::components(inputs)) {
    for (const Lineage::Id id : component) {
      const Lineage::Node& node = facts.lineage[id];
      if (node.table == nullptr || is_aggregate(node.table->value)) continue;
      repeats_[id] = std::any_of(node.writers.begin(), node.writers.end(), [&](const NamedPipeline* writer) {
        return hands_on_repeats(*writer, node.table->value);
      });
    }
  }
}

bool Cleanliness::hands_on_repeats(const NamedPipeline& pipeline, const design::Table& table) const {
  const bool keyed = !pipeline->key.empty() || !table.key.empty();
  const bool merged = pipeline->write.is(design::Write::merge) && keyed;
  const bool removes = merged || dedup_of(pipeline->dedup, pipeline->from) == Dedup::lasting;
  return pipeline->write && !removes && sees_duplicates(pipeline);
}

bool Cleanliness::is_dirty(std::string_view name, const design::Val<design::Delivery>& delivery) const {
  const Lineage::Id from = facts_.lineage.find(name);
  if (from == Lineage::nowhere) return false;
  if (facts_.lineage[from].source != nullptr) return !delivery.is(design::Delivery::exactly_once);
  return repeats_[from];
}

bool Cleanliness::sees_duplicates(const NamedPipeline& pipeline) const {
  return std::any_of(pipeline->from.begin(), pipeline->from.end(),
                     [&](const auto& name) { return is_dirty(name->text, pipeline->delivery); });
}

bool Cleanliness::sees_duplicates(const NamedJob& job) const {
  const design::Val<design::Delivery> unsaid;
  if (!job->from.empty()) {
    return std::any_of(job->from.begin(), job->from.end(),
                       [&](const auto& name) { return is_dirty(name->text, unsaid); });
  }
  const Lineage::Id table = facts_.lineage.find_table(job->rebuilds->text);
  if (table == Lineage::nowhere) return false;
  const auto above = facts_.lineage.upstream(table);
  return std::any_of(above.begin(), above.end(), [&](Lineage::Id id) {
    const auto* input = facts_.lineage[id].table;
    return input != nullptr && input->value.role.is(design::Role::raw) && repeats_[id];
  });
}

Dedup Cleanliness::dedup_of(const design::Dedup& dedup, const design::List<design::Name>& from) const {
  if (!dedup.at) return Dedup::none;
  if (!dedup.within || dedup.within->forever) return Dedup::lasting;
  const design::Scope& scope = facts_.design.scope;
  double longest =
      std::max(scope.lateness.max.value_or({}).value, scope.failure_tolerance.outage.value_or({}).value);
  for (const auto& name : from) {
    const auto* source = facts_.design.model.sources.find(name->text);
    if (source != nullptr) longest = std::max(longest, source->value.retention.value_or({}).value);
  }
  return dedup.within->duration.value < longest ? Dedup::too_short : Dedup::lasting;
}

}  // namespace decide::replay
