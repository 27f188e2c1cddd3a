#include "lineage.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "base/text.h"
#include "report/table.h"
#include "units/quantity.h"

namespace dedesign {

namespace {

using decide::derive::Lineage;
using decide::estimate::Guarantee;
using decide::estimate::Repeats;
using decide::units::human;

constexpr std::string_view unknown = "not known";

std::string complete(const Guarantee& guarantee) {
  const auto& complete = guarantee.complete;
  if (!guarantee.fed) return std::string(unknown);
  std::string text = complete.up_to
                         ? fmt::format("{} late (`{}`)", human(*complete.up_to), complete.limit->name)
                         : "any lateness";
  if (complete.dropper != nullptr) text += fmt::format(", may lose rows (`{}`)", complete.dropper->name);
  return text;
}

std::string repeats(const Guarantee& guarantee) {
  const Repeats& repeats = guarantee.repeats;
  if (!guarantee.fed) return std::string(unknown);
  if (repeats.counted()) return fmt::format("counted (`{}`)", repeats.by->name);
  if (repeats.state == Repeats::State::unsaid) return "not said";
  if (!repeats.within) return fmt::format("none (`{}`)", repeats.by->name);
  return fmt::format("none within {} (`{}`)", human(*repeats.within), repeats.by->name);
}

std::string personal(const Guarantee& guarantee) {
  std::vector<std::string> names;
  for (const auto& personal : guarantee.personal) names.push_back(personal.column->name);
  return names.empty() ? "none" : decide::join(names, ", ");
}

std::string again(const Guarantee& guarantee) {
  const auto& repeatable = guarantee.repeatable;
  if (!guarantee.fed) return std::string(unknown);
  if (repeatable.unless == nullptr) return "same rows";
  return fmt::format("other rows (`{}` {} `{}`)", repeatable.unless->name,
                     repeatable.looked_up ? "looks up" : "uses", repeatable.what);
}

/// The slowest way from a source; where no time is known, the first one.
std::vector<Lineage::Id> way(const Lineage& lineage, const decide::estimate::Delays& delays, Lineage::Id id) {
  if (delays.of(id)) return delays.path(id);
  std::vector<Lineage::Id> chain{id};
  const auto is_new = [&](Lineage::Id next) {
    return std::find(chain.begin(), chain.end(), next) == chain.end();
  };
  while (!lineage[chain.back()].inputs.empty() && is_new(lineage[chain.back()].inputs.front()))
    chain.push_back(lineage[chain.back()].inputs.front());
  std::reverse(chain.begin(), chain.end());
  return chain;
}

}  // namespace

std::string lineage_table(const decide::rules::Checked& checked, const decide::report::Style& style) {
  const Lineage& lineage = checked.facts->lineage;
  const auto& delays = checked.estimates->delays();
  decide::report::Table table;
  table.header = {"TABLE", "COMPLETE UP TO", "REPEATS", "FRESH WITHIN", "PERSONAL", "RUN AGAIN", "WAY"};
  for (Lineage::Id id = 0; id < lineage.nodes().size(); ++id) {
    if (lineage[id].table == nullptr) continue;
    const Guarantee& guarantee = checked.estimates->guarantees().of(id);
    const auto& delay = delays.of(id);
    table.rows.push_back({std::string(lineage[id].name), complete(guarantee), repeats(guarantee),
                          delay ? human(delay->total) : std::string(unknown), personal(guarantee),
                          again(guarantee), lineage.show(way(lineage, delays, id))});
  }
  if (table.rows.empty()) return "No table is declared.\n";
  return decide::report::table(table, style) + "\n";
}

}  // namespace dedesign
