#include "report/rule_list.h"

#include <nlohmann/json.hpp>

#include "base/text.h"
#include "report/explain.h"
#include "report/table.h"
#include "rules/custom.h"
#include "rules/registry.h"

namespace decide::report {

namespace {

nlohmann::ordered_json rule_object(const rules::Rule& rule, const rules::CustomRules* custom) {
  const auto section = rules::stage_of_rule(rule.code, custom);
  nlohmann::ordered_json object;
  object["code"] = rule.code;
  object["name"] = rule.name;
  object["stage"] = section ? design::word(*section) : "file";
  object["severity"] = diag::severity_name(rule.severity);
  object["summary"] = rule.summary;
  object["rationale"] = rule.rationale;
  object["fails"] = example_lines(rule.fails, "");
  object["passes"] = example_lines(rule.passes, "");
  if (const auto* own = custom == nullptr ? nullptr : custom->find(rule.code))
    object["from"] = own->rule.place;
  if (!rule.constraint.empty()) object["constraint"] = rule.constraint;
  if (!rule.facts.empty()) object["facts"] = split(rule.facts, ' ');
  return object;
}

/// Ours, then those of the organisation.
std::vector<const rules::Rule*> all_rules(const rules::CustomRules* custom) {
  std::vector<const rules::Rule*> all;
  for (const rules::Entry& entry : rules::registry()) all.push_back(entry.rule);
  if (custom == nullptr) return all;
  for (const rules::CustomRule& own : custom->all()) all.push_back(&own.descriptor);
  return all;
}

}  // namespace

std::string rule_table(const Style& style, const rules::CustomRules* custom) {
  Table table;
  table.header = {"CODE", "NAME", "SEVERITY", "FIRES WHEN"};
  for (const rules::Rule* rule : all_rules(custom)) {
    table.rows.push_back({std::string(rule->code), std::string(rule->name),
                          std::string(diag::severity_name(rule->severity)), sanitize(rule->summary)});
  }
  return report::table(table, style);
}

std::string rule_json(const rules::CustomRules* custom) {
  nlohmann::ordered_json rules = nlohmann::ordered_json::array();
  for (const rules::Rule* rule : all_rules(custom)) rules.push_back(rule_object(*rule, custom));
  const nlohmann::ordered_json whole{{"version", 1}, {"rules", std::move(rules)}};
  return whole.dump(2) + "\n";
}

}  // namespace decide::report
