#include "stage/suggest.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <optional>

#include "advise/spell.h"
#include "rules/headroom.h"
#include "rules/registry.h"
#include "stage/stage.h"

namespace decide::stage {
namespace {

using Assignments = std::vector<std::pair<std::string, std::string>>;

/// Where only `fields` below a layout are new, each is set; a layout that is not there is set as a whole.
void add(Assignments& all, std::string_view table, bool is_new, const advise::Fields& fields) {
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

/// What a layout that nobody asks a query of serves, of what the design has.
std::string_view served(const derive::Constraints& constraints, bool asked) {
  using derive::ConstraintId;
  if (asked) return "hot-queries";
  for (const ConstraintId id : {ConstraintId::replayable_history, ConstraintId::query_history,
                                ConstraintId::erasure, ConstraintId::throughput}) {
    if (constraints.has(id)) return derive::info(id).name;
  }
  return {};
}

/// How many findings a layout draws.
struct Drawn {
  std::size_t errors = 0, warnings = 0;
  bool none() const { return errors + warnings == 0; }
};

/// Tries layouts on the design, so that none is proposed which the rules of layouts refuse.
class Trial {
 public:
  Trial(const rules::Checked& checked, const rules::CheckOptions& options)
      : checked_(checked), options_(options) {
    options_.fixes = false;
    options_.stage.reset();
    options_.only.clear();
    for (const rules::Entry& entry : rules::registry()) {
      if (entry.rule->code.starts_with('P')) options_.only.emplace_back(entry.rule->code);
    }
  }

  /// What a layout draws that the table has not today; nothing if it cannot be set.
  std::optional<Drawn> draws(std::string_view table, const Assignments& fields) const {
    Edits edits;
    edits.set = fields;
    const auto text = edit(checked_.parsed.document.source(), design::Section::partition, edits);
    if (!text) return std::nullopt;
    const auto after = rules::check(Source(checked_.parsed.document.source().name(), *text), options_);
    const std::string below = fmt::format("partition.{}", table);
    Drawn drawn;
    for (const auto& finding : rules::new_findings(checked_.findings, after->findings)) {
      if (finding.path != below && !finding.path.starts_with(below + ".")) continue;
      ++(finding.severity == diag::Severity::error ? drawn.errors : drawn.warnings);
    }
    return drawn;
  }

 private:
  const rules::Checked& checked_;
  rules::CheckOptions options_;
};

/// So many of the cheapest are looked at for one that draws no finding, each partitioning once, with and
/// without compaction.
constexpr std::size_t most_found = 60, most_tried = 8;

std::vector<advise::Candidate> differing(const advise::Task& task) {
  std::vector<advise::Candidate> all;
  for (auto& candidate : advise::cheapest(task, most_found)) {
    const bool is_known = std::any_of(all.begin(), all.end(), [&](const advise::Candidate& other) {
      return other.shape.by == candidate.shape.by && other.shape.compacts == candidate.shape.compacts;
    });
    if (!is_known && all.size() < most_tried) all.push_back(std::move(candidate));
  }
  return all;
}

Suggested suggested(const estimate::TableFigures& table, const advise::Task& task,
                    std::vector<advise::Candidate> best) {
  Suggested one{std::string(table.name()), {}, {}, std::move(best), {}, {}};
  if (table.shape) one.today = advise::evaluate(task, *table.shape);
  if (one.today) one.today_said = advise::said(table.model, *table.shape);
  for (const auto& query : task.queries) one.queries.push_back(query.query->name);
  for (const auto& candidate : one.best) one.said.push_back(advise::said(table.model, candidate.shape));
  return one;
}

/// What sets a layout, with the reason for a new one.
Assignments setting(const rules::Checked& checked, const estimate::TableFigures& table,
                    const advise::Task& task, const advise::Candidate& candidate) {
  const bool is_new = table.layout == nullptr;
  auto fields = advise::fields(table.model, is_new ? nullptr : &*table.shape, candidate.shape);
  const auto serves = served(checked.facts->constraints, !task.queries.empty());
  if (is_new && !serves.empty()) fields.emplace_back("because", fmt::format("[{}]", serves));
  Assignments set;
  add(set, table.name(), is_new, fields);
  return set;
}

}  // namespace

std::vector<Proposal> proposals(const rules::Checked& checked, const rules::CheckOptions& options) {
  std::vector<Proposal> all;
  std::optional<Trial> trial;
  for (const estimate::TableFigures& table : checked.estimates->tables()) {
    const auto task = advise::task_of(*checked.estimates, table);
    if (!task) continue;
    const auto today = table.shape ? advise::evaluate(*task, *table.shape) : std::nullopt;
    std::optional<Proposal> best;
    std::optional<Drawn> least;
    for (const auto& candidate : differing(*task)) {
      if (!is_better(today, candidate)) break;
      Assignments set = setting(checked, table, *task, candidate);
      if (!trial) trial.emplace(checked, options);
      const auto draws = trial->draws(table.name(), set);
      // One without a finding, else the cheapest of those with the fewest errors.
      if (!draws || (least && !draws->none() && draws->errors >= least->errors)) continue;
      best = Proposal{suggested(table, *task, {candidate}), std::move(set)};
      least = draws;
      if (least->none()) break;
    }
    if (best) all.push_back(*std::move(best));
  }
  return all;
}

std::vector<std::pair<std::string, std::string>> without_figures(const rules::Checked& checked) {
  std::vector<std::pair<std::string, std::string>> all;
  for (const estimate::TableFigures& table : checked.estimates->tables()) {
    if (table.layout == nullptr && !table.missing.empty()) all.emplace_back(table.name(), table.missing);
  }
  return all;
}

std::vector<Suggested> cheapest_layouts(const rules::Checked& checked, std::size_t n) {
  std::vector<Suggested> all;
  for (const estimate::TableFigures& table : checked.estimates->tables()) {
    if (const auto task = advise::task_of(*checked.estimates, table))
      all.push_back(suggested(table, *task, advise::cheapest(*task, n)));
  }
  return all;
}

}  // namespace decide::stage
