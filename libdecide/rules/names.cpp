#include "rules/names.h"

#include <algorithm>

#include "base/text.h"

namespace decide::rules {

namespace {

/// Beyond so many tables a column is not looked for; beyond so many comparisons nothing is offered.
constexpr std::size_t most_tables = 32, most_comparisons = 50000, most_listed = 6;

std::string listed(const std::vector<std::string_view>& names, std::string_view where) {
  if (names.empty()) return fmt::format("nothing is declared under `{}` yet", where);
  std::vector<std::string_view> first(
      names.begin(), names.begin() + static_cast<std::ptrdiff_t>(std::min(names.size(), most_listed)));
  if (first.size() == names.size()) return fmt::format("there is {}", join_words(first));
  return fmt::format("there is {} ...", join_words(first, ","));
}

}  // namespace

void NameGroup::sort() {
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
}

bool NameGroup::has(std::string_view name) const {
  return std::binary_search(names.begin(), names.end(), name);
}

void ColumnScope::add(const derive::NamedTable* table) {
  if (table == nullptr || (*table)->columns.empty() || tables_.size() == most_tables) {
    open_ = true;
  } else if (std::find(tables_.begin(), tables_.end(), table) == tables_.end()) {
    tables_.push_back(table);
  }
}

bool ColumnScope::has(std::string_view column) const {
  return std::any_of(tables_.begin(), tables_.end(), [&](const derive::NamedTable* table) {
    return (*table)->columns.contains(column) || (*table)->measures.contains(column);
  });
}

std::size_t ColumnScope::size() const {
  std::size_t all = 0;
  for (const derive::NamedTable* table : tables_) all += (*table)->columns.size();
  return all;
}

std::vector<std::string_view> ColumnScope::columns() const {
  std::vector<std::string_view> all;
  for (const derive::NamedTable* table : tables_) {
    const auto more = (*table)->columns.names();
    all.insert(all.end(), more.begin(), more.end());
  }
  return all;
}

std::string ColumnScope::show() const {
  std::vector<std::string> quoted;
  for (const derive::NamedTable* table : tables_) quoted.push_back(fmt::format("`{}`", table->name));
  const std::vector<std::string_view> names(quoted.begin(), quoted.end());
  return join_words(names, "or");
}

NameCheck::NameCheck(const derive::Facts& facts, Report& report)
    : facts_(facts), report_(report), budget_(most_comparisons) {
  const design::Design& d = facts.design;
  const auto fill = [](NameGroup& group, std::string_view what, std::string_view where, const auto&... maps) {
    group.what = what;
    group.where = where;
    (group.take(maps), ...);
  };
  fill(tables, "table", "model.tables", d.model.tables);
  fill(inputs, "source or table", "model", d.model.sources, d.model.tables);
  fill(consumers, "consumer", "scope.consumers", d.scope.consumers);
  fill(checks, "check", "close.checks", d.close.checks);
  fill(erasable, "table or source", "model", d.model.sources, d.model.tables);
  erasable.names.emplace_back("backups");
  fill(methods, "table or source", "model", d.model.sources, d.model.tables);
  methods.names.insert(methods.names.end(), {"backups", "default"});
  fill(breakable, "table, pipeline, job, query or check", "model");
  each_breakable(d, [this](const auto& map) { breakable.take(map); });
  for (NameGroup* group : {&tables, &inputs, &consumers, &checks, &erasable, &methods, &breakable})
    group->sort();
}

std::string_view NameCheck::suggest(std::string_view word, const std::vector<std::string_view>& names) {
  if (names.size() > budget_) return {};
  budget_ -= names.size();
  return nearest(word, names);
}

void NameCheck::offer(Draft& draft, const Mention& mention, std::string_view near,
                      const std::string& otherwise) {
  if (near.empty()) {
    draft.help("{}", otherwise);
    return;
  }
  draft.help("did you mean {}?", near);
  // Another name that only looks alike would change the design.
  if (is_slip(mention.name, near))
    draft.fix_word(mention.at, fmt::format("{}{}{}", mention.head, near, mention.tail));
}

void NameCheck::expect(const NameGroup& group, const Mention& mention) {
  if (!mention.at || group.has(mention.name)) return;
  Draft draft = report_.at(mention.at).say("there is no {} `{}` in this design", group.what, mention.name);
  offer(draft, mention, suggest(mention.name, group.names),
        fmt::format("declare it, or name one that is declared: {}", listed(group.names, group.where)));
}

void NameCheck::expect(const NameGroup& group, const design::Val<design::Name>& name) {
  expect(group, Mention{name.at, name->text});
}

void NameCheck::expect(const NameGroup& group, const design::List<design::Name>& names) {
  for (const auto& name : names) expect(group, name);
}

void NameCheck::column(const ColumnScope& scope, const Mention& mention) {
  if (!mention.at || scope.is_open() || scope.has(mention.name)) return;
  Draft draft = report_.at(mention.at).say("there is no column `{}` in {}", mention.name, scope.show());
  const std::string otherwise = fmt::format("add it to the columns of {}, or name one of them", scope.show());
  const bool affordable = scope.size() <= budget_;
  offer(draft, mention, affordable ? suggest(mention.name, scope.columns()) : std::string_view{}, otherwise);
}

void NameCheck::column(const ColumnScope& scope, const design::Val<design::Name>& name) {
  column(scope, Mention{name.at, name->text});
}

void NameCheck::columns(const ColumnScope& scope, const design::List<design::Name>& names) {
  for (const auto& name : names) column(scope, name);
}

void NameCheck::reference(const design::Val<design::ColumnRef>& reference) {
  if (!reference) return;
  expect(tables, Mention{reference.at, reference->table, "", "." + reference->column});
  column(ColumnScope(table(reference->table)),
         Mention{reference.at, reference->column, reference->table + ".", ""});
}

}  // namespace decide::rules
