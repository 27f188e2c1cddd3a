#include "rules/report.h"

namespace decide::rules {

using design::CheckKind;

const Rule rule_C515{.code = "C515",
                     .name = "check-without-limit",
                     .severity = diag::Severity::warning,
                     .summary = "a check does not say from where on it fails",
                     .rationale =
                         "A check is a comparison. One that measures how old, how late, how often twice or "
                         "how incomplete a table is, "
                         "and does not say how much of it is too much, runs every hour and can never fail: "
                         "it looks like cover and "
                         "wakes nobody.",
                     .fails = R"(model:
  tables:
    clicks: {role: raw, key: [event_id]}
close:
  checks:
    «fresh»: {table: clicks, kind: freshness, every: 10 min, on_fail: [page]}
)",
                     .passes = R"(model:
  tables:
    clicks: {role: raw, key: [event_id]}
close:
  checks:
    fresh: {table: clicks, kind: freshness, max: 90 min, every: 10 min, on_fail: [page]}
    same-columns: {table: clicks, kind: schema, every: 1 h, on_fail: [ticket]}
)",
                     .constraint = {},
                     .facts = {}};

namespace {

/// The field that the limit of a check of this kind stands in; empty for those that need none.
std::string_view limit_of(CheckKind kind) {
  switch (kind) {
    case CheckKind::freshness:
    case CheckKind::lag:
    case CheckKind::duplicates:
    case CheckKind::nulls:
      return "max";
    case CheckKind::completeness:
    case CheckKind::reconcile:
      return "tolerance";
    case CheckKind::volume:
    case CheckKind::schema:
    case CheckKind::distribution:
      break;
  }
  return {};
}

}  // namespace

void check_C515(const derive::Facts& facts, Report& report) {
  for (const auto& check : facts.design.close.checks) {
    if (!check->kind || check->max || check->tolerance) continue;
    const std::string_view limit = limit_of(*check->kind);
    if (limit.empty()) continue;
    report.at(check.key)
        .say("the {} check `{}` has no `{}`, so that it never fails", design::word(*check->kind), check.name,
             limit)
        .help("add `{}: {}` with what is borne", limit,
              limit == "max" && (check->kind.is(CheckKind::freshness) || check->kind.is(CheckKind::lag))
                  ? "15 min"
                  : "1%");
  }
}

}  // namespace decide::rules
