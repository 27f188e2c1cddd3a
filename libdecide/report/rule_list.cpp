#include "report/rule_list.h"

#include <nlohmann/json.hpp>

#include "base/text.h"
#include "report/explain.h"
#include "report/table.h"
#include "rules/registry.h"

namespace decide::report {

std::string_view stage_of_rule(std::string_view code) {
  switch (code.empty() ? ' ' : code[0]) {
    case 'S':
      return "scope";
    case 'M':
      return "model";
    case 'P':
      return "partition";
    case 'B':
      return "backfill";
    case 'C':
      return "close";
    default:
      return "file";
  }
}

namespace {

nlohmann::ordered_json rule_object(const rules::Rule& rule) {
  nlohmann::ordered_json object;
  object["code"] = rule.code;
  object["name"] = rule.name;
  object["stage"] = stage_of_rule(rule.code);
  object["severity"] = diag::severity_name(rule.severity);
  object["summary"] = rule.summary;
  object["rationale"] = rule.rationale;
  object["fails"] = example_lines(rule.fails, "");
  object["passes"] = example_lines(rule.passes, "");
  if (!rule.constraint.empty()) object["constraint"] = rule.constraint;
  if (!rule.facts.empty()) object["facts"] = split(rule.facts, ' ');
  return object;
}

}  // namespace

std::string rule_table(const Style& style) {
  Table table;
  table.header = {"CODE", "NAME", "SEVERITY", "FIRES WHEN"};
  for (const rules::Entry& entry : rules::registry()) {
    const rules::Rule& rule = *entry.rule;
    table.rows.push_back({std::string(rule.code), std::string(rule.name),
                          std::string(diag::severity_name(rule.severity)), std::string(rule.summary)});
  }
  return report::table(table, style);
}

std::string rule_json() {
  nlohmann::ordered_json rules = nlohmann::ordered_json::array();
  for (const rules::Entry& entry : rules::registry()) rules.push_back(rule_object(*entry.rule));
  const nlohmann::ordered_json whole{{"version", 1}, {"rules", std::move(rules)}};
  return whole.dump(2) + "\n";
}

}  // namespace decide::report
