#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "rules/close_reads.h"
#include "rules/report.h"

namespace decide::rules {

using design::CheckKind;
using design::OnFail;

const Rule rule_C508{
    .code = "C508",
    .name = "bad-numbers-shown",
    .severity = diag::Severity::error,
    .summary = "nothing holds back an exact table whose numbers fail a check",
    .rationale =
        "Where numbers must be exact, showing a wrong one is worse than showing none: an invoice that went "
        "out has to be called back. A check that only pages somebody leaves the bad partition readable until "
        "a person acts. One check of completeness, duplicates, nulls or against another table, on the table "
        "or on what feeds it, must block the run or mark the table not ready.",
    .fails = R"(scope:
  consumers:
    invoicing: {kind: billing, correctness: exact}
model:
  tables:
    clicks: {role: raw, key: [event_id]}
    «daily»: {role: aggregate, key: [day]}
  queries:
    invoice: {consumer: invoicing, table: daily}
  pipelines:
    count: {from: [clicks], to: daily, mode: batch}
close:
  checks:
    complete: {table: clicks, kind: completeness, against: source, tolerance: 1%, on_fail: [page]}
)",
    .passes = R"(scope:
  consumers:
    invoicing: {kind: billing, correctness: exact}
model:
  tables:
    clicks: {role: raw, key: [event_id]}
    daily: {role: aggregate, key: [day]}
  queries:
    invoice: {consumer: invoicing, table: daily}
  pipelines:
    count: {from: [clicks], to: daily, mode: batch}
close:
  checks:
    complete: {table: clicks, kind: completeness, against: source, tolerance: 1%, on_fail: [not_ready]}
)",
    .constraint = "exact-counts",
    .facts = "N10"};

const Rule rule_C509{
    .code = "C509",
    .name = "nobody-called",
    .severity = diag::Severity::warning,
    .summary = "no check on a consumer's path pages an owner",
    .rationale =
        "An alarm needs somebody who hears it. If no check between the source and a consumer both pages and "
        "names its owner, the consumer is the one who reports the fault, usually in the morning. One check "
        "is enough, on any table that the consumer's numbers pass through.",
    .fails = R"(scope:
  consumers:
    «dash»: {kind: dashboard}
model:
  tables:
    clicks: {role: raw, key: [event_id]}
  queries:
    live: {consumer: dash, table: clicks}
close:
  checks:
    clicks-fresh: {table: clicks, kind: freshness, max: 4 min, every: 1 min, on_fail: [page]}
)",
    .passes = R"(scope:
  consumers:
    dash: {kind: dashboard}
model:
  tables:
    clicks: {role: raw, key: [event_id]}
  queries:
    live: {consumer: dash, table: clicks}
close:
  checks:
    clicks-fresh: {table: clicks, kind: freshness, max: 4 min, every: 1 min, on_fail: [page], owner: on-call}
)",
    .constraint = {},
    .facts = "N10"};

const Rule rule_C540{
    .code = "C540",
    .name = "monitor-first",
    .severity = diag::Severity::warning,
    .summary = "`monitor_first` is missing, or names a check of a table that no consumer depends on",
    .rationale =
        "Nobody builds every alarm in the first week. Which check comes first says what the author thinks "
        "will hurt, so it should watch something that a consumer depends on. A check of a table that nobody "
        "reads, and that feeds nothing that is read, can wait.",
    .fails = R"(scope:
  consumers:
    dash: {kind: dashboard}
model:
  tables:
    clicks: {role: raw, key: [event_id]}
    scratch: {role: fact, key: [event_id]}
  queries:
    live: {consumer: dash, table: clicks}
close:
  checks:
    clicks-fresh: {table: clicks, kind: freshness, max: 4 min, on_fail: [page]}
    scratch-fresh: {table: scratch, kind: freshness, max: 4 min, on_fail: [page]}
  monitor_first: [clicks-fresh, «scratch-fresh»]
)",
    .passes = R"(scope:
  consumers:
    dash: {kind: dashboard}
model:
  tables:
    clicks: {role: raw, key: [event_id]}
    scratch: {role: fact, key: [event_id]}
  queries:
    live: {consumer: dash, table: scratch}
  pipelines:
    copy: {from: [clicks], to: scratch, mode: batch}
close:
  checks:
    clicks-fresh: {table: clicks, kind: freshness, max: 4 min, on_fail: [page]}
    scratch-fresh: {table: scratch, kind: freshness, max: 4 min, on_fail: [page]}
  monitor_first: [clicks-fresh, scratch-fresh]
)",
    .constraint = {},
    .facts = {}};

namespace {

using NamedCheck = design::Named<design::Check>;

/// One that reconciles with nothing judges none.
bool judges_numbers(const design::Check& check) {
  if (check.kind.is(CheckKind::reconcile) && !check.with) return false;
  const auto among = {CheckKind::completeness, CheckKind::duplicates, CheckKind::nulls, CheckKind::reconcile};
  return std::any_of(among.begin(), among.end(), [&](CheckKind kind) { return check.kind.is(kind); });
}

bool holds_back(const design::Check& check) {
  return check.on_fail.contains(OnFail::block) || check.on_fail.contains(OnFail::not_ready);
}

bool pages(const design::Check& check) {
  return check.on_fail.contains(OnFail::page);
}

/// The tables that a check looks at: its own, and of a reconciliation the other one too.
std::vector<TableId> watched(const derive::Lineage& lineage, const design::Check& check) {
  std::vector<TableId> tables;
  for (const design::Val<design::Name>* name : {&check.table, &check.with}) {
    if (!*name) continue;
    const TableId id = lineage.find_table((*name)->text);
    if (id != derive::Lineage::nowhere) tables.push_back(id);
  }
  return tables;
}

/// The tables at and behind whose path a check with the property lies.
template <class Property>
std::vector<bool> guarded_by(const derive::Facts& facts, Property has) {
  std::vector<TableId> seeds;
  for (const NamedCheck& check : facts.design.close.checks) {
    if (!has(check.value)) continue;
    const auto tables = watched(facts.lineage, check.value);
    seeds.insert(seeds.end(), tables.begin(), tables.end());
  }
  return fed_by(facts.lineage, std::move(seeds));
}

/// For each table the first check of its own that judges its numbers, and so could hold them back.
std::map<std::string_view, const NamedCheck*> judges_by_table(const design::Design& design) {
  std::map<std::string_view, const NamedCheck*> judges;
  for (const NamedCheck& check : design.close.checks) {
    if (judges_numbers(check.value) && check->table) judges.try_emplace(check->table->text, &check);
  }
  return judges;
}

/// The check's `on_fail` with `not_ready` added, as it is written.
std::string with_not_ready(const design::Check& check) {
  std::string list = "[";
  for (const auto& effect : check.on_fail) {
    list += design::word(effect.value);
    list += ", ";
  }
  return list + "not_ready]";
}

void offer_to_hold_back(Draft& finding, const NamedCheck& check) {
  finding.related(check.key, "`{}` judges these numbers, and holds nothing back", check.name)
      .help("add `not_ready` to what `{}` does when it fails", check.name)
      .fix_set(false, "mark the table not ready", "close.checks." + check.name + ".on_fail",
               with_not_ready(check.value));
}

}  // namespace

void check_C508(const derive::Facts& facts, Report& report) {
  const auto guarded = guarded_by(
      facts, [](const design::Check& check) { return judges_numbers(check) && holds_back(check); });
  const auto judges = judges_by_table(facts.design);
  for (const TableId id : tables_read(facts)) {
    if (!facts.is_exact(id) || guarded[id]) continue;
    const derive::NamedTable& table = *facts.lineage[id].table;
    auto finding = report.at(table.key).because(derive::ConstraintId::exact_counts);
    finding
        .say(
            "`{}` must be exact, and no check of its numbers, on it or behind it, blocks or marks it "
            "not_ready",
            table.name)
        .help("let a completeness, duplicates, nulls or reconcile check of it have `on_fail: [not_ready]`");
    const auto judge = judges.find(table.name);
    if (judge != judges.end()) offer_to_hold_back(finding, *judge->second);
  }
}

namespace {

/// Per consumer the tables that its queries read or join, in the order of the file; without queries: none.
std::map<std::string_view, std::vector<TableId>> tables_of_consumers(const derive::Facts& facts) {
  std::map<std::string_view, std::vector<TableId>> tables;
  const auto add = [&](std::string_view consumer, std::string_view table) {
    const TableId id = facts.lineage.find_table(table);
    if (id != derive::Lineage::nowhere) tables[consumer].push_back(id);
  };
  for (const auto& query : facts.design.model.queries) {
    if (!query->consumer) continue;
    if (query->table) add(query->consumer->text, query->table->text);
    for (const auto& join : query->joins) add(query->consumer->text, join.name);
  }
  return tables;
}

bool any_of(const std::vector<bool>& marked, const std::vector<TableId>& tables) {
  return std::any_of(tables.begin(), tables.end(), [&](TableId id) { return marked[id]; });
}

}  // namespace

void check_C509(const derive::Facts& facts, Report& report) {
  const auto called =
      guarded_by(facts, [](const design::Check& check) { return pages(check) && !is_blank(check.owner); });
  const auto paged = guarded_by(facts, pages);
  const auto tables = tables_of_consumers(facts);
  for (const auto& consumer : facts.design.scope.consumers) {
    const auto own = tables.find(consumer.name);
    if (own == tables.end() || any_of(called, own->second)) continue;
    const std::string_view first = facts.lineage[own->second.front()].name;
    auto finding = report.at(consumer.key);
    if (any_of(paged, own->second)) {
      finding.say("the checks on the way to `{}` page, and none of them names its `owner`", consumer.name);
    } else {
      finding.say("no check on the way to `{}` pages anybody", consumer.name);
    }
    finding.help("give a check of `{}`, or of a table behind it, `on_fail: [page]` and an `owner`", first);
  }
}

void check_C540(const derive::Facts& facts, Report& report) {
  const design::Close& close = facts.design.close;
  if (close.monitor_first.empty()) {
    report.missing({}, "close.monitor_first")
        .say("nothing says which check is built and watched first")
        .help("name one to three checks of what consumers depend on: `monitor_first: [...]`");
  }
  for (const auto& name : close.monitor_first) {
    const NamedCheck* check = close.checks.find(name->text);
    if (check == nullptr) continue;
    const auto tables = watched(facts.lineage, check->value);
    const bool matters = std::any_of(tables.begin(), tables.end(),
                                     [&](TableId id) { return !facts.lineage.consumers(id).empty(); });
    if (tables.empty() || matters) continue;
    report.at(name.at)
        .say("`{}` is watched first, and no consumer depends on `{}`", check->name,
             facts.lineage[tables.front()].name)
        .related(check->key, "the check of `{}`", facts.lineage[tables.front()].name)
        .help("put a check first whose table a consumer reads, or that feeds one");
  }
}

}  // namespace decide::rules
