#pragma once

#include <span>
#include <string_view>

#include "derive/facts.h"
#include "diag/finding.h"
#include "rules/list.h"

namespace decide::rules {

class Report;

/// All that is said about a rule outside its body. From it come `explain`, `rules`, the manual pages and the
/// machine formats. The examples are fragments of a design without the head (`dedesign: 1` is put before
/// them); in the failing one the culprit stands between « and », where the finding must point.
struct Rule {
  std::string_view code;
  std::string_view name;
  diag::Severity severity =
      diag::Severity::error;   ///< the usual one; a body may soften it where rules.md says so
  std::string_view summary;    ///< one line: when it fires
  std::string_view rationale;  ///< why it matters, two to five sentences, in our own words
  std::string_view fails;
  std::string_view passes;  ///< almost fires
  std::string_view
      constraint;          ///< the constraint that it enforces, by name; empty where it is about the file
  std::string_view facts;  ///< ids of facts behind it, space separated; may be empty
};

using Body = void (*)(const derive::Facts&, Report&);

/// A rule and what runs it; no body: found while reading, or after all others.
struct Entry {
  const Rule* rule;
  Body body;
};

/// All rules, ascending by code.
std::span<const Entry> registry();
/// By code ("P303") or name ("partition-explosion"); null if there is none.
const Rule* find_rule(std::string_view code_or_name);

#define DECIDE_DECLARE_RULE(code) \
  extern const Rule rule_##code;  \
  void check_##code(const derive::Facts& facts, Report& report);
#define DECIDE_DECLARE_PASS(code) extern const Rule rule_##code;
DECIDE_RULES(DECIDE_DECLARE_RULE, DECIDE_DECLARE_PASS)
#undef DECIDE_DECLARE_RULE
#undef DECIDE_DECLARE_PASS

}  // namespace decide::rules
