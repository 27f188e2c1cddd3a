#include <array>
#include <string>
#include <vector>

#include "base/text.h"
#include "rules/report.h"
#include "rules/scope_support.h"

/// S105 to S107 and S111: how fresh and how right.
namespace decide::rules {

const Rule rule_S105{
    .code = "S105",
    .name = "freshness-mismatch",
    .summary = "A consumer asks for fresher numbers than `latency.freshness`.",
    .rationale =
        "`latency.freshness` is the promise to the tightest consumer, and modes, commit intervals and alarms "
        "are chosen from it. A consumer that needs more was either forgotten when the promise was made or "
        "asks "
        "for more than anybody agreed to. Found late, it means another pipeline.",
    .fails = R"(scope:
  latency: {freshness: 5 min}
  consumers:
    bidding: {kind: api, freshness: «1 min»}
)",
    .passes = R"(scope:
  latency: {freshness: 5 min}
  consumers:
    bidding: {kind: api, freshness: 5 min}
)",
    .constraint = "freshness",
    .facts = "N2",
};

const Rule rule_S106{
    .code = "S106",
    .name = "billing-needs-exact",
    .summary = "Numbers that feed billing, compliance or contracts are not `exact`.",
    .rationale =
        "An invoice that is wrong by one per cent is wrong: somebody pays for what did not happen, and the "
        "difference is found by the one who is owed. Approximate and eventual are bargains with readers who "
        "shrug; those who are billed or audited do not. Give them a table of their own if the rest may be "
        "loose.",
    .fails = R"(scope:
  consumers:
    invoicing: {kind: billing, correctness: «eventual»}
)",
    .passes = R"(scope:
  consumers:
    invoicing: {kind: billing, correctness: exact}
    trends: {kind: dashboard, correctness: eventual}
)",
    .constraint = "exact-counts",
    .facts = "",
};

const Rule rule_S107{
    .code = "S107",
    .name = "tolerance-missing",
    .severity = diag::Severity::warning,
    .summary = "`approximate` without a tolerance.",
    .rationale =
        "Approximate by how much decides whether late events may be dropped, whether a sketch will do, and "
        "when "
        "an alarm is due. Without a number every error is within it, so nothing can be checked. Readers who "
        "cannot name one can usually say which difference would change what they do.",
    .fails = R"(scope:
  consumers:
    «trends»: {kind: dashboard, correctness: approximate}
)",
    .passes = R"(scope:
  consumers:
    trends: {kind: dashboard, correctness: approximate, tolerance: 2%}
)",
    .constraint = "bounded-error",
    .facts = "",
};

const Rule rule_S111{
    .code = "S111",
    .name = "authority-unasked",
    .severity = diag::Severity::warning,
    .summary = "Numbers are billed or in a contract, and nobody said whose count wins.",
    .rationale =
        "Two parties count the same events and never agree to the last one: clocks, filters and losses "
        "differ. "
        "Whose number is invoiced is written in the contract or fought over every month. It also decides "
        "which "
        "side needs the audit trail.",
    .fails = R"(scope:
  «correctness»: {level: exact, feeds: [billing]}
)",
    .passes = R"(scope:
  correctness: {level: exact, feeds: [billing], authority: contract}
)",
    .constraint = "exact-counts",
    .facts = "",
};

namespace {

using design::Feed;
using design::Level;

bool needs_exact(Feed feed) {
  return feed == Feed::billing || feed == Feed::compliance || feed == Feed::contractual;
}

/// What is fed by the scope's own level and must be exact: feeds by their word, consumers by their name.
std::vector<std::string_view> strict_readers(const design::Scope& scope) {
  std::vector<std::string_view> readers;
  for (const auto& feed : scope.correctness.feeds) {
    if (needs_exact(*feed)) readers.push_back(word(*feed));
  }
  for (const auto& consumer : scope.consumers) {
    if (is_billed_or_audited(consumer.value) && !consumer->correctness) readers.emplace_back(consumer.name);
  }
  return readers;
}

void check_level(const design::Correctness& correctness, const std::vector<std::string_view>& readers,
                 Report& report) {
  report.at(correctness.level.at)
      .say("{} must be exact, and `level` is `{}`", join_words(readers), word(*correctness.level))
      .because(derive::ConstraintId::exact_counts)
      .help("ask exact counts for what is billed or audited, and let other consumers say less")
      .fix_set(false, "ask exact counts", "scope.correctness.level", "exact");
}

void check_consumer(const derive::NamedConsumer& consumer, Report& report) {
  report.at(consumer->correctness.at)
      .say("`{}` is of kind `{}` and asks for `{}` numbers; these must be exact", consumer.name,
           word(*consumer->kind), word(*consumer->correctness))
      .because(derive::ConstraintId::exact_counts)
      .help("ask exact counts, or let it read for something else than bills and audits")
      .fix_set(false, "ask exact counts", fmt::format("scope.consumers.{}.correctness", consumer.name),
               "exact");
}

/// Who is billed or bound by contract, or an empty place.
design::Place billed(const design::Scope& scope) {
  for (const auto& feed : scope.correctness.feeds) {
    if (*feed == Feed::billing || *feed == Feed::contractual) return feed.at;
  }
  for (const auto& consumer : scope.consumers) {
    if (consumer->kind.is(design::ConsumerKind::billing)) return consumer->kind.at;
  }
  return {};
}

}  // namespace

void check_S105(const derive::Facts& facts, Report& report) {
  const design::Scope& scope = facts.design.scope;
  const auto& promised = scope.latency.freshness;
  const auto tightest = tightest_freshness(scope);
  for (const auto& consumer : scope.consumers) {
    const auto& asked = consumer->freshness;
    if (!promised || !asked || *asked >= *promised) continue;
    report.at(asked.at)
        .say("`{}` asks for {}, and `latency.freshness` promises {}", consumer.name, human(*asked),
             human(*promised))
        .label("tighter than what is promised")
        .related(promised.at, "promised here")
        .because(derive::ConstraintId::freshness)
        .help("promise what the tightest consumer needs, or agree on less with `{}`", consumer.name)
        .fix_set(false, "promise what the tightest consumer asks", "scope.latency.freshness",
                 units::print(tightest->value));
  }
}

void check_S106(const derive::Facts& facts, Report& report) {
  const design::Scope& scope = facts.design.scope;
  const auto& level = scope.correctness.level;
  const auto readers = strict_readers(scope);
  if (level && *level != Level::exact && !readers.empty()) check_level(scope.correctness, readers, report);
  for (const auto& consumer : scope.consumers) {
    const auto& asked = consumer->correctness;
    if (is_billed_or_audited(consumer.value) && asked && *asked != Level::exact)
      check_consumer(consumer, report);
  }
}

void check_S107(const derive::Facts& facts, Report& report) {
  const design::Scope& scope = facts.design.scope;
  constexpr std::string_view help = "say which share of error they would still act on in the same way";
  if (scope.correctness.tolerance) return;
  if (scope.correctness.level.is(Level::approximate)) {
    report.missing(scope.correctness.at, "tolerance")
        .say("`level` is `approximate`, and nobody said by how much")
        .because(derive::ConstraintId::bounded_error)
        .help("{}", help);
  }
  for (const auto& consumer : scope.consumers) {
    if (!consumer->correctness.is(Level::approximate) || consumer->tolerance) continue;
    report.missing(consumer.at, "tolerance")
        .say("`{}` takes approximate numbers, and nobody said by how much", consumer.name)
        .because(derive::ConstraintId::bounded_error)
        .help("{}", help);
  }
}

void check_S111(const derive::Facts& facts, Report& report) {
  const design::Scope& scope = facts.design.scope;
  const design::Place who = billed(scope);
  if (!who || scope.correctness.authority) return;
  report.missing({}, "scope.correctness.authority")
      .say("numbers are billed or in a contract, and nobody said whose count wins")
      .related(who, "billed or in a contract")
      .because(derive::ConstraintId::exact_counts)
      .help(
          "ask: when our count and theirs differ, which is invoiced? Then `authority: ours`, `theirs` or "
          "`contract`");
}

}  // namespace decide::rules
