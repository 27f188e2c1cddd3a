#pragma once

#include <deque>
#include <optional>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "custom/rule.h"
#include "diag/finding.h"
#include "rules/registry.h"
#include "yaml/document.h"

namespace decide::rules {

/// A rule of an organisation, and what is said about it as about one of ours.
struct CustomRule {
  custom::Rule rule;
  Rule descriptor;  ///< its texts lie in `rule`
};

/// Rules of an organisation, from one or more files.
class CustomRules {
 public:
  /// Reads a file of rules. The error names the place; one is a code or a name that another rule has.
  Status add(const yaml::Parsed& file);
  const std::deque<CustomRule>& all() const { return rules_; }
  /// Of all that was read, for whoever keeps what was found by it; empty where nothing was.
  const std::string& digest() const { return digest_; }
  /// By code or name; null if there is none.
  const CustomRule* find(std::string_view code_or_name) const;

 private:
  std::string digest_;
  std::deque<CustomRule> rules_;  ///< stays where it is, because descriptors point into it
};

/// A rule of ours, or one of the organisation's where there are some (`custom` may be null); null if there is
/// none of the two.
const Rule* find_rule(std::string_view code_or_name, const CustomRules* custom);

/// The stage whose section a rule is about; nothing for rules of the file as a whole.
std::optional<design::Section> stage_of_rule(std::string_view code, const CustomRules* custom);

/// What is wrong with the examples of one rule: one that must fire and does not fire, or fires elsewhere than
/// at its mark, one that must not and does, none of a kind. Each with its place.
std::vector<Error> try_examples(const CustomRule& rule);

}  // namespace decide::rules
