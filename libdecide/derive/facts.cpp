#include "derive/facts.h"

#include <algorithm>
#include <utility>

namespace decide::derive {

namespace {

/// The sum of the rates of the sources that fill a raw table; nothing unless each says its own.
std::optional<double> source_rate(const Lineage& lineage, Lineage::Id table) {
  if (table == Lineage::nowhere) return std::nullopt;
  std::optional<double> sum;
  for (const Lineage::Id input : lineage[table].inputs) {
    const NamedSource* source = lineage[input].source;
    if (source == nullptr) continue;
    if (!(*source)->rows) return std::nullopt;
    sum = sum.value_or(0) + (*source)->rows->value;
  }
  return sum;
}

}  // namespace

Facts::Facts(const yaml::Document& of_document, const design::Design& of_design, facts::Values of_values)
    : document(of_document),
      design(of_design),
      values(std::move(of_values)),
      lineage(of_design),
      constraints(*this) {}

Demand Facts::demand(const design::Consumer& consumer) const {
  const design::Correctness& scope = design.scope.correctness;
  const auto& level = consumer.correctness ? consumer.correctness : scope.level;
  const auto& tolerance = consumer.tolerance ? consumer.tolerance : scope.tolerance;
  const auto& freshness = consumer.freshness ? consumer.freshness : design.scope.latency.freshness;
  Demand demand;
  demand.level = level.value_or(demand.level);
  if (tolerance) demand.tolerance = *tolerance;
  if (freshness) demand.freshness = *freshness;
  demand.level_at = level.at;
  demand.tolerance_at = tolerance.at;
  demand.freshness_at = freshness.at;
  return demand;
}

std::optional<design::Level> Facts::level(Lineage::Id table) const {
  std::optional<design::Level> strongest;
  const auto& scope = design.scope.correctness.level;
  if (scope && lineage.has_nameless_reader(table)) strongest = *scope;
  for (const NamedConsumer* consumer : lineage.consumers(table)) {
    const Demand asked = demand(consumer->value);
    if (asked.level_at) strongest = std::max(strongest.value_or(asked.level), asked.level);
  }
  return strongest;
}

bool Facts::right_in_the_end(Lineage::Id table) const {
  return level(table).value_or(design::Level::approximate) >= design::Level::eventual;
}

std::optional<double> Facts::rows_per_day(const design::Table& table) const {
  if (table.rows) return a_day(*table.rows);
  if (!table.role.is(design::Role::raw)) return std::nullopt;
  if (const auto rate = source_rate(lineage, lineage.id_of(table))) return a_day({*rate});
  const auto& average = design.scope.volume.average;
  return average ? std::optional(a_day(*average)) : std::nullopt;
}

units::Bytes Facts::row_bytes(const design::Table& table) const {
  return table.row_size ? *table.row_size : event_bytes();
}

units::Bytes Facts::event_bytes() const {
  return design.scope.volume.event_size.value_or({values.fact("scope.event_size").value});
}

const design::Layout* Facts::layout(std::string_view table) const {
  const auto* entry = design.partition.find(table);
  return entry == nullptr ? nullptr : &entry->value;
}

}  // namespace decide::derive
