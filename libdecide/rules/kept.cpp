#include "rules/kept.h"

namespace decide::rules {

std::optional<Keeping> kept(const derive::Facts& facts, const derive::Lineage::Node& node) {
  const auto& said = node.table != nullptr ? node.table->value.retention : node.source->value.retention;
  if (said) return Keeping{*said, said.at};
  const auto& raw = facts.design.scope.retention.raw;
  if (raw && node.table != nullptr && node.table->value.role.is(design::Role::raw))
    return Keeping{*raw, raw.at};
  return std::nullopt;
}

std::string as_answer(units::Duration duration) {
  std::string said = units::human(duration);
  const auto back = units::parse<units::Duration>(said);
  return back && *back == duration ? said : units::print(duration);
}

}  // namespace decide::rules
