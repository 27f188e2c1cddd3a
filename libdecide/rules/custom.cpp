#include "rules/custom.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/digest.h"
#include "custom/evaluate.h"
#include "custom/read.h"
#include "derive/seal.h"
#include "rules/report.h"
#include "schema/read.h"

namespace decide::rules {

namespace {

constexpr std::string_view open_mark = "\xC2\xAB", close_mark = "\xC2\xBB";

/// What a rule says where nobody wrote a summary: its message, holes and all.
void fill_in(custom::Rule& rule) {
  if (rule.summary.empty()) rule.summary = rule.message.texts.front();
  if (rule.rationale.empty())
    rule.rationale = fmt::format("A rule of your organisation, from {}.", rule.place);
}

Rule descriptor_of(const custom::Rule& rule) {
  const auto first = [](const std::vector<custom::Example>& examples) {
    return examples.empty() ? std::string_view{} : std::string_view(examples.front().text);
  };
  return {.code = rule.code,
          .name = rule.name,
          .severity = rule.severity,
          .summary = rule.summary,
          .rationale = rule.rationale,
          .fails = first(rule.fails),
          .passes = first(rule.passes),
          .constraint = {},
          .facts = {}};
}

/// An example without its marks, with the head of a design; where a finding must point, if it says so.
struct Marked {
  std::string text;
  std::optional<Span> culprit;
};

Marked unmarked(std::string_view example) {
  Marked marked;
  if (example.find("dedesign:") == std::string_view::npos) marked.text = "dedesign: 1\n";
  std::uint32_t begin = 0;
  for (std::size_t i = 0; i < example.size(); ++i) {
    const std::string_view rest = example.substr(i);
    const bool opens = rest.starts_with(open_mark);
    if (!opens && !rest.starts_with(close_mark)) {
      marked.text += example[i];
      continue;
    }
    const auto here = static_cast<std::uint32_t>(marked.text.size());
    if (opens) begin = here;
    if (!opens) marked.culprit = Span{begin, here};
    i += open_mark.size() - 1;
  }
  return marked;
}

/// What a finding points at, as `Report::at` and `Report::missing` have it.
Span span_of(const yaml::Document& document, const custom::Found& found) {
  const yaml::NodeId key = document.key_of(found.at);
  const bool at_key = !found.missing.empty() && key != yaml::none;
  return at_key ? document.span(key) : culprit_span(document, found.at);
}

/// Where the rule fires in an example, or why the example is no design.
Result<std::vector<Span>> fires_at(const custom::Rule& rule, const custom::Example& example,
                                   std::string text) {
  const yaml::Parsed parsed = yaml::parse(Source("example", std::move(text)));
  const schema::ReadResult read = schema::read(parsed);
  if (!read.findings.empty()) {
    const diag::Finding& first = read.findings.front();
    return Error{fmt::format("{}: {}: the example is no design that can be read: {}", example.place,
                             rule.code, first.message),
                 first.help};
  }
  std::vector<Span> spans;
  for (const custom::Found& found : custom::evaluate(rule, parsed.document))
    spans.push_back(span_of(parsed.document, found));
  return spans;
}

void try_failing(const custom::Rule& rule, const custom::Example& example, std::vector<Error>& out) {
  const Marked marked = unmarked(example.text);
  const auto spans = fires_at(rule, example, marked.text);
  if (!spans) return out.push_back(spans.error());
  if (spans->empty()) {
    out.push_back({fmt::format("{}: {} does not fire here, and must", example.place, rule.code),
                   "mend the example, or the rule"});
  } else if (marked.culprit && std::find(spans->begin(), spans->end(), *marked.culprit) == spans->end()) {
    out.push_back({fmt::format("{}: {} fires, but not at the mark", example.place, rule.code),
                   "the mark stands around the key or value that the finding points at"});
  }
}

void try_passing(const custom::Rule& rule, const custom::Example& example, std::vector<Error>& out) {
  const auto spans = fires_at(rule, example, unmarked(example.text).text);
  if (!spans) return out.push_back(spans.error());
  if (!spans->empty())
    out.push_back({fmt::format("{}: {} fires here, and must not", example.place, rule.code),
                   "mend the example, or the rule"});
}

}  // namespace

Status CustomRules::add(const yaml::Parsed& file) {
  auto read = custom::read(file);
  if (!read) return read.error();
  for (custom::Rule& rule : *read) {
    for (const std::string& word : {rule.code, rule.name}) {
      const CustomRule* other = find(word);
      if (other == nullptr && rules::find_rule(word) == nullptr) continue;
      return Error{
          fmt::format("{}: there is a rule `{}` already{}", rule.place, word,
                      other == nullptr ? ", one of ours" : fmt::format(", at {}", other->rule.place)),
          "give it a code and a name of its own"};
    }
    fill_in(rule);
    CustomRule& added = rules_.emplace_back();
    added.rule = std::move(rule);
    added.descriptor = descriptor_of(added.rule);
  }
  const Source& source = file.document.source();
  digest_ =
      sha256_hex(fmt::format("{} {} {}", digest_, sha256_hex(source.name()), sha256_hex(source.text())));
  return Done{};
}

const CustomRule* CustomRules::find(std::string_view code_or_name) const {
  const auto found = std::find_if(rules_.begin(), rules_.end(), [&](const CustomRule& one) {
    return one.rule.code == code_or_name || one.rule.name == code_or_name;
  });
  return found == rules_.end() ? nullptr : &*found;
}

const Rule* find_rule(std::string_view code_or_name, const CustomRules* custom) {
  if (const Rule* ours = find_rule(code_or_name)) return ours;
  const CustomRule* theirs = custom == nullptr ? nullptr : custom->find(code_or_name);
  return theirs == nullptr ? nullptr : &theirs->descriptor;
}

std::optional<design::Section> stage_of_rule(std::string_view code, const CustomRules* custom) {
  const CustomRule* theirs = custom == nullptr ? nullptr : custom->find(code);
  if (theirs != nullptr) return theirs->rule.section;
  if (find_rule(code) == nullptr) return std::nullopt;
  for (const auto section : {design::Section::scope, design::Section::model, design::Section::partition,
                             design::Section::backfill, design::Section::close}) {
    if (derive::stage_of(section).letter == code[0]) return section;
  }
  return std::nullopt;
}

std::vector<Error> try_examples(const CustomRule& custom) {
  const custom::Rule& rule = custom.rule;
  std::vector<Error> wrong;
  if (rule.fails.empty())
    wrong.push_back({fmt::format("{}: {} has no example that must fire", rule.place, rule.code),
                     "write one under `fails`"});
  if (rule.passes.empty())
    wrong.push_back({fmt::format("{}: {} has no example that must not fire", rule.place, rule.code),
                     "write one under `passes`"});
  for (const custom::Example& example : rule.fails) try_failing(rule, example, wrong);
  for (const custom::Example& example : rule.passes) try_passing(rule, example, wrong);
  return wrong;
}

}  // namespace decide::rules
