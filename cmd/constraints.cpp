#include "constraints.h"

#include <fmt/format.h>

#include "report/table.h"

namespace dedesign {

using decide::report::ConstraintRow;

std::vector<ConstraintRow> constraint_rows(const decide::derive::Facts& facts, std::string_view section) {
  std::vector<ConstraintRow> rows;
  for (const auto* constraint : facts.constraints.list()) {
    const auto& info = decide::derive::info(constraint->id);
    if (!section.empty() && info.section != section) continue;
    ConstraintRow row{std::string(info.name),
                      constraint->strength == decide::derive::Strength::must ? "must" : "should",
                      constraint->demands,
                      constraint->quantity,
                      {}};
    for (const auto& origin : constraint->origins) {
      const auto position = facts.document.source().position(facts.document.span(origin.at.node).begin);
      row.from.push_back({facts.document.path(origin.at.node), position.line, position.column});
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

std::string constraint_table(const std::vector<ConstraintRow>& rows, const decide::report::Style& style) {
  if (rows.empty()) return {};
  constexpr std::size_t shown = 3;
  decide::report::Table table;
  table.header = {"CONSTRAINT", "", "DEMANDS", "FROM"};
  for (const ConstraintRow& row : rows) {
    std::string from;
    for (std::size_t i = 0; i < row.from.size() && i < shown; ++i) {
      from += fmt::format("{}{} (line {})", i == 0 ? "" : ", ", row.from[i].path, row.from[i].line);
    }
    if (row.from.size() > shown) from += fmt::format(" and {} more", row.from.size() - shown);
    table.rows.push_back({row.name, row.strength, row.demand, from});
  }
  return decide::report::table(table, style) + "\n";
}

}  // namespace dedesign
