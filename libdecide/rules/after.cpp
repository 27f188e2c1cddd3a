#include "rules/after.h"

#include <algorithm>
#include <array>

#include "base/plural.h"
#include "rules/acceptance.h"
#include "rules/report.h"

/// F006 and F007: the order of the sections, and their seals.
namespace decide::rules {

const Rule rule_F006{
    .code = "F006",
    .name = "jumped-ahead",
    .severity = diag::Severity::warning,
    .summary = "A section is filled while an earlier one has errors or is missing.",
    .rationale =
        "Architecture before constraints is how designs get tables nobody asks for and streams nobody needs: "
        "the later section was chosen against numbers that were not there. Settling the earlier one often "
        "changes the later, so judging it first is wasted work.",
    .fails = R"(«model»:
  sources:
    clicks_topic: {kind: kafka}
)",
    .passes = R"(scope:
  volume: {average: 35k/s}
)",
    .constraint = "",
    .facts = "",
};

const Rule rule_F007{
    .code = "F007",
    .name = "stale-seal",
    .severity = diag::Severity::warning,
    .summary = "A sealed section, or one before it, has changed since it was sealed.",
    .rationale =
        "A seal says that a section was checked as it stands, together with everything before it. A change "
        "of "
        "meaning breaks it; comments, order and spelling do not. A broken seal means that the later "
        "decisions "
        "were agreed on a basis that is no longer there, so the stage should be run again.",
    .fails = R"(scope:
  volume: {average: 35k/s}
sealed:
  scope: «"0000000000000000"»
)",
    .passes = R"(scope:
  volume: {average: 35k/s}
sealed: {}
)",
    .constraint = "",
    .facts = "",
};

namespace {

bool asked(const std::vector<const Rule*>& ran, const Rule& rule) {
  return std::find(ran.begin(), ran.end(), &rule) != ran.end();
}

void take(Report& report, Checked& checked) {
  for (diag::Finding& finding : report.findings()) checked.findings.push_back(std::move(finding));
}

/// How a section stands.
struct SectionState {
  const derive::StageInfo* stage = nullptr;
  design::Place key;       ///< of a section that is there
  bool filled = false;     ///< it holds something
  std::size_t errors = 0;  ///< that nobody accepted
};

using SectionStates = std::array<SectionState, 5>;

/// The section that a finding counts against: the stage of its rule; for a rule about the file its place.
std::optional<design::Section> section_of(const diag::Finding& finding, const CustomRules* custom) {
  const auto section = stage_of_rule(finding.rule, custom);
  return section ? section : derive::section_of_path(finding.path);
}

void count_errors(const Checked& checked, const CheckOptions& options, SectionStates& states) {
  const Acceptances acceptances(checked.read.design, options.today);
  for (const diag::Finding& finding : checked.findings) {
    const auto section = section_of(finding, options.custom.get());
    const bool is_error = severity_of(finding, options) == diag::Severity::error;
    if (!is_error || !section || acceptances.covers(finding)) continue;
    ++states[static_cast<std::size_t>(*section)].errors;
  }
}

SectionStates section_states(const Checked& checked, const CheckOptions& options) {
  const yaml::Document& document = checked.parsed.document;
  SectionStates states;
  for (std::size_t i = 0; i < states.size(); ++i) {
    states[i].stage = &derive::stages()[i];
    const yaml::NodeId node = document.find(0, states[i].stage->key);
    if (node == yaml::none) continue;
    states[i].key = {document.key_of(node)};
    states[i].filled = document[node].kind == yaml::Kind::mapping && document[node].count > 0;
  }
  count_errors(checked, options, states);
  return states;
}

void report_jump(const SectionState& section, const SectionState& earlier, Report& report) {
  Draft draft = report.at(section.key);
  const std::string_view key = section.stage->key, before = earlier.stage->key;
  if (!earlier.filled) {
    draft.say("`{}` is filled, and `{}` before it is empty", key, before);
  } else {
    draft.say("`{}` is filled, and `{}` before it still has {} error{}", key, before, earlier.errors,
              plural_s(earlier.errors));
    draft.related(earlier.key, "the first section to settle");
  }
  draft.help("settle `{}` first: `dedesign {}`", before, earlier.stage->command);
}

void judge_order(const SectionStates& states, const CheckOptions& options, Report& report) {
  const SectionState* at_fault = nullptr;
  for (const SectionState& state : states) {
    const bool judged = !options.stage || state.stage->section == *options.stage;
    if (judged && state.filled && at_fault != nullptr) report_jump(state, *at_fault, report);
    if (at_fault == nullptr && (!state.filled || state.errors > 0)) at_fault = &state;
  }
}

void report_stale(const derive::StageInfo& stage, const derive::StageInfo* earlier, design::Place entry,
                  bool strict, Report& report) {
  Draft draft = report.at(entry).error_if(strict);
  if (earlier == nullptr) {
    draft.say("{}", derive::changed_since_sealed(stage));
  } else {
    draft.say("`{}` was sealed on another `{}`", stage.key, earlier->key);
  }
  draft.help("run `dedesign {}` again; it seals the section if nothing is wrong", stage.command);
}

void report_unsealed(const SectionState& state, Report& report) {
  report.at(state.key)
      .severity(diag::Severity::error)
      .say("`{}` is not sealed", state.stage->key)
      .help("run `dedesign {}`; it seals the section if nothing is wrong", state.stage->command);
}

/// A stage seals its own section at its end, so only those before it are judged there.
void judge_seals(const Checked& checked, const SectionStates& states, const CheckOptions& options,
                 Report& report) {
  const derive::StageInfo* stale = nullptr;
  for (const SectionState& state : states) {
    const design::Section section = state.stage->section;
    if (options.stage && section >= *options.stage) break;
    const auto seal = derive::seal_state(checked.parsed.document, checked.read.design, section);
    if (seal == derive::SealState::stale) {
      report_stale(*state.stage, stale, derive::ledger_entry(checked.read.design, section).at,
                   options.require_seals, report);
      if (stale == nullptr) stale = state.stage;
    } else if (seal == derive::SealState::unsealed && options.require_seals && state.filled) {
      report_unsealed(state, report);
    }
  }
}

}  // namespace

void judge_order_and_seals(Checked& checked, const CheckOptions& options,
                           const std::vector<const Rule*>& ran) {
  const SectionStates states = section_states(checked, options);
  EditBudget edits(options.fixes);
  Report order(*checked.facts, *checked.estimates, *checked.verdicts, edits, rule_F006);
  Report seals(*checked.facts, *checked.estimates, *checked.verdicts, edits, rule_F007);
  if (asked(ran, rule_F006)) judge_order(states, options, order);
  if (asked(ran, rule_F007)) judge_seals(checked, states, options, seals);
  take(order, checked);
  take(seals, checked);
}

}  // namespace decide::rules
