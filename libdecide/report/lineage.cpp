#include "report/lineage.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "report/table.h"

namespace decide::report {

namespace {

using derive::Lineage;
using estimate::Guarantee;
using estimate::Repeats;
using units::human;

constexpr std::string_view unknown = "not known";

std::string name_of(const derive::NamedPipeline* pipeline) {
  return pipeline == nullptr ? std::string() : pipeline->name;
}

std::string_view word(Repeats::State state) {
  switch (state) {
    case Repeats::State::removed:
      return "removed";
    case Repeats::State::unsaid:
      return "unsaid";
    case Repeats::State::counted:
      break;
  }
  return "counted";
}

/// The slowest way from a source; where no time is known, the first one.
std::vector<Lineage::Id> way(const Lineage& lineage, const estimate::Delays& delays, Lineage::Id id) {
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

void add_guarantee(LineageRow& row, const Guarantee& guarantee) {
  row.fed = guarantee.fed;
  row.complete_up_to = guarantee.complete.up_to;
  row.limited_by = name_of(guarantee.complete.limit);
  row.loses_by = name_of(guarantee.complete.dropper);
  row.repeats = word(guarantee.repeats.state);
  row.repeats_within = guarantee.repeats.within;
  row.repeats_by = name_of(guarantee.repeats.by);
  for (const auto& personal : guarantee.personal) row.personal.push_back(personal.column->name);
  row.changes_by = name_of(guarantee.repeatable.unless);
  row.changes_with = guarantee.repeatable.what;
  row.looks_up = guarantee.repeatable.looked_up;
}

std::string complete(const LineageRow& row) {
  if (!row.fed) return std::string(unknown);
  std::string text = row.complete_up_to
                         ? fmt::format("{} late (`{}`)", human(*row.complete_up_to), row.limited_by)
                         : "any lateness";
  if (!row.loses_by.empty()) text += fmt::format(", may lose rows (`{}`)", row.loses_by);
  return text;
}

std::string repeats(const LineageRow& row) {
  if (!row.fed) return std::string(unknown);
  if (row.repeats == "counted") return fmt::format("counted (`{}`)", row.repeats_by);
  if (row.repeats == "unsaid") return "not said";
  if (!row.repeats_within) return fmt::format("none (`{}`)", row.repeats_by);
  return fmt::format("none within {} (`{}`)", human(*row.repeats_within), row.repeats_by);
}

std::string again(const LineageRow& row) {
  if (!row.fed) return std::string(unknown);
  if (row.changes_by.empty()) return "same rows";
  return fmt::format("other rows (`{}` {} `{}`)", row.changes_by, row.looks_up ? "looks up" : "uses",
                     row.changes_with);
}

}  // namespace

std::vector<LineageRow> lineage_rows(const rules::Checked& checked) {
  const Lineage& lineage = checked.facts->lineage;
  const auto& delays = checked.estimates->delays();
  std::vector<LineageRow> rows;
  for (Lineage::Id id = 0; id < lineage.nodes().size(); ++id) {
    if (lineage[id].table == nullptr) continue;
    LineageRow row;
    row.table = lineage[id].name;
    add_guarantee(row, checked.estimates->guarantees().of(id));
    if (const auto& delay = delays.of(id)) row.fresh_within = delay->total;
    for (const Lineage::Id step : way(lineage, delays, id)) row.way.emplace_back(lineage[step].name);
    rows.push_back(std::move(row));
  }
  return rows;
}

std::string lineage_table(const std::vector<LineageRow>& rows, const Style& style) {
  if (rows.empty()) return "No table is declared.\n";
  Table made;
  made.header = {"TABLE", "COMPLETE UP TO", "REPEATS", "FRESH WITHIN", "PERSONAL", "RUN AGAIN", "WAY"};
  for (const LineageRow& row : rows) {
    made.rows.push_back({row.table, complete(row), repeats(row),
                         row.fresh_within ? human(*row.fresh_within) : std::string(unknown),
                         row.personal.empty() ? "none" : join(row.personal, ", "), again(row),
                         join(row.way, " -> ")});
  }
  return table(made, style) + "\n";
}

}  // namespace decide::report
