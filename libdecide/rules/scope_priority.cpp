#include "facts/fact.h"
#include "rules/report.h"
#include "rules/scope_support.h"

/// S112 to S114: what wins, and what is given up.
namespace decide::rules {

const Rule rule_S112{
    .code = "S112",
    .name = "priority-missing",
    .summary = "No `priority`: nobody said what wins when two goals collide.",
    .rationale =
        "Correct, fresh, large and cheap cannot all be had at once, and each later choice gives one of them "
        "a "
        "little for another. With an order the choices agree with each other; without one each is made by "
        "whoever writes it. Three words are enough, the first wins.",
    .fails = R"(«scope»:
  correctness: {level: exact}
)",
    .passes = R"(scope:
  correctness: {level: exact}
  priority: [correctness]
)",
    .constraint = "",
    .facts = "",
};

const Rule rule_S113{
    .code = "S113",
    .name = "hard-corner",
    .summary = "Exact, under a minute and over 10,000 events a second, and nothing is given up.",
    .rationale =
        "Exact counts wait for late events and look up every key; fresh ones cannot wait; a high rate makes "
        "both dear. Systems that have all three pay for it with money, with a second path, or with numbers "
        "that "
        "change afterwards. Which one it is here should be said before anything is built.",
    .fails = R"(«scope»:
  volume: {average: 8k/s, peak: 20k/s}
  latency: {freshness: 30 s}
  correctness: {level: exact}
)",
    .passes = R"(scope:
  volume: {average: 8k/s, peak: 20k/s}
  latency: {freshness: 30 s}
  correctness: {level: exact}
  sacrifice: {what: cost, because: [exact-counts]}
)",
    .constraint = "exact-counts",
    .facts = "",
};

const Rule rule_S114{
    .code = "S114",
    .name = "priority-conflict",
    .severity = diag::Severity::warning,
    .summary = "The priorities speak against who reads, or against the sacrifice.",
    .rationale =
        "If freshness or cost comes first, the first hard choice will be made against the invoice or the "
        "auditor, which is seldom meant. And what comes first cannot be what is given up. Either the order "
        "is a "
        "habit, or the consumers need separate paths with an order of their own.",
    .fails = R"(scope:
  consumers:
    invoicing: {kind: billing, correctness: exact}
  priority: [«freshness», correctness]
)",
    .passes = R"(scope:
  consumers:
    invoicing: {kind: billing, correctness: exact}
  priority: [correctness, freshness]
)",
    .constraint = "exact-counts",
    .facts = "",
};

namespace {

using design::Level;
using design::Priority;

/// The load that must be carried: the peak, or the average where that alone is known.
const design::Val<units::Rate>& heaviest(const design::Volume& volume) {
  return volume.peak ? volume.peak : volume.average;
}

/// How fresh the numbers must be that must be exact as well: of one consumer, or where none is named, of all.
std::optional<Freshness> tightest_exact(const derive::Facts& facts) {
  const design::Scope& scope = facts.design.scope;
  std::optional<Freshness> tightest;
  const auto take = [&](units::Duration freshness, design::Place at) {
    if (!tightest || freshness < tightest->value) tightest = Freshness{freshness, at};
  };
  const auto& whole = scope.latency.freshness;
  if (scope.consumers.empty() && scope.correctness.level.is(Level::exact) && whole) take(*whole, whole.at);
  for (const auto& consumer : scope.consumers) {
    const derive::Demand asked = facts.demand(consumer.value);
    if (asked.level_at && asked.level == Level::exact && asked.freshness)
      take(*asked.freshness, asked.freshness_at);
  }
  return tightest;
}

const derive::NamedConsumer* exact_and_billed(const derive::Facts& facts) {
  for (const auto& consumer : facts.design.scope.consumers) {
    if (is_billed_or_audited(consumer.value) && facts.demand(consumer.value).level == Level::exact)
      return &consumer;
  }
  return nullptr;
}

}  // namespace

void check_S112(const derive::Facts& facts, Report& report) {
  const auto& priority = facts.design.scope.priority;
  if (!priority.empty()) return;
  (priority ? report.at(priority.at) : report.missing({}, "scope.priority"))
      .say("nobody said what wins when two goals collide")
      .help(
          "ask: if it can only be right or fresh or cheap today, which? Then `priority: [correctness, "
          "freshness, cost]` in that order");
}

void check_S113(const derive::Facts& facts, Report& report) {
  const design::Scope& scope = facts.design.scope;
  const auto fresh = tightest_exact(facts);
  const auto& load = heaviest(scope.volume);
  if (!fresh || !load || scope.sacrifice.what) return;
  const units::Duration corner_freshness = fact_duration(facts.values.fact("scope.hard_corner_freshness"));
  const units::Rate corner_peak{facts.values.fact("scope.hard_corner_peak").value};
  if (fresh->value >= corner_freshness || *load <= corner_peak) return;
  report.missing({}, "scope.sacrifice")
      .say("exact counts within {} at {}, and nothing is given up for it", human(fresh->value), human(*load))
      .related(fresh->at, "under {}", human(corner_freshness))
      .related(load.at, "over {}", human(corner_peak))
      .because(derive::ConstraintId::exact_counts)
      .figure({"events_to_settle",
               (*load * fresh->value).value,
               "count",
               "rate x freshness: what must be counted exactly before it is shown",
               {{"rate", human(*load)}, {"freshness", human(fresh->value)}}})
      .help(
          "say what gives way first, as in `sacrifice: {{what: cost, because: [exact-counts]}}`, or let the "
          "fresh numbers be approximate and correct them later");
}

void check_S114(const derive::Facts& facts, Report& report) {
  const design::Scope& scope = facts.design.scope;
  if (scope.priority.empty()) return;
  const auto& first = scope.priority[0];
  const derive::NamedConsumer* strict = exact_and_billed(facts);
  if (strict != nullptr && (*first == Priority::freshness || *first == Priority::cost)) {
    report.at(first.at)
        .say("`{}` comes first, and `{}` needs exact numbers", word(*first), strict->name)
        .related(strict->key, "of kind {}", word(*strict->value.kind))
        .because(derive::ConstraintId::exact_counts)
        .help("put correctness first, or give that consumer a path of its own");
  }
  const auto& given_up = scope.sacrifice.what;
  if (given_up.is(*first)) {
    report.at(given_up.at)
        .say("`{}` is given up, and it is the first priority", word(*given_up))
        .related(first.at, "comes first")
        .help("give up what comes last, or change the order");
  }
}

}  // namespace decide::rules
