#include <algorithm>
#include <map>
#include <numeric>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "rules/kept.h"
#include "rules/layout_figures.h"
#include "rules/report.h"
#include "rules/sums.h"

/// M212 to M214: which touch earned what, and whether it can be told again.
namespace decide::rules {

using derive::ConstraintId;
using derive::Lineage;
using derive::NamedQuery;
using derive::NamedTable;
using design::Role;

const Rule rule_M212{
    .code = "M212",
    .name = "attribution-at-read",
    .severity = diag::Severity::error,
    .summary = "a query joins two event tables over a window",
    .rationale =
        "Which click earned an order is found by looking through the clicks of a month for each order. In a "
        "query this is done at each reading, over the largest tables there are, and with today's late "
        "clicks, so that the same report shows another number tomorrow. As a table it is computed once, has "
        "a rule that is written down, can be checked and corrected, and is a thousand times smaller.",
    .fails = R"(model:
  tables:
    clicks: {role: raw, key: [click_id]}
    orders: {role: raw, key: [order_id]}
  queries:
    credit: {table: orders, filters: {ordered_at: last 30 d}, joins: {«clicks»: [click_id]}}
)",
    .passes = R"(model:
  tables:
    clicks: {role: raw, key: [click_id]}
    orders: {role: raw, key: [order_id]}
    credits: {role: attribution, attribution: {of: orders, to: [clicks], window: 30 d, credit: last_click}}
    campaigns: {role: dimension, key: [campaign_id]}
  queries:
    credit: {table: credits, filters: {ordered_at: last 30 d}, joins: {campaigns: [campaign_id]}}
)",
    .constraint = "attribution-window",
    .facts = "G8 H4"};

const Rule rule_M213{
    .code = "M213",
    .name = "attribution-open",
    .severity = diag::Severity::error,
    .summary =
        "an attribution table lacks its window or its credit rule, or its sides have no column to join by",
    .rationale =
        "Platforms count the same sale within 7, 30 or 90 days, and give it to the first touch, to the last "
        "or to all. Without both answers two teams compute two truths from the same rows. And credit that "
        "is to be paid needs a touch that is named: an order that carries the id of its click, not a guess "
        "by time and place.",
    .fails = R"(model:
  tables:
    clicks: {role: raw, key: [click_id]}
    orders: {role: raw, key: [order_id]}
    credits:
      role: attribution
      «attribution»: {of: orders, to: [clicks], credit: last_click}
)",
    .passes = R"(model:
  tables:
    clicks: {role: raw, key: [click_id]}
    orders: {role: raw, key: [order_id]}
    credits:
      role: attribution
      attribution: {of: orders, to: [clicks], window: 30 d, credit: last_click}
)",
    .constraint = "attribution-window",
    .facts = "H11 H13 H14 H15"};

const Rule rule_M214{
    .code = "M214",
    .name = "attribution-history",
    .severity = diag::Severity::error,
    .summary = "a side of an attribution is kept for less than the window and the latest event",
    .rationale =
        "An order at the end of the window looks back at clicks of its beginning, and when the order itself "
        "comes in days late they have to be there still. A click that was deleted before is a credit that "
        "somebody else gets, or nobody. A rebuild needs the window on top of the days that it rebuilds.",
    .fails = R"(scope:
  lateness: {max: 3 d}
model:
  tables:
    clicks: {role: raw, key: [click_id], retention: «30 d»}
    orders: {role: raw, key: [order_id], retention: 400 d}
    credits:
      role: attribution
      attribution: {of: orders, to: [clicks], window: 30 d, credit: last_click}
)",
    .passes = R"(scope:
  lateness: {max: 3 d}
model:
  tables:
    clicks: {role: raw, key: [click_id], retention: 33 d}
    orders: {role: raw, key: [order_id], retention: 400 d}
    credits:
      role: attribution
      attribution: {of: orders, to: [clicks], window: 30 d, credit: last_click}
)",
    .constraint = "attribution-window",
    .facts = "H18 H20"};

namespace {

bool holds_events(const NamedTable& table) {
  return table->role.is(Role::raw) || table->role.is(Role::fact);
}

/// True if the columns are the key of the table, in any order.
bool is_key(const design::List<design::Name>& columns, const NamedTable& table) {
  return !columns.empty() && columns.size() == table->key.size() &&
         std::all_of(columns.begin(), columns.end(),
                     [&](const auto& column) { return table->key.contains(*column); });
}

/// How far apart the events of the two tables may be, as far as the query tells.
std::string window_of(const design::Query& query) {
  std::optional<units::Duration> longest;
  for (const auto& filter : query.filters) {
    if (filter.value->kind != design::Filter::Kind::last) continue;
    longest = std::max(longest.value_or(filter.value->last), filter.value->last);
  }
  return longest ? fmt::format("over {}", units::human(*longest)) : "over all that is kept";
}

}  // namespace

void check_M212(const derive::Facts& facts, Report& report) {
  const auto& tables = facts.design.model.tables;
  for (const NamedQuery& query : facts.design.model.queries) {
    const NamedTable* from = tables.find(query->table->text);
    if (from == nullptr || !holds_events(*from)) continue;
    for (const auto& join : query->joins) {
      const NamedTable* other = tables.find(join.name);
      if (other == nullptr || other == from || !holds_events(*other)) continue;
      // Two parts of one event: no window lies between them.
      if (is_key(join.value, *from) && is_key(join.value, *other)) continue;
      const std::string runs = query->runs ? fmt::format(", {}", units::human(*query->runs)) : "";
      report.at(join.key)
          .say("`{}` joins the events of `{}` and `{}` {} each time that it runs{}", query.name, from->name,
               other->name, window_of(query.value), runs)
          .label("a second table of events")
          .because(ConstraintId::attribution_window)
          .related(from->value.role.at, "`{}` holds events", from->name)
          .related(other->value.role.at, "`{}` holds events", other->name)
          .help(
              "compute it once in a table of `role: attribution` with its window and credit rule, and ask "
              "that one");
    }
  }
}

namespace {

/// The sides of an attribution, joined into groups by the columns that reference each other.
class Sides {
 public:
  explicit Sides(const derive::Facts& facts, const design::Attribution& attribution) {
    add(facts, attribution.of->text);
    for (const auto& name : attribution.to) add(facts, name->text);
    group_.resize(tables_.size());
    std::iota(group_.begin(), group_.end(), std::size_t{0});
    for (std::size_t i = 0; i < tables_.size(); ++i) {
      if (tables_[i] != nullptr) join_by_columns(i);
    }
  }

  /// True if nothing tells how the i-th table of `to` is joined to the events of `of`. A side that does not
  /// list its columns may share a reference, if `of` has one.
  bool is_apart(std::size_t i) const {
    const std::size_t side = i + 1;
    return is_told(0) && (is_told(side) || !of_references_) && root(side) != root(0);
  }

 private:
  void add(const derive::Facts& facts, std::string_view name) {
    tables_.push_back(facts.design.model.tables.find(name));
    index_.emplace(name, tables_.size() - 1);
  }
  bool is_told(std::size_t i) const { return tables_[i] != nullptr && !tables_[i]->value.columns.empty(); }
  std::size_t root(std::size_t i) const {
    while (group_[i] != i) i = group_[i];
    return i;
  }
  /// The smaller root wins, so that the chains stay short.
  void unite(std::size_t a, std::size_t b) {
    const std::size_t first = std::min(root(a), root(b));
    group_[root(a)] = first;
    group_[root(b)] = first;
    group_[a] = first;
    group_[b] = first;
  }

  /// A side that it references is joined to it, and so is one that references the same column elsewhere.
  void join_by_columns(std::size_t i) {
    for (const auto& column : tables_[i]->value.columns) {
      if (!column->references) continue;
      of_references_ |= i == 0;
      const auto side = index_.find(column->references->table);
      if (side != index_.end()) unite(i, side->second);
      const auto [shared, is_new] = by_reference_.emplace(design::spell(*column->references), i);
      if (!is_new) unite(i, shared->second);
    }
  }

  std::vector<const NamedTable*> tables_;  ///< `of`, then those of `to`
  std::map<std::string_view, std::size_t> index_;
  std::map<std::string, std::size_t> by_reference_;
  std::vector<std::size_t> group_;
  bool of_references_ = false;
};

void tell_missing(const NamedTable& table, std::string_view field, std::string_view what,
                  std::string_view help, Report& report) {
  const design::Attribution& attribution = table->attribution;
  const bool has = static_cast<bool>(attribution.at);
  report
      .missing(has ? attribution.at : table.at,
               has ? std::string(field) : fmt::format("attribution.{}", field))
      .say("`{}` is an attribution and does not say {}", table.name, what)
      .because(ConstraintId::attribution_window)
      .help("{}", help);
}

void check_open(const derive::Facts& facts, const NamedTable& table, Report& report) {
  const design::Attribution& attribution = table->attribution;
  if (!attribution.window)
    tell_missing(table, "window", "over which window it looks back",
                 "agree on it with those who pay, as `window: 30 d`", report);
  if (!attribution.credit)
    tell_missing(table, "credit", "which touch earns the credit",
                 "agree on it with those who pay, as `credit: last_click`", report);
  const Sides sides(facts, attribution);
  for (std::size_t i = 0; i < attribution.to.size(); ++i) {
    if (!attribution.of || !sides.is_apart(i)) continue;
    const auto& to = attribution.to[i];
    report.at(to.at)
        .say(
            "`{}` gives credit for `{}` to `{}`, and no column says which row of one belongs to which of "
            "the other",
            table.name, attribution.of->text, to->text)
        .label("no `references` to join by")
        .because(ConstraintId::attribution_window)
        .help("carry the id of the touch along in `{}`, and mark that column with `references: {}.ID`",
              attribution.of->text, to->text);
  }
}

/// The longest that one side has to be kept, and for which attribution.
struct Need {
  const NamedTable* table = nullptr;
  units::Duration window;
};

void check_side(const derive::Facts& facts, const Lineage::Node& side, const Need& need, Report& report) {
  const auto held = kept(facts, side);
  const auto& latest = facts.design.scope.lateness.max;
  const units::Duration wanted = need.window + latest.value_or({0});
  if (!held || held->duration >= wanted) return;
  const std::string sum = latest
                              ? fmt::format("{} and events up to {} late make {}", units::human(need.window),
                                            units::human(*latest), units::human(wanted))
                              : units::human(need.window);
  report.at(held->at)
      .say("`{}` is kept for {}, and `{}` looks back over it: {}", side.name,
           time_beside(held->duration, wanted), need.table->name, sum)
      .label("{} too short", units::human(wanted - held->duration))
      .because(ConstraintId::attribution_window, need.table->value.attribution.window.at)
      .related(need.table->value.attribution.window.at, "the window")
      .figure({"kept_for",
               wanted.value,
               "s",
               "window + latest event",
               {{"window", units::human(need.window)},
                {"latest event", latest ? units::human(*latest) : "not said"}}})
      .help("keep `{}` at least {}, and as long again as you want to rebuild", side.name,
            units::human(rounded_up(wanted)))
      .fix_set(false, fmt::format("keep it for {}", as_answer(rounded_up(wanted))),
               fmt::format("model.tables.{}.retention", side.name), as_answer(rounded_up(wanted)));
}

}  // namespace

void check_M213(const derive::Facts& facts, Report& report) {
  for (const NamedTable& table : facts.design.model.tables) {
    if (table->role.is(Role::attribution)) check_open(facts, table, report);
  }
}

void check_M214(const derive::Facts& facts, Report& report) {
  std::map<Lineage::Id, Need> needs;
  for (const NamedTable& table : facts.design.model.tables) {
    const design::Attribution& attribution = table->attribution;
    if (!attribution.window) continue;
    const auto add = [&](const design::Val<design::Name>& side) {
      const Lineage::Id id = facts.lineage.find_table(side->text);
      if (id == Lineage::nowhere) return;
      Need& need = needs[id];
      if (need.table == nullptr || need.window < *attribution.window) need = {&table, *attribution.window};
    };
    add(attribution.of);
    for (const auto& side : attribution.to) add(side);
  }
  for (const auto& [id, need] : needs) check_side(facts, facts.lineage[id], need, report);
}

}  // namespace decide::rules
