#include "estimate/again.h"

#include <fmt/format.h>

namespace decide::estimate {

using derive::Lineage;
using derive::NamedSource;
using units::human;

namespace {

void keep_later(std::optional<Again>& latest, const design::Val<units::Duration>& time, std::string why) {
  if (time && (!latest || latest->time < *time)) latest = Again{*time, std::move(why), time.at};
}

bool keeps_longer(const NamedSource* a, const NamedSource* b) {
  return b == nullptr || a->value.retention.value > b->value.retention.value;
}

std::vector<const NamedSource*> longest_sources(const Lineage& lineage) {
  std::vector<const NamedSource*> longest(lineage.nodes().size());
  for (const Lineage::Id id : lineage.inputs_first()) {
    const NamedSource* source = lineage[id].source;
    if (source != nullptr && source->value.retention) longest[id] = source;
    for (const Lineage::Id input : lineage[id].inputs) {
      if (longest[input] != nullptr && keeps_longer(longest[input], longest[id]))
        longest[id] = longest[input];
    }
  }
  return longest;
}

}  // namespace

ComesAgain::ComesAgain(const derive::Facts& facts)
    : facts_(facts), sources_(longest_sources(facts.lineage)) {}

const NamedSource* ComesAgain::source_behind(const design::Val<design::Name>& input) const {
  const Lineage::Id id = facts_.lineage.find(input->text);
  return id == Lineage::nowhere ? nullptr : sources_[id];
}

std::optional<Again> ComesAgain::latest(const design::List<design::Name>& from) const {
  const design::Scope& scope = facts_.design.scope;
  std::optional<Again> latest;
  keep_later(latest, scope.lateness.max, "events are that late at most");
  keep_later(latest, scope.failure_tolerance.outage, "an outage may last that long");
  for (const auto& name : from) {
    if (const NamedSource* source = source_behind(name))
      keep_later(latest, source->value.retention,
                 fmt::format("`{}` keeps events that long, and a replay reads them again", source->name));
  }
  return latest;
}

std::vector<std::pair<std::string, std::string>> ComesAgain::compared(
    const design::List<design::Name>& from) const {
  const design::Scope& scope = facts_.design.scope;
  std::vector<std::pair<std::string, std::string>> times;
  if (scope.lateness.max) times.emplace_back("lateness.max", human(*scope.lateness.max));
  if (scope.failure_tolerance.outage) times.emplace_back("outage", human(*scope.failure_tolerance.outage));
  for (const auto& name : from) {
    if (const NamedSource* source = source_behind(name))
      times.emplace_back(fmt::format("retention of {}", source->name), human(*source->value.retention));
  }
  return times;
}

}  // namespace decide::estimate
