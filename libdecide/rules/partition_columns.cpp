#include <algorithm>
#include <string>
#include <vector>

#include "advise/spell.h"
#include "base/text.h"
#include "rules/partition_limits.h"
#include "rules/partition_proposal.h"
#include "rules/report.h"

namespace decide::rules {

using derive::ConstraintId;
using design::TimeKind;

const Rule rule_P310{
    .code = "P310",
    .name = "arrival-partition",
    .severity = diag::Severity::warning,
    .summary = "partitions by processing time while queries filter by event time",
    .rationale =
        "A partition by arrival is simple to write: nothing is ever late. But a question about yesterday's "
        "events finds them in the partitions of every day on which one of them arrived, and as nothing says "
        "which days these are, all partitions are read. A rerun of one day has the same trouble: it would "
        "have to replace rows in partitions that belong to other days.",
    .fails = R"(model:
  tables:
    clicks:
      role: raw
      columns:
        event_time: {type: timestamp, time: event}
        arrived_at: {type: timestamp, time: processing}
  queries:
    daily-report:
      table: clicks
      filters: {event_time: last 7 d}
partition:
  clicks: {format: iceberg, by: [«day(arrived_at)»]}
)",
    .passes = R"(model:
  tables:
    clicks:
      role: raw
      columns:
        event_time: {type: timestamp, time: event}
        arrived_at: {type: timestamp, time: processing}
  queries:
    daily-report:
      table: clicks
      filters: {event_time: last 7 d, arrived_at: last 10 d}
partition:
  clicks: {format: iceberg, by: [day(arrived_at)]}
)",
    .constraint = "hot-queries",
    .facts = "A66 B49"};

const Rule rule_P317{
    .code = "P317",
    .name = "key-outside-partition",
    .severity = diag::Severity::error,
    .summary =
        "an upsert looks for the old row in one partition only, and its key does not name that partition",
    .rationale =
        "Hudi, ClickHouse and Flink's writer for Iceberg look for the row that an upsert replaces inside the "
        "partition of the new row. If a column of the partition is not part of the key, a second version of "
        "the row may carry another value there: it is written beside the first, in another partition, and "
        "both live on. Counts are then too high, by rows that no deduplication inside a partition sees.",
    .fails = R"(model:
  sources:
    orders_topic: {kind: cdc}
  tables:
    orders:
      role: raw
      key: [order_id]
      columns:
        order_id: {type: string, cardinality: unique}
        updated_at: {type: timestamp, time: event}
  pipelines:
    land: {from: [orders_topic], to: orders, mode: stream, engine: flink, write: merge}
partition:
  orders: {format: iceberg, by: [«day(updated_at)»]}
)",
    .passes = R"(model:
  sources:
    orders_topic: {kind: cdc}
  tables:
    orders:
      role: raw
      key: [order_id]
      columns:
        order_id: {type: string, cardinality: unique}
        updated_at: {type: timestamp, time: event}
  pipelines:
    land: {from: [orders_topic], to: orders, mode: stream, engine: flink, write: merge}
partition:
  orders: {format: iceberg, by: ['bucket(64, order_id)']}
)",
    .constraint = "duplicate-delivery",
    .facts = "A43 A56"};

namespace {

using NamedLayout = design::Named<design::Layout>;
using TransformItem = design::Val<design::Transform>;

const design::Named<design::Column>* column_of(const derive::NamedTable& table, std::string_view name) {
  return table->columns.find(name);
}

bool filters_by(const design::Query& query, std::string_view column) {
  const auto* filter = query.filters.find(column);
  return filter != nullptr && filter->value->kind != design::Filter::Kind::all;
}

/// A filter by an event time of a query that does not also say when its rows arrived.
struct Asked {
  const derive::NamedQuery* query = nullptr;
  const design::Named<design::Val<design::Filter>>* filter = nullptr;
};

/// True if partitions of the layout are passed over by ranges of that column.
bool is_pruned_by(const NamedLayout& layout, std::string_view column) {
  return std::any_of(layout->by.begin(), layout->by.end(), [&](const TransformItem& item) {
    return item->column == column && item->kind != design::Transform::Kind::bucket;
  });
}

std::vector<Asked> asked_by_event(const derive::Lineage::Node& node, const NamedLayout& layout,
                                  std::string_view arrival) {
  std::vector<Asked> all;
  for (const derive::NamedQuery* query : node.queries) {
    if (filters_by(query->value, arrival)) continue;
    for (const auto& filter : (*query)->filters) {
      const auto* column = column_of(*node.table, filter.name);
      if (column == nullptr || !column->value.time.is(TimeKind::event)) continue;
      if (filter.value->kind == design::Filter::Kind::all || is_pruned_by(layout, filter.name)) continue;
      all.push_back({query, &filter});
      break;
    }
  }
  return all;
}

/// `by` with another item in the place of one.
std::string with_item(const NamedLayout& layout, const TransformItem& changed, const design::Transform& by) {
  std::vector<std::string> items;
  for (const TransformItem& item : layout->by)
    items.push_back(design::spell(item.at.node == changed.at.node ? by : *item));
  return advise::yaml_list(items);
}

void report_arrival(const derive::Facts& facts, Report& report, const NamedLayout& layout,
                    const TransformItem& item, const design::Named<design::Column>& arrival,
                    const std::vector<Asked>& asked) {
  const std::string_view event = asked.front().filter->name;
  const std::string others =
      asked.size() > 1 ? fmt::format(" (and {} more)", asked.size() - 1) : std::string();
  design::Transform better = *item;
  better.column = event;
  const auto* table = facts.design.model.tables.find(layout.name);
  const auto* column = table == nullptr ? nullptr : column_of(*table, event);
  const bool is_date =
      column != nullptr && column->value.type && column->value.type->base == design::BaseType::date;
  if (is_date && better.kind == design::Transform::Kind::hour) better.kind = design::Transform::Kind::day;
  report.at(item.at)
      .say("`{}` is partitioned by when rows arrived, and `{}`{} filters by `{}`, when events happened",
           layout.name, asked.front().query->name, others, event)
      .label("a processing time")
      .because(ConstraintId::hot_queries, asked.front().query->key)
      .related(arrival.value.time.at, "declared here")
      .related(asked.front().filter->key, "filters by event time")
      .help("partition by {}, or filter by {} as well, wide enough for late events", design::spell(better),
            item->column)
      .fix_set(false, fmt::format("partition by {}", design::spell(better)),
               facts.document.path(layout->by.at.node), with_item(layout, item, better));
}

}  // namespace

void check_P310(const derive::Facts& facts, Report& report) {
  for (const NamedLayout& layout : facts.design.partition) {
    const auto id = facts.lineage.find_table(layout.name);
    if (id == derive::Lineage::nowhere) continue;
    for (const TransformItem& item : layout->by) {
      const auto* column = column_of(*facts.lineage[id].table, item->column);
      if (column == nullptr || !column->value.time.is(TimeKind::processing)) continue;
      const auto asked = asked_by_event(facts.lineage[id], layout, item->column);
      if (!asked.empty()) report_arrival(facts, report, layout, item, *column, asked);
    }
  }
}

namespace {

/// A write that finds rows by key and updates them.
struct Upsert {
  std::string called;  ///< "pipeline `land`"
  const design::List<design::Name>* key = nullptr;
  std::string_view engine;
  design::Place at;
};

bool updates_rows(const design::Val<design::Write>& write) {
  return write.is(design::Write::merge) || write.is(design::Write::increment);
}

template <class Writer>
void add_upsert(std::vector<Upsert>& all, std::string_view kind, const Writer& writer,
                const design::List<design::Name>& table_key) {
  if (!updates_rows(writer->write)) return;
  const auto& key = writer->key.empty() ? table_key : writer->key;
  if (key.empty()) return;
  all.push_back({fmt::format("{} `{}`", kind, writer.name), &key, *writer->engine, writer->write.at});
}

std::vector<Upsert> upserts(const derive::Lineage::Node& node) {
  std::vector<Upsert> all;
  for (const auto* pipeline : node.writers) add_upsert(all, "pipeline", *pipeline, (*node.table)->key);
  for (const auto* job : node.rebuilt_by) {
    if ((*job)->rebuilds->text == node.name) add_upsert(all, "job", *job, (*node.table)->key);
  }
  return all;
}

/// Where the old row is looked for inside the partition of the new one only.
bool looks_inside_only(design::Format format, std::string_view engine) {
  if (format == design::Format::hudi || format == design::Format::clickhouse) return true;
  return format == design::Format::iceberg && is_engine(engine, "Flink");
}

std::string_view who_looks(design::Format format) {
  if (format == design::Format::hudi) return "Hudi";
  return format == design::Format::clickhouse ? "ClickHouse" : "Flink";
}

std::string spelled_key(const design::List<design::Name>& key) {
  std::vector<std::string> names;
  for (const auto& name : key) names.push_back(name->text);
  return join(names, ", ");
}

void report_outside(Report& report, const NamedLayout& layout, const TransformItem& item,
                    const std::vector<const Upsert*>& found) {
  const Upsert& first = *found.front();
  const auto& key = *first.key;
  report.at(item.at)
      .say(
          "{}{} updates rows of `{}` by ({}), and {} looks for the old row in the partition of `{}` of the "
          "new one only",
          first.called, found.size() > 1 ? fmt::format(" (and {} more)", found.size() - 1) : std::string(),
          layout.name, spelled_key(key), who_looks(*layout->format), item->column)
      .label("`{}` is not part of the key", item->column)
      .because(ConstraintId::duplicate_delivery)
      .related(key.at, "the key")
      .related(first.at, "the update")
      .help("partition by a column of the key, such as bucket(64, {}), or make {} part of the key",
            key[0]->text, item->column);
}

}  // namespace

void check_P317(const derive::Facts& facts, Report& report) {
  for (const NamedLayout& layout : facts.design.partition) {
    const auto id = facts.lineage.find_table(layout.name);
    if (id == derive::Lineage::nowhere || !layout->format) continue;
    const std::vector<Upsert> all = upserts(facts.lineage[id]);
    for (const TransformItem& item : layout->by) {
      std::vector<const Upsert*> found;
      for (const Upsert& upsert : all) {
        const bool named = upsert.key->contains({item->column});
        if (!named && looks_inside_only(*layout->format, upsert.engine)) found.push_back(&upsert);
      }
      if (!found.empty()) report_outside(report, layout, item, found);
    }
  }
}

}  // namespace decide::rules
