#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "rules/close_reads.h"
#include "rules/report.h"
#include "units/quantity.h"

namespace decide::rules {

using design::CheckKind;

const Rule rule_C503{
    .code = "C503",
    .name = "completeness-unwatched",
    .severity = diag::Severity::error,
    .summary = "nothing would notice that rows are missing from a table that a consumer reads",
    .rationale =
        "Missing rows raise no error: the totals are merely smaller. A completeness check on the table sees "
        "them, so do checks on every table that it is made of, and so does a comparison with a table that is "
        "watched. A check on one of two inputs does not: what is fed beside it stays unseen. An error where "
        "readers need the right number in the end, else a warning.",
    .fails = R"(scope:
  consumers:
    invoicing: {kind: billing, correctness: exact}
model:
  tables:
    clicks: {role: raw, key: [event_id]}
    refunds: {role: raw, key: [refund_id]}
    «daily»: {role: aggregate, key: [day]}
  queries:
    invoice: {consumer: invoicing, table: daily}
  pipelines:
    count: {from: [clicks, refunds], to: daily, mode: batch}
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
    refunds: {role: raw, key: [refund_id]}
    daily: {role: aggregate, key: [day]}
  queries:
    invoice: {consumer: invoicing, table: daily}
  pipelines:
    count: {from: [clicks, refunds], to: daily, mode: batch}
close:
  checks:
    clicks-complete: {table: clicks, kind: completeness, against: source, tolerance: 1%, on_fail: [page]}
    refunds-complete: {table: refunds, kind: completeness, against: source, tolerance: 1%, on_fail: [page]}
)",
    .constraint = "exact-counts",
    .facts = "N7"};

const Rule rule_C504{
    .code = "C504",
    .name = "duplicates-unwatched",
    .severity = diag::Severity::error,
    .summary =
        "events are delivered more than once, and nothing would notice repeats in a table that is read",
    .rationale =
        "A merge or a dedup window is a promise about repeats; a check is what shows that it holds after the "
        "next change of a key or of a producer. It belongs on the table that is read, or on the raw tables "
        "whose repeats it would inherit; for credited conversions these are the conversions, since a touch "
        "that is there twice is still chosen once. A comparison with a table that is watched counts as well.",
    .fails = R"(scope:
  duplicates: 1%
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
  duplicates: 1%
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
    repeats: {table: clicks, kind: duplicates, max: 2%, every: 1 h, on_fail: [page]}
)",
    .constraint = "duplicate-delivery",
    .facts = "N9"};

const Rule rule_C506{
    .code = "C506",
    .name = "paths-unreconciled",
    .severity = diag::Severity::error,
    .summary = "a live and a final answer to one question, and nobody compares them",
    .rationale =
        "Two paths to one number drift apart: one drops late events, the other is rebuilt with a new rule. "
        "Without a comparison the difference is found by the customer who sees both. A reconcile check "
        "between "
        "the two says how far apart they may be, and when they are not.",
    .fails = R"(model:
  tables:
    live: {role: aggregate, key: [minute]}
    daily: {role: aggregate, key: [day]}
  pipelines:
    «live-counts»: {from: [topic], to: live, serves: daily, mode: stream}
close:
  checks:
    lag: {table: live, kind: lag, max: 3 min, every: 1 min, on_fail: [page]}
)",
    .passes = R"(model:
  tables:
    live: {role: aggregate, key: [minute]}
    daily: {role: aggregate, key: [day]}
  pipelines:
    live-counts: {from: [topic], to: live, serves: daily, mode: stream}
close:
  checks:
    same: {table: daily, kind: reconcile, with: live, tolerance: 2%, every: 1 d, on_fail: [page]}
)",
    .constraint = {},
    .facts = {}};

namespace {

/// Which nodes a kind of check sees, at the index of each: those that it watches, those all of whose inputs
/// are seen, and those that are compared with one that is seen. Linear in the lineage.
class Seen {
 public:
  Seen(const derive::Facts& facts, CheckKind kind)
      : lineage_(facts.lineage),
        seen_(lineage_.nodes().size(), false),
        unseen_inputs_(seen_.size(), 0),
        compared_(seen_.size()) {
    for (TableId id = 0; id < seen_.size(); ++id) {
      for (const TableId output : fed_directly(lineage_, id))
        unseen_inputs_[output] += matters(id, output) ? 1 : 0;
    }
    for (const auto& check : facts.design.close.checks) {
      if (check->kind.is(CheckKind::reconcile)) compare(check.value);
    }
    for (const auto& check : facts.design.close.checks) {
      if (check->kind.is(kind) && check->table) mark(lineage_.find_table(check->table->text));
    }
  }

  bool operator[](TableId id) const { return seen_[id]; }

  /// "`clicks` and `refunds`": the tables that feed it and are not seen; empty for none.
  std::string inputs_unseen(TableId id) const {
    std::vector<std::string_view> names;
    for (const TableId input : lineage_[id].inputs) {
      if (lineage_[input].table != nullptr && !seen_[input] && matters(input, id))
        names.push_back(lineage_[input].name);
    }
    return names.empty() ? std::string() : ticked(names);
  }

 private:
  /// False for what a conversion is credited to: it is chosen among, not counted.
  bool matters(TableId input, TableId output) const {
    const design::Table& table = lineage_[output].table->value;
    return !table.role.is(design::Role::attribution) ||
           !table.attribution.to.contains({std::string(lineage_[input].name)});
  }

  void mark(TableId first) {
    std::vector<TableId> fresh;
    if (first != derive::Lineage::nowhere) fresh.push_back(first);
    while (!fresh.empty()) {
      const TableId id = fresh.back();
      fresh.pop_back();
      if (seen_[id]) continue;
      seen_[id] = true;
      for (const TableId output : fed_directly(lineage_, id)) {
        if (matters(id, output) && --unseen_inputs_[output] == 0) fresh.push_back(output);
      }
      fresh.insert(fresh.end(), compared_[id].begin(), compared_[id].end());
    }
  }

  void compare(const design::Check& check) {
    if (!check.table || !check.with) return;
    const TableId one = lineage_.find_table(check.table->text);
    const TableId other = lineage_.find_table(check.with->text);
    if (one == derive::Lineage::nowhere || other == derive::Lineage::nowhere) return;
    compared_[one].push_back(other);
    compared_[other].push_back(one);
  }

  const derive::Lineage& lineage_;
  std::vector<bool> seen_;
  std::vector<std::size_t> unseen_inputs_;
  std::vector<std::vector<TableId>> compared_;  ///< by checks that reconcile it with another
};

}  // namespace

void check_C503(const derive::Facts& facts, Report& report) {
  const Seen seen(facts, CheckKind::completeness);
  for (const TableId id : tables_read(facts)) {
    if (seen[id]) continue;
    const derive::NamedTable& table = *facts.lineage[id].table;
    const std::string behind = seen.inputs_unseen(id);
    report.at(table.key)
        .error_if(facts.right_in_the_end(id))
        .say(
            "rows may go missing from `{}` unseen: no completeness check watches it{}{}, and it is compared "
            "with "
            "no table that is watched",
            table.name, behind.empty() ? "" : " or ", behind)
        .because(derive::ConstraintId::exact_counts)
        .help(
            "add a check: `{{table: {}, kind: completeness, against: source, tolerance: ..., every: ..., "
            "on_fail: "
            "[not_ready]}}`",
            table.name);
  }
}

void check_C504(const derive::Facts& facts, Report& report) {
  if (!facts.constraints.has(derive::ConstraintId::duplicate_delivery)) return;
  const Seen seen(facts, CheckKind::duplicates);
  for (const TableId id : tables_read(facts)) {
    if (seen[id]) continue;
    const derive::NamedTable& table = *facts.lineage[id].table;
    const std::string behind = seen.inputs_unseen(id);
    report.at(table.key)
        .error_if(facts.right_in_the_end(id))
        .say("repeats in `{}` would go unseen: no duplicates check watches it{}{}", table.name,
             behind.empty() ? "" : " or ", behind)
        .because(derive::ConstraintId::duplicate_delivery)
        .help("add a check: `{{table: {}, kind: duplicates, max: ..., every: ..., on_fail: [not_ready]}}`",
              table.name);
  }
}

void check_C506(const derive::Facts& facts, Report& report) {
  std::set<std::pair<std::string_view, std::string_view>> compared;
  for (const auto& check : facts.design.close.checks) {
    if (!check->kind.is(CheckKind::reconcile) || !check->table || !check->with) continue;
    compared.emplace(check->table->text, check->with->text);
    compared.emplace(check->with->text, check->table->text);
  }
  for (const auto& pipeline : facts.design.model.pipelines) {
    if (!pipeline->serves || !pipeline->to || pipeline->serves->text == pipeline->to->text) continue;
    if (compared.contains({pipeline->to->text, pipeline->serves->text})) continue;
    report.at(pipeline.key)
        .say("`{}` and `{}` answer the same question, and nobody compares them", pipeline->to->text,
             pipeline->serves->text)
        .related(pipeline->serves.at, "the final answer is named here")
        .help(
            "add a check: `{{table: {}, kind: reconcile, with: {}, tolerance: ..., every: 1 d, on_fail: "
            "[page]}}`",
            pipeline->serves->text, pipeline->to->text);
  }
}

}  // namespace decide::rules
