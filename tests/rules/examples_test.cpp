#include <cstdlib>
#include <string>

#include "catch.h"
#include "rules/judged.h"
#include "rules/registry.h"

namespace decide {
namespace {

TEST_CASE("every rule says what it is for") {
  for (const rules::Entry& entry : rules::registry()) {
    const rules::Rule& rule = *entry.rule;
    INFO(rule.code);
    CHECK_FALSE(rule.name.empty());
    CHECK_FALSE(rule.summary.empty());
    CHECK(rule.summary.find('\n') == std::string_view::npos);
    CHECK(rule.rationale.size() > 80);
    CHECK_FALSE(rule.fails.empty());
    CHECK_FALSE(rule.passes.empty());
    if (!rule.constraint.empty()) CHECK(derive::constraint_named(rule.constraint) != nullptr);
    CHECK(rules::find_rule(rule.code) == &rule);
    CHECK(rules::find_rule(rule.name) == &rule);
  }
}

TEST_CASE("the failing example of every rule fires it, at the marked place") {
  for (const rules::Entry& entry : rules::registry()) {
    INFO(entry.rule->code << "\n"
                          << entry.rule->fails << "\n"
                          << test::mismatch(entry.rule->code, entry.rule->fails));
    CHECK(test::fires(entry.rule->code, entry.rule->fails));
  }
}

TEST_CASE("the passing example of every rule does not fire it, and reads cleanly") {
  for (const rules::Entry& entry : rules::registry()) {
    INFO(entry.rule->code << "\n" << entry.rule->passes);
    CHECK(test::silent(entry.rule->code, entry.rule->passes));
    const auto checked = test::judge(test::unmark(entry.rule->passes).text);
    CHECK(checked->readable());
    CHECK(checked->read.findings.empty());
  }
}

TEST_CASE("a failing example of a rule about the design is a design that reads") {
  for (const rules::Entry& entry : rules::registry()) {
    // F003 is about what does not read, and only in part about what stands beside it.
    if (entry.body == nullptr || entry.rule->code == "F003") continue;
    INFO(entry.rule->code);
    CHECK(test::judge(test::unmark(entry.rule->fails).text)->read.findings.empty());
  }
}

#ifdef DEDESIGN_MUTANTS
TEST_CASE("a rule that is switched off is missed by its own example") {
  for (const rules::Entry& entry : rules::registry()) {
    INFO(entry.rule->code);
    REQUIRE(setenv("DEDESIGN_MUTANT", std::string(entry.rule->code).c_str(), 1) == 0);
    CHECK_FALSE(test::fires(entry.rule->code, entry.rule->fails));
  }
  unsetenv("DEDESIGN_MUTANT");
}
#endif

}  // namespace
}  // namespace decide
