#include "suggest.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "report/table.h"
#include "units/quantity.h"

namespace dedesign {

namespace {

using decide::stage::Suggested;

std::string sized(double bytes) {
  return decide::units::human(decide::units::Bytes{bytes});
}

/// "campaign-report 1.2 TB": the query that costs most of it.
std::string payer(const Suggested& one, const decide::advise::Candidate& candidate) {
  const auto most = std::max_element(candidate.queries.begin(), candidate.queries.end());
  if (most == candidate.queries.end()) return {};
  return fmt::format("{} {}", one.queries[static_cast<std::size_t>(most - candidate.queries.begin())],
                     sized(*most));
}

/// "0.31 x", and a very small part not as nothing.
std::string times(double ratio) {
  return ratio < 0.01 ? fmt::format("{:.2g} x", ratio) : fmt::format("{:.2f} x", ratio);
}

}  // namespace

std::string proposed_table(const std::vector<decide::stage::Proposal>& all,
                           const decide::rules::Checked& after, const decide::report::Style& style) {
  std::vector<Suggested> set;
  set.reserve(all.size());
  for (const auto& one : all) set.push_back(one.layout);
  std::string text = all.empty()
                         ? "Nothing to set: no layout was found that costs much less than what is there.\n\n"
                         : suggested_table(set, style);
  const auto lacking = decide::stage::without_figures(after);
  for (const auto& [table, answer] : lacking)
    text += fmt::format("`{}` gets no layout before `{}` is answered.\n", decide::sanitize(table),
                        decide::sanitize(answer));
  if (!lacking.empty()) text += '\n';
  return text;
}

std::string suggested_table(const std::vector<Suggested>& all, const decide::report::Style& style) {
  using decide::report::Align;
  decide::report::Table table;
  table.header = {"TABLE", "LAYOUT", "A DAY", "BESIDE TODAY", "PAYS MOST"};
  table.align = {Align::left, Align::left, Align::right, Align::right, Align::left};
  for (const Suggested& one : all) {
    std::string name = one.table;
    if (one.today) {
      table.rows.push_back(
          {name, one.today_said + " (today)", sized(one.today->cost.total()), "", payer(one, *one.today)});
      name.clear();
    }
    for (std::size_t i = 0; i < one.best.size(); ++i) {
      const double cost = one.best[i].cost.total();
      const std::string beside = one.today ? times(cost / one.today->cost.total()) : std::string();
      table.rows.push_back({name, one.said[i], sized(cost), beside, payer(one, one.best[i])});
      name.clear();
    }
  }
  if (table.rows.empty()) return "No table has queries whose cost is known.\n";
  return decide::report::table(table, style) + "\n";
}

}  // namespace dedesign
