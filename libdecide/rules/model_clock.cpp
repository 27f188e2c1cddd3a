#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "rules/report.h"

/// M241: sorted by one clock, asked by another.
namespace decide::rules {

using derive::Lineage;
using derive::NamedPipeline;
using derive::NamedTable;
using design::Role;
using design::TimeKind;

const Rule rule_M241{
    .code = "M241",
    .name = "wrong-clock",
    .severity = diag::Severity::error,
    .summary = "windows or partitions by processing time, and queries that ask by event time",
    .rationale =
        "A window by the clock of the machine puts an event where it was handled. After an outage of two "
        "hours the morning's clicks stand in the afternoon; a rerun moves all of them to the day of the "
        "rerun. Readers ask when things happened. Partitions by arrival can be right, since a load then "
        "touches one day only: if each row keeps its event time and somebody has stood by it with an "
        "`accept`.",
    .fails = R"(model:
  sources: {clicks_topic: {kind: kafka}}
  tables:
    minutes:
      role: aggregate
      columns:
        minute: {type: timestamp, time: event}
        clicks: {type: int64}
  queries:
    live: {table: minutes, filters: {minute: last 1 h}}
  pipelines:
    count: {from: [clicks_topic], to: minutes, mode: stream, time: «processing»}
)",
    .passes = R"(accept:
  arrival-days: {rule: P310, at: partition.clicks, because: [a load touches the day on which it runs only]}
model:
  tables:
    clicks:
      role: raw
      columns:
        event_time: {type: timestamp, time: event}
        arrived_at: {type: timestamp, time: processing}
  queries:
    day: {table: clicks, filters: {event_time: last 7 d}}
partition:
  clicks: {format: iceberg, by: [day(arrived_at)]}
)",
    .constraint = "late-events",
    .facts = "B49 C6 H19"};

namespace {

/// A query that asks when events happened.
struct Asked {
  const derive::NamedQuery* query = nullptr;
  std::string_view column;
};

bool is_time(const NamedTable& table, std::string_view column, TimeKind kind) {
  const auto* found = table->columns.find(column);
  return found != nullptr && found->value.time.is(kind);
}

bool filters_by(const design::Query& query, std::string_view column) {
  const auto* filter = query.filters.find(column);
  return filter != nullptr && filter->value->kind != design::Filter::Kind::all;
}

/// The column of event time that a query filters or groups by; empty if none.
std::string_view event_column(const design::Query& query, const NamedTable& table) {
  for (const auto& filter : query.filters) {
    if (filters_by(query, filter.name) && is_time(table, filter.name, TimeKind::event)) return filter.name;
  }
  for (const auto& name : query.group_by) {
    if (is_time(table, name->text, TimeKind::event)) return name->text;
  }
  return {};
}

/// The first such query of the table; those that also say when the rows arrived are served well.
std::optional<Asked> asked_of(const Lineage::Node& node, std::string_view arrival) {
  for (const derive::NamedQuery* query : node.queries) {
    if (!arrival.empty() && filters_by(query->value, arrival)) continue;
    const std::string_view column = event_column(query->value, *node.table);
    if (!column.empty()) return Asked{query, column};
  }
  return std::nullopt;
}

/// Such a query of each table, or of one behind it.
std::vector<std::optional<Asked>> asked_behind(const Lineage& lineage) {
  std::vector<std::optional<Asked>> asked(lineage.nodes().size());
  const std::vector<Lineage::Id> order = lineage.inputs_first();
  for (auto id = order.rbegin(); id != order.rend(); ++id) {
    if (lineage[*id].table != nullptr) asked[*id] = asked_of(lineage[*id], {});
    for (const Lineage::Id output : lineage[*id].outputs) {
      if (!asked[*id]) asked[*id] = asked[output];
    }
  }
  return asked;
}

/// Where a table is sorted by processing time, and who asks otherwise.
struct Wrong {
  design::Place at;
  std::string what;  ///< "`count` assigns windows of `minutes`"
  Asked asked;
};

/// Which tables somebody stands by.
class StoodBy {
 public:
  StoodBy(const derive::Facts& facts, std::string_view rule) {
    for (const auto& accept : facts.design.accept) {
      if (accept->rule && accept->at && accept->rule->text == rule) add(facts, *accept->at);
    }
  }
  /// The path of the acceptance that is about the table; empty if there is none.
  std::string_view path_of(std::string_view table) const {
    const auto found = paths_.find(table);
    if (found != paths_.end()) return found->second;
    return all_;
  }

 private:
  void add(const derive::Facts& facts, std::string_view path) {
    const auto parts = split(path, '.');
    const bool in_model = parts.size() > 2 && parts[0] == "model";
    if (parts.size() > 1 && parts[0] == "partition") {
      paths_.emplace(parts[1], path);
    } else if (in_model && parts[1] == "tables") {
      paths_.emplace(parts[2], path);
    } else if (in_model && parts[1] == "pipelines") {
      const auto* pipeline = facts.design.model.pipelines.find(parts[2]);
      if (pipeline != nullptr) paths_.emplace(pipeline->value.to->text, path);
    } else if (path == "partition" || path == "model" || path == "model.tables" ||
               path == "model.pipelines") {
      all_ = path;
    }
  }
  std::map<std::string_view, std::string_view> paths_;
  std::string_view all_;
};

bool keeps_events(const NamedTable& table) {
  return !table->role.is(Role::aggregate) && !table->role.is(Role::attribution);
}

/// A layout that says itself which clock its partitions follow.
bool lays_out_by(const design::Layout* layout, const NamedTable& table, TimeKind kind) {
  return layout != nullptr && std::any_of(layout->by.begin(), layout->by.end(), [&](const auto& item) {
           return is_time(table, item->column, kind);
         });
}

class ClockCheck {
 public:
  ClockCheck(const derive::Facts& facts, Report& report)
      : facts_(facts),
        report_(report),
        behind_(asked_behind(facts.lineage)),
        arrival_(facts, "P310"),
        own_(facts, "M241") {}

  void run(Lineage::Id id) {
    const NamedTable& table = *facts_.lineage[id].table;
    const bool has_event_time =
        std::any_of(table->columns.begin(), table->columns.end(),
                    [](const auto& column) { return column->time.is(TimeKind::event); });
    if (has_event_time && !arrival_.path_of(table.name).empty()) return;
    std::vector<Wrong> found = windows(id);
    if (auto partition = partitions(id)) found.push_back(*std::move(partition));
    if (!found.empty()) tell(table, accepted_first(table, std::move(found)));
  }

 private:
  std::vector<Wrong> windows(Lineage::Id id) const {
    const Lineage::Node& node = facts_.lineage[id];
    const bool copies = keeps_events(*node.table);
    const auto asked = copies ? asked_of(node, {}) : behind_[id];
    std::vector<Wrong> found;
    if (!asked || (copies && lays_out(*node.table))) return found;
    for (const NamedPipeline* writer : node.writers) {
      if (!writer->value.time.is(design::Clock::processing)) continue;
      found.push_back(
          {writer->value.time.at,
           fmt::format("`{}` assigns {} of `{}`", writer->name, copies ? "partitions" : "windows", node.name),
           *asked});
    }
    return found;
  }

  bool lays_out(const NamedTable& table) const {
    const design::Layout* layout = facts_.layout(table.name);
    return lays_out_by(layout, table, TimeKind::event) || lays_out_by(layout, table, TimeKind::processing);
  }

  std::optional<Wrong> partitions(Lineage::Id id) const {
    const Lineage::Node& node = facts_.lineage[id];
    const design::Layout* layout = facts_.layout(node.name);
    if (layout == nullptr) return std::nullopt;
    for (const auto& item : layout->by) {
      if (!is_time(*node.table, item->column, TimeKind::processing)) continue;
      if (const auto asked = asked_of(node, item->column))
        return Wrong{item.at, fmt::format("`{}` is partitioned", node.name), *asked};
    }
    return std::nullopt;
  }

  /// The finding stands where an acceptance of it looks for it, if there is one.
  Wrong accepted_first(const NamedTable& table, std::vector<Wrong> found) const {
    const std::string_view path = own_.path_of(table.name);
    if (path.empty()) return found.front();
    const auto covers = [&](const Wrong& wrong) {
      return facts_.document.path(wrong.at.node).starts_with(path);
    };
    const auto covered = std::find_if(found.begin(), found.end(), covers);
    if (covered != found.end()) return *covered;
    const auto* layout = facts_.design.partition.find(table.name);
    const bool in_partition = path.starts_with("partition") && layout != nullptr;
    found.front().at = in_partition                       ? layout->key
                       : path.starts_with("model.tables") ? table.key
                                                          : found.front().at;
    return found.front();
  }

  void tell(const NamedTable& table, const Wrong& wrong) {
    const derive::NamedQuery& query = *wrong.asked.query;
    report_.at(wrong.at)
        .say("{} by when events are handled, and `{}` asks by `{}`, when they happened", wrong.what,
             query.name, wrong.asked.column)
        .label("processing time")
        .because(derive::ConstraintId::late_events)
        .related(query.key, "asks by event time")
        .help(
            "follow the event time (`time: event`, and partitions of it), or keep it in each row of `{}` and "
            "stand by the arrival days with an `accept`",
            table.name);
  }

  const derive::Facts& facts_;
  Report& report_;
  std::vector<std::optional<Asked>> behind_;
  StoodBy arrival_, own_;
};

}  // namespace

void check_M241(const derive::Facts& facts, Report& report) {
  ClockCheck check(facts, report);
  for (Lineage::Id id = 0; id < facts.lineage.nodes().size(); ++id) {
    if (facts.lineage[id].table != nullptr) check.run(id);
  }
}

}  // namespace decide::rules
