#include <map>
#include <optional>
#include <set>
#include <string_view>

#include "rules/close_reads.h"
#include "rules/report.h"
#include "units/quantity.h"

namespace decide::rules {

const Rule rule_C501{
    .code = "C501",
    .name = "freshness-unwatched",
    .severity = diag::Severity::error,
    .summary = "a table that a consumer reads has no freshness check",
    .rationale =
        "A pipeline that stops raises no error in the table that it fills: the numbers merely stay as they "
        "were, and every dashboard goes on showing them. Without a freshness check the first to notice is "
        "the consumer. The check belongs on the table that is read, since a stop anywhere before it shows "
        "there.",
    .fails = R"(scope:
  consumers:
    dash: {kind: dashboard, freshness: 5 min}
model:
  tables:
    «clicks»: {role: raw, key: [event_id]}
  queries:
    live: {consumer: dash, table: clicks}
close:
  checks:
    clicks-dups: {table: clicks, kind: duplicates, max: 2%, every: 1 h, on_fail: [ticket]}
)",
    .passes = R"(scope:
  consumers:
    dash: {kind: dashboard, freshness: 5 min}
model:
  tables:
    clicks: {role: raw, key: [event_id]}
  queries:
    live: {consumer: dash, table: clicks}
close:
  checks:
    clicks-fresh: {table: clicks, kind: freshness, max: 4 min, every: 1 min, on_fail: [page]}
)",
    .constraint = "freshness",
    .facts = {}};

const Rule rule_C502{
    .code = "C502",
    .name = "freshness-too-loose",
    .severity = diag::Severity::error,
    .summary = "a freshness check speaks later than the promise is broken",
    .rationale =
        "A check that looks every ten minutes and bears ninety speaks after a hundred. Where readers were "
        "promised less, they know of the stop before the one on call does. The limit and the time between "
        "two "
        "looks together must fit into what was promised.",
    .fails = R"(scope:
  consumers:
    dash: {kind: dashboard, freshness: 5 min}
model:
  tables:
    clicks: {role: raw, key: [event_id]}
  queries:
    live: {consumer: dash, table: clicks}
close:
  checks:
    clicks-fresh: {table: clicks, kind: freshness, max: «5 min», every: 1 min, on_fail: [page]}
)",
    .passes = R"(scope:
  consumers:
    dash: {kind: dashboard, freshness: 5 min}
model:
  tables:
    clicks: {role: raw, key: [event_id]}
  queries:
    live: {consumer: dash, table: clicks}
close:
  checks:
    clicks-fresh: {table: clicks, kind: freshness, max: 4 min, every: 1 min, on_fail: [page]}
)",
    .constraint = "freshness",
    .facts = {}};

const Rule rule_C507{
    .code = "C507",
    .name = "check-without-effect",
    .severity = diag::Severity::error,
    .summary = "a check does not say what happens when it fails",
    .rationale =
        "A check that fails and does nothing is a line on a page that nobody opens. What it does is part of "
        "the design: whether somebody is woken, a ticket is filed, readers see a banner, or the table is "
        "held back. Saying it also shows which checks are worth having.",
    .fails = R"(model:
  tables:
    clicks: {role: raw, key: [event_id]}
close:
  checks:
    «clicks-fresh»: {table: clicks, kind: freshness, max: 90 min, every: 10 min, owner: data-oncall}
)",
    .passes = R"(model:
  tables:
    clicks: {role: raw, key: [event_id]}
close:
  checks:
    clicks-fresh: {table: clicks, kind: freshness, max: 90 min, every: 10 min, on_fail: [ticket]}
)",
    .constraint = {},
    .facts = "N10"};

namespace {

std::set<std::string_view> watched_for(const design::Design& design, design::CheckKind kind) {
  std::set<std::string_view> tables;
  for (const auto& check : design.close.checks) {
    if (check->kind.is(kind) && check->table) tables.insert(check->table->text);
  }
  return tables;
}

struct Promise {
  units::Duration freshness;
  const derive::NamedConsumer* reader = nullptr;
  design::Place at;
};

/// The tightest freshness that those who read the table are promised, if any is.
std::optional<Promise> promise(const derive::Facts& facts, TableId table) {
  std::optional<Promise> tightest;
  for (const derive::NamedConsumer* consumer : facts.lineage.direct_consumers(table)) {
    const auto demand = facts.demand(consumer->value);
    if (demand.freshness && (!tightest || *demand.freshness < tightest->freshness))
      tightest = Promise{*demand.freshness, consumer, demand.freshness_at};
  }
  return tightest;
}

/// The longest that a stop goes unnoticed: the limit, and the time between two looks.
units::Duration noticed_after(const design::Check& check) {
  const units::Duration every = check.every ? *check.every : units::Duration{0};
  return check.max->duration + every;
}

/// For each table the freshness check that speaks first.
std::map<std::string_view, const design::Named<design::Check>*> first_to_speak(const design::Design& design) {
  std::map<std::string_view, const design::Named<design::Check>*> first;
  for (const auto& check : design.close.checks) {
    if (!check->kind.is(design::CheckKind::freshness) || !check->table) continue;
    if (!check->max || !check->max->is_duration) continue;
    const auto [at, added] = first.try_emplace(check->table->text, &check);
    if (!added && noticed_after(check.value) < noticed_after(at->second->value)) at->second = &check;
  }
  return first;
}

}  // namespace

void check_C501(const derive::Facts& facts, Report& report) {
  const auto watched = watched_for(facts.design, design::CheckKind::freshness);
  for (const TableId id : tables_read(facts)) {
    const derive::NamedTable& table = *facts.lineage[id].table;
    if (watched.contains(table.name)) continue;
    const auto limit = promise(facts, id);
    auto finding = report.at(table.key).because(derive::ConstraintId::freshness);
    if (limit) {
      finding.say("`{}` may be {} old at most for `{}`, and no freshness check watches it", table.name,
                  units::human(limit->freshness), limit->reader->name);
    } else {
      finding.say("`{}` is read by {}, and no freshness check watches it", table.name,
                  names_of(facts.lineage.direct_consumers(id)));
    }
    finding.help("add a check: `{{table: {}, kind: freshness, max: ..., every: ..., on_fail: [page]}}`",
                 table.name);
  }
}

void check_C502(const derive::Facts& facts, Report& report) {
  for (const auto& [table, check] : first_to_speak(facts.design)) {
    const TableId id = facts.lineage.find_table(table);
    if (id == derive::Lineage::nowhere) continue;
    const auto limit = promise(facts, id);
    const units::Duration noticed = noticed_after(check->value);
    if (!limit || noticed <= limit->freshness) continue;
    const std::string every =
        (*check)->every ? fmt::format(" + {} between two looks", units::human(*(*check)->every)) : "";
    report.at((*check)->max.at)
        .say("`{}` speaks after {}{} = {}, and `{}` was promised {}", check->name,
             units::human((*check)->max->duration), every, units::human(noticed), limit->reader->name,
             units::human(limit->freshness))
        .because(derive::ConstraintId::freshness, limit->at)
        .related(limit->at, "promised here")
        .help("`max` and `every` together must stay within {}", units::human(limit->freshness));
  }
}

void check_C507(const derive::Facts& facts, Report& report) {
  for (const auto& check : facts.design.close.checks) {
    if (!check->on_fail.empty()) continue;
    report.missing(check.at, "on_fail")
        .say("nothing happens when `{}` fails: it has no `on_fail`", check.name)
        .help("say `on_fail`: page, ticket, banner, not_ready or block, one or more of them");
  }
}

}  // namespace decide::rules
