#include <array>

#include "facts/fact.h"
#include "rules/report.h"
#include "rules/scope_support.h"

/// S108 to S110 and S120: how late.
namespace decide::rules {

const Rule rule_S108{
    .code = "S108",
    .name = "lateness-unasked",
    .summary = "No `lateness.max`: nobody said how late an event may arrive.",
    .rationale =
        "Watermarks, lookbacks, dedup windows and the day on which a number is final all follow from the "
        "latest event that still counts. Without it a design counts what happened to be there. Measure it as "
        "arrival time minus event time, over weeks that include an outage.",
    .fails = R"(scope:
  correctness: {level: exact}
  «lateness»: {p99: 6 h}
)",
    .passes = R"(scope:
  correctness: {level: exact}
  lateness: {p99: 6 h, max: 72 h}
)",
    .constraint = "late-events",
    .facts = "B49",
};

const Rule rule_S109{
    .code = "S109",
    .name = "lateness-disorder",
    .summary = "The percentiles of the lateness do not grow, or exceed the maximum.",
    .rationale =
        "More events have arrived after a longer wait, so p99 cannot lie below p90. Where the numbers "
        "disagree "
        "at least one is wrong, and the curve between them, from which lost shares are computed, means "
        "nothing.",
    .fails = R"(scope:
  lateness: {p50: 2 s, p90: 10 min, p99: «30 s», max: 72 h}
)",
    .passes = R"(scope:
  lateness: {p50: 2 s, p90: 30 s, p99: 30 s, max: 72 h}
)",
    .constraint = "late-events",
    .facts = "",
};

const Rule rule_S110{
    .code = "S110",
    .name = "offline-tail",
    .severity = diag::Severity::warning,
    .summary = "Clients store events while offline, and `lateness.max` is under a day.",
    .rationale =
        "A phone in a plane, a drawer or another country sends its events when it is next online, and a "
        "noticeable share does so a day or more later. A maximum under a day was most likely measured at the "
        "server, on events that had already arrived. What comes after it will not be counted.",
    .fails = R"(scope:
  lateness: {p99: 6 h, max: «12 h», offline_clients: true}
)",
    .passes = R"(scope:
  lateness: {p99: 6 h, max: 24 h, offline_clients: true}
)",
    .constraint = "late-events",
    .facts = "B49",
};

const Rule rule_S120{
    .code = "S120",
    .name = "retention-under-lateness",
    .summary = "Raw events are kept for less time than events may be late.",
    .rationale =
        "The last event of a day arrives when the rest of that day is already deleted, so the day can never "
        "be "
        "computed as a whole. Raw events must outlive the latest one, and the reruns that follow it.",
    .fails = R"(scope:
  retention: {raw: «2 d»}
  lateness: {max: 72 h}
)",
    .passes = R"(scope:
  retention: {raw: 3 d}
  lateness: {max: 72 h}
)",
    .constraint = "late-events",
    .facts = "",
};

void check_S108(const derive::Facts& facts, Report& report) {
  if (facts.design.scope.lateness.max) return;
  report.missing({}, "scope.lateness.max")
      .error_if(facts.exact_somewhere())
      .say("nobody said how late an event may arrive{}",
           facts.exact_somewhere() ? ", and exact counts are asked" : "")
      .because(derive::ConstraintId::exact_counts)
      .help(
          "ask: after how long does nothing arrive any more, or is no longer counted? Phones report up to {} "
          "late",
          human(fact_duration(facts.values.fact("mobile.late_horizon"))));
}

void check_S109(const derive::Facts& facts, Report& report) {
  const design::Lateness& lateness = facts.design.scope.lateness;
  struct Point {
    std::string_view name;
    const design::Val<units::Duration>* value;
  };
  const std::array<Point, 5> points{{{"p50", &lateness.p50},
                                     {"p90", &lateness.p90},
                                     {"p99", &lateness.p99},
                                     {"p999", &lateness.p999},
                                     {"max", &lateness.max}}};
  const Point* before = nullptr;
  for (const Point& point : points) {
    if (!*point.value) continue;
    if (before != nullptr && **point.value < **before->value) {
      report.at(point.value->at)
          .say("`{}` is {}, below `{}` with {}", point.name, human(**point.value), before->name,
               human(**before->value))
          .related(before->value->at, "more events have arrived after a longer wait")
          .because(derive::ConstraintId::late_events)
          .help("check the units of both");
    }
    before = &point;
  }
}

void check_S110(const derive::Facts& facts, Report& report) {
  const design::Lateness& lateness = facts.design.scope.lateness;
  if (!lateness.offline_clients.is(true) || !lateness.max) return;
  if (*lateness.max >= fact_duration(facts.values.fact("scope.offline_tail_floor"))) return;
  const auto horizon = fact_duration(facts.values.fact("mobile.late_horizon"));
  report.at(lateness.max.at)
      .say("clients are offline at times, and nothing later than {} is expected; phones report up to {} late",
           human(*lateness.max), human(horizon))
      .related(lateness.offline_clients.at, "events wait on the device")
      .because(derive::ConstraintId::late_events)
      .help("measure it over weeks by the clock of the device, or say what is given up after {}",
            human(*lateness.max))
      .fix_set(false, fmt::format("expect events up to {} late", human(horizon)), "scope.lateness.max",
               units::print(horizon));
}

void check_S120(const derive::Facts& facts, Report& report) {
  const auto& latest = facts.design.scope.lateness.max;
  if (!latest) return;
  const auto judge = [&](const design::Val<units::Duration>& kept, const std::string& what) {
    if (!kept || *kept >= *latest) return;
    report.at(kept.at)
        .say("{} are kept {}, and events may be {} late", what, human(*kept), human(*latest))
        .related(latest.at, "the latest event that counts")
        .because(derive::ConstraintId::late_events)
        .help("keep raw events longer than {}", human(*latest));
  };
  judge(facts.design.scope.retention.raw, "raw events");
  for (const auto& table : facts.design.model.tables) {
    const auto& whole = facts.design.scope.retention.raw;
    const bool is_told = whole && table->retention && *whole == *table->retention;
    if (table->role.is(design::Role::raw) && !is_told)
      judge(table->retention, fmt::format("the events of `{}`", table.name));
  }
}

}  // namespace decide::rules
