#include "rules/acceptance.h"

#include <algorithm>
#include <array>
#include <set>

#include "design/rule_code.h"
#include "rules/after.h"
#include "rules/report.h"

/// F012, and what `accept` does.
namespace decide::rules {

const Rule rule_F012{
    .code = "F012",
    .name = "stale-acceptance",
    .severity = diag::Severity::warning,
    .summary = "An `accept` entry matches no finding any more, or is past its date.",
    .rationale =
        "An acceptance that nothing needs is a hole in the fence: the next finding of that rule at that path "
        "would slip through unseen. And an end date was set so that somebody looks again on that day. After "
        "it the finding counts again.",
    .fails = R"(accept:
  size: {rule: S104, at: scope.volume, because: [measured next week], until: «2020-01-31»}
scope:
  volume: {average: 35k/s}
)",
    .passes = R"(accept:
  size: {rule: S104, at: scope.volume, because: [measured next week], until: 2096-01-31}
scope:
  volume: {average: 35k/s}
)",
    .constraint = "",
    .facts = "",
};

bool holds_on(const design::Accept& accept, design::Date today) {
  return !accept.until || *accept.until >= today;
}

bool can_be_accepted(std::string_view code) {
  static constexpr std::array<std::string_view, 7> never{"F001", "F002", "F003", "F004",
                                                         "F008", "F012", "F013"};
  return std::find(never.begin(), never.end(), code) == never.end();
}

Acceptances::Acceptances(const design::Design& design, design::Date today) {
  for (const auto& entry : design.accept) {
    if (!entry->rule || !entry->at || !holds_on(entry.value, today)) continue;
    if (can_be_accepted(entry->rule->text)) entries_.emplace(Key(entry->rule->text, *entry->at), &entry);
  }
}

std::vector<const NamedAccept*> Acceptances::covering(const diag::Finding& finding) const {
  std::vector<const NamedAccept*> found;
  std::string_view path = finding.path;
  while (!path.empty() && !entries_.empty()) {
    const auto [first, last] = entries_.equal_range({finding.rule, path});
    for (auto entry = first; entry != last; ++entry) found.push_back(entry->second);
    const std::size_t dot = path.rfind('.');
    path = path.substr(0, dot == std::string_view::npos ? 0 : dot);
  }
  return found;
}

namespace {

/// Marks what is accepted; the entries that stood by something.
std::set<const NamedAccept*> mark(Checked& checked, const Acceptances& acceptances) {
  std::set<const NamedAccept*> used;
  for (diag::Finding& finding : checked.findings) {
    const auto covering = acceptances.covering(finding);
    if (covering.empty()) continue;
    finding.accepted =
        diag::Accepted{covering.front()->name, checked.parsed.document.span(covering.front()->key.node)};
    used.insert(covering.begin(), covering.end());
  }
  return used;
}

/// What was judged in this run, so that the absence of a finding says something.
class Judged {
 public:
  Judged(const Checked& checked, const CheckOptions& options, const std::vector<const Rule*>& ran)
      : stage_(options.stage), custom_(options.custom.get()) {
    for (const Rule* rule : ran) codes_.insert(rule->code);
    // Where values were misread, findings about what seems to be absent have been held back.
    complete_ = !checked.misread();
  }

  bool asked(std::string_view code) const { return codes_.count(code) != 0; }
  /// True if a finding of that rule at that path would have been seen.
  bool would_show(const design::Accept& accept) const {
    if (!complete_ || !asked(accept.rule->text)) return false;
    return !stage_ || stage_of_rule(accept.rule->text, custom_) ||
           derive::section_of_path(*accept.at) == stage_;
  }
  /// True if the entry is the business of the stage that runs.
  bool concerns(const design::Accept& accept) const {
    if (!stage_) return true;
    const auto section = stage_of_rule(accept.rule->text, custom_);
    return section ? section == stage_ : derive::section_of_path(*accept.at) == stage_;
  }
  /// True if there is such a rule.
  bool knows(std::string_view code) const { return find_rule(code, custom_) != nullptr; }

 private:
  std::set<std::string_view> codes_;
  std::optional<design::Section> stage_;
  const CustomRules* custom_;
  bool complete_ = true;
};

void report_rule(const NamedAccept& entry, Report& report) {
  const std::string& code = entry->rule->text;
  Draft draft = report.at(entry->rule.at);
  if (can_be_accepted(code)) {
    draft.say("`{}` accepts `{}`, and there is no such rule", entry.name, code);
  } else {
    draft.say("`{}` accepts `{}`, which cannot be accepted", entry.name, code);
  }
  if (design::is_custom_code(code)) {
    draft.help(
        "take the entry out, or name the file that has the rule under `rules` of .dedesign.yaml or by "
        "--rules");
  } else {
    draft.help("take the entry out; `dedesign rules` lists the codes");
  }
}

void report_date(const NamedAccept& entry, Report& report) {
  report.at(entry->until.at)
      .say("the acceptance `{}` of {} ended on {}", entry.name, entry->rule->text,
           design::spell_date(*entry->until))
      .help("mend the finding, or look at the reason again and set a later date");
}

void report_unused(const NamedAccept& entry, Report& report) {
  report.at(entry.key)
      .say("`{}` accepts {} at `{}`, and nothing is found there", entry.name, entry->rule->text, *entry->at)
      .related(entry->at.at, "accepted at and below this path")
      .help("take the entry out, so that a new finding there is seen");
}

void report_stale(const NamedAccept& entry, const Judged& judged, design::Date today, bool used,
                  Report& report) {
  if (!entry->rule || !entry->at || !judged.concerns(entry.value)) return;
  if (!can_be_accepted(entry->rule->text) || !judged.knows(entry->rule->text)) {
    report_rule(entry, report);
  } else if (!holds_on(entry.value, today)) {
    report_date(entry, report);
  } else if (!used && judged.would_show(entry.value)) {
    report_unused(entry, report);
  }
}

}  // namespace

void judge_acceptances(Checked& checked, const CheckOptions& options, const std::vector<const Rule*>& ran) {
  const design::Design& design = checked.read.design;
  if (design.accept.empty()) return;
  const auto used = mark(checked, Acceptances(design, options.today));
  const Judged judged(checked, options, ran);
  if (!judged.asked(rule_F012.code)) return;
  EditBudget edits(options.fixes);
  Report report(*checked.facts, *checked.estimates, *checked.verdicts, edits, rule_F012);
  for (const auto& entry : design.accept)
    report_stale(entry, judged, options.today, used.count(&entry) != 0, report);
  for (diag::Finding& finding : report.findings()) checked.findings.push_back(std::move(finding));
}

}  // namespace decide::rules
