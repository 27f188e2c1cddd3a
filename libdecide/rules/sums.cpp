#include "rules/sums.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <vector>

#include "facts/fact.h"

namespace decide::rules {

namespace {

using design::Level;

constexpr double minute = 60, hour = 3600, day = 86400;

/// The unit in which a person would say a time.
double step_of(units::Duration time) {
  if (time.value < 2 * minute) return 1;
  if (time.value < 2 * hour) return minute;
  return time.value < 2 * day ? hour : day;
}

/// Whole steps; sums of floating-point numbers may miss a step by a hair.
constexpr double hair = 1e-9;

std::string amount(const facts::Fact& fact) {
  if (fact.unit == "s") return units::human(units::seconds(fact.value));
  if (fact.unit == "B") return units::human(units::Bytes{fact.value});
  const bool bare = fact.unit == "ratio" || fact.unit == "count" || fact.unit == "columns";
  const std::string number = units::human(units::Count{fact.value});
  return bare ? number : fmt::format("{} {}", number, fact.unit);
}

/// What one reader asks; `who` is how it is called.
struct Reader {
  std::string who;
  std::optional<Level> level;
  std::optional<units::Percent> tolerance;
  design::Place level_at, tolerance_at;
};

std::vector<Reader> readers(const derive::Facts& facts,
                            const std::vector<const derive::NamedConsumer*>& consumers, bool nameless) {
  std::vector<Reader> all;
  const auto add = [&](std::string who, const derive::Demand& demand) {
    const auto level = demand.level_at ? std::optional(demand.level) : std::nullopt;
    all.push_back({std::move(who), level, demand.tolerance, demand.level_at, demand.tolerance_at});
  };
  for (const derive::NamedConsumer* consumer : consumers)
    add(fmt::format("`{}`", consumer->name), facts.demand(consumer->value));
  // A query that names no consumer asks what the scope asks.
  if (nameless) add("the scope", facts.demand({}));
  return all;
}

/// What the strictest of them bears; nothing where none says.
std::optional<Borne> strictest(const std::vector<Reader>& readers) {
  std::optional<Level> level;
  for (const Reader& reader : readers) {
    if (reader.level) level = std::max(level.value_or(*reader.level), *reader.level);
  }
  if (!level) return std::nullopt;
  std::optional<Borne> tightest;
  for (const Reader& reader : readers) {
    if (*level != Level::approximate) {
      if (reader.level != level) continue;
      return Borne{true,
                   *level == Level::exact,
                   {0},
                   fmt::format("{} asks for {} numbers", reader.who, word(*level)),
                   reader.level_at};
    }
    if (!reader.tolerance || (tightest && tightest->share <= *reader.tolerance)) continue;
    tightest =
        Borne{false, false, *reader.tolerance,
              fmt::format("{} bears {}", reader.who, units::human(*reader.tolerance)), reader.tolerance_at};
  }
  return tightest;
}

bool names_no_consumer(const derive::NamedQuery* query) {
  return !query->value.consumer;
}

}  // namespace

std::string cited(const facts::Fact& fact) {
  return fact.id == "rules" ? amount(fact) : fmt::format("{} ({})", amount(fact), fact.id);
}

units::Duration rounded_up(units::Duration time) {
  const double step = step_of(time);
  return {std::ceil(time.value / step - hair) * step};
}

units::Duration rounded_down(units::Duration time) {
  const double step = step_of(time);
  return {std::floor(time.value / step + hair) * step};
}

units::Rate rounded_up(units::Rate rate) {
  if (rate.value <= 0) return rate;
  const double step = std::pow(10, std::floor(std::log10(rate.value)) - 1);
  const double steps = std::ceil(rate.value / step - hair);
  // A step below one is not exact in binary; its inverse is.
  return {step < 1 ? steps / std::round(1 / step) : steps * step};
}

std::optional<Borne> borne(const derive::Facts& facts, derive::Lineage::Id table) {
  const derive::Lineage& lineage = facts.lineage;
  return strictest(readers(facts, lineage.consumers(table), lineage.has_nameless_reader(table)));
}

std::optional<Borne> borne_by_readers(const derive::Facts& facts, derive::Lineage::Id table) {
  const derive::Lineage::Node& node = facts.lineage[table];
  const bool nameless = std::any_of(node.queries.begin(), node.queries.end(), names_no_consumer) ||
                        std::any_of(node.joined_by.begin(), node.joined_by.end(), names_no_consumer);
  return strictest(readers(facts, facts.lineage.direct_consumers(table), nameless));
}

}  // namespace decide::rules
