#include <algorithm>
#include <string>

#include "replay/cleanliness.h"
#include "replay/from_design.h"
#include "rules/report.h"

/// B412 and B414: what a run makes of the same input.
namespace decide::rules {

using derive::ConstraintId;

const Rule rule_B412{
    .code = "B412",
    .name = "not-deterministic",
    .summary = "a transform uses the clock, chance, the latest dimension or an outside service",
    .rationale =
        "Run twice over the same events, such a transform yields two different tables: the clock has moved "
        "on, the number is another one, the exchange rate of today is not that of the day. A rebuild then "
        "changes history that nobody wanted changed, and a retry in the middle leaves half of each. Take the "
        "time from the event or the run's interval, keep what was drawn or asked, and look up the version of "
        "the day.",
    .fails = R"(model:
  tables:
    clicks: {role: raw}
    daily: {role: aggregate}
backfill:
  jobs:
    recount: {rebuilds: daily, from: [clicks], nondeterministic: «[now]»}
)",
    .passes = R"(model:
  tables:
    clicks: {role: raw}
    daily: {role: aggregate}
backfill:
  jobs:
    recount: {rebuilds: daily, from: [clicks], nondeterministic: []}
)",
    .constraint = "exact-counts",
    .facts = "C1 H6"};

const Rule rule_B414{
    .code = "B414",
    .name = "merge-ambiguous",
    .summary = "several rows of a merge's source may match one key, and nothing says which of them wins",
    .rationale =
        "A merge may change a row once. If two rows of its source have the same key, Delta, Iceberg and "
        "BigQuery refuse the whole write; others pick one of the two, and another one tomorrow. On an empty "
        "table both are inserted without a word. Keep the newest row of each key before the merge "
        "(`order_by`, or `dedup` by the key of the merge), or merge by the full key of what is read.",
    .fails = R"(model:
  tables:
    clicks: {role: raw, key: [event_id]}
    last_clicks: {role: fact, key: [user_id]}
  pipelines:
    keep: {from: [clicks], to: last_clicks, mode: batch, every: 1 d, write: merge, key: «[user_id]»}
)",
    .passes = R"(model:
  tables:
    clicks: {role: raw, key: [event_id]}
    last_clicks: {role: fact, key: [user_id]}
  pipelines:
    keep: {from: [clicks], to: last_clicks, mode: batch, every: 1 d, write: merge, key: [user_id], order_by: event_time}
)",
    .constraint = "exact-counts",
    .facts = "C18 C19 C20 C21 C22"};

namespace {

std::string listed(const design::List<design::Nondeterminism>& list) {
  std::string all;
  for (const auto& item : list) all += fmt::format("{}`{}`", all.empty() ? "" : ", ", design::word(*item));
  return all;
}

template <class Writing>
void judge_determinism(const derive::Facts& facts, Report& report, const Writing& writing,
                       std::string_view who, std::string_view table) {
  if (writing.nondeterministic.empty()) return;
  const auto id = facts.lineage.find_table(table);
  const bool strict = id != derive::Lineage::nowhere && facts.right_in_the_end(id);
  const std::string_view level = strict && facts.is_exact(id) ? "exact" : "right in the end";
  report.at(writing.nondeterministic.at)
      .error_if(strict)
      .say("{} uses {}: run twice over the same input it writes two different tables{}", who,
           listed(writing.nondeterministic), strict ? fmt::format(", and `{}` must be {}", table, level) : "")
      .label("another result at every run")
      .because(ConstraintId::exact_counts)
      .help("take it from the event or from the interval of the run, or keep the value that was used");
}

bool has_all(const design::List<design::Name>& key, const design::List<design::Name>& of) {
  return std::all_of(of.begin(), of.end(), [&](const auto& column) { return key.contains(*column); });
}

std::string columns(const design::List<design::Name>& key) {
  std::string all;
  for (const auto& column : key) all += (all.empty() ? "" : ", ") + column->text;
  return all;
}

/// Why several rows of the source may match one key; empty where they do not.
template <class Writing>
std::string ambiguity(const derive::Facts& facts, const derive::NamedTable& table, const Writing& writing,
                      const design::List<design::Name>& key) {
  const bool unique = writing.dedup.at && has_all(key, writing.dedup.key);
  if (writing.order_by || unique || key.empty()) return {};
  if (replay::is_aggregate(table.value)) {
    if (has_all(key, table->key)) return {};
    return fmt::format("the result has a row for each {}", columns(table->key));
  }
  const bool copies = !table->role.is(design::Role::attribution) && !table->role.is(design::Role::feature);
  if (!copies) return {};
  for (const auto& from : writing.from) {
    const auto* input = facts.design.model.tables.find(from->text);
    if (input == nullptr || writing.from.size() > 1) continue;
    if (!input->value.key.empty() && !has_all(key, input->value.key))
      return fmt::format("`{}` has a row for each {}", from->text, columns(input->value.key));
  }
  if (replay::merges_changing_rows(facts, table.value, writing))
    return "one batch may hold several versions of a row";
  return {};
}

template <class Named>
void judge_merge(const derive::Facts& facts, Report& report, const Named& named, std::string_view who,
                 std::string_view target) {
  const auto& writing = named.value;
  const auto* table = facts.design.model.tables.find(target);
  if (table == nullptr || !writing.write.is(design::Write::merge)) return;
  const design::List<design::Name>& key = writing.key ? writing.key : table->value.key;
  const std::string why = ambiguity(facts, *table, writing, key);
  if (why.empty()) return;
  report.at(writing.key ? writing.key.at : writing.write.at)
      .say("{} merges by {}, and several rows of its source may match one key: {}", who, columns(key), why)
      .label("nothing says which of them wins")
      .because(ConstraintId::exact_counts)
      .help("say `order_by` with the column that tells which is newer, or `dedup` by {}", columns(key));
}

}  // namespace

void check_B412(const derive::Facts& facts, Report& report) {
  for (const auto& pipeline : facts.design.model.pipelines)
    judge_determinism(facts, report, pipeline.value, fmt::format("`{}`", pipeline.name), pipeline->to->text);
  for (const auto& job : facts.design.backfill.jobs)
    judge_determinism(facts, report, job.value, fmt::format("job `{}`", job.name), job->rebuilds->text);
}

void check_B414(const derive::Facts& facts, Report& report) {
  for (const auto& pipeline : facts.design.model.pipelines)
    judge_merge(facts, report, pipeline, fmt::format("`{}`", pipeline.name), pipeline->to->text);
  for (const auto& job : facts.design.backfill.jobs)
    judge_merge(facts, report, job, fmt::format("job `{}`", job.name), job->rebuilds->text);
}

}  // namespace decide::rules
