#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "derive/conditions.h"
#include "facts/fact.h"

/// Constraints that come from how fresh, how right and how much.
namespace decide::derive::conditions {

using design::Level;
using units::print;

std::string first_and_more(std::string_view first, std::size_t all) {
  return all < 2 ? std::string(first) : fmt::format("{} and {} more", first, all - 1);
}

Constraint throughput(const Facts& facts) {
  Constraint result = constraint(ConstraintId::throughput);
  const design::Volume& volume = facts.design.scope.volume;
  if (volume.peak) add_origin(result, volume.peak.at, fmt::format("{} at the peak", print(*volume.peak)));
  if (volume.average)
    add_origin(result, volume.average.at, fmt::format("{} on average", print(*volume.average)));
  if (!result.origins.empty()) {
    result.quantity = print(volume.peak ? *volume.peak : *volume.average);
    result.demands = fmt::format("sources, pipelines and writers carry {}", result.origins.front().text);
  }
  return result;
}

namespace {

/// One promise of freshness: by whom, how soon.
struct Promise {
  std::string_view consumer;  ///< empty: the scope's own answer
  units::Duration within;
  design::Place at;
};

/// All that are said, the tightest first; of equal ones the scope's, then in the order of the file.
std::vector<Promise> promises(const design::Scope& scope) {
  std::vector<Promise> all;
  const auto& own = scope.latency.freshness;
  if (own) all.push_back({{}, *own, own.at});
  for (const NamedConsumer& consumer : scope.consumers) {
    if (consumer->freshness) all.push_back({consumer.name, *consumer->freshness, consumer->freshness.at});
  }
  std::stable_sort(all.begin(), all.end(),
                   [](const Promise& a, const Promise& b) { return a.within < b.within; });
  return all;
}

}  // namespace

Constraint freshness(const Facts& facts) {
  Constraint result = constraint(ConstraintId::freshness);
  const std::vector<Promise> all = promises(facts.design.scope);
  for (const Promise& promise : all) {
    const std::string within = units::human(promise.within);
    add_origin(result, promise.at,
               promise.consumer.empty() ? fmt::format("visible within {}", within)
                                        : fmt::format("{} within {}", promise.consumer, within));
  }
  if (all.empty()) return result;
  result.quantity = units::human(all.front().within);
  const bool several = all.back().within != all.front().within;
  result.demands = fmt::format("from the source to the consumer's table within {}{}", result.quantity,
                               several ? " for the tightest consumer" : "");
  return result;
}

Constraint exact_counts(const Facts& facts) {
  Constraint result = constraint(ConstraintId::exact_counts);
  const design::Scope& scope = facts.design.scope;
  if (scope.correctness.level.is(Level::exact))
    add_origin(result, scope.correctness.level.at, "counts are exact");
  std::string_view first;
  std::size_t readers = 0;
  for (const NamedConsumer& consumer : scope.consumers) {
    if (facts.demand(consumer.value).level != Level::exact) continue;
    if (readers++ == 0) first = consumer.name;
    if (consumer->correctness)
      add_origin(result, consumer->correctness.at, fmt::format("{} is exact", consumer.name));
  }
  result.demands = readers == 0
                       ? "no loss and no double count"
                       : fmt::format("no loss and no double count in the tables that {} {}",
                                     first_and_more(first, readers), readers == 1 ? "reads" : "read");
  return result;
}

namespace {

/// The consumers that bear an error, and the smallest that any of them says it bears.
struct Approximate {
  std::vector<const NamedConsumer*> say_so, inherit;
  std::optional<units::Percent> tolerance;
};

Approximate approximate(const Facts& facts) {
  Approximate found;
  for (const NamedConsumer& consumer : facts.design.scope.consumers) {
    const Demand demand = facts.demand(consumer.value);
    if (!demand.level_at || demand.level != Level::approximate) continue;
    (consumer->correctness ? found.say_so : found.inherit).push_back(&consumer);
    if (demand.tolerance)
      found.tolerance = std::min(found.tolerance.value_or(*demand.tolerance), *demand.tolerance);
  }
  return found;
}

}  // namespace

Constraint bounded_error(const Facts& facts) {
  Constraint result = constraint(ConstraintId::bounded_error);
  const Approximate found = approximate(facts);
  for (const NamedConsumer* consumer : found.say_so)
    add_origin(result, (*consumer)->correctness.at, fmt::format("{} is approximate", consumer->name));
  if (!found.inherit.empty()) {
    const std::string who = first_and_more(found.inherit.front()->name, found.inherit.size());
    add_origin(result, facts.design.scope.correctness.level.at, fmt::format("approximate, for {}", who));
  }
  if (found.tolerance) result.quantity = print(*found.tolerance);
  result.demands = found.tolerance ? fmt::format("the error is at most {}", result.quantity)
                                   : "error within the tolerance";
  return result;
}

Constraint late_events(const Facts& facts) {
  Constraint result = constraint(ConstraintId::late_events);
  const auto& max = facts.design.scope.lateness.max;
  if (!max || max->value <= facts.values.fact("scope.late_events_floor").value) return result;
  result.quantity = units::human(*max);
  const bool exact = !exact_counts(facts).origins.empty();
  result.demands = exact ? fmt::format("events up to {} late are counted", result.quantity)
                         : fmt::format("events up to {} late are counted, to the tolerance", result.quantity);
  add_origin(result, max.at, fmt::format("events arrive up to {} late", result.quantity));
  return result;
}

Constraint duplicate_delivery(const Facts& facts) {
  Constraint result = constraint(ConstraintId::duplicate_delivery);
  result.demands = "the same event twice changes nothing";
  const auto& duplicates = facts.design.scope.duplicates;
  if (duplicates && duplicates->value > 0) {
    result.quantity = print(*duplicates);
    add_origin(result, duplicates.at, fmt::format("{} of deliveries repeat an event", result.quantity));
  }
  for (const NamedPipeline& pipeline : facts.design.model.pipelines) {
    if (pipeline->delivery.is(design::Delivery::at_least_once))
      add_origin(result, pipeline->delivery.at, fmt::format("{} delivers at least once", pipeline.name));
  }
  return result;
}

}  // namespace decide::derive::conditions
