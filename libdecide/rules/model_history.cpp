#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "rules/report.h"

/// M218 and M219: what was known at the time.
namespace decide::rules {

using derive::Lineage;
using derive::NamedPipeline;
using derive::NamedTable;
using design::TimeKind;

const Rule rule_M218{
    .code = "M218",
    .name = "dimension-history",
    .severity = diag::Severity::error,
    .summary = "a table that can be rebuilt looks up a dimension that keeps only its latest rows",
    .rationale =
        "A campaign that moved to another account yesterday is looked up under its new account by every "
        "rebuild, also for the days before. The rerun of a day then differs from the day as it was billed, "
        "and no bug is to be found, since both runs did what they say. A dimension with the validity of each "
        "version (`scd2`) gives the row that held at the time of the event.",
    .fails = R"(model:
  tables:
    clicks: {role: raw}
    campaigns: {role: dimension, history: scd1}
    clicks_daily: {role: aggregate}
  pipelines:
    count:
      from: [clicks]
      to: clicks_daily
      mode: batch
      every: 1 d
      lookback: 4 d
      uses: [«campaigns»]
)",
    .passes = R"(model:
  tables:
    clicks: {role: raw}
    campaigns: {role: dimension, history: scd2}
    clicks_daily: {role: aggregate}
  pipelines:
    count:
      from: [clicks]
      to: clicks_daily
      mode: batch
      every: 1 d
      lookback: 4 d
      uses: [campaigns]
)",
    .constraint = "exact-counts",
    .facts = "H6 H7"};

const Rule rule_M219{
    .code = "M219",
    .name = "feature-leak",
    .severity = diag::Severity::error,
    .summary = "training reads a table without an event time, or without the time at which a row was known",
    .rationale =
        "A model that is trained with what was learned later does well in the test and badly in the world: "
        "the count of the day was complete in the table, and half complete when the decision had to be made. "
        "To rebuild what was known then, each row needs two times: when it happened, and when it could be "
        "seen. With one of them a join as of the past is a guess.",
    .fails = R"(scope:
  consumers:
    trainer: {kind: ml_training}
model:
  tables:
    «user_features»:
      role: feature
      columns:
        user_id: {type: string, pii: true}
        event_time: {type: timestamp, time: event}
  queries:
    training-set: {consumer: trainer, table: user_features}
)",
    .passes = R"(scope:
  consumers:
    trainer: {kind: ml_training}
model:
  tables:
    user_features:
      role: feature
      columns:
        user_id: {type: string, pii: true}
        event_time: {type: timestamp, time: event}
        known_at: {type: timestamp, time: processing}
  queries:
    training-set: {consumer: trainer, table: user_features}
)",
    .constraint = "point-in-time",
    .facts = "H6 H10"};

namespace {

/// How a table can be computed again over days that are past; empty if it cannot.
std::string rebuilt_by(const derive::Facts& facts, const NamedPipeline& pipeline) {
  const Lineage::Id table = facts.lineage.find_table(pipeline->to->text);
  if (table != Lineage::nowhere && !facts.lineage[table].rebuilt_by.empty())
    return fmt::format("job `{}`", facts.lineage[table].rebuilt_by.front()->name);
  return pipeline->mode.is(design::Mode::batch) ? fmt::format("a rerun of `{}`", pipeline.name)
                                                : std::string();
}

/// Who looks something up, and for which table.
struct Lookup {
  std::string_view who, to;
  std::string again;  ///< "job `recount`": what computes it again
};

void tell_lookup(const derive::Facts& facts, const Lookup& lookup, const design::Val<design::Name>& item,
                 const NamedTable& dimension, Report& report) {
  const Lineage::Id table = facts.lineage.find_table(lookup.to);
  const bool strict = table != Lineage::nowhere && facts.right_in_the_end(table);
  report.at(item.at)
      .error_if(strict)
      .say(
          "`{}` looks up `{}`, which keeps only its latest rows (`history: {}`): {} gives `{}` other rows "
          "than "
          "before",
          lookup.who, dimension.name, word(*dimension->history), lookup.again, lookup.to)
      .label("as it is today, not as it was")
      .because(derive::ConstraintId::exact_counts)
      .related(dimension->history.at, "said here")
      .help(
          "keep its versions with `history: scd2` and look up the one that held at the event's time, or "
          "carry "
          "what is looked up along in the events")
      .fix_set(false, "keep the versions of the dimension",
               fmt::format("model.tables.{}.history", dimension.name), "scd2");
}

/// A dimension beside the events may be made from dimensions: it is as they are today, and says so.
void check_lookups(const derive::Facts& facts, const Lookup& lookup, const design::List<design::Name>& read,
                   Report& report) {
  const auto& tables = facts.design.model.tables;
  const NamedTable* to = tables.find(lookup.to);
  if (to == nullptr || to->value.role.is(design::Role::dimension) || lookup.again.empty()) return;
  for (const auto& item : read) {
    const NamedTable* table = tables.find(item->text);
    const bool is_other = table != nullptr && table != to;
    if (is_other && estimate::keeps_latest_only(*table)) tell_lookup(facts, lookup, item, *table, report);
  }
}

}  // namespace

void check_M218(const derive::Facts& facts, Report& report) {
  for (const NamedPipeline& pipeline : facts.design.model.pipelines) {
    const Lookup lookup{pipeline.name, pipeline->to->text, rebuilt_by(facts, pipeline)};
    check_lookups(facts, lookup, pipeline->uses, report);
    check_lookups(facts, lookup, pipeline->from, report);
  }
  for (const auto& job : facts.design.backfill.jobs)
    check_lookups(facts, {job.name, job->rebuilds->text, "a run of it"}, job->from, report);
}

namespace {

bool has_time(const NamedTable& table, TimeKind kind) {
  return std::any_of(table->columns.begin(), table->columns.end(),
                     [&](const auto& column) { return column->time.is(kind); });
}

/// The first query of a table that trains a model, or joins the table to what does; null if there is none.
const derive::NamedQuery* trains(const derive::Facts& facts, const Lineage::Node& node) {
  for (const auto* list : {&node.queries, &node.joined_by}) {
    for (const derive::NamedQuery* query : *list) {
      const auto* consumer = facts.design.scope.consumers.find(query->value.consumer->text);
      if (consumer != nullptr && consumer->value.kind.is(design::ConsumerKind::ml_training)) return query;
    }
  }
  return nullptr;
}

std::string lacking(const NamedTable& table) {
  std::vector<std::string> lacks;
  if (!has_time(table, TimeKind::event)) lacks.emplace_back("when it happened (`time: event`)");
  if (!has_time(table, TimeKind::processing)) lacks.emplace_back("when it was known (`time: processing`)");
  return join(lacks, ", nor ");
}

}  // namespace

void check_M219(const derive::Facts& facts, Report& report) {
  for (const Lineage::Node& node : facts.lineage.nodes()) {
    if (node.table == nullptr || node.table->value.columns.empty()) continue;
    if (node.table->value.role.is(design::Role::dimension)) continue;
    const auto* query = trains(facts, node);
    const std::string lacks = lacking(*node.table);
    if (query == nullptr || lacks.empty()) continue;
    const auto& consumer = *facts.design.scope.consumers.find(query->value.consumer->text);
    report.at(node.table->key)
        .say("`{}` trains `{}`, and no column says {}", node.name, consumer.name, lacks)
        .because(derive::ConstraintId::point_in_time, consumer->kind.at)
        .related(query->key, "read for training")
        .help(
            "keep both times in each row, and join features to labels as they were known at the label's "
            "time");
  }
}

}  // namespace decide::rules
