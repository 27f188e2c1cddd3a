#include <algorithm>

#include "rules/report.h"

/// S119: how far back.
namespace decide::rules {

const Rule rule_S119{
    .code = "S119",
    .name = "retention-order",
    .summary = "Hot data reaches further back than questions do, or questions further than anything is kept.",
    .rationale =
        "What answers at full speed is a part of what can be asked at all. And questions may reach further "
        "back "
        "than raw events only if some derived table is kept longer, as sums usually are; else the older "
        "questions have nothing to read.",
    .fails = R"(scope:
  retention: {raw: 400 d, queryable: 90 d, hot: «120 d»}
)",
    .passes = R"(scope:
  retention: {raw: 30 d, queryable: 90 d, hot: 90 d}
model:
  tables:
    clicks: {role: raw, retention: 30 d}
    clicks_daily: {role: aggregate, retention: 90 d}
)",
    .constraint = "query-history",
    .facts = "",
};

namespace {

/// Some table is kept longer than raw events, or it is not known for how long. Before there are tables nobody
/// can say.
bool something_outlives(const design::Model& model, units::Duration raw) {
  if (model.tables.empty()) return true;
  return std::any_of(model.tables.begin(), model.tables.end(), [&](const auto& table) {
    if (!table->retention) return !table->role.is(design::Role::raw);
    return *table->retention > raw;
  });
}

}  // namespace

void check_S119(const derive::Facts& facts, Report& report) {
  const design::Retention& retention = facts.design.scope.retention;
  const auto& [raw, queryable, hot, at] = retention;
  if (hot && queryable && *hot > *queryable) {
    report.at(hot.at)
        .say("{} are hot, and questions reach back {} only", human(*hot), human(*queryable))
        .related(queryable.at, "how far back questions go")
        .because(derive::ConstraintId::query_history)
        .help("keep hot what is asked, at most {}", human(*queryable))
        .fix_set(false, "keep hot what is asked", "scope.retention.hot", units::print(*queryable));
  }
  if (raw && queryable && *queryable > *raw && !something_outlives(facts.design.model, *raw)) {
    report.at(queryable.at)
        .say("questions reach back {}, raw events are kept {}, and no table is kept longer",
             human(*queryable), human(*raw))
        .related(raw.at, "raw events are kept")
        .because(derive::ConstraintId::query_history)
        .help("keep an aggregate for {}, or raw events", human(*queryable));
  }
}

}  // namespace decide::rules
