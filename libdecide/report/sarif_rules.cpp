#include "report/sarif_rules.h"

#include <fmt/format.h>

#include <utility>

#include "base/code_point.h"
#include "report/explain.h"
#include "report/machine.h"
#include "rules/custom.h"
#include "rules/registry.h"

namespace decide::report {
namespace {

/// Code scanning takes no longer texts.
constexpr std::size_t most_name = 255, most_description = 1024;

std::string clipped(std::string_view text, std::size_t most) {
  std::string out;
  std::size_t count = 0;
  for_each_code_point(text, [&](std::int32_t, std::string_view bytes) {
    if (++count <= most) out += bytes;
  });
  return out;
}

std::string_view problem_severity(diag::Severity severity) {
  return severity == diag::Severity::note ? "recommendation" : diag::severity_name(severity);
}

/// In the order in which a reader wants it: why, how it looks wrong, how it looks right.
std::string help_text(const rules::Rule& rule) {
  return fmt::format("Fires when: {}\n\n{}\n\nFails:\n\n{}\nPasses:\n\n{}", rule.summary, rule.rationale,
                     example_lines(rule.fails, "    "), example_lines(rule.passes, "    "));
}

std::string help_markdown(const rules::Rule& rule) {
  std::string text = fmt::format("**Fires when:** {}\n\n{}\n\n", rule.summary, rule.rationale);
  if (!rule.constraint.empty()) text += fmt::format("Enforces the constraint `{}`.\n\n", rule.constraint);
  text += fmt::format("**Fails**\n\n```yaml\n{}```\n\n", example_lines(rule.fails, ""));
  text += fmt::format("**Passes**\n\n```yaml\n{}```\n\n", example_lines(rule.passes, ""));
  return text + fmt::format("The same on a terminal: `dedesign explain {}`\n", rule.code);
}

Json tags(const rules::Rule& rule) {
  const auto section = rules::stage_of_rule(rule.code, nullptr);
  Json list = Json::array({"data-design", section ? design::word(*section) : "file"});
  if (!rule.constraint.empty()) list.push_back(rule.constraint);
  return list;
}

Json descriptor(const rules::Rule& rule) {
  Json object;
  object["id"] = rule.code;
  object["name"] = clipped(rule.name, most_name);
  object["shortDescription"]["text"] = clipped(rule.summary, most_description);
  object["fullDescription"]["text"] = clipped(rule.rationale, most_description);
  object["help"] = Json{{"text", help_text(rule)}, {"markdown", help_markdown(rule)}};
  object["defaultConfiguration"]["level"] = diag::severity_name(rule.severity);
  object["properties"]["tags"] = tags(rule);
  object["properties"]["precision"] = "high";
  object["properties"]["problem.severity"] = problem_severity(rule.severity);
  return object;
}

/// Of a rule that somebody added.
Json descriptor(const std::string& code, const RuleSample& sample) {
  const std::string& name = sample.name.empty() ? code : sample.name;
  rules::Rule rule;
  rule.code = code;
  rule.name = rule.summary = rule.rationale = name;
  rule.severity = sample.severity;
  Json object = descriptor(rule);
  object["help"] = Json{{"text", name}};
  object["properties"]["tags"] = Json::array({"data-design"});
  return object;
}

}  // namespace

SarifRules describe_rules(const RuleSamples& samples, const Tool& tool) {
  SarifRules all{Json::array(), {}};
  const auto add = [&](const std::string& code, Json object) {
    object["helpUri"] = page_of(tool, code);
    all.index.emplace(code, all.descriptors.size());
    all.descriptors.push_back(std::move(object));
  };
  for (const rules::Entry& entry : rules::registry()) {
    const auto found = samples.find(entry.rule->code);
    if (found != samples.end()) add(found->first, descriptor(*entry.rule));
  }
  for (const auto& [code, sample] : samples) {
    if (!all.index.contains(code)) add(code, descriptor(code, sample));
  }
  return all;
}

}  // namespace decide::report
