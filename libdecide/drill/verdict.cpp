#include "drill/verdict.h"

#include <fmt/format.h>

#include <algorithm>

namespace decide::drill {

namespace {

constexpr std::size_t sentences_wanted = 3;

constexpr std::array<std::string_view, part_count> advice{
    "Framing: ask the seven questions, lateness, repeats and the priority before the first table, and label "
    "what nobody told you.",
    "Modelling: say for every table what one row is and which reader's question it answers.",
    "Pipelines: for each one say what it does with the peak, a late event, a repeat and a bad record.",
    "Storage: start from the filters of the dearest queries and count partitions and files.",
    "Backfill: tell what happens when a rebuild dies half way and is started again.",
    "Quality: name the check that would have noticed each failure, and what it does then.",
    "Closing: trade-offs with their price, what breaks at ten times the load, and a question back."};

/// The worst findings first, each rule once.
std::vector<const diag::Finding*> worst_findings(const Judged& judged) {
  std::vector<const diag::Finding*> all;
  for (const diag::Finding& finding : judged.checked.findings) {
    const auto same = [&](const diag::Finding* f) { return f->rule == finding.rule; };
    if (!finding.accepted && judged.counts(finding) && std::none_of(all.begin(), all.end(), same))
      all.push_back(&finding);
  }
  std::stable_sort(all.begin(), all.end(),
                   [](const auto* a, const auto* b) { return a->severity > b->severity; });
  return all;
}

std::string on_finding(const Judged& judged, const diag::Finding& finding) {
  const auto line = judged.document().source().position(finding.span.begin).line;
  return fmt::format("In line {} I would stop you: {} ({}).", line, finding.message, finding.rule);
}

/// The unasked answer that is worth most, or the worst told one where nothing could be asked.
const Answer* worst_question(const Judged& judged) {
  const Answer* worst = nullptr;
  double lost = 0;
  for (const Answer& answer : judged.scenario.answers) {
    if (judged.drilled ? judged.asked(answer.name) != nullptr : answer.sets.empty()) continue;
    const double loss = answer.worth * (1 - told_share(judged, answer) / (judged.drilled ? 2 : 1));
    if (loss > lost) {
      worst = &answer;
      lost = loss;
    }
  }
  return worst;
}

std::string on_question(const Judged& judged, const Answer& answer) {
  const std::string ask = answer.asks.empty() ? answer.topic : answer.asks.front();
  return fmt::format("You never asked \"{}?\"{}; I would have told you: {}", ask,
                     judged.drilled ? "" : ", or did not write it down", answer.says);
}

void add_missing(const Grade& grade, std::vector<std::string>& out) {
  for (const PartGrade& part : grade.parts) {
    for (const Mark& mark : part.marks) {
      if (out.size() >= sentences_wanted) return;
      if (mark.points > 0 || part.part == Part::framing) continue;
      out.push_back(fmt::format("How would I see in your {} that {}?", part_name(part.part), mark.what));
    }
  }
}

/// What an interviewer would ask of a design that leaves nothing to object to.
void add_follow_ups(const Judged& judged, std::vector<std::string>& out) {
  for (const Pivot& pivot : judged.scenario.pivots) {
    if (out.size() >= sentences_wanted) return;
    if (!judged.design().drill.pivots.contains(pivot.name))
      out.push_back(fmt::format("Suppose this: {}", pivot.says));
  }
}

std::string to_practise(const Grade& grade) {
  std::size_t worst = 0;
  double lost = 0;
  for (std::size_t i = 0; i < part_count; ++i) {
    const double loss = grade.parts[i].of - grade.parts[i].points;
    if (loss > lost) {
      worst = i;
      lost = loss;
    }
  }
  if (lost < 0.05) return "Follow-ups: have the world changed under it with `dedesign drill pivot`.";
  return std::string(advice[worst]);
}

}  // namespace

void add_verdict(const Judged& judged, Grade& grade) {
  std::vector<std::string>& out = grade.sentences;
  const auto findings = worst_findings(judged);
  if (const Answer* question = worst_question(judged)) out.push_back(on_question(judged, *question));
  for (const diag::Finding* finding : findings) {
    if (out.size() < sentences_wanted) out.push_back(on_finding(judged, *finding));
  }
  add_missing(grade, out);
  add_follow_ups(judged, out);
  grade.practise = to_practise(grade);
}

}  // namespace decide::drill
