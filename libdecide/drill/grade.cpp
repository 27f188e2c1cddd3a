#include "drill/grade.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/text.h"
#include "drill/evidence.h"
#include "drill/framing.h"
#include "drill/verdict.h"

namespace decide::drill {

namespace {

using diag::Finding;
using diag::Severity;

/// What one finding weighs: the points of its part are divided by one and the sum of these, so that each
/// costs, and none takes all.
double burden(const Finding& finding) {
  if (finding.accepted || finding.severity == Severity::note) return 0.02;
  return finding.severity == Severity::error ? 0.12 : 0.04;
}
constexpr double burden_of_unmet = 0.12;

/// The finding that keeps a constraint from being honoured in a part, or null.
const Finding* breaks(const Judged& judged, const Item& item) {
  if (!item.honours) return nullptr;
  const Finding* worst = nullptr;
  for (const Finding& finding : judged.checked.findings) {
    if (finding.accepted || finding.severity == Severity::note || part_of(finding) != item.part) continue;
    if (finding.constraint != derive::info(*item.honours).name) continue;
    if (worst == nullptr || finding.severity > worst->severity) worst = &finding;
  }
  return worst;
}

/// The first of the item's questions that was not asked before its part was decided.
const Answer* asked_too_late(const Judged& judged, const Item& item) {
  if (!judged.drilled) return nullptr;
  const std::string_view name = part_name(item.part);
  for (const std::string_view topic : split(item.topics, ' ')) {
    for (const Answer& answer : judged.scenario.answers) {
      if (answer.topic != topic) continue;
      const auto* asked = judged.asked(answer.name);
      if (asked == nullptr || asked->value.decided.contains({std::string(name)})) return &answer;
    }
  }
  return nullptr;
}

void judge(const Judged& judged, const Item& item, double share, Mark& mark, Grade& grade) {
  if (item.honours && !judged.checked.facts->constraints.has(*item.honours)) {
    mark.why = fmt::format("the design does not know of {}", derive::info(*item.honours).name);
    return;
  }
  mark.points = mark.of * share;
  if (share < 1) mark.why = "not everywhere";
  if (const Finding* finding = breaks(judged, item)) {
    mark.points *= finding->severity == Severity::error ? 0 : 0.5;
    mark.why = fmt::format("{}: {}", finding->rule, finding->message);
    mark.path = finding->path;
    mark.line = judged.document().source().position(finding->span.begin).line;
  }
  if (const Answer* answer = asked_too_late(judged, item)) {
    const bool asked = judged.asked(answer->name) != nullptr;
    mark.points /= 2;
    mark.why =
        fmt::format("it was decided before {} was asked{}", answer->name, asked ? "" : "; it never was");
    const auto same = [&](const Early& e) { return e.part == item.part && e.answer == answer->name; };
    if (std::none_of(grade.early.begin(), grade.early.end(), same))
      grade.early.push_back({item.part, answer->name, mark.line, asked});
  }
}

/// The items that the reference answers, each worth the same.
PartGrade grade_part(const Judged& judged, Part part, double weight, Grade& grade) {
  PartGrade out;
  out.part = part;
  out.of = weight;
  std::vector<std::pair<const Item*, double>> wanted;
  for (const Item& item : items()) {
    if (item.part != part) continue;
    if (item.honours && !judged.reference.facts->constraints.has(*item.honours)) continue;
    const double share = item.look(*judged.reference.facts).share;
    if (share > 0) wanted.emplace_back(&item, share);
  }
  for (const auto& [item, right] : wanted) {
    const Evidence seen = item->look(*judged.checked.facts);
    Mark mark{std::string(item->what), 0, weight / static_cast<double>(wanted.size()), {}, 0, {}};
    if (seen.share > 0) {
      mark.path = judged.document().path(seen.at.node);
      mark.line = judged.line(seen.at);
      judge(judged, *item, std::min(1.0, seen.share / right), mark, grade);
    } else {
      mark.why = "nothing in the design does it";
    }
    out.marks.push_back(std::move(mark));
  }
  return out;
}

/// What follow-ups asked for and the design does not say takes a part of the points, as a finding does.
void mark_follow_ups(const Judged& judged, Grade& grade) {
  for (const auto& taken : judged.design().drill.pivots) {
    const Pivot* pivot = judged.scenario.pivot(taken.name);
    if (pivot == nullptr) continue;
    for (const Unmet& one : unmet(*pivot, judged.document(), judged.checked.findings)) {
      if (one.finding != nullptr) continue;  // counted with the findings
      PartGrade& part = grade.parts[static_cast<std::size_t>(part_of(one.path))];
      part.burden += burden_of_unmet;
      part.found.push_back(fmt::format("after {}: {}", pivot->name, one.what));
    }
  }
}

void mark_findings(const Judged& judged, Grade& grade) {
  for (const Finding& finding : judged.checked.findings) {
    if (!judged.counts(finding)) continue;
    PartGrade& part = grade.parts[static_cast<std::size_t>(part_of(finding))];
    part.burden += burden(finding);
    const auto line = judged.document().source().position(finding.span.begin).line;
    part.found.push_back(fmt::format("{}{} at line {}: {}", finding.rule,
                                     finding.accepted ? ", accepted," : "", line, finding.message));
  }
}

double to_a_tenth(double points) {
  return std::round(points * 10) / 10;
}

void add_up(Grade& grade) {
  for (PartGrade& part : grade.parts) {
    double sum = 0;
    for (const Mark& mark : part.marks) sum += mark.points;
    part.points = to_a_tenth(std::clamp(sum / (1 + part.burden), 0.0, part.of));
    grade.points += part.points;
  }
  grade.points = to_a_tenth(grade.points);
}

void note_drill(const Judged& judged, std::optional<design::Instant> now, Grade& grade) {
  const design::Drill& drill = judged.design().drill;
  grade.drilled = judged.drilled;
  grade.questions = drill.asked.size();
  for (const auto& told : drill.hints) grade.hints += static_cast<std::size_t>(told->value.value);
  grade.pivots = drill.pivots.size();
  grade.limit = drill.minutes.value_or({0}).value;
  // A clock that was set back measures nothing.
  if (now && drill.started && now->seconds >= drill.started->seconds)
    grade.minutes = (now->seconds - drill.started->seconds) / 60;
  if (!judged.drilled) return;
  for (const Answer& answer : judged.scenario.answers) {
    if (judged.asked(answer.name) == nullptr) grade.never_asked.push_back(answer.name);
  }
}

}  // namespace

Part part_of(std::string_view path) {
  const auto below = [path](std::string_view root) {
    return path.starts_with(root) && (path.size() == root.size() || path[root.size()] == '.');
  };
  if (below("model.pipelines") || below("model.sources")) return Part::pipelines;
  if (below("model")) return Part::model;
  if (below("partition")) return Part::storage;
  if (below("backfill")) return Part::backfill;
  if (below("close.checks") || below("close.monitor_first")) return Part::quality;
  if (below("close")) return Part::close;
  return Part::framing;
}

Part part_of(const Finding& finding) {
  const char letter = finding.rule.empty() ? 'F' : finding.rule.front();
  if (letter == 'S') return Part::framing;
  if (letter == 'P') return Part::storage;
  if (letter == 'B') return Part::backfill;
  if (letter == 'C') return finding.rule < "C520" ? Part::quality : Part::close;
  const Part part = part_of(finding.path);
  return letter == 'M' && part != Part::pipelines ? Part::model : part;
}

Grade grade(const Scenario& scenario, const rules::Checked& checked, const rules::Checked& reference,
            std::optional<design::Instant> now) {
  const bool drilled = static_cast<bool>(checked.read.design.drill.started);
  const Judged judged{scenario, checked, reference, drilled};
  Grade out;
  out.scenario = scenario.name;
  out.parts[0] = grade_framing(judged, scenario.weights[0]);
  for (std::size_t i = 1; i < part_count; ++i)
    out.parts[i] = grade_part(judged, static_cast<Part>(i), scenario.weights[i], out);
  mark_findings(judged, out);
  mark_follow_ups(judged, out);
  add_up(out);
  note_drill(judged, now, out);
  add_verdict(judged, out);
  return out;
}

Grade grade_of_nothing(const Scenario& scenario) {
  Grade out;
  out.scenario = scenario.name;
  for (std::size_t i = 0; i < part_count; ++i) {
    out.parts[i].part = static_cast<Part>(i);
    out.parts[i].of = scenario.weights[i];
  }
  out.sentences = {"There is nothing here to talk about.", "What would you ask me first?",
                   "Take five minutes, ask the seven questions, and come back."};
  out.practise = "Framing: start with `dedesign drill start`, and ask before you decide.";
  return out;
}

}  // namespace decide::drill
