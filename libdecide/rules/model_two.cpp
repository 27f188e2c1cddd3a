#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rules/report.h"

/// M240: two that write the same rows.
namespace decide::rules {

using derive::Lineage;
using derive::NamedJob;
using derive::NamedPipeline;
using design::Write;
using estimate::replaces;
using estimate::sorted_inputs;

const Rule rule_M240{
    .code = "M240",
    .name = "two-writers",
    .severity = diag::Severity::error,
    .summary = "two pipelines, or a pipeline and a job, write the same rows and nothing says who wins",
    .rationale =
        "When two write the same row, the one that comes last wins, and who that is changes from night to "
        "night. A repaired day is overwritten by the next scheduled run; a stream's early number replaces "
        "the final one. Say it in the design: an order of versions, a stream that is fenced off while a job "
        "works, a run that replaces what the stream has written, or a table for each.",
    .fails = R"(model:
  sources: {orders_topic: {kind: kafka}}
  tables:
    orders: {role: raw, key: [order_id]}
    state: {role: fact, key: [order_id]}
  pipelines:
    land: {from: [orders_topic], to: orders, mode: stream, write: merge}
    live: {from: [orders_topic], to: state, mode: stream, write: merge}
    nightly: {from: [orders], to: «state», mode: batch, write: merge}
)",
    .passes = R"(model:
  sources: {orders_topic: {kind: kafka}}
  tables:
    orders: {role: raw, key: [order_id]}
    state: {role: fact, key: [order_id]}
  pipelines:
    land: {from: [orders_topic], to: orders, mode: stream, write: merge}
    live: {from: [orders_topic], to: state, mode: stream, write: merge, order_by: updated_at}
    nightly: {from: [orders], to: state, mode: batch, write: merge, order_by: updated_at}
)",
    .constraint = "exact-counts",
    .facts = "A30 C5 C29 C30"};

namespace {

/// Where the rows of every node come from: sources, and tables that nothing feeds. A few are enough to tell
/// whether two writers share one.
class Roots {
 public:
  explicit Roots(const Lineage& lineage) : lineage_(lineage), all_(lineage.nodes().size()) {
    for (const Lineage::Id id : lineage.inputs_first()) {
      if (lineage[id].inputs.empty()) all_[id] = {id};
      for (const Lineage::Id input : lineage[id].inputs) add(all_[id], all_[input]);
    }
  }
  std::vector<Lineage::Id> of(const design::List<design::Name>& inputs) const {
    std::vector<Lineage::Id> roots;
    for (const auto& name : inputs) {
      const Lineage::Id id = lineage_.find(name->text);
      if (id != Lineage::nowhere) add(roots, all_[id]);
    }
    return roots;
  }

  /// True if all that feeds them is known: every name, and no more roots than are kept.
  bool knows(const design::List<design::Name>& inputs) const {
    return of(inputs).size() < most && std::all_of(inputs.begin(), inputs.end(), [&](const auto& name) {
             return lineage_.find(name->text) != Lineage::nowhere;
           });
  }

 private:
  static constexpr std::size_t most = 16;
  static void add(std::vector<Lineage::Id>& roots, const std::vector<Lineage::Id>& more) {
    for (const Lineage::Id id : more) {
      if (roots.size() < most && std::find(roots.begin(), roots.end(), id) == roots.end())
        roots.push_back(id);
    }
  }
  const Lineage& lineage_;
  std::vector<std::vector<Lineage::Id>> all_;
};

bool orders(const design::Val<Write>& write, const design::Val<design::Name>& order_by) {
  return write.is(Write::merge) && static_cast<bool>(order_by);
}

/// A longer run over the same inputs that comes after the shorter ones and settles what they wrote.
bool settles(const design::Pipeline& later, const design::Pipeline& earlier) {
  return later.every && earlier.every && later.lookback && *later.every > *earlier.every &&
         *later.lookback > earlier.lookback.value_or({0}) && sorted_inputs(later) == sorted_inputs(earlier);
}

/// True if the design says whose rows stay.
bool is_decided(const design::Pipeline& a, const design::Pipeline& b) {
  if (orders(a.write, a.order_by) && orders(b.write, b.order_by)) return true;
  const bool a_replaces = replaces(a), b_replaces = replaces(b);
  if (a_replaces && b_replaces) return settles(a, b) || settles(b, a);
  if (!a_replaces && !b_replaces) return false;
  // A run that puts its rows in the place of others wins over them, unless these are corrected afterwards.
  const design::Pipeline& other = a_replaces ? b : a;
  return other.mode && *other.mode != design::Mode::batch && !other.late.is(design::Late::correct);
}

std::string wrote(const design::Val<Write>& write) {
  return write ? fmt::format("`{}`", word(*write)) : "a write that is not said";
}

/// At the later of two writers of a table.
Draft at_second(const NamedPipeline& first, const NamedPipeline& second, Report& report) {
  Draft draft = report.at(second->to.at);
  draft.label("the last to write wins")
      .because(derive::ConstraintId::exact_counts)
      .related(first->to.at, "{} by `{}`", wrote(first->write), first.name);
  return draft;
}

void tell_pair(const Lineage& lineage, Lineage::Id root, const NamedPipeline& first,
               const NamedPipeline& second, Report& report) {
  at_second(first, second, report)
      .say("`{}` and `{}` both write the rows of `{}` that come from `{}`, and nothing says who wins",
           first.name, second.name, second->to->text, lineage[root].name)
      .help(
          "say which version wins with `write: merge` and `order_by` in both, let a batch replace what the "
          "stream wrote (`overwrite_partition`), or give each a table of its own and say `serves`");
}

/// True if a partition of the table holds rows of one value, so that writers may have partitions of their
/// own.
bool is_parted_by_value(const derive::Facts& facts, std::string_view table) {
  const auto* layout = facts.layout(table);
  const auto* columns = facts.design.model.tables.find(table);
  return layout != nullptr && std::any_of(layout->by.begin(), layout->by.end(), [&](const auto& part) {
           const auto* column = columns == nullptr ? nullptr : columns->value.columns.find(part->column);
           return part->kind == design::Transform::Kind::identity &&
                  (column == nullptr || !column->value.time);
         });
}

void tell_replaced(const Lineage::Node& node, const NamedPipeline& first, const NamedPipeline& second,
                   Report& report) {
  at_second(first, second, report)
      .say(
          "`{}` and `{}` both replace partitions of `{}` from sources of their own: each wipes out what the "
          "other wrote",
          first.name, second.name, node.name)
      .help(
          "let one pipeline read both, give each a table of its own, or part the table by where rows come "
          "from, so that each replaces its own partitions");
}

/// Two runs that replace whole partitions from different sources: whichever comes last wipes out what the
/// other wrote. False if none do.
bool check_replaced(const derive::Facts& facts, const Roots& roots, const Lineage::Node& node,
                    Report& report) {
  if (is_parted_by_value(facts, node.name)) return false;
  std::map<Lineage::Id, const NamedPipeline*> by_root;
  const NamedPipeline* last = nullptr;
  for (const NamedPipeline* writer : node.writers) {
    const auto own = roots.of((*writer)->from);
    if (!replaces(writer->value) || own.empty() || !roots.knows((*writer)->from)) continue;
    const bool meet =
        std::any_of(own.begin(), own.end(), [&](Lineage::Id id) { return by_root.contains(id); });
    if (last != nullptr && !meet) {
      tell_replaced(node, *last, *writer, report);
      return true;
    }
    for (const Lineage::Id id : own) by_root.emplace(id, writer);
    last = writer;
  }
  return false;
}

/// The first two writers of the table whose rows come from one root and who do not say who wins.
void check_pipelines(const derive::Facts& facts, const Roots& roots, const Lineage::Node& node,
                     Report& report) {
  struct Seen {
    const NamedPipeline *first, *last;
  };
  std::map<Lineage::Id, Seen> seen;
  for (const NamedPipeline* writer : node.writers) {
    for (const Lineage::Id root : roots.of((*writer)->from)) {
      const auto [slot, is_new] = seen.emplace(root, Seen{writer, writer});
      if (is_new) continue;
      for (const NamedPipeline* other : {slot->second.first, slot->second.last}) {
        if (other != writer && !is_decided(other->value, writer->value))
          return tell_pair(facts.lineage, root, *other, *writer, report);
      }
      slot->second.last = writer;
    }
  }
}

/// A job that nothing keeps apart from the pipelines that write its table.
void check_job(const NamedJob& job, const std::vector<const NamedPipeline*>& writers, Report& report) {
  if (job->while_live && *job->while_live != design::WhileLive::concurrent) return;
  const auto undecided = std::find_if(writers.begin(), writers.end(), [&](const NamedPipeline* writer) {
    return !orders(writer->value.write, writer->value.order_by) || !orders(job->write, job->order_by);
  });
  if (undecided == writers.end()) return;
  const NamedPipeline& writer = **undecided;
  Draft draft = job->while_live ? report.at(job->while_live.at) : report.missing(job.at, "while_live");
  draft
      .say("job `{}` and pipeline `{}` write the same rows of `{}` ({} and {}), and nothing says who wins",
           job.name, writer.name, job->rebuilds->text, wrote(job->write), wrote(writer->write))
      .label("the last to write wins")
      .because(derive::ConstraintId::exact_counts)
      .related(writer->to.at, "written by `{}`", writer.name)
      .help(
          "keep the pipeline off the days of the job with `while_live: fenced`, or stop it with `paused`; or "
          "merge with `order_by` in both")
      .fix_set(false, "fence the pipeline off", fmt::format("backfill.jobs.{}.while_live", job.name),
               "fenced");
}

}  // namespace

void check_M240(const derive::Facts& facts, Report& report) {
  const Roots roots(facts.lineage);
  for (const Lineage::Node& node : facts.lineage.nodes()) {
    if (node.table == nullptr || node.writers.empty()) continue;
    if (node.writers.size() > 1 && !check_replaced(facts, roots, node, report))
      check_pipelines(facts, roots, node, report);
    for (const NamedJob* job : node.rebuilt_by) {
      if (job->value.rebuilds->text == node.name) check_job(*job, node.writers, report);
    }
  }
}

}  // namespace decide::rules
