#include <array>

#include "base/text.h"
#include "rules/report.h"
#include "schema/type.h"

/// S101 and S125: the seven questions, and the answers that nobody gave.
namespace decide::rules {

const Rule rule_S101{
    .code = "S101",
    .name = "unasked-question",
    .summary = "One of the seven questions of the scope has no answer.",
    .rationale =
        "Volume, latency, correctness, consumers, retention, schema change and failure tolerance decide "
        "every "
        "choice that follows; a design that starts without one of them has answered it by accident. The "
        "question is given in words that can be put to whoever knows. Where nobody knows, an assumption that "
        "is written down and listed under `assumed` is better than a blank.",
    .fails = R"(scope:
  «volume»: {peak: 120k/s}
  latency: {freshness: 5 min}
  correctness: {level: exact}
  consumers: {invoicing: {kind: billing}}
  retention: {raw: 400 d}
  schema_change: {stability: stable}
  failure_tolerance: {outage: 2 h}
)",
    .passes = R"(scope:
  volume: {average: 35k/s}
  latency: {freshness: 5 min}
  correctness: {level: exact}
  consumers: {invoicing: {kind: billing}}
  retention: {raw: 400 d}
  schema_change: {stability: stable}
  failure_tolerance: {outage: 2 h}
)",
    .constraint = "",
    .facts = "N1",
};

const Rule rule_S125{
    .code = "S125",
    .name = "assumed-unknown",
    .summary = "`assumed` names a path that has no answer.",
    .rationale =
        "`assumed` lists the answers that somebody filled in without asking, so that they can be restated at "
        "the end and questioned there. An entry without an answer behind it means that the assumption was "
        "never written down, or that the path is mistyped and the real assumption goes unmentioned.",
    .fails = R"(scope:
  volume: {average: 35k/s}
  assumed: [volume.average, «volume.growth»]
)",
    .passes = R"(scope:
  volume: {average: 35k/s, growth: 60%}
  assumed: [volume.average, volume.growth]
)",
    .constraint = "",
    .facts = "",
};

namespace {

struct Question {
  std::string_view key;
  std::string_view lacks;  ///< what an answer must hold
  std::string_view ask;
  bool (*answered)(const design::Scope&);
};

constexpr std::array<Question, 7> questions{{
    {"volume", "an average rate", "How many events arrive on average and at the peak, and how spiky is it?",
     [](const design::Scope& s) { return static_cast<bool>(s.volume.average); }},
    {"latency", "a freshness",
     "How old may the newest number be that somebody looks at, and what do they do with it at that moment?",
     [](const design::Scope& s) { return static_cast<bool>(s.latency.freshness); }},
    {"correctness", "a level",
     "What happens if a number is wrong by one per cent: does somebody pay too much, or does nobody notice?",
     [](const design::Scope& s) { return static_cast<bool>(s.correctness.level); }},
    {"consumers", "a consumer", "Who reads this, through what, and how often?",
     [](const design::Scope& s) { return !s.consumers.empty(); }},
    {"retention", "how long raw events are kept, or how far back questions go",
     "How far back do questions go, and how long must raw events be kept to compute everything again?",
     [](const design::Scope& s) { return s.retention.raw || s.retention.queryable; }},
    {"schema_change", "a stability or an owner",
     "Who decides how an event looks, and how often does that change?",
     [](const design::Scope& s) { return s.schema_change.stability || s.schema_change.owner; }},
    {"failure_tolerance", "an outage, a recovery or a data loss",
     "If this stops for two hours, who notices, how soon must it be caught up, and may anything be lost?",
     [](const design::Scope& s) {
       const auto& failure = s.failure_tolerance;
       return failure.outage || failure.recovery || failure.data_loss;
     }},
}};

bool is_answered(const yaml::Document& document, std::string_view path) {
  const yaml::NodeId node = document.at(path);
  if (node == yaml::none || document[node].kind == yaml::Kind::null) return false;
  // An empty list is an answer: `regimes: []` says that no law applies.
  return document[node].kind != yaml::Kind::mapping || document[node].count > 0;
}

std::string help_for_assumed(const derive::Facts& facts, std::string_view path, const Error* wrong) {
  if (path.starts_with("scope.scope.") && is_answered(facts.document, path.substr(6)))
    return fmt::format("paths stand below scope: write {}", path.substr(12));
  if (wrong != nullptr) return wrong->help.empty() ? wrong->message : wrong->help;
  return "write the answer that you assume, or take the path out";
}

}  // namespace

void check_S101(const derive::Facts& facts, Report& report) {
  for (const Question& question : questions) {
    if (question.answered(facts.design.scope)) continue;
    report.missing({}, fmt::format("scope.{}", question.key))
        .say("nobody answered `{}`: it needs {}", question.key, question.lacks)
        .help("ask: {}", question.ask);
  }
}

void check_S125(const derive::Facts& facts, Report& report) {
  for (const auto& assumed : facts.design.scope.assumed) {
    const std::string path = "scope." + *assumed;
    if (is_answered(facts.document, path)) continue;
    const auto located = schema::locate(path);
    Draft draft =
        report.at(assumed.at).say("`{}` is called assumed, and the scope has no such answer", *assumed);
    draft.help("{}", help_for_assumed(facts, path, located ? nullptr : &located.error()));
  }
}

}  // namespace decide::rules
