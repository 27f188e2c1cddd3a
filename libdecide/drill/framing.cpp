#include "drill/framing.h"

#include <fmt/format.h>

#include <algorithm>

#include "schema/canonical.h"
#include "schema/type.h"

namespace decide::drill {

namespace {

constexpr double for_questions = 0.6, for_constraints = 0.2, for_priority = 0.1, for_assumptions = 0.1;

/// True if a value of the design means the same as what the interviewer says.
bool says_the_same(const yaml::Document& document, yaml::NodeId node, const Setting& setting) {
  const auto located = schema::locate(setting.path);
  const auto told = yaml::parse(Source("", setting.value));
  if (!located || !told.readable()) return false;
  return schema::canonical_form(document, node, *located->type) ==
         schema::canonical_form(told.document, 0, *located->type);
}

bool is_assumed(const design::Design& design, std::string_view path) {
  const std::string_view below = path.substr(path.find('.') + 1);
  return std::any_of(design.scope.assumed.begin(), design.scope.assumed.end(), [&](const auto& item) {
    return below == item.value || below.starts_with(item.value + ".");
  });
}

/// The first value of the design that an answer is about.
yaml::NodeId first_value(const Judged& judged, const Answer& answer) {
  for (const Setting& set : answer.sets) {
    const yaml::NodeId node = judged.document().at(set.path);
    if (node != yaml::none) return node;
  }
  return yaml::none;
}

Mark question_mark(const Judged& judged, const Answer& answer, double of) {
  Mark mark{fmt::format("the question of {}", answer.name), 0, of, {}, 0, {}};
  const double told = told_share(judged, answer);
  if (!answer.sets.empty()) mark.path = answer.sets.front().path;
  const yaml::NodeId value = first_value(judged, answer);
  if (value != yaml::none) mark.line = judged.line({value});
  if (!judged.drilled) {
    mark.points = of * told;
    if (told < 1)
      mark.why = value == yaml::none ? "nothing is said of it" : "it is not what the platform needs";
    return mark;
  }
  const auto* asked = judged.asked(answer.name);
  if (asked == nullptr) {
    mark.points = of * told / 2;
    mark.why = told > 0 ? "it was guessed, not asked" : "it was never asked";
    return mark;
  }
  mark.what = fmt::format("you asked for {}", answer.name);
  mark.path = fmt::format("drill.asked.{}", asked->name);
  mark.line = judged.line(asked->key);
  const bool late = asked->value.decided.contains({"model"});
  const double kept = answer.sets.empty() ? 1 : (1 + told) / 2;
  mark.points = of * kept * (late ? 0.5 : 1);
  if (late) mark.why = "it was asked after the first table";
  if (!late && kept < 1) mark.why = "the design says something else than the answer";
  return mark;
}

void mark_questions(const Judged& judged, double weight, PartGrade& grade) {
  double worth = 0;
  const auto counts = [&](const Answer& answer) { return judged.drilled || !answer.sets.empty(); };
  for (const Answer& answer : judged.scenario.answers) worth += counts(answer) ? answer.worth : 0;
  for (const Answer& answer : judged.scenario.answers) {
    if (worth <= 0 || !counts(answer)) continue;
    grade.marks.push_back(question_mark(judged, answer, weight * for_questions * answer.worth / worth));
  }
}

void mark_constraints(const Judged& judged, double weight, PartGrade& grade) {
  std::vector<const derive::Constraint*> of_scope;
  for (const derive::Constraint* constraint : judged.reference.facts->constraints.list()) {
    if (derive::info(constraint->id).section == "scope") of_scope.push_back(constraint);
  }
  for (const auto* constraint : of_scope) {
    const double of = weight * for_constraints / static_cast<double>(of_scope.size());
    const auto& name = derive::info(constraint->id).name;
    Mark mark{fmt::format("the constraint {} is named", name), 0, of, {}, 0, {}};
    const auto* own = judged.checked.facts->constraints.get(constraint->id);
    if (own == nullptr) {
      mark.why = fmt::format("it exists when {}", derive::info(constraint->id).exists);
    } else {
      mark.points = of;
      mark.line = judged.line(own->origins.front().at);
      mark.path = judged.document().path(own->origins.front().at.node);
    }
    grade.marks.push_back(std::move(mark));
  }
}

void mark_priority(const Judged& judged, double weight, PartGrade& grade) {
  const design::Scope& scope = judged.design().scope;
  Mark mark{"what wins and what is given up is said", 0, weight * for_priority, "scope.priority", 0, {}};
  mark.line = judged.line(scope.priority.at);
  const design::Scope& right = judged.reference.read.design.scope;
  if (scope.priority.empty()) {
    mark.why = "no priority is named";
  } else {
    const bool same = !right.priority.empty() && scope.priority[0].value == right.priority[0].value;
    mark.points += mark.of * (same ? 0.5 : 0.2);
    if (!same) mark.why = "something else comes first here";
  }
  if (scope.sacrifice.what && !scope.sacrifice.because.empty()) {
    mark.points += mark.of / 2;
  } else {
    mark.why = "no sacrifice is named with its reason";
  }
  grade.marks.push_back(std::move(mark));
}

void mark_assumptions(const Judged& judged, double weight, PartGrade& grade) {
  const auto& assumed = judged.design().scope.assumed;
  Mark mark{"what nobody said is labelled as assumed",
            0,
            weight * for_assumptions,
            "scope.assumed",
            judged.line(assumed.at),
            {}};
  const bool expected = !judged.reference.read.design.scope.assumed.empty();
  if (!assumed.empty() || (!expected && judged.design().scope.at)) {
    mark.points = mark.of;
  } else {
    mark.why = "nothing is labelled, though not everything was told";
  }
  grade.marks.push_back(std::move(mark));
}

}  // namespace

std::uint32_t Judged::line(design::Place at) const {
  return at ? document().source().position(document()[at.node].content).line : 0;
}

bool Judged::counts(const diag::Finding& finding) const {
  return finding.rule != "F007" || !drilled || design().drill.pivots.empty();
}

const design::Named<design::Asked>* Judged::asked(std::string_view answer) const {
  for (const auto& entry : design().drill.asked) {
    if (entry->answer && entry->answer->text == answer) return &entry;
  }
  return nullptr;
}

double told_share(const Judged& judged, const Answer& answer) {
  if (answer.sets.empty()) return 0;
  const auto truth = world(judged.scenario, judged.design());
  double told = 0;
  for (const Setting& set : answer.sets) {
    const yaml::NodeId node = judged.document().at(set.path);
    if (node == yaml::none) continue;
    const auto now =
        std::find_if(truth.begin(), truth.end(), [&](const Setting& s) { return s.path == set.path; });
    if (says_the_same(judged.document(), node, *now) || says_the_same(judged.document(), node, set)) {
      told += 1;
    } else if (is_assumed(judged.design(), set.path)) {
      told += 0.5;
    }
  }
  return told / static_cast<double>(answer.sets.size());
}

PartGrade grade_framing(const Judged& judged, double weight) {
  PartGrade grade;
  grade.of = weight;
  mark_questions(judged, weight, grade);
  mark_constraints(judged, weight, grade);
  mark_priority(judged, weight, grade);
  mark_assumptions(judged, weight, grade);
  return grade;
}

}  // namespace decide::drill
