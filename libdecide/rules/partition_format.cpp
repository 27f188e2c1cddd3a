#include <algorithm>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "facts/format.h"
#include "rules/report.h"

namespace decide::rules {

using derive::ConstraintId;
using design::Write;

const Rule rule_P311{
    .code = "P311",
    .name = "format-cannot",
    .severity = diag::Severity::error,
    .summary = "merge, atomic overwrite, time travel or schema change on a format without it",
    .rationale =
        "Plain files have no transaction: rows cannot be matched and updated in them, a failed write leaves "
        "files that the next query reads, and what was overwritten is gone. A design that counts on such an "
        "ability works in the demonstration and fails on the first retry. Table formats and warehouses have "
        "it; the format is the cheapest thing to change before the first byte is written.",
    .fails = R"(model:
  sources:
    clicks_topic: {kind: kafka}
  tables:
    clicks: {role: raw, key: [event_id]}
  pipelines:
    land: {from: [clicks_topic], to: clicks, write: merge}
partition:
  clicks: {format: «parquet»}
)",
    .passes = R"(model:
  sources:
    clicks_topic: {kind: kafka}
  tables:
    clicks: {role: raw, key: [event_id]}
  pipelines:
    land: {from: [clicks_topic], to: clicks, write: append}
partition:
  clicks: {format: parquet}
)",
    .constraint = "duplicate-delivery",
    .facts = "A53 C27"};

namespace {

using NamedLayout = design::Named<design::Layout>;

/// A write that a pipeline or a job declares.
struct Use {
  std::string called;  ///< "pipeline `land`"
  const design::Val<Write>& write;
  const design::Val<bool>& atomic;
  bool is_job = false;
};

std::vector<Use> uses_of(const derive::Lineage::Node& node) {
  std::vector<Use> uses;
  for (const auto* pipeline : node.writers) {
    uses.push_back(
        {fmt::format("pipeline `{}`", pipeline->name), pipeline->value.write, pipeline->value.atomic, false});
  }
  for (const auto* job : node.rebuilt_by) {
    if (job->value.rebuilds->text != node.name) continue;
    uses.push_back({fmt::format("job `{}`", job->name), job->value.write, job->value.atomic, true});
  }
  return uses;
}

/// An increment updates the row that is there, as a merge does.
bool updates_rows(const Use& use) {
  return use.write.is(Write::merge) || use.write.is(Write::increment);
}

bool wants_atomic_overwrite(const Use& use) {
  if (!use.atomic.is(true)) return false;
  return use.is_job || use.write.is(Write::overwrite_partition) || use.write.is(Write::replace);
}

constexpr std::string_view table_formats = "iceberg, delta and hudi can, and so can warehouses";

void report_updates(Report& report, const NamedLayout& layout, const std::vector<Use>& uses) {
  const auto first = std::find_if(uses.begin(), uses.end(), updates_rows);
  if (first == uses.end()) return;
  const auto others = std::count_if(first + 1, uses.end(), updates_rows);
  const std::string_view how = design::word(*first->write);
  report.at(layout->format.at)
      .say("`{}` has the format `{}`, which cannot update rows, and {}{} writes it with `{}`", layout.name,
           design::word(*layout->format), first->called,
           others > 0 ? fmt::format(" (and {} more)", others) : std::string(), how)
      .label("no update of rows")
      .because(ConstraintId::duplicate_delivery)
      .related(first->write.at, "needs rows to be found and updated")
      .help("choose a format that merges ({}), or overwrite whole partitions", table_formats);
}

void report_atomic(Report& report, const NamedLayout& layout, const Use& use) {
  if (!wants_atomic_overwrite(use)) return;
  report.at(use.atomic.at)
      .say(
          "{} promises `atomic: true`, and `{}` has the format `{}`, where readers see each file as it is "
          "written",
          use.called, layout.name, design::word(*layout->format))
      .label("not with {}", design::word(*layout->format))
      .because(ConstraintId::exact_counts)
      .related(layout->format.at, "the format")
      .help("choose a format that replaces a partition in one step ({}), or say `atomic: false`",
            table_formats);
}

void report_time_travel(Report& report, const NamedLayout& layout) {
  const auto& expiry = layout->expire_snapshots;
  report.at(expiry.at)
      .say("`{}` keeps snapshots for {}, and its format `{}` has none", layout.name, units::human(*expiry),
           design::word(*layout->format))
      .label("no time travel")
      .because(ConstraintId::recovery)
      .related(layout->format.at, "the format")
      .help("choose a format with time travel, or leave `expire_snapshots` out and keep backups");
}

/// The place of a change that alters the columns of a table; an extended list of words alters none.
const design::Val<design::ColumnRef>* altered(const design::Change& change) {
  for (const auto* reference : {&change.add, &change.retype, &change.drop, &change.rename}) {
    if (*reference) return reference;
  }
  return nullptr;
}

using Altered = std::map<std::string_view, std::vector<const design::Val<design::ColumnRef>*>>;

Altered changes_by_table(const design::SchemaPlan& plan) {
  Altered by_table;
  for (const auto& change : plan.changes) {
    const auto* reference = altered(change.value);
    if (reference != nullptr) by_table[reference->value.table].push_back(reference);
  }
  return by_table;
}

void report_changes(Report& report, const NamedLayout& layout, const Altered& by_table) {
  const auto found = by_table.find(layout.name);
  if (found == by_table.end()) return;
  const auto count = found->second.size();
  report.at(layout->format.at)
      .say("`{}` has the format `{}`, which finds columns by position, and {} {} its columns", layout.name,
           design::word(*layout->format), count,
           count == 1 ? "declared change alters" : "declared changes alter")
      .label("no change of columns")
      .because(ConstraintId::schema_drift)
      .related(found->second.front()->at, "changes `{}`", design::spell(found->second.front()->value))
      .help("choose a format that knows its columns by name, such as avro, parquet or a table format");
}

}  // namespace

void check_P311(const derive::Facts& facts, Report& report) {
  const Altered by_table = changes_by_table(facts.design.backfill.schema);
  for (const auto& layout : facts.design.partition) {
    const auto id = facts.lineage.find_table(layout.name);
    const auto* traits = layout->format ? facts::format_traits(design::word(*layout->format)) : nullptr;
    if (id == derive::Lineage::nowhere || traits == nullptr) continue;
    const auto uses = uses_of(facts.lineage[id]);
    if (!traits->merge) report_updates(report, layout, uses);
    for (const Use& use : uses) {
      if (!traits->atomic_overwrite) report_atomic(report, layout, use);
    }
    if (!traits->time_travel && layout->expire_snapshots) report_time_travel(report, layout);
    if (!traits->schema_change) report_changes(report, layout, by_table);
  }
}

}  // namespace decide::rules
