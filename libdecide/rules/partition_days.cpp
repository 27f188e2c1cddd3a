#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <string>
#include <string_view>

#include "design/timezones.h"
#include "rules/kept.h"
#include "rules/layout_time.h"
#include "rules/report.h"

/// P314 and P319: whether partitions begin and end where people think that they do.
namespace decide::rules {

using derive::ConstraintId;
using Kind = design::Transform::Kind;

const Rule rule_P314{
    .code = "P314",
    .name = "retention-grain",
    .severity = diag::Severity::warning,
    .summary =
        "the retention is no multiple of the partition, so that dropping one drops too much or too little",
    .rationale =
        "Old data is cheap to remove when it is a partition: one entry of metadata goes, no file is "
        "rewritten. That works in whole partitions only. Ninety days in partitions of a month means that "
        "either rows stay up to a month too long, which an auditor finds, or that a report of ninety days "
        "finds its first days missing.",
    .fails = R"(model:
  tables:
    clicks:
      role: raw
      retention: 100 d
      columns:
        event_time: {type: timestamp, time: event}
partition:
  clicks: {format: iceberg, by: [«month(event_time)»]}
)",
    .passes = R"(model:
  tables:
    clicks:
      role: raw
      retention: 3 mo
      columns:
        event_time: {type: timestamp, time: event}
partition:
  clicks: {format: iceberg, by: [month(event_time)]}
)",
    .constraint = "query-history",
    .facts = ""};

const Rule rule_P319{
    .code = "P319",
    .name = "business-day",
    .severity = diag::Severity::warning,
    .summary = "partitions of a day in another time zone than the business, and a query asks by day",
    .rationale =
        "The day of the business and the day of the partition begin at different hours. A query for one "
        "business day reads two partitions, a rerun of one day repairs the half of two, and whoever counts "
        "rows of a partition to check a day counts another day. Most formats cut days in UTC and say so "
        "nowhere.",
    .fails = R"(scope:
  timezone: America/New_York
model:
  tables:
    clicks:
      role: raw
      columns:
        event_time: {type: timestamp, time: event}
  queries:
    report: {table: clicks, filters: {event_time: last 7 d}}
partition:
  clicks: {format: iceberg, by: [day(event_time)], timezone: «UTC»}
)",
    .passes = R"(scope:
  timezone: America/New_York
model:
  tables:
    clicks:
      role: raw
      columns:
        event_time: {type: timestamp, time: event}
  queries:
    report: {table: clicks, filters: {event_time: last 2 h}}
partition:
  clicks: {format: iceberg, by: [day(event_time)], timezone: UTC}
)",
    .constraint = "exact-counts",
    .facts = "A66"};

namespace {

// ---- P314 -------------------------------------------------------------------------------------------------

constexpr double month = 30 * 86400.0;
constexpr double year = 365 * 86400.0;

bool is_whole(double units) {
  return units >= 0.5 && std::abs(units - std::round(units)) < 1e-6;
}

/// A duration in calendar months, if it is written in months and years only: "1 y 6 mo" has 18.
std::optional<double> calendar_months(std::string_view text) {
  constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyz";
  double months = 0;
  while (!text.empty()) {
    const std::size_t unit = text.find_first_of(letters);
    if (unit == std::string_view::npos) return std::nullopt;
    const std::size_t end = std::min(text.find_first_not_of(letters, unit), text.size());
    const auto term = units::parse<units::Duration>(text.substr(0, end));
    const std::string_view name = text.substr(unit, end - unit);
    if (!term || (name != "mo" && name != "y")) return std::nullopt;
    months += name == "mo" ? term->value / month : term->value / year * 12;
    text.remove_prefix(std::min(text.find_first_not_of(' ', end), text.size()));
  }
  return months;
}

/// False where another value has been set in place of the written one.
bool is_as_written(const derive::Facts& facts, const Keeping& kept) {
  const auto said = units::parse<units::Duration>(facts.document[kept.at.node].text);
  return said && *said == kept.duration;
}

/// Whole calendar months, or years, as it is written; a value that is not the written one (another was set in
/// its place) by its length.
bool is_whole_calendar(const derive::Facts& facts, const Keeping& kept, Kind unit) {
  const double of_unit = unit == Kind::month ? 1 : 12;
  if (is_as_written(facts, kept)) {
    const auto months = calendar_months(facts.document[kept.at.node].text);
    return months && is_whole(*months / of_unit);
  }
  const double value = kept.duration.value;
  return is_whole(value / year) || (unit == Kind::month && is_whole(value / month));
}

bool fits(const derive::Facts& facts, const Keeping& kept, const TimePart& time) {
  const Kind unit = (*time.transform)->kind;
  if (unit == Kind::month || unit == Kind::year) return is_whole_calendar(facts, kept, unit);
  return is_whole(kept.duration / units::days(time.days));
}

/// The next longer retention that is a multiple of the unit; the same as years, where it is as many days.
std::string lengthened(units::Duration kept, const TimePart& time) {
  const double whole = std::ceil(kept / units::days(time.days) - 1e-6);
  const Kind unit = (*time.transform)->kind;
  const bool is_calendar = unit == Kind::month || unit == Kind::year;
  if (is_calendar && is_whole(kept.value / year)) return fmt::format("{:.0f} y", kept.value / year);
  if (unit == Kind::month) return fmt::format("{:.0f} mo", whole);
  if (unit == Kind::year) return fmt::format("{:.0f} y", whole);
  return as_answer(units::days(whole * time.days));
}

std::string as_said(const derive::Facts& facts, const Keeping& kept) {
  return is_as_written(facts, kept) ? facts.document[kept.at.node].text : units::human(kept.duration);
}

/// "a day", "an hour"
std::string one_of(std::string_view unit) {
  return fmt::format("{} {}", unit == "hour" ? "an" : "a", unit);
}

void judge_grain(const derive::Facts& facts, Report& report, const design::Named<design::Layout>& layout,
                 const Keeping& kept, const TimePart& time) {
  const std::string longer = lengthened(kept.duration, time);
  const std::string said = as_said(facts, kept);
  report.at(time.transform->at)
      .say(
          "`{}` is kept for {}, which is no whole number of {}s: dropping a partition drops up to {} too "
          "much or leaves as much too long",
          layout.name, said, unit_name(time), one_of(unit_name(time)))
      .label("partitions of {}", one_of(unit_name(time)))
      .because(ConstraintId::query_history)
      .related(kept.at, "kept for {}", said)
      .help("keep it for {}, or partition by a finer unit of time", longer)
      .fix_set(false, fmt::format("keep `{}` for {}", layout.name, longer),
               fmt::format("model.tables.{}.retention", layout.name), longer);
}

// ---- P319 -------------------------------------------------------------------------------------------------

/// One name for all of a zone; that of Greenwich counts as UTC.
std::string_view canonical(std::string_view name) {
  const std::string_view zone = design::zone_of(name);
  return zone == "Etc/UTC" || zone == "Etc/GMT" ? "UTC" : zone;
}

bool is_date(const design::Table& table, std::string_view column) {
  const auto* found = table.columns.find(column);
  return found != nullptr && found->value.type && found->value.type->base == design::BaseType::date;
}

/// Whole days: `last 7 d`, any choice of dates.
bool asks_for_days(const design::Table& table, const design::Named<design::Val<design::Filter>>& filter,
                   std::string_view partitioned) {
  const design::Filter& kept = *filter.value;
  if (kept.kind == design::Filter::Kind::all) return false;
  if (is_date(table, filter.name)) return true;
  const bool recent = kept.kind == design::Filter::Kind::last && filter.name == partitioned;
  return recent && is_whole(kept.last / units::days(1));
}

/// Where a query asks by day: the filter or the group; nowhere if it does not.
design::Place asks_by_day(const design::Table& table, const design::Query& query,
                          std::string_view partitioned) {
  for (const auto& filter : query.filters) {
    if (asks_for_days(table, filter, partitioned)) return filter.key;
  }
  for (const auto& name : query.group_by) {
    if (is_date(table, name->text)) return name.at;
  }
  return {};
}

void judge_zone(const derive::Facts& facts, Report& report, const design::Named<design::Layout>& layout,
                const design::Table& table, const TimePart& time) {
  const auto& business = facts.design.scope.timezone;
  const std::string zone = layout->timezone ? layout->timezone->text : "UTC";
  if (canonical(zone) == canonical(business->text)) return;
  for (const auto* query : facts.lineage[facts.lineage.id_of(table)].queries) {
    const design::Place asked = asks_by_day(table, query->value, (*time.transform)->column);
    if (!asked) continue;
    auto draft = layout->timezone ? report.at(layout->timezone.at) : report.missing(layout.at, "timezone");
    draft
        .say("`{}` is cut into days of `{}`{}, the business day is that of `{}`, and query `{}` asks by day",
             layout.name, zone, layout->timezone ? "" : " (the default)", business->text, query->name)
        .label("days of `{}`", zone)
        .because(ConstraintId::exact_counts)
        .related(business.at, "the business day")
        .related(asked, "asks by day")
        .help(
            "cut the days in `{}`; where the format knows days of UTC only, keep the business day as a date "
            "column and partition by that",
            business->text)
        .fix_set(false, "cut the days of the business", fmt::format("partition.{}.timezone", layout.name),
                 business->text);
    return;
  }
}

/// A date has been cut before it was written.
bool cuts_days(const design::Table& table, const TimePart& time) {
  const auto& transform = **time.transform;
  return transform.kind == Kind::day && !is_date(table, transform.column);
}

}  // namespace

void check_P314(const derive::Facts& facts, Report& report) {
  for (const auto& table : report.estimates().tables()) {
    const auto* layout = table.layout;
    const auto how_long = kept(facts, facts.lineage[table.id]);
    if (layout == nullptr || !how_long || how_long->duration.value <= 0) continue;
    const auto time = finest_time(table.model, layout->value);
    if (time && !fits(facts, *how_long, *time)) judge_grain(facts, report, *layout, *how_long, *time);
  }
}

void check_P319(const derive::Facts& facts, Report& report) {
  if (!facts.design.scope.timezone) return;
  for (const auto& table : report.estimates().tables()) {
    if (table.layout == nullptr) continue;
    const auto time = finest_time(table.model, table.layout->value);
    const design::Table& spec = table.model.table->value;
    if (time && cuts_days(spec, *time)) judge_zone(facts, report, *table.layout, spec, *time);
  }
}

}  // namespace decide::rules
