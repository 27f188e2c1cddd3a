#include <algorithm>
#include <set>

#include "base/text.h"
#include "rules/names.h"

/// F005 for the sections after model.
namespace decide::rules {

namespace {

void check_layouts(NameCheck& check) {
  const auto& layouts = check.facts().design.partition;
  check.expect_keys(check.tables, layouts);
  for (const auto& layout : layouts) {
    const ColumnScope scope(check.table(layout.name));
    check.columns(scope, layout->cluster);
    for (const auto& transform : layout->by) {
      const std::string spelled = spell(*transform);
      const std::size_t at = spelled.rfind(transform->column);
      check.column(scope, Mention{transform.at, transform->column, spelled.substr(0, at),
                                  spelled.substr(at + transform->column.size())});
    }
  }
}

/// Columns that a change brings: another change may already speak of them.
std::set<std::pair<std::string_view, std::string_view>> coming_columns(const design::SchemaPlan& plan) {
  std::set<std::pair<std::string_view, std::string_view>> coming;
  for (const auto& change : plan.changes) {
    if (change->add) coming.emplace(change->add->table, change->add->column);
    if (change->rename && change->to) coming.emplace(change->rename->table, *change->to);
  }
  return coming;
}

void check_changes(NameCheck& check, const design::SchemaPlan& plan) {
  const auto coming = coming_columns(plan);
  for (const auto& change : plan.changes) {
    if (change->add)
      check.expect(check.tables, Mention{change->add.at, change->add->table, "", "." + change->add->column});
    for (const auto* column : {&change->retype, &change->drop, &change->rename, &change->extend}) {
      if (!coming.contains({(*column)->table, (*column)->column})) check.reference(*column);
    }
  }
}

void check_jobs(NameCheck& check) {
  for (const auto& job : check.facts().design.backfill.jobs) {
    check.expect(check.tables, job->rebuilds);
    check.expect(check.inputs, job->from);
    check.expect(check.tables, job->then);
    const ColumnScope target(check.table(job->rebuilds->text));
    check.columns(target, job->key);
    ColumnScope events = target;
    for (const auto& name : job->from) events.add(check.table(name->text));
    check.columns(events, job->dedup.key);
    check.column(events, job->order_by);
  }
}

/// The column by which a person is found: some table has it, or the scope lists it as personal data.
void check_erasure_key(NameCheck& check, const design::Val<design::Name>& key) {
  const design::Design& design = check.facts().design;
  const auto& personal = design.scope.compliance.personal_data;
  const auto& tables = design.model.tables;
  const auto settles = [&](const auto& table) {
    return table->columns.empty() || table->columns.contains(key->text);
  };
  if (!key || tables.empty() || personal.contains(*key)) return;
  if (std::any_of(tables.begin(), tables.end(), settles)) return;
  auto draft = check.report().at(key.at).say("no table has a column `{}`", key->text);
  std::vector<std::string_view> names;
  for (const auto& name : personal) names.emplace_back(name->text);
  const auto near = check.suggest(key->text, names);
  if (near.empty()) {
    draft.help("name the column that says whose row it is");
  } else {
    draft.help("did you mean {}?", near);
    if (is_slip(key->text, near)) draft.fix_word(key.at, near);
  }
}

/// Personal data may be in a source only; but what is nearly a column's name is meant to be it.
void check_personal_data(NameCheck& check) {
  const design::Design& design = check.facts().design;
  std::vector<std::string_view> columns;
  for (const auto& table : design.model.tables) {
    for (const auto& column : table->columns) columns.emplace_back(column.name);
  }
  std::sort(columns.begin(), columns.end());
  columns.erase(std::unique(columns.begin(), columns.end()), columns.end());
  for (const auto& name : design.scope.compliance.personal_data) {
    if (std::binary_search(columns.begin(), columns.end(), std::string_view(name->text))) continue;
    const auto near = check.suggest(name->text, columns);
    if (near.empty() || !is_slip(name->text, near)) continue;
    check.report()
        .at(name.at)
        .say("no table has a column `{}`", name->text)
        .help("did you mean {}?", near)
        .fix_word(name.at, near);
  }
}

void check_erasure(NameCheck& check) {
  const design::Erasure& erasure = check.facts().design.backfill.erasure;
  check.expect(check.erasable, erasure.reaches);
  check.expect_keys(check.methods, erasure.method.by_name);
  check_erasure_key(check, erasure.key);
}

void check_close(NameCheck& check) {
  const design::Close& close = check.facts().design.close;
  for (const auto& entry : close.checks) {
    check.expect(check.tables, entry->table);
    check.expect(check.tables, entry->with);
    check.columns(ColumnScope(check.table(entry->table->text)), entry->columns);
  }
  check.expect(check.checks, close.monitor_first);
  for (const auto& what_if : close.what_if) check.expect(check.breakable, what_if->breaks);
}

}  // namespace

void check_later_names(NameCheck& check) {
  check_layouts(check);
  check_changes(check, check.facts().design.backfill.schema);
  check_jobs(check);
  check_personal_data(check);
  check_erasure(check);
  check_close(check);
}

}  // namespace decide::rules
