#include <algorithm>
#include <string>

#include "catch.h"
#include "derive/seal.h"
#include "rules/judged.h"

namespace decide::test {
namespace {

std::unique_ptr<rules::Checked> run(std::string_view text, rules::CheckOptions options = {}) {
  options.today = test_day;
  return rules::check(Source("design.yaml", "dedesign: 1\n" + std::string(text)), options);
}

std::vector<diag::Finding> of_rule(const rules::Checked& checked, std::string_view rule) {
  std::vector<diag::Finding> found;
  std::copy_if(checked.findings.begin(), checked.findings.end(), std::back_inserter(found),
               [&](const diag::Finding& finding) { return finding.rule == rule; });
  return found;
}

rules::CheckOptions in_stage(design::Section stage) {
  rules::CheckOptions options;
  options.stage = stage;
  return options;
}

/// A scope without an error.
constexpr std::string_view scope = R"(scope:
  volume: {average: 35k/s, event_size: 450 B}
  latency: {freshness: 5 min}
  correctness: {level: eventual}
  consumers:
    report: {kind: sql}
  retention: {raw: 30 d}
  schema_change: {owner: us, stability: stable}
  failure_tolerance: {data_loss: none}
  lateness: {max: 1 h}
  priority: [correctness]
)";
constexpr std::string_view partition = "partition:\n  clicks: {format: iceberg}\n";

TEST_CASE("F006: one finding for each section after the first that is not settled") {
  const auto checked = run(std::string(partition) + "close:\n  question: What next?\n");
  const auto found = of_rule(*checked, "F006");
  REQUIRE(found.size() == 2);
  CHECK(found[0].path == "partition");
  CHECK(found[1].path == "close");
  CHECK(found[1].message.find("`scope`") != std::string::npos);
  CHECK(found[0].severity == diag::Severity::warning);
}

TEST_CASE("F006: a sound section lets the next one be filled, an error does not") {
  const std::string model = "model:\n  sources:\n    topic: {kind: kafka}\n";
  CHECK(of_rule(*run(std::string(scope) + model), "F006").empty());
  std::string wrong(scope);
  wrong.replace(wrong.find("raw: 30 d"), 9, "raw: 1 min");
  const auto found = of_rule(*run(wrong + model), "F006");
  REQUIRE(found.size() == 1);
  CHECK(found[0].message.find("1 error") != std::string::npos);
}

TEST_CASE("F006: what counts for an organisation as an error is one") {
  const std::string model = "model:\n  sources:\n    topic: {kind: kafka}\n";
  std::string wrong(scope);
  wrong.replace(wrong.find("raw: 30 d"), 9, "raw: 1 min");
  rules::CheckOptions options;
  options.severities = {{"S120", diag::Severity::note}};
  CHECK(of_rule(*run(wrong + model, options), "F006").empty());
  options.severities = {{"S104", diag::Severity::error}};
  std::string unsized_events(scope);
  unsized_events.replace(unsized_events.find(", event_size: 450 B"), 19, "");
  CHECK(of_rule(*run(unsized_events + model), "F006").empty());
  CHECK(of_rule(*run(unsized_events + model, options), "F006").size() == 1);
}

TEST_CASE("F006: an accepted error does not count") {
  std::string text(scope);
  text.replace(text.find("raw: 30 d"), 9, "raw: 1 min");
  text += "model:\n  sources:\n    topic: {kind: kafka}\n";
  text += "accept:\n  short: {rule: S120, at: scope.retention, because: [replay is not needed]}\n";
  CHECK(of_rule(*run(text), "F006").empty());
}

TEST_CASE("F006: an empty section is a missing one") {
  const auto found = of_rule(*run(std::string(scope) + "model: {}\n" + std::string(partition)), "F006");
  REQUIRE(found.size() == 1);
  CHECK(found[0].message.find("`model`") != std::string::npos);
  CHECK(of_rule(*run(std::string(scope) + "model:\npartition:\n"), "F006").empty());
}

TEST_CASE("F006: a stage speaks of its own section only") {
  const std::string text = std::string(partition) + "close:\n  question: What next?\n";
  const auto found = of_rule(*run(text, in_stage(design::Section::close)), "F006");
  REQUIRE(found.size() == 1);
  CHECK(found[0].path == "close");
  CHECK(of_rule(*run(text, in_stage(design::Section::scope)), "F006").empty());
}

/// The text with a ledger that is right for it.
std::string sealed(const std::string& text) {
  const auto parsed = yaml::parse(Source("design.yaml", "dedesign: 1\n" + text));
  return text + "sealed:\n  scope: \"" + derive::seal(parsed.document, design::Section::scope) +
         "\"\n  model: \"" + derive::seal(parsed.document, design::Section::model) + "\"\n";
}

const std::string two_sections = std::string(scope) + "model:\n  sources:\n    topic: {kind: kafka}\n";

TEST_CASE("F007: a seal holds over comments and spelling, and breaks over meaning") {
  const std::string text = sealed(two_sections);
  CHECK(of_rule(*run(text), "F007").empty());
  std::string spelled = text;
  spelled.replace(spelled.find("5 min}"), 6, "300 s}  # the same");
  CHECK(of_rule(*run(spelled), "F007").empty());
  std::string later = text;
  later.replace(later.find("kind: kafka"), 11, "kind: files");
  const auto model = of_rule(*run(later), "F007");
  REQUIRE(model.size() == 1);
  CHECK(model[0].path == "sealed.model");
  CHECK(model[0].message == "`model`, or a section before it, has changed since it was sealed");
  CHECK(model[0].severity == diag::Severity::warning);
}

TEST_CASE("F007: a change of the scope breaks the seals after it") {
  std::string text = sealed(two_sections);
  text.replace(text.find("5 min}"), 6, "6 min}");
  const auto found = of_rule(*run(text), "F007");
  REQUIRE(found.size() == 2);
  CHECK(found[0].message == "`scope` has changed since it was sealed");
  CHECK(found[1].message.find("`scope`") != std::string::npos);
  CHECK(of_rule(*run(text, in_stage(design::Section::scope)), "F007").empty());
  CHECK(of_rule(*run(text, in_stage(design::Section::model)), "F007").size() == 1);
}

TEST_CASE("F007: where seals are demanded, a missing one is an error") {
  rules::CheckOptions options;
  options.require_seals = true;
  CHECK(of_rule(*run(sealed(two_sections), options), "F007").empty());
  const auto found = of_rule(*run(two_sections, options), "F007");
  REQUIRE(found.size() == 2);
  CHECK(found[0].path == "scope");
  CHECK(found[0].severity == diag::Severity::error);
  std::string stale = sealed(two_sections);
  stale.replace(stale.find("kind: kafka"), 11, "kind: files");
  CHECK(of_rule(*run(stale, options), "F007").at(0).severity == diag::Severity::error);
  CHECK(of_rule(*run(two_sections), "F007").empty());
}

std::string accepting(std::string_view entry) {
  std::string text(scope);
  text.replace(text.find("raw: 30 d"), 9, "raw: 1 min");
  return text + "accept:\n  ours: {" + std::string(entry) + "}\n";
}

TEST_CASE("accept: at the path of the finding, or above it") {
  for (const std::string_view at : {"scope.retention.raw", "scope.retention", "scope"}) {
    const auto checked = run(accepting("rule: S120, because: [no replay], at: " + std::string(at)));
    const auto found = of_rule(*checked, "S120");
    REQUIRE(found.size() == 1);
    REQUIRE(found[0].accepted.has_value());
    CHECK(found[0].accepted->name == "ours");
    CHECK(of_rule(*checked, "F012").empty());
  }
}

TEST_CASE("accept: not beside it, not by half a name, not of another rule") {
  for (const std::string_view entry : {"rule: S120, because: [x y], at: scope.retention.hot",
                                       "rule: S120, because: [x y], at: scope.retention.ra",
                                       "rule: S119, because: [x y], at: scope.retention.raw"}) {
    const auto checked = run(accepting(entry));
    CHECK_FALSE(of_rule(*checked, "S120").at(0).accepted.has_value());
    const auto stale = of_rule(*checked, "F012");
    REQUIRE(stale.size() == 1);
    CHECK(stale[0].path == "accept.ours");
  }
}

TEST_CASE("accept: until its last day") {
  const auto last = run(accepting("rule: S120, because: [x y], at: scope, until: 2026-11-25"));
  CHECK(of_rule(*last, "S120").at(0).accepted.has_value());
  CHECK(of_rule(*last, "F012").empty());
  const auto past = run(accepting("rule: S120, because: [x y], at: scope, until: 2026-11-24"));
  CHECK_FALSE(of_rule(*past, "S120").at(0).accepted.has_value());
  CHECK(of_rule(*past, "F012").at(0).path == "accept.ours.until");
}

TEST_CASE("accept: findings about reading and about acceptances stand") {
  const auto checked = run("scope:\n  volum: {}\naccept:\n  a: {rule: F002, at: scope, because: [x y]}\n");
  CHECK_FALSE(of_rule(*checked, "F002").at(0).accepted.has_value());
  const auto stale = of_rule(*checked, "F012");
  REQUIRE(stale.size() == 1);
  CHECK(stale[0].message.find("cannot be accepted") != std::string::npos);
  CHECK(stale[0].path == "accept.a.rule");
}

TEST_CASE("accept: a rule that does not exist") {
  CHECK(of_rule(*run("accept:\n  a: {rule: S999, at: scope, because: [x y]}\n"), "F012").size() == 1);
}

TEST_CASE("accept: what was not judged is not called stale") {
  const std::string text = std::string(scope) + "accept:\n  a: {rule: P302, at: partition, because: [x y]}\n";
  CHECK(of_rule(*run(text), "F012").size() == 1);
  CHECK(of_rule(*run(text, in_stage(design::Section::scope)), "F012").empty());
  CHECK(of_rule(*run(text, in_stage(design::Section::partition)), "F012").size() == 1);
  rules::CheckOptions without;
  without.skip = {"P302"};
  CHECK(of_rule(*run(text, without), "F012").empty());
}

TEST_CASE("accept: a file rule is judged by the stage of its path") {
  const std::string text = std::string(scope) + std::string(partition) +
                           "accept:\n  a: {rule: F009, at: partition.clicks, because: [x y]}\n";
  CHECK(of_rule(*run(text), "F009").at(0).accepted.has_value());
  CHECK(of_rule(*run(text, in_stage(design::Section::model)), "F012").empty());
  CHECK(of_rule(*run(text, in_stage(design::Section::partition)), "F012").empty());
}

TEST_CASE("accept: two entries may stand by the same finding") {
  const auto checked = run(accepting("rule: S120, because: [x y], at: scope") +
                           "  nearer: {rule: S120, because: [x y], at: scope.retention.raw}\n");
  CHECK(of_rule(*checked, "S120").at(0).accepted->name == "nearer");
  CHECK(of_rule(*checked, "F012").empty());
}

}  // namespace
}  // namespace decide::test
