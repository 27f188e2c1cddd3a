#include "rules/check.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <utility>

#include "custom/evaluate.h"
#include "design/rule_code.h"
#include "estimate/small_files.h"
#include "rules/after.h"
#include "rules/report.h"

namespace decide::rules {

namespace {

bool names(const std::vector<std::string>& list, const Rule& rule) {
  // Codes differ at their end, if at all.
  return std::any_of(list.begin(), list.end(), [&](const std::string& word) {
    return (word.ends_with(rule.code.back()) && word == rule.code) || word == rule.name;
  });
}

/// The rules of the program that a run may ask.
std::span<const Entry> entries(const CheckOptions& options) {
  static const std::vector<Entry> computing = [] {
    std::vector<Entry> some;
    std::copy_if(registry().begin(), registry().end(), std::back_inserter(some),
                 [](const Entry& entry) { return computes(*entry.rule); });
    return some;
  }();
  return options.computing ? std::span<const Entry>(computing) : registry();
}

bool is_wanted(const Rule& rule, const CheckOptions& options) {
  if (names(options.skip, rule)) return false;
  return options.only.empty() || names(options.only, rule);
}

/// Codes of an organisation may begin with any letter.
bool is_about_file(std::string_view code) {
  return code[0] == 'F' && design::is_built_in_code(code);
}

const std::deque<CustomRule>& custom_rules(const CheckOptions& options) {
  static const std::deque<CustomRule> none;
  return options.custom ? options.custom->all() : none;
}

/// A stage runs its own rules and those of the file; what they find elsewhere is dropped afterwards.
bool runs_in(const Rule& rule, const CheckOptions& options) {
  if (!options.stage) return true;
  const auto section = stage_of_rule(rule.code, options.custom.get());
  return !section || *section == *options.stage;
}

/// A reading error is shown by the stages at and after its section; other findings of the file rules by the
/// stage that owns the section.
bool belongs(const diag::Finding& finding, design::Section stage) {
  const auto section = derive::section_of_path(finding.path);
  if (!is_about_file(finding.rule)) return true;
  if (!section) return true;
  const bool about_reading = finding.rule < "F006";
  return about_reading ? *section <= stage : *section == stage;
}

/// What a rule of the organisation finds, as findings.
void run_custom(const CustomRule& custom, const derive::Facts& facts, Report& report) {
  for (const custom::Found& found : custom::evaluate(custom.rule, facts.document)) {
    Draft draft = found.missing.empty() ? report.at({found.at}) : report.missing({found.at}, found.missing);
    draft.say("{}", found.message);
    if (!found.help.empty()) draft.help("{}", found.help);
    if (found.other != yaml::none) draft.related({found.other}, "compared with this");
  }
}

std::string_view parent_of(std::string_view path) {
  const std::size_t dot = path.rfind('.');
  return dot == std::string_view::npos ? std::string_view{} : path.substr(0, dot);
}

bool is_of_reading(const diag::Finding& finding) {
  return finding.rule == "F002" || finding.rule == "F003";
}

/// Sorted paths of answers that may stand there misread: above a value that could not be read, at it, and
/// where a misspelt key would belong.
std::vector<std::string> misread_answers(const std::vector<diag::Finding>& reading) {
  std::vector<std::string> paths;
  for (const diag::Finding& finding : reading) {
    if (!is_of_reading(finding)) continue;
    paths.push_back(finding.path);
    const std::string parent(parent_of(finding.path));
    if (finding.rule == "F002" && finding.fix && !finding.fix->edits.empty())
      paths.push_back(
          fmt::format("{}{}{}", parent, parent.empty() ? "" : ".", finding.fix->edits.front().text));
    if (!parent.empty()) paths.push_back(parent);
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

bool is_misread(const diag::Finding& finding, const std::vector<std::string>& answers) {
  return finding.absent && std::binary_search(answers.begin(), answers.end(), finding.path);
}

void run_bodies(Checked& checked, const CheckOptions& options, std::vector<const Rule*>& ran) {
  const auto answers = misread_answers(checked.read.findings);
  std::vector<diag::Finding> found;
  EditBudget edits(options.fixes);
  const bool misread = checked.misread();
  const auto keep = [&](Report& report) {
    for (diag::Finding& finding : report.findings()) {
      if (!is_misread(finding, answers)) found.push_back(std::move(finding));
    }
  };
  for (const Entry& entry : entries(options)) {
    if (!is_wanted(*entry.rule, options) || !runs_in(*entry.rule, options)) continue;
    ran.push_back(entry.rule);
    if (entry.body == nullptr) continue;
    Report report(*checked.facts, *checked.estimates, *checked.verdicts, edits, *entry.rule);
    report.show(checked.schema_files);
    report.note_misread(misread);
    report.want_words(options.words);
    entry.body(*checked.facts, report);
    keep(report);
  }
  for (const CustomRule& custom : custom_rules(options)) {
    if (options.computing && !computes(custom.descriptor)) continue;
    if (!is_wanted(custom.descriptor, options) || !runs_in(custom.descriptor, options)) continue;
    ran.push_back(&custom.descriptor);
    Report report(*checked.facts, *checked.estimates, *checked.verdicts, edits, custom.descriptor);
    report.want_words(options.words);
    run_custom(custom, *checked.facts, report);
    keep(report);
  }
  std::move(found.begin(), found.end(), std::back_inserter(checked.findings));
}

/// In a mutation build (DEDESIGN_MUTANTS) the rule that the environment variable names finds nothing, so that
/// the tests can show that they would notice.
void leave_out_mutant([[maybe_unused]] std::vector<diag::Finding>& findings) {
#ifdef DEDESIGN_MUTANTS
  const char* off = std::getenv("DEDESIGN_MUTANT");
  if (off != nullptr)
    std::erase_if(findings, [off](const diag::Finding& finding) { return finding.rule == off; });
#endif
}

void begin_part(const CheckOptions& options, std::string_view part) {
  if (options.on_part) options.on_part(part);
}

void set_severities(std::vector<diag::Finding>& findings, const CheckOptions& options) {
  if (options.severities.empty()) return;
  for (diag::Finding& finding : findings) finding.severity = severity_of(finding, options);
}

}  // namespace

diag::Severity severity_of(const diag::Finding& finding, const CheckOptions& options) {
  const auto found = options.severities.find(finding.rule);
  return found == options.severities.end() ? finding.severity : found->second;
}

bool Checked::misread() const {
  return std::any_of(read.findings.begin(), read.findings.end(), is_of_reading);
}

bool computes(const Rule& rule) {
  const bool about_wording = rule.code >= "C520" && rule.code <= "C560";
  return !is_about_file(rule.code) && !about_wording;
}

namespace {

/// Derives and judges what has been read.
std::unique_ptr<Checked> judged(std::unique_ptr<Checked> checked, const CheckOptions& options) {
  checked->findings = checked->read.findings;
  if (checked->read.readable) {
    const units::Wordless wordless(!options.words);
    begin_part(options, "derive");
    checked->facts =
        std::make_unique<derive::Facts>(checked->parsed.document, checked->read.design, options.values);
    checked->estimates = std::make_unique<estimate::Estimates>(*checked->facts);
    checked->facts->constraints.add_small_files(
        [estimates = checked->estimates.get()] { return estimate::small_files(*estimates); });
    checked->memo = options.memo ? options.memo : std::make_shared<replay::Memo>();
    checked->verdicts = std::make_unique<replay::Verdicts>(*checked->facts, *checked->memo, options.bounds,
                                                           options.jobs, options.watch);
    if (!options.computing) {
      checked->schema_files =
          read_schema_files(checked->parsed.document, checked->read.design.backfill.schema,
                            options.read_beside, checked->findings);
    }
    begin_part(options, "rules");
    std::vector<const Rule*> ran;
    run_bodies(*checked, options, ran);
    if (!options.computing) {
      judge_what_ifs(*checked, options, ran);
      judge_order_and_seals(*checked, options, ran);
    }
    if (options.stage) {
      std::erase_if(checked->findings,
                    [&](const diag::Finding& finding) { return !belongs(finding, *options.stage); });
    }
    judge_acceptances(*checked, options, ran);
  }
  leave_out_mutant(checked->findings);
  set_severities(checked->findings, options);
  diag::sort(checked->findings);
  return checked;
}

}  // namespace

std::unique_ptr<Checked> check(Source source, const CheckOptions& options) {
  begin_part(options, "parse");
  return check(yaml::parse(std::move(source)), options);
}

std::unique_ptr<Checked> check(yaml::Parsed parsed, const CheckOptions& options) {
  auto checked = std::make_unique<Checked>();
  checked->parsed = std::move(parsed);
  begin_part(options, "read");
  checked->read = schema::read(checked->parsed);
  return judged(std::move(checked), options);
}

Again::Again(const Checked& base) : base_(base), document_(base.parsed.document), read_(base.read) {}

void Again::put(const Texts& texts) {
  std::vector<yaml::NodeId> nodes;
  for (const auto& [node, text] : texts) {
    document_.set_text(node, text);
    nodes.push_back(node);
  }
  schema::read_again(document_, read_, nodes);
}

std::optional<std::vector<diag::Finding>> Again::with(const Texts& texts, const CheckOptions& options) {
  std::vector<yaml::NodeId> changing;
  for (const auto& [node, text] : texts) changing.push_back(node);
  std::sort(changing.begin(), changing.end());
  Texts all = texts;
  for (const yaml::NodeId node : changed_) {
    if (!std::binary_search(changing.begin(), changing.end(), node))
      all.emplace_back(node, base_.parsed.document[node].text);
  }
  const std::size_t before = base_.read.findings.size();
  read_.findings.resize(before);
  put(all);
  changed_ = std::move(changing);
  if (!read_.readable || read_.findings.size() > before) return std::nullopt;

  auto checked = std::make_unique<Checked>();
  checked->parsed.document = std::move(document_);
  checked->read = std::move(read_);
  checked = judged(std::move(checked), options);
  document_ = std::move(checked->parsed.document);
  read_ = std::move(checked->read);
  return std::move(checked->findings);
}

}  // namespace decide::rules
