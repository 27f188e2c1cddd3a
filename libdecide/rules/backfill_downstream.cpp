#include <algorithm>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/text.h"
#include "rules/listing.h"
#include "rules/report.h"

/// B415: what is derived from a table that a job rebuilds.
namespace decide::rules {

using derive::ConstraintId;
using derive::Lineage;
using units::Duration;

const Rule rule_B415{
    .code = "B415",
    .name = "downstream-stale",
    .severity = diag::Severity::error,
    .summary = "a table derived from a rebuilt one is neither rebuilt after it nor looks back that far",
    .rationale =
        "A rebuild corrects one table, and the tables that were computed from it still hold the old numbers. "
        "Their pipelines read what is new, not what has changed ninety days ago, so the monthly report and "
        "the daily one differ from then on, and each is right by its own input. A rebuild ends with the last "
        "table that depends on it.",
    .fails = R"(model:
  tables:
    clicks: {role: raw}
    clicks_daily: {role: aggregate}
    clicks_monthly: {role: aggregate}
  pipelines:
    count: {from: [clicks], to: clicks_daily, mode: batch, every: 1 d, lookback: 4 d}
    sum-up: {from: [clicks_daily], to: clicks_monthly, mode: batch, every: 1 d, lookback: 35 d}
backfill:
  jobs:
    «recount»: {rebuilds: clicks_daily, from: [clicks], range: 90 d}
)",
    .passes = R"(model:
  tables:
    clicks: {role: raw}
    clicks_daily: {role: aggregate}
    clicks_monthly: {role: aggregate}
  pipelines:
    count: {from: [clicks], to: clicks_daily, mode: batch, every: 1 d, lookback: 4 d}
    sum-up: {from: [clicks_daily], to: clicks_monthly, mode: batch, every: 1 d, lookback: 35 d}
backfill:
  jobs:
    recount: {rebuilds: clicks_daily, from: [clicks], range: 90 d, then: [clicks_monthly]}
)",
    .constraint = "exact-counts",
    .facts = "C32 H20"};

namespace {

/// True if the pipeline computes again what a job has changed in its input, however long ago within the
/// range.
bool catches_up(const design::Pipeline& pipeline, const design::Val<Duration>& range) {
  if (pipeline.write.is(design::Write::replace)) return true;
  const bool looks_back = pipeline.lookback && !pipeline.mode.is(design::Mode::stream);
  return looks_back && range && *pipeline.lookback >= *range;
}

/// Walks down from what a job rebuilds.
class Walk {
 public:
  Walk(const derive::Facts& facts, const derive::NamedJob& job) : facts_(facts), job_(job) {
    start(job->rebuilds->text);
    for (const auto& name : job->then) start(name->text);
    for (std::size_t i = 0; i < order_.size(); ++i) visit(order_[i]);
  }

  const std::vector<Lineage::Id>& stale() const { return stale_; }

  std::vector<Lineage::Id> path(Lineage::Id to) const {
    std::vector<Lineage::Id> chain{to};
    for (auto at = before_.find(to); at != before_.end() && at->second != Lineage::nowhere;
         at = before_.find(chain.back()))
      chain.push_back(at->second);
    std::reverse(chain.begin(), chain.end());
    return chain;
  }

 private:
  void start(std::string_view name) {
    const Lineage::Id id = facts_.lineage.find_table(name);
    if (id != Lineage::nowhere) reach(id, Lineage::nowhere);
  }

  bool reach(Lineage::Id id, Lineage::Id from) {
    if (!before_.try_emplace(id, from).second) return false;
    order_.push_back(id);
    return true;
  }

  void visit(Lineage::Id table) {
    for (const Lineage::Id to : facts_.lineage[table].outputs) {
      if (order_.size() < most && reach(to, table) && stays_old(table, to)) stale_.push_back(to);
    }
  }

  /// True if nothing that reads the changed table brings `to` up to date. A record of what was said then must
  /// not change, and a live table is corrected with the one that it serves.
  bool stays_old(Lineage::Id table, Lineage::Id to) const {
    const Lineage::Node& node = facts_.lineage[to];
    if (node.table->value.role.is(design::Role::audit)) return false;
    const std::string_view input = facts_.lineage[table].name;
    return std::none_of(node.writers.begin(), node.writers.end(), [&](const auto* writer) {
      const design::Pipeline& pipeline = writer->value;
      const bool reads = std::any_of(pipeline.from.begin(), pipeline.from.end(),
                                     [&](const auto& name) { return name->text == input; });
      const bool is_live = pipeline.serves && pipeline.serves->text != node.name;
      return reads && (is_live || catches_up(pipeline, job_->range));
    });
  }

  /// Dependents of one job that are looked at.
  static constexpr std::size_t most = 200;
  const derive::Facts& facts_;
  const derive::NamedJob& job_;
  std::unordered_map<Lineage::Id, Lineage::Id> before_;
  std::vector<Lineage::Id> order_, stale_;
};

std::string names_of(const derive::Facts& facts, const std::vector<Lineage::Id>& tables) {
  std::vector<std::string_view> names;
  names.reserve(tables.size());
  for (const Lineage::Id id : tables) names.push_back(facts.lineage[id].name);
  return first_few(names);
}

/// A longer list is no edit that anybody would read.
constexpr std::size_t longest_offer = 50;

std::string with_more(const design::Job& job, const derive::Facts& facts,
                      const std::vector<Lineage::Id>& tables) {
  std::vector<std::string> all;
  for (const auto& name : job.then) all.push_back(name->text);
  for (const Lineage::Id id : tables) all.emplace_back(facts.lineage[id].name);
  return fmt::format("[{}]", join(all, ", "));
}

void report_job(const derive::Facts& facts, Report& report, const derive::NamedJob& job, const Walk& walk) {
  const auto& stale = walk.stale();
  const auto* table = facts.lineage[stale.front()].table;
  const bool one = stale.size() == 1;
  auto draft = job->then ? report.at(job->then.at) : report.missing(job.at, "then");
  draft
      .say("job `{}` rebuilds `{}`{}, and {} {} computed from it ({}) and {} as {} was", job.name,
           job->rebuilds->text,
           job->range ? fmt::format(" over {}", units::human(*job->range)) : std::string(),
           names_of(facts, stale), one ? "is" : "are", facts.lineage.show(walk.path(stale.front())),
           one ? "stays" : "stay", one ? "it" : "each")
      .because(ConstraintId::exact_counts)
      .related(table->key, "keeps the old numbers")
      .help("add {} to `then`, or let {} look back over the whole range", names_of(facts, stale),
            one ? "its pipeline" : "their pipelines");
  if (stale.size() > longest_offer) return;
  draft.fix_set(false, "rebuild what is computed from it afterwards",
                fmt::format("backfill.jobs.{}.then", job.name), with_more(job.value, facts, stale));
}

}  // namespace

void check_B415(const derive::Facts& facts, Report& report) {
  for (const auto& job : facts.design.backfill.jobs) {
    const Walk walk(facts, job);
    if (!walk.stale().empty()) report_job(facts, report, job, walk);
  }
}

}  // namespace decide::rules
