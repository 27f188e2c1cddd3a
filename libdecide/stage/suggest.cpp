#include "stage/suggest.h"

#include <fmt/format.h>

#include "advise/spell.h"

namespace decide::stage {
namespace {

/// Where only `fields` below a layout are new, each is set; a layout that is not there is set as a whole.
void add(std::vector<std::pair<std::string, std::string>>& all, std::string_view table, bool is_new,
         const advise::Fields& fields) {
  if (!is_new) {
    for (const auto& [field, value] : fields) all.emplace_back(fmt::format("{}.{}", table, field), value);
    return;
  }
  std::string flow;
  for (const auto& [field, value] : fields)
    flow += fmt::format("{}{}: {}", flow.empty() ? "" : ", ", field, value);
  all.emplace_back(std::string(table), fmt::format("{{{}}}", flow));
}

/// True if today's layout costs so much more that another is worth the change.
bool is_better(const std::optional<advise::Candidate>& today, const advise::Candidate& best) {
  if (!today) return true;
  return today->cost.total() > best.cost.total() * today->shape.fact("layout.better_note").value;
}

}  // namespace

std::vector<std::pair<std::string, std::string>> suggestions(const rules::Checked& checked) {
  std::vector<std::pair<std::string, std::string>> all;
  for (const estimate::TableFigures& table : checked.estimates->tables()) {
    const auto task = advise::task_of(*checked.estimates, table);
    if (!task) continue;
    const auto found = advise::cheapest(*task, 1);
    const auto today = table.shape ? advise::evaluate(*task, *table.shape) : std::nullopt;
    if (found.empty() || !is_better(today, found.front())) continue;
    const bool is_new = table.layout == nullptr;
    add(all, table.name(), is_new,
        advise::fields(table.model, is_new ? nullptr : &*table.shape, found.front().shape));
  }
  return all;
}

std::vector<Suggested> cheapest_layouts(const rules::Checked& checked, std::size_t n) {
  std::vector<Suggested> all;
  for (const estimate::TableFigures& table : checked.estimates->tables()) {
    const auto task = advise::task_of(*checked.estimates, table);
    if (!task) continue;
    Suggested one{std::string(table.name()), {}, {}, advise::cheapest(*task, n), {}, {}};
    if (table.shape) one.today = advise::evaluate(*task, *table.shape);
    if (one.today) one.today_said = advise::said(table.model, *table.shape);
    for (const auto& query : task->queries) one.queries.push_back(query.query->name);
    for (const auto& candidate : one.best) one.said.push_back(advise::said(table.model, candidate.shape));
    all.push_back(std::move(one));
  }
  return all;
}

}  // namespace decide::stage
