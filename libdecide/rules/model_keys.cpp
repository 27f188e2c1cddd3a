#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/text.h"
#include "derive/stable_key.h"
#include "rules/report.h"

namespace decide::rules {

const Rule rule_M204{
    .code = "M204",
    .name = "key-unstable",
    .severity = diag::Severity::error,
    .summary = "a key holds a column that gets another value when the row is written again",
    .rationale =
        "A key recognises a row that was written before. A column that is set at writing, such as the day of "
        "processing or a generated id, is another one in a rerun or a retry: nothing matches, and every "
        "event is stored twice. The advice to write idempotently on (event_id, processing_date) has just "
        "this flaw: it holds only until the rerun happens on another day. Keys are made of what the event "
        "carries, or of the logical date of the run, which a rerun keeps.",
    .fails = R"(model:
  sources:
    clicks_topic: {kind: kafka}
  tables:
    clicks:
      role: raw
      key: [event_id, «processing_date»]
      columns:
        event_id: {type: string, cardinality: unique}
        processing_date: {type: date, time: processing}
  pipelines:
    land: {from: [clicks_topic], to: clicks, write: merge}
)",
    .passes = R"(model:
  sources:
    clicks_topic: {kind: kafka}
  tables:
    clicks:
      role: raw
      key: [event_id, run_date]
      columns:
        event_id: {type: string, cardinality: unique}
        run_date: {type: date, time: logical}
  pipelines:
    land: {from: [clicks_topic], to: clicks, write: merge}
)",
    .constraint = "duplicate-delivery",
    .facts = "N12 C1 C29"};

const Rule rule_M205{
    .code = "M205",
    .name = "key-nullable",
    .severity = diag::Severity::error,
    .summary = "a column of a key may be null",
    .rationale =
        "Null equals nothing, not even null: a merge never finds the row that it wrote before, so each run "
        "inserts it again, and a deduplication keeps all of them or drops all but one. Give rows without the "
        "value a word of their own, or set them aside as bad records, before they reach the table.",
    .fails = R"(model:
  tables:
    clicks:
      role: raw
      key: [event_id, «ad_slot»]
      columns:
        event_id: {type: string, cardinality: unique}
        ad_slot: {type: string, nullable: true}
)",
    .passes = R"(model:
  tables:
    clicks:
      role: raw
      key: [event_id]
      columns:
        event_id: {type: string, cardinality: unique}
        ad_slot: {type: string, nullable: true}
)",
    .constraint = "duplicate-delivery",
    .facts = "C8 C22"};

namespace {

using Column = design::Named<design::Column>;
using derive::Filler;
using Names = design::List<design::Name>;

/// A list of key columns, of the table itself or of what writes it.
struct Key {
  std::string called;  ///< "the key of `clicks`"
  const Names& columns;
  const derive::NamedTable& table;
  const std::vector<Filler>& fillers;
};

void report_unstable(const derive::Facts& facts, Report& report, const derive::StableKeys& stable_keys,
                     const Key& key) {
  std::vector<std::string> stable;
  std::vector<std::pair<design::Val<design::Name>, derive::Unstable>> found;
  for (const auto& name : key.columns) {
    if (auto cause = stable_keys.unstable(key.table, key.fillers, name->text)) {
      found.emplace_back(name, *std::move(cause));
    } else {
      stable.push_back(name->text);
    }
  }
  for (const auto& [name, cause] : found) {
    auto draft = report.at(name.at);
    draft
        .say("{} holds `{}`, which {}: written again, the same event has another key", key.called, name->text,
             cause.how)
        .label("another value in a rerun")
        .because(derive::ConstraintId::duplicate_delivery)
        .related(cause.at, "this is where it comes from")
        .help(
            "make the key of what the event carries; a date of the run must be its logical date "
            "(`time: logical`)");
    if (!stable.empty()) {
      draft.fix_set(false, "leave it out of the key", facts.document.path(key.columns.at.node),
                    fmt::format("[{}]", join(stable, ", ")));
    }
  }
}

/// A pipeline's or job's own keys: the one it merges by, and the one it recognises repeats by.
template <class Writer>
void report_writer(const derive::Facts& facts, Report& report, const derive::StableKeys& stable_keys,
                   const Writer& writer, std::string_view kind, const design::Val<design::Name>& target) {
  const auto* table = facts.design.model.tables.find(target->text);
  if (table == nullptr) return;
  const std::vector<Filler> itself{derive::filler(facts.design.model, writer)};
  report_unstable(facts, report, stable_keys,
                  {fmt::format("the key of {} `{}`", kind, writer.name), writer->key, *table, itself});
  report_unstable(
      facts, report, stable_keys,
      {fmt::format("the dedup key of {} `{}`", kind, writer.name), writer->dedup.key, *table, itself});
}

std::vector<Filler> fillers_of(const design::Model& model, const derive::Lineage::Node& node) {
  std::vector<Filler> all;
  for (const auto* pipeline : node.writers) all.push_back(derive::filler(model, *pipeline));
  for (const auto* job : node.rebuilt_by) {
    if (job->value.rebuilds.value == node.name) all.push_back(derive::filler(model, *job));
  }
  return all;
}

constexpr std::string_view of_merge = "such rows match nothing and are inserted again";
constexpr std::string_view of_dedup = "such rows are taken for repeats of each other, or none of them is";

void report_nullable(Report& report, const std::string& called, const design::Val<design::Name>& name,
                     const Column* column, std::string_view what = of_merge) {
  if (column == nullptr || !column->value.nullable.is(true)) return;
  report.at(name.at)
      .say("{} holds `{}`, which may be null: {}", called, column->name, what)
      .label("may be null")
      .because(derive::ConstraintId::duplicate_delivery)
      .related(column->value.nullable.at, "said here")
      .help("give rows without it a value of their own before they are written, or take it out of the key");
}

/// A writer's key, for the columns that no key before it names already.
void report_nullable_in(Report& report, const std::string& called, const Names& key,
                        const derive::NamedTable& table, const std::vector<const Names*>& before,
                        std::string_view what) {
  for (const auto& name : key) {
    const bool is_told =
        std::any_of(before.begin(), before.end(), [&](const Names* one) { return one->contains(*name); });
    if (!is_told) report_nullable(report, called, name, table->columns.find(name->text), what);
  }
}

}  // namespace

void check_M204(const derive::Facts& facts, Report& report) {
  const derive::StableKeys stable_keys(facts.design.model);
  for (const auto& node : facts.lineage.nodes()) {
    if (node.table == nullptr) continue;
    const auto fillers = fillers_of(facts.design.model, node);
    report_unstable(facts, report, stable_keys,
                    {fmt::format("the key of `{}`", node.name), node.table->value.key, *node.table, fillers});
  }
  for (const auto& pipeline : facts.design.model.pipelines)
    report_writer(facts, report, stable_keys, pipeline, "pipeline", pipeline->to);
  for (const auto& job : facts.design.backfill.jobs)
    report_writer(facts, report, stable_keys, job, "job", job->rebuilds);
}

namespace {

/// The keys that a pipeline or a job has beside the table's own.
template <class Writer>
void report_nullable_of(const derive::Facts& facts, Report& report, const Writer& writer,
                        std::string_view kind, std::string_view target) {
  const derive::NamedTable* table = facts.design.model.tables.find(target);
  if (table == nullptr) return;
  const Names& own = table->value.key;
  report_nullable_in(report, fmt::format("the key of {} `{}`", kind, writer.name), writer->key, *table,
                     {&own}, of_merge);
  report_nullable_in(report, fmt::format("the dedup key of {} `{}`", kind, writer.name), writer->dedup.key,
                     *table, {&own, &writer->key}, of_dedup);
}

}  // namespace

void check_M205(const derive::Facts& facts, Report& report) {
  const auto& model = facts.design.model;
  for (const auto& table : model.tables) {
    for (const auto& name : table->key) {
      report_nullable(report, fmt::format("the key of `{}`", table.name), name,
                      table->columns.find(name->text));
    }
  }
  for (const auto& pipeline : model.pipelines)
    report_nullable_of(facts, report, pipeline, "pipeline", pipeline->to->text);
  for (const auto& job : facts.design.backfill.jobs)
    report_nullable_of(facts, report, job, "job", job->rebuilds->text);
}

}  // namespace decide::rules
