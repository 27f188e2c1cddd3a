#include <algorithm>
#include <array>
#include <span>
#include <string_view>

#include "base/text.h"
#include "rules/report.h"

namespace decide::rules {

using design::BaseType;
using design::Role;
using Kind = design::Transform::Kind;

const Rule rule_P301{
    .code = "P301",
    .name = "no-layout",
    .severity = diag::Severity::error,
    .summary = "a raw, fact, aggregate, attribution or feature table has no layout",
    .rationale =
        "How a table lies on storage decides what a query reads, how many files a day leaves behind, and "
        "what a rerun or an erasure has to rewrite. Left open, it is decided by the default of whichever "
        "engine writes first, mostly no partition at all, and changing it later means to write the history "
        "again.",
    .fails = R"(model:
  tables:
    clicks: {role: raw}
    clicks_daily: {role: aggregate}
«partition»:
  clicks: {format: iceberg, by: [day(event_time)]}
)",
    .passes = R"(model:
  tables:
    clicks: {role: raw}
    campaigns: {role: dimension}
partition:
  clicks: {format: iceberg, by: [day(event_time)]}
)",
    .constraint = {},
    .facts = "A71"};

const Rule rule_P302{
    .code = "P302",
    .name = "bad-transform",
    .severity = diag::Severity::error,
    .summary = "a partition transform that the type of its column does not have",
    .rationale =
        "Transforms are defined by type: a date has no hour, a float cannot be put into buckets, and a list "
        "or a sketch has no value that could name a partition. Engines refuse such a table when it is made; "
        "those that take a path of folders instead write a partition for every rounding of a float.",
    .fails = R"(model:
  tables:
    clicks_daily:
      role: aggregate
      columns:
        report_date: {type: date}
partition:
  clicks_daily: {format: iceberg, by: [«hour(report_date)»]}
)",
    .passes = R"(model:
  tables:
    clicks_daily:
      role: aggregate
      columns:
        report_date: {type: date}
partition:
  clicks_daily: {format: iceberg, by: [day(report_date)]}
)",
    .constraint = {},
    .facts = "A40"};

namespace {

bool needs_layout(Role role) {
  return role != Role::dimension && role != Role::audit;
}

/// Whether a transform is bound to some types, or bars some, and how to say it.
struct Domain {
  std::span<const BaseType> types;
  bool allowed = false;  ///< `types` are those it has; else those it lacks
  std::string_view wants;
};

constexpr std::array with_hours{BaseType::timestamp, BaseType::timestamptz};
constexpr std::array with_days{BaseType::date, BaseType::timestamp, BaseType::timestamptz};
constexpr std::array no_bucket{BaseType::float_, BaseType::double_, BaseType::bool_,   BaseType::hll,
                               BaseType::map,    BaseType::array,   BaseType::struct_, BaseType::json};
constexpr std::array with_width{BaseType::string, BaseType::bytes, BaseType::int32, BaseType::int64,
                                BaseType::decimal};
constexpr std::array no_value{BaseType::array, BaseType::map, BaseType::struct_, BaseType::json,
                              BaseType::hll};

Domain domain_of(Kind kind) {
  switch (kind) {
    case Kind::hour:
      return {with_hours, true, "a timestamp or timestamptz"};
    case Kind::day:
    case Kind::month:
    case Kind::year:
      return {with_days, true, "a date, timestamp or timestamptz"};
    case Kind::bucket:
      return {no_bucket, false, "an integer, decimal, string, bytes, uuid, date or timestamp"};
    case Kind::truncate:
      return {with_width, true, "a string, bytes, int32, int64 or decimal"};
    case Kind::identity:
      break;
  }
  return {no_value, false, "a single value, such as a date, a number or a string"};
}

bool has_transform(BaseType type, Kind kind) {
  const Domain domain = domain_of(kind);
  const bool listed = std::find(domain.types.begin(), domain.types.end(), type) != domain.types.end();
  return listed == domain.allowed;
}

void report_transform(const derive::Facts& facts, Report& report, const design::Named<design::Layout>& layout,
                      const design::Val<design::Transform>& transform,
                      const design::Named<design::Column>& column) {
  const std::string type = design::spell(*column->type);
  auto draft = report.at(transform.at);
  draft
      .say("`{}` of `{}` needs {}, and `{}` is of type `{}`", design::spell(*transform), layout.name,
           domain_of(transform->kind).wants, column.name, type)
      .label("`{}` is of type `{}`", column.name, type)
      .related(column->type.at, "its type");
  if (transform->kind == Kind::hour && column->type->base == BaseType::date) {
    draft.help("a date has no hours: partition by `day({})`, or keep the time of day in the table",
               column.name);
    if (layout->by.size() == 1) {
      draft.fix_set(false, "partition by day", facts.document.path(layout->by.at.node),
                    fmt::format("[day({})]", column.name));
    }
    return;
  }
  draft.help("partition by another column or transform; `dedesign partition --suggest` proposes one");
}

}  // namespace

void check_P301(const derive::Facts& facts, Report& report) {
  const auto& layouts = facts.design.partition;
  for (const auto& table : facts.design.model.tables) {
    if (!table->role || !needs_layout(*table->role) || layouts.contains(table.name)) continue;
    report.missing({}, fmt::format("partition.{}", table.name))
        .say("`{}`, a table of role `{}`, has no layout", table.name, design::word(*table->role))
        .related(table.key, "declared here")
        .help("add it under `partition`; `dedesign partition --suggest` proposes one for the queries");
  }
}

void check_P302(const derive::Facts& facts, Report& report) {
  for (const auto& layout : facts.design.partition) {
    const auto* table = facts.design.model.tables.find(layout.name);
    if (table == nullptr) continue;
    for (const auto& transform : layout->by) {
      const auto* column = table->value.columns.find(transform->column);
      if (column == nullptr || !column->value.type) continue;
      if (has_transform(column->value.type->base, transform->kind)) continue;
      report_transform(facts, report, layout, transform, *column);
    }
  }
}

}  // namespace decide::rules
