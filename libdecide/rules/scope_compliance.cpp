#include <algorithm>
#include <array>
#include <optional>

#include "rules/layout_figures.h"
#include "rules/report.h"
#include "rules/scope_support.h"

/// S115 to S118 and S121: the law.
namespace decide::rules {

const Rule rule_S115{
    .code = "S115",
    .name = "erasure-unasked",
    .summary = "Personal data under gdpr or ccpa, and no deadline for erasure.",
    .rationale =
        "Both laws let a person ask to be forgotten, and both set a time for it. Raw events, derived tables, "
        "topics, snapshots and backups each add days to that time, so it has to be known before a layout is "
        "chosen. Added later, erasure is the rewrite of every table.",
    .fails = R"(scope:
  «compliance»: {regimes: [gdpr], personal_data: [user_id]}
)",
    .passes = R"(scope:
  compliance: {regimes: [gdpr], personal_data: [user_id], erasure: 30 d}
)",
    .constraint = "erasure",
    .facts = "E1 E2 E6",
};

const Rule rule_S116{
    .code = "S116",
    .name = "erasure-too-slow",
    .summary = "The deadline for erasure is longer than the law allows.",
    .rationale =
        "The deadline counts from the request, not from the next run of a job: one month under gdpr, 45 days "
        "under ccpa. A design that plans for more breaks the law as planned. Batching, rewriting and purging "
        "all have to fit inside.",
    .fails = R"(scope:
  compliance: {regimes: [gdpr], personal_data: [user_id], erasure: «45 d»}
)",
    .passes = R"(scope:
  compliance: {regimes: [ccpa], personal_data: [user_id], erasure: 45 d}
)",
    .constraint = "erasure",
    .facts = "E1 E6",
};

const Rule rule_S117{
    .code = "S117",
    .name = "regime-unasked",
    .severity = diag::Severity::warning,
    .summary = "Personal data, and nobody said which law applies.",
    .rationale =
        "Where the people live and what the data says about them decides which law applies, and with it how "
        "long data must be kept and how soon it must go. It is a question for the legal side, and cheap to "
        "ask "
        "at the start. An empty list says that none applies.",
    .fails = R"(scope:
  «compliance»: {personal_data: [user_id]}
)",
    .passes = R"(scope:
  compliance: {personal_data: [user_id], regimes: [gdpr]}
)",
    .constraint = "erasure",
    .facts = "E1 E6",
};

const Rule rule_S118{
    .code = "S118",
    .name = "audit-against-erasure",
    .severity = diag::Severity::warning,
    .summary = "A record that nobody may change outlives the deadline by which personal data must be gone.",
    .rationale =
        "The auditor wants rows that never change, the person wants theirs to disappear, and both are right. "
        "The way out is to keep only pseudonyms in the record, or to encrypt each person's data with a key "
        "that can be destroyed. Which one it is should be said, since neither can be added to years of "
        "records.",
    .fails = R"(scope:
  compliance: {regimes: [gdpr, sox], personal_data: [user_id], erasure: 30 d, audit: «7 y»}
)",
    .passes = R"(scope:
  compliance: {regimes: [gdpr, sox], personal_data: [user_id], erasure: 30 d, audit: 7 y}
backfill:
  erasure: {method: crypto_shred, key: user_id}
)",
    .constraint = "audit-trail",
    .facts = "E19 E22 E23",
};

const Rule rule_S121{
    .code = "S121",
    .name = "audit-retention",
    .summary = "The audit record is kept for less time than a regime demands.",
    .rationale =
        "Some regimes say how long a record must be kept: twelve months for access to card data, six years "
        "for "
        "health, seven for the books. A record that is deleted earlier, or not planned at all, is found "
        "missing "
        "by the auditor and cannot be made up for.",
    .fails = R"(scope:
  compliance: {regimes: [sox], audit: «5 y»}
)",
    .passes = R"(scope:
  compliance: {regimes: [sox], audit: 7 y}
)",
    .constraint = "audit-trail",
    .facts = "E11 E12",
};

namespace {

using design::Regime;

/// What a regime demands, and the place where the regime is named.
struct Demanded {
  Regime regime;
  units::Duration limit;
  design::Place at;
};

struct LegalLimit {
  Regime regime;
  std::string_view fact;
};
constexpr std::array<LegalLimit, 2> erasure_limits{
    {{Regime::gdpr, "gdpr.erasure_deadline"}, {Regime::ccpa, "ccpa.erasure_deadline"}}};
constexpr std::array<LegalLimit, 3> audit_limits{{{Regime::pci, "pci.audit_log_months"},
                                                  {Regime::hipaa, "hipaa.retention_years"},
                                                  {Regime::sox, "sox.retention_years"}}};

/// The demand of the regimes that `better` prefers, or nothing if none of them makes one.
template <std::size_t N, class Better>
std::optional<Demanded> strictest(const derive::Facts& facts, const std::array<LegalLimit, N>& limits,
                                  Better better) {
  std::optional<Demanded> found;
  for (const auto& regime : facts.design.scope.compliance.regimes) {
    for (const LegalLimit& limit : limits) {
      if (limit.regime != *regime) continue;
      const Demanded demanded{*regime, fact_duration(facts.values.fact(limit.fact)), regime.at};
      if (!found || better(demanded.limit, found->limit)) found = demanded;
    }
  }
  return found;
}

std::optional<Demanded> shortest_erasure(const derive::Facts& facts) {
  return strictest(facts, erasure_limits, std::less<>());
}

std::optional<Demanded> longest_audit(const derive::Facts& facts) {
  return strictest(facts, audit_limits, std::greater<>());
}

/// Twelve months are spelled 12 mo and not 360 d.
std::string spell_limit(Regime regime, units::Duration limit) {
  if (regime == Regime::pci) return fmt::format("{:.0f} mo", limit / units::days(30));
  return units::print(limit);
}

bool shreds_keys(const design::Methods& methods) {
  constexpr auto shred = design::ErasureMethod::crypto_shred;
  const auto is_shred = [&](const auto& method) { return method.value.is(shred); };
  return methods.all.is(shred) || std::any_of(methods.by_name.begin(), methods.by_name.end(), is_shred);
}

/// The record is kept in tables that say which columns they have, and none of those is personal.
bool record_is_pseudonymous(const design::Model& model) {
  bool any = false;
  for (const auto& table : model.tables) {
    if (!table->role.is(design::Role::audit)) continue;
    any = true;
    const auto is_personal = [](const auto& column) { return column->pii.is(true); };
    if (table->columns.empty() || std::any_of(table->columns.begin(), table->columns.end(), is_personal))
      return false;
  }
  return any;
}

}  // namespace

void check_S115(const derive::Facts& facts, Report& report) {
  const design::Compliance& compliance = facts.design.scope.compliance;
  const auto demanded = shortest_erasure(facts);
  const design::Place personal = personal_data(facts.design);
  if (!demanded || !personal || compliance.erasure) return;
  const std::string limit = units::print(demanded->limit);
  report.missing(compliance.at, "erasure")
      .say("personal data under `{}`, and nobody said how soon a request to be forgotten is carried out",
           word(demanded->regime))
      .related(personal, "personal data")
      .help("the law allows {}: write `erasure: {}`, or less", human(demanded->limit), limit)
      .fix_set(false, fmt::format("allow {}", limit), "scope.compliance.erasure", limit);
}

void check_S116(const derive::Facts& facts, Report& report) {
  const design::Compliance& compliance = facts.design.scope.compliance;
  const auto demanded = shortest_erasure(facts);
  const auto& erasure = compliance.erasure;
  if (!demanded || !erasure || *erasure <= demanded->limit) return;
  const std::string limit = units::print(demanded->limit);
  report.at(erasure.at)
      .say("erasure takes up to {}; `{}` allows {}", human(*erasure), word(demanded->regime),
           human(demanded->limit))
      .related(demanded->at, "the regime that sets the limit")
      .because(derive::ConstraintId::erasure)
      .help("carry out requests within {}", human(demanded->limit))
      .fix_set(false, fmt::format("allow {}", limit), "scope.compliance.erasure", limit);
}

void check_S117(const derive::Facts& facts, Report& report) {
  const design::Place personal = personal_data(facts.design);
  if (!personal || facts.design.scope.compliance.regimes) return;
  report.missing({}, "scope.compliance.regimes")
      .say("the design holds personal data, and nobody said which law applies")
      .related(personal, "personal data")
      .because(derive::ConstraintId::erasure)
      .help(
          "ask where the people live and what the data says about them, then `regimes: [gdpr]`; `[]` if none "
          "applies");
}

void check_S118(const derive::Facts& facts, Report& report) {
  const design::Design& design = facts.design;
  const design::Compliance& compliance = design.scope.compliance;
  const design::Place personal = personal_data(design);
  if (!personal || !compliance.audit || !compliance.erasure) return;
  if (*compliance.audit <= *compliance.erasure) return;
  if (shreds_keys(design.backfill.erasure.method) || record_is_pseudonymous(design.model)) return;
  report.at(compliance.audit.at)
      .say("a record is kept unchanged for {}, and personal data must be gone within {}",
           human(*compliance.audit), human(*compliance.erasure))
      .related(compliance.erasure.at, "must be gone within")
      .related(personal, "personal data")
      .because(derive::ConstraintId::audit_trail)
      .help(
          "say how both are met: pseudonyms in the record (a table of role audit without pii), or "
          "`crypto_shred` under backfill.erasure");
}

void check_S121(const derive::Facts& facts, Report& report) {
  const design::Compliance& compliance = facts.design.scope.compliance;
  const auto demanded = longest_audit(facts);
  const auto& audit = compliance.audit;
  if (!demanded || (audit && *audit >= demanded->limit)) return;
  const std::string limit = spell_limit(demanded->regime, demanded->limit);
  Draft draft = audit ? report.at(audit.at) : report.missing(compliance.at, "audit");
  if (audit) {
    draft.say("the record is kept {}; `{}` demands {}", time_beside(*audit, demanded->limit),
              word(demanded->regime), limit);
  } else {
    draft.say("`{}` demands a record kept for {}, and none is planned", word(demanded->regime), limit);
  }
  draft.related(demanded->at, "the regime that demands it")
      .because(derive::ConstraintId::audit_trail)
      .help("keep it for {}", limit)
      .fix_set(false, fmt::format("keep it for {}", limit), "scope.compliance.audit", limit);
}

}  // namespace decide::rules
