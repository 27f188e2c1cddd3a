#include "replay/cleanliness.h"

#include <algorithm>

namespace decide::replay {

using derive::Lineage;
using derive::NamedJob;
using derive::NamedPipeline;

bool is_aggregate(const design::Table& table) {
  return table.role.is(design::Role::aggregate) || !table.measures.empty();
}

Cleanliness::Cleanliness(const derive::Facts& facts, const estimate::Guarantees& guarantees)
    : facts_(facts), again_(facts), dirty_(facts.lineage.nodes().size()) {
  for (const Lineage::Id id : facts.lineage.inputs_first()) {
    const estimate::Guarantee& guarantee = guarantees.of(id);
    const Lineage::Node& node = facts.lineage[id];
    if (node.table == nullptr || !guarantee.fed || is_aggregate(node.table->value)) continue;
    dirty_[id] = is_dirty(node, guarantee.repeats);
  }
}

/// Repeats that are removed, but not for as long as they may come, stay. Where nothing is said of their
/// share, those that a broker delivers again are left.
bool Cleanliness::is_dirty(const Lineage::Node& table, const estimate::Repeats& repeats) const {
  using State = estimate::Repeats::State;
  if (repeats.state == State::counted) return true;
  if (repeats.state == State::unsaid)
    return std::any_of(table.writers.begin(), table.writers.end(),
                       [&](const NamedPipeline* writer) { return sees_duplicates(*writer); });
  if (!repeats.within) return false;
  const auto again = again_.latest((*repeats.by)->from);
  return again && *repeats.within < again->time;
}

bool Cleanliness::is_dirty(std::string_view name, const design::Val<design::Delivery>& delivery) const {
  const Lineage::Id from = facts_.lineage.find(name);
  if (from == Lineage::nowhere) return false;
  if (facts_.lineage[from].source != nullptr) return !delivery.is(design::Delivery::exactly_once);
  return dirty_[from];
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
    const bool is_raw = input != nullptr && input->value.role.is(design::Role::raw);
    return is_raw && dirty_[id];
  });
}

Dedup Cleanliness::dedup_of(const design::Dedup& dedup, const design::List<design::Name>& from) const {
  if (!dedup.at) return Dedup::none;
  if (!dedup.within || dedup.within->forever) return Dedup::lasting;
  const auto again = again_.latest(from);
  return again && dedup.within->duration < again->time ? Dedup::too_short : Dedup::lasting;
}

}  // namespace decide::replay
