#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "derive/column_index.h"
#include "rules/report.h"

/// M248 and M250: what happens to late events, and to versions that come out of order.
namespace decide::rules {

using derive::ConstraintId;
using derive::Lineage;
using derive::NamedPipeline;
using design::CheckKind;
using design::TimeKind;

const Rule rule_M248{
    .code = "M248",
    .name = "late-unsaid",
    .severity = diag::Severity::warning,
    .summary = "a watermark without an answer to what comes after it, or late events dropped and not counted",
    .rationale =
        "A watermark says when a window closes; what comes after it is not said, and engines then drop it "
        "without a word. A share that is dropped may well be fine. It grows on the day on which an app stops "
        "sending for hours, and unless somebody counts what was dropped, the first to notice is a customer.",
    .fails = R"(model:
  sources: {clicks_topic: {kind: kafka}}
  tables: {minutes: {role: aggregate}}
  pipelines:
    count: {from: [clicks_topic], to: minutes, mode: stream, watermark: «5 min»}
)",
    .passes = R"(model:
  sources: {clicks_topic: {kind: kafka}}
  tables: {minutes: {role: aggregate}}
  pipelines:
    count: {from: [clicks_topic], to: minutes, mode: stream, watermark: 5 min, late: drop}
close:
  checks:
    dropped: {table: minutes, kind: completeness, against: source, tolerance: 1%, every: 1 h, on_fail: [ticket]}
)",
    .constraint = "late-events",
    .facts = "B23 B25 B32"};

const Rule rule_M250{
    .code = "M250",
    .name = "merge-order",
    .severity = diag::Severity::error,
    .summary = "rows that change are merged without `order_by`, or ordered by when they were processed",
    .rationale =
        "Changes of one row travel in two partitions, are retried, replayed or read from a backlog, and "
        "arrive in another order than they happened. A merge that takes what comes last then puts a "
        "cancelled order back to paid. The time of processing does not help, since it is exactly the order "
        "of arrival. What helps is a version that the source sets: its log position, or the time of the "
        "change.",
    .fails = R"(model:
  sources: {orders_log: {kind: cdc}}
  tables: {orders: {role: raw, key: [order_id]}}
  pipelines:
    land: {from: [orders_log], to: orders, mode: stream, write: «merge»}
)",
    .passes = R"(model:
  sources: {orders_log: {kind: cdc}}
  tables: {orders: {role: raw, key: [order_id]}}
  pipelines:
    land: {from: [orders_log], to: orders, mode: stream, write: merge, order_by: changed_at}
)",
    .constraint = "exact-counts",
    .facts = "C18 C21 C35"};

namespace {

/// Tables of which a check would notice that rows are missing.
class Counted {
 public:
  explicit Counted(const derive::Facts& facts) {
    for (const auto& check : facts.design.close.checks) {
      if (!check->kind || !counts(*check->kind)) continue;
      names_.push_back(check->table->text);
      if (check->with) names_.push_back(check->with->text);
    }
    std::sort(names_.begin(), names_.end());
  }
  bool has(const design::Val<design::Name>& table) const {
    return table && std::binary_search(names_.begin(), names_.end(), std::string_view(table->text));
  }

 private:
  static bool counts(CheckKind kind) {
    return kind == CheckKind::completeness || kind == CheckKind::reconcile || kind == CheckKind::volume;
  }
  std::vector<std::string_view> names_;
};

void tell_unsaid(const NamedPipeline& pipeline, Report& report) {
  report.at(pipeline->watermark.at)
      .say("`{}` waits {} for late events and does not say what becomes of those that come later (`late`)",
           pipeline.name, units::human(*pipeline->watermark))
      .label("and after that?")
      .because(ConstraintId::late_events)
      .help(
          "say `late: side_output` and count them in later, `late: correct`, or `late: drop` with a check "
          "that "
          "counts them");
}

/// "0.7% of events", where the lateness and the watermark tell.
std::string share_of(const NamedPipeline& pipeline, const Report& report) {
  if (!pipeline->watermark) return "late events";
  const auto share = report.estimates().lateness().later_than(*pipeline->watermark);
  if (!share || *share <= 0) return "late events";
  return fmt::format("{} of events", units::human(units::Percent{*share}));
}

void tell_dropped(const NamedPipeline& pipeline, Report& report) {
  report.at(pipeline->late.at)
      .say("`{}` drops {} behind its watermark, and no check counts what is missing in `{}`", pipeline.name,
           share_of(pipeline, report), pipeline->to->text)
      .label("nobody counts them")
      .because(ConstraintId::late_events)
      .help(
          "add a check of `kind: completeness` with `against: source`, or a reconcile with the final table");
}

}  // namespace

void check_M248(const derive::Facts& facts, Report& report) {
  const Counted counted(facts);
  for (const NamedPipeline& pipeline : facts.design.model.pipelines) {
    if (!pipeline->mode || *pipeline->mode == design::Mode::batch) continue;
    if (pipeline->time.is(design::Clock::processing)) continue;
    if (!pipeline->late && pipeline->watermark) tell_unsaid(pipeline, report);
    if (!pipeline->late.is(design::Late::drop)) continue;
    if (!counted.has(pipeline->to) && !counted.has(pipeline->serves)) tell_dropped(pipeline, report);
  }
}

namespace {

/// Why rows of a table have versions, and where that is said.
struct Change {
  std::string why;
  design::Place at;
};

bool sums_up(const derive::NamedTable& table) {
  return table->role.is(design::Role::aggregate);
}

/// For each node the source of changes that its rows are versions from; nothing of sums.
std::vector<const derive::NamedSource*> changed_by(const Lineage& lineage) {
  std::vector<const derive::NamedSource*> by(lineage.nodes().size());
  for (const Lineage::Id id : lineage.inputs_first()) {
    const Lineage::Node& node = lineage[id];
    if (node.source != nullptr && node.source->value.kind.is(design::SourceKind::cdc)) by[id] = node.source;
    if (node.table == nullptr || sums_up(*node.table)) continue;
    for (const Lineage::Id input : node.inputs) {
      if (by[id] == nullptr) by[id] = by[input];
    }
  }
  return by;
}

/// What a merge writes, by a pipeline or a job.
struct Merge {
  std::string called;
  const design::Val<design::Write>& write;
  const design::Val<design::Name>& order_by;
  const design::List<design::Name>& from;
  const design::List<design::Name>& key;
  std::string_view to;
};

/// A column that tells versions of a row apart: a position in a log; in a log of changes, when one was made.
bool is_version(const derive::NamedTable& table, std::string_view name) {
  const auto* column = table->columns.find(name);
  if (column == nullptr) return false;
  if (column->value.time.is(TimeKind::logical)) return true;
  const bool is_moment = column->value.time.is(TimeKind::event) && column->value.type &&
                         column->value.type->base != design::BaseType::date;
  return is_moment && table->role.is(design::Role::raw);
}

/// True if each version is a row of its own, so that none replaces another.
bool keeps_versions(const Merge& merge, const derive::NamedTable& table) {
  const auto& key = merge.key.empty() ? table->key : merge.key;
  return std::any_of(key.begin(), key.end(), [&](const auto& name) { return is_version(table, name->text); });
}

class OrderCheck {
 public:
  OrderCheck(const derive::Facts& facts, Report& report)
      : facts_(facts), report_(report), changed_(changed_by(facts.lineage)) {
    for (Lineage::Id id = 0; id < facts.lineage.nodes().size(); ++id) {
      if (facts.lineage[id].table != nullptr) add_clocks(id);
    }
  }

  void run(const Merge& merge) {
    const auto* table = facts_.design.model.tables.find(merge.to);
    if (!merge.write.is(design::Write::merge) || table == nullptr) return;
    const auto change = change_of(merge, *table);
    if (!change) return;
    if (!merge.order_by)
      tell_unordered(merge, *change);
    else if (const design::Place clock = processing_clock(merge, *table))
      tell_clock(merge, *change, clock);
  }

 private:
  void add_clocks(Lineage::Id id) {
    for (const auto& column : facts_.lineage[id].table->value.columns) {
      if (column->time.is(TimeKind::processing)) clocks_.add(column.name, id);
    }
  }

  std::optional<Change> change_of(const Merge& merge, const derive::NamedTable& table) const {
    for (const auto& measure : table->measures) {
      if (measure.value->aggregation == design::Aggregation::last)
        return Change{fmt::format("`{}` is the last value", measure.name), measure.value.at};
    }
    if (sums_up(table) || keeps_versions(merge, table)) return std::nullopt;
    for (const auto& name : merge.from) {
      const Lineage::Id input = facts_.lineage.find(name->text);
      if (input != Lineage::nowhere && changed_[input] != nullptr)
        return Change{fmt::format("rows of `{}` are changes of earlier ones", changed_[input]->name),
                      changed_[input]->value.kind.at};
    }
    return std::nullopt;
  }

  /// Where the column that it orders by is said to be a processing time: in the table, else in its inputs.
  design::Place processing_clock(const Merge& merge, const derive::NamedTable& table) const {
    const std::string& column = merge.order_by->text;
    if (const auto* own = table->columns.find(column))
      return own->value.time.is(TimeKind::processing) ? own->value.time.at : design::Place{};
    std::vector<Lineage::Id> inputs;
    for (const auto& name : merge.from) inputs.push_back(facts_.lineage.find(name->text));
    const Lineage::Id found = clocks_.first_of(derive::sorted(inputs), column);
    if (found == Lineage::nowhere) return {};
    return facts_.lineage[found].table->value.columns.find(column)->value.time.at;
  }

  void tell_unordered(const Merge& merge, const Change& change) {
    report_.at(merge.write.at)
        .say("{} merges into `{}` without `order_by`, and {}: of two versions the last to arrive wins",
             merge.called, merge.to, change.why)
        .label("an older version may win")
        .because(ConstraintId::exact_counts)
        .related(change.at, "rows that change")
        .help(
            "order by a version that the source sets, such as its log position or the time of the change: "
            "`order_by: COLUMN`");
  }

  void tell_clock(const Merge& merge, const Change& change, design::Place clock) {
    report_.at(merge.order_by.at)
        .say(
            "{} merges into `{}` by `{}`, the time of processing, and {}: that is the order of arrival again",
            merge.called, merge.to, merge.order_by->text, change.why)
        .label("set when the row is handled")
        .because(ConstraintId::exact_counts)
        .related(clock, "a processing time")
        .related(change.at, "rows that change")
        .help("order by a version that the source sets, such as its log position or the time of the change");
  }

  const derive::Facts& facts_;
  Report& report_;
  std::vector<const derive::NamedSource*> changed_;
  derive::ColumnIndex clocks_;  ///< columns of processing time
};

}  // namespace

void check_M250(const derive::Facts& facts, Report& report) {
  OrderCheck check(facts, report);
  for (const NamedPipeline& pipeline : facts.design.model.pipelines)
    check.run({fmt::format("`{}`", pipeline.name), pipeline->write, pipeline->order_by, pipeline->from,
               pipeline->key, pipeline->to->text});
  for (const derive::NamedJob& job : facts.design.backfill.jobs)
    check.run({fmt::format("job `{}`", job.name), job->write, job->order_by, job->from, job->key,
               job->rebuilds->text});
}

}  // namespace decide::rules
