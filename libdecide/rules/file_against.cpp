#include <algorithm>
#include <optional>

#include "base/text.h"
#include "rules/decision.h"
#include "rules/report.h"

/// F011: whether a decision serves what it cites.
namespace decide::rules {

const Rule rule_F011{
    .code = "F011",
    .name = "reason-against",
    .summary = "A decision hurts the constraint that it cites.",
    .rationale =
        "A reason that speaks against the choice shows that one of the two was not thought through. "
        "Streaming "
        "closes its windows before late events are in, so exact counts alone are no reason to stream; a "
        "table "
        "that is deleted first is not rebuilt for the sake of its readers. What each choice serves and hurts "
        "is kept as data and shown by `dedesign explain`. A harm that another choice of the same decision "
        "makes good is not reported.",
    .fails = R"(scope:
  correctness: {level: exact}
model:
  sources:
    clicks_topic: {kind: kafka}
  tables:
    clicks: {role: raw}
  pipelines:
    land: {from: [clicks_topic], to: clicks, mode: stream, because: [«exact-counts»]}
)",
    .passes = R"(scope:
  latency: {freshness: 1 min}
  correctness: {level: exact}
model:
  sources:
    clicks_topic: {kind: kafka}
  tables:
    clicks: {role: raw}
  pipelines:
    land: {from: [clicks_topic], to: clicks, mode: stream, write: merge, because: [freshness, exact-counts]}
)",
    .constraint = "",
    .facts = "",
};

namespace {

bool holds(std::span<const std::string_view> list, std::string_view name) {
  return std::find(list.begin(), list.end(), name) != list.end();
}

/// The tightest freshness that readers of the table ask, else that of the scope.
std::optional<units::Duration> asked_freshness(const derive::Facts& facts, std::string_view table) {
  std::optional<units::Duration> tightest;
  const auto id = facts.lineage.find_table(table);
  if (id != derive::Lineage::nowhere) {
    for (const derive::NamedConsumer* consumer : facts.lineage.consumers(id)) {
      const auto asked = facts.demand(consumer->value).freshness;
      if (asked && (!tightest || *asked < *tightest)) tightest = asked;
    }
  }
  const auto& latency = facts.design.scope.latency.freshness;
  if (!tightest && latency) tightest = *latency;
  return tightest;
}

/// A slow schedule that is quick enough for its readers does not hurt their freshness.
bool is_quick_enough(const derive::Facts& facts, const Decision& decision) {
  if (decision.pipeline == nullptr || !decision.pipeline->every) return false;
  const auto asked = asked_freshness(facts, decision.pipeline->to->text);
  return asked && *decision.pipeline->every <= *asked;
}

/// How one decision stands to the constraints that it cites.
class Weighing {
 public:
  Weighing(const derive::Facts& facts, const Decision& decision)
      : facts_(facts), decision_(decision), words_(chosen_words(facts.document, decision)) {
    for (const auto& reason : *decision.because) {
      const derive::ConstraintInfo* constraint = derive::constraint_named(reason->text);
      if (constraint != nullptr && !holds(cited_, constraint->name)) cited_.push_back(constraint->name);
    }
  }

  /// The chosen word that hurts a cited constraint with nothing that makes it good, or null.
  const ChosenWord* against(std::string_view constraint) const {
    if (constraint == "freshness" && is_quick_enough(facts_, decision_)) return nullptr;
    for (const ChosenWord& word : words_) {
      if (holds(word.choice->hurts, constraint) && !is_made_good(word, constraint)) return &word;
    }
    return nullptr;
  }

 private:
  /// Another word serves the constraint. For the mode that is not enough where nothing else is cited; there
  /// another cited constraint may be what the mode was chosen for.
  bool is_made_good(const ChosenWord& word, std::string_view constraint) const {
    const bool is_mode = word.choice->field == "mode";
    const bool alone = std::all_of(cited_.begin(), cited_.end(),
                                   [&](std::string_view other) { return other == constraint; });
    if (is_mode && alone) return false;
    if (is_mode && std::any_of(cited_.begin(), cited_.end(),
                               [&](std::string_view other) { return holds(word.choice->serves, other); }))
      return true;
    return std::any_of(words_.begin(), words_.end(),
                       [&](const ChosenWord& other) { return holds(other.choice->serves, constraint); });
  }

  const derive::Facts& facts_;
  const Decision& decision_;
  std::vector<ChosenWord> words_;
  std::vector<std::string_view> cited_;
};

/// The field as it stands in the file: `schema.format` is `format` there.
std::string_view field_name(const facts::Choice& choice) {
  return choice.field.substr(choice.field.rfind('.') + 1);
}

void report_against(const Decision& decision, const design::Val<design::Reason>& reason,
                    const ChosenWord& word, Report& report) {
  const facts::Choice& choice = *word.choice;
  const derive::ConstraintInfo* constraint = derive::constraint_named(reason->text);
  Draft draft = report.at(reason.at)
                    .say("{} cites `{}`, which its `{}: {}` hurts", describe(decision), reason->text,
                         field_name(choice), choice.word)
                    .related(word.at, "{}", choice.what);
  if (constraint != nullptr) draft.because(constraint->id);
  if (choice.serves.empty()) {
    draft.help("choose otherwise, or say what else it is for; `dedesign explain {}` says more", choice.word);
  } else {
    draft.help("`{}` serves {}: cite what it was chosen for, or choose otherwise", choice.word,
               join_words(choice.serves));
  }
}

}  // namespace

void check_F011(const derive::Facts& facts, Report& report) {
  for (const Decision& decision : decisions(facts.design)) {
    const Weighing weighing(facts, decision);
    for (const auto& reason : *decision.because) {
      if (!reason->is_constraint()) continue;
      const ChosenWord* word = weighing.against(reason->text);
      if (word != nullptr) report_against(decision, reason, *word, report);
    }
  }
}

}  // namespace decide::rules
