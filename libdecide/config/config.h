#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "diag/finding.h"
#include "facts/fact.h"
#include "yaml/document.h"

/// `.dedesign.yaml`: how an organisation, or one folder of it, wants its designs judged.
namespace decide::config {

/// A value as it is written, and where: "FILE:LINE:COLUMN".
struct Given {
  std::string text;
  std::string place;
};

/// A rule and how severe its findings are; no severity: the rule is off. `rule` is a code or a name, as it is
/// written: which rules there are is known further up.
struct RuleSeverity {
  Given rule;
  std::optional<diag::Severity> severity;
};

/// A limit or constant in the place of ours, in the unit of the fact.
struct FactValue {
  Given name;
  double value = 0;
  std::string spelled;
};

/// What one file says; a key that is not in it is not set.
struct Config {
  std::optional<std::vector<Given>> presets;
  std::optional<std::vector<RuleSeverity>> severities;
  std::optional<std::vector<Given>> only, skip;
  std::optional<Given> fail_on;
  std::optional<std::vector<FactValue>> facts;
  std::optional<std::vector<Given>> rules;      ///< files and folders of custom rules, beside the file
  std::optional<std::vector<Given>> scenarios;  ///< folders of scenarios, beside the file
  std::optional<std::vector<Given>> ignore;     ///< lines as those of an ignore file in the same folder
};

/// Reads a parsed `.dedesign.yaml`. The error names the place as FILE:LINE:COLUMN, what was seen there and
/// what is allowed. An empty file says nothing.
Result<Config> read(const yaml::Parsed& parsed);

/// A key of the file, for its manual page.
struct KeyRow {
  std::string_view name, about, example;
};
std::vector<KeyRow> keys();

/// The words for severities, `off` among them.
std::span<const std::string_view> severity_words();
/// The words that fail_on takes.
std::span<const std::string_view> fail_on_words();

/// Reading errors stay what they are: a design that was misread would pass.
bool can_be_lowered(std::string_view code);

}  // namespace decide::config
