#include "rules/scope_support.h"

#include <array>
#include <utility>

namespace decide::rules {

units::Duration fact_duration(const facts::Fact& fact) {
  static constexpr std::array<std::pair<std::string_view, double>, 9> units{{{"s", 1},
                                                                             {"min", 60},
                                                                             {"h", 3600},
                                                                             {"d", 86400},
                                                                             {"w", 7 * 86400.0},
                                                                             {"mo", 30 * 86400.0},
                                                                             {"month", 30 * 86400.0},
                                                                             {"months", 30 * 86400.0},
                                                                             {"y", 365 * 86400.0}}};
  for (const auto& [unit, seconds] : units) {
    if (fact.unit == unit) return {fact.value * seconds};
  }
  return {fact.value};
}

std::optional<Freshness> tightest_freshness(const design::Scope& scope) {
  std::optional<Freshness> tightest;
  const auto consider = [&](const design::Val<units::Duration>& freshness) {
    if (freshness && (!tightest || *freshness < tightest->value)) tightest = {*freshness, freshness.at};
  };
  consider(scope.latency.freshness);
  for (const auto& consumer : scope.consumers) consider(consumer->freshness);
  return tightest;
}

design::Place personal_data(const design::Design& design) {
  const auto& listed = design.scope.compliance.personal_data;
  if (!listed.empty()) return listed.at;
  for (const auto& table : design.model.tables) {
    for (const auto& column : table->columns) {
      if (column->pii.is(true)) return column->pii.at;
    }
  }
  return {};
}

bool is_billed_or_audited(const design::Consumer& consumer) {
  return consumer.kind.is(design::ConsumerKind::billing) ||
         consumer.kind.is(design::ConsumerKind::compliance);
}

}  // namespace decide::rules
