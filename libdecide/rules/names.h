#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "derive/facts.h"
#include "rules/report.h"

/// What F005 looks names up with.
namespace decide::rules {

/// Names of one kind, and where they are declared.
struct NameGroup {
  std::string_view what;   ///< "table", "source or table"
  std::string_view where;  ///< "model.tables"
  std::vector<std::string_view> names;

  /// Adds names; to be called before any lookup.
  template <class T>
  void take(const design::Map<T>& map) {
    const auto more = map.names();
    names.insert(names.end(), more.begin(), more.end());
  }
  void sort();
  bool has(std::string_view name) const;
};

/// The tables among whose columns a name is looked for. Open, if one of them does not say which columns it
/// has: then nothing can be called unknown.
class ColumnScope {
 public:
  ColumnScope() = default;
  explicit ColumnScope(const derive::NamedTable* table) { add(table); }

  void add(const derive::NamedTable* table);
  void leave_open() { open_ = true; }
  bool is_open() const { return open_ || tables_.empty(); }
  bool has(std::string_view column) const;
  std::vector<std::string_view> columns() const;
  std::size_t size() const;
  /// "`clicks`", "`clicks` or `impressions`"
  std::string show() const;

 private:
  std::vector<const derive::NamedTable*> tables_;
  bool open_ = false;
};

/// The maps whose entries a what-if can say to break.
template <class Use>
void each_breakable(const design::Design& d, Use use) {
  use(d.model.sources);
  use(d.model.tables);
  use(d.model.queries);
  use(d.model.pipelines);
  use(d.backfill.jobs);
  use(d.close.checks);
  use(d.scope.consumers);
  use(d.partition);
}

/// A name where it stands; `head` and `tail` are what stands around it in the same scalar.
struct Mention {
  design::Place at;
  std::string_view name;
  std::string head{}, tail{};
};

/// Looks up names and reports those that nothing declares, each with the nearest that is declared.
class NameCheck {
 public:
  NameCheck(const derive::Facts& facts, Report& report);

  const derive::Facts& facts() const { return facts_; }
  Report& report() { return report_; }
  const derive::NamedTable* table(std::string_view name) const {
    return facts_.design.model.tables.find(name);
  }

  void expect(const NameGroup& group, const Mention& mention);
  void expect(const NameGroup& group, const design::Val<design::Name>& name);
  void expect(const NameGroup& group, const design::List<design::Name>& names);
  template <class T>
  void expect_keys(const NameGroup& group, const design::Map<T>& map) {
    for (const auto& entry : map) expect(group, Mention{entry.key, entry.name});
  }

  void column(const ColumnScope& scope, const Mention& mention);
  void column(const ColumnScope& scope, const design::Val<design::Name>& name);
  void columns(const ColumnScope& scope, const design::List<design::Name>& names);
  template <class T>
  void column_keys(const ColumnScope& scope, const design::Map<T>& map) {
    for (const auto& entry : map) column(scope, Mention{entry.key, entry.name});
  }
  /// `table.column`: the table, and then the column if the table says which it has.
  void reference(const design::Val<design::ColumnRef>& reference);

  /// The nearest of some names, or empty. A design full of unknown names gets no more than a bounded number
  /// of suggestions.
  std::string_view suggest(std::string_view word, const std::vector<std::string_view>& names);

  NameGroup tables, inputs, consumers, checks, erasable, methods, breakable;

 private:
  void offer(Draft& draft, const Mention& mention, std::string_view near, const std::string& otherwise);

  const derive::Facts& facts_;
  Report& report_;
  std::size_t budget_;
};

void check_model_names(NameCheck& check);
void check_later_names(NameCheck& check);
/// The paths of `accept` and `what_if`.
void check_paths(NameCheck& check);

}  // namespace decide::rules
