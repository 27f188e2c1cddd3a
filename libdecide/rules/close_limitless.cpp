#include <optional>
#include <string_view>

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

/// Where the limit of a check stands, and what one looks like.
struct Limit {
  std::string_view field, example;
};

/// Nothing for kinds that need none.
std::optional<Limit> limit_of(CheckKind kind) {
  switch (kind) {
    case CheckKind::freshness:
    case CheckKind::lag:
      return Limit{"max", "15 min"};
    case CheckKind::duplicates:
    case CheckKind::nulls:
      return Limit{"max", "1%"};
    case CheckKind::completeness:
    case CheckKind::reconcile:
      return Limit{"tolerance", "1%"};
    case CheckKind::volume:
    case CheckKind::schema:
    case CheckKind::distribution:
      break;
  }
  return std::nullopt;
}

}  // namespace

void check_C515(const derive::Facts& facts, Report& report) {
  for (const auto& check : facts.design.close.checks) {
    const auto limit = check->kind ? limit_of(*check->kind) : std::nullopt;
    if (!limit || check->max || (limit->field == "tolerance" && check->tolerance)) continue;
    report.missing(check.key, limit->field)
        .say("the {} check `{}` has no `{}`, so that it never fails", design::word(*check->kind), check.name,
             limit->field)
        .help("add `{}: {}` with what is borne", limit->field, limit->example);
  }
}

}  // namespace decide::rules
