#include "config/config.h"

#include <string>

#include "catch.h"
#include "config/preset.h"

using namespace decide;

namespace {

Result<config::Config> read(std::string text) {
  return config::read(yaml::parse(Source(".dedesign.yaml", std::move(text))));
}

std::string refused(std::string text) {
  const auto result = read(std::move(text));
  REQUIRE_FALSE(result);
  return result.error().message + " | " + result.error().help;
}

double value(std::string text, std::string_view fact) {
  const auto result = read(std::move(text));
  if (!result) FAIL(result.error().message);
  REQUIRE(result->facts);
  for (const config::FactValue& one : *result->facts) {
    if (one.name.text == fact) return one.value;
  }
  return -1;
}

}  // namespace

TEST_CASE("facts are replaced in their own unit") {
  CHECK(value("facts: {parquet.row_group_bytes: 64 MB}\n", "parquet.row_group_bytes") == 64e6);
  CHECK(value("facts:\n  iceberg.expire_days: 36 h\n", "iceberg.expire_days") == Approx(1.5));
  CHECK(value("facts: {layout.better_note: 2.5}\n", "layout.better_note") == 2.5);
  CHECK(value("facts: {price.athena_per_tb: 4.5}\n", "price.athena_per_tb") == 4.5);
  CHECK(value("facts: {bq.max_partitions_per_table: 20k}\n", "bq.max_partitions_per_table") == 20000);
  CHECK(value("facts: {layout.compaction_mb_s: 50 MB/s}\n", "layout.compaction_mb_s") == Approx(50));
  CHECK(value("facts: {s3.put_per_prefix: 100/s}\n", "s3.put_per_prefix") == Approx(100));
  CHECK(value("facts: {model.raw_report_runs: 24/h}\n", "model.raw_report_runs") == Approx(576));
}

TEST_CASE("a file that says nothing") {
  for (const char* text : {"", "# nothing\n", "facts:\n", "facts: {}\n"}) {
    CAPTURE(text);
    const auto result = read(text);
    REQUIRE(result);
    CHECK((!result->facts || result->facts->empty()));
    CHECK_FALSE(result->severities);
    CHECK_FALSE(result->fail_on);
  }
}

TEST_CASE("what cannot be read is refused with its place") {
  CHECK(refused("facts: {parquet.row_group_byte: 1 MB}\n") ==
        ".dedesign.yaml:1:9: `parquet.row_group_byte` is no fact | `parquet.row_group_bytes`?");
  CHECK(refused("fact: {}\n") == ".dedesign.yaml:1:1: `fact` is no key of this file | `facts`?");
  CHECK(refused("colour: {}\n").find("it takes presets, severities") != std::string::npos);
  CHECK(refused("only: {a: b}\n") ==
        ".dedesign.yaml:1:7: an item of `only` is no word | write `only: [P303, P304]`");
  CHECK(refused("severities: {P304: warn}\n") ==
        ".dedesign.yaml:1:20: `warn` is none of error, warning, note and off | write one of error, warning, "
        "note and "
        "off");
  CHECK(refused("severities: {P304: warnin}\n").find("`warning`?") != std::string::npos);
  CHECK(refused("P304: [note]\n").find(".dedesign.yaml:1:7: one of error, warning") == 0);
  CHECK(refused("severities: [P304]\n").find("`severities` is no mapping") != std::string::npos);
  CHECK(refused("fail_on: no\n").find("is none of error, warning, note and never") != std::string::npos);
  CHECK(refused("presets: [ci, biling]\n") == ".dedesign.yaml:1:15: `biling` is no preset | `billing`?");
  CHECK(refused("facts:\n  parquet.row_group_bytes: 128\n").find(".dedesign.yaml:2:28: `128` of") == 0);
  CHECK(refused("facts: {layout.better_note: [1]}\n").find("takes one value") != std::string::npos);
  CHECK(refused("facts: [a]\n").find("`facts` is no mapping") != std::string::npos);
  CHECK(refused("text\n").find("the file is no mapping") != std::string::npos);
  CHECK(refused("facts: {layout.better_note: -1}\n").find(".dedesign.yaml:1:29") == 0);
  CHECK(refused("a: [\n").find(".dedesign.yaml:") == 0);
  CHECK(refused("facts: {}\nfacts: {}\n").find(".dedesign.yaml:2:1") == 0);
}

TEST_CASE("severities, by code and name, in their mapping or at the top") {
  const auto result = read("P304: note\nseverities: {better-layout: off, F007: error}\n");
  REQUIRE(result);
  REQUIRE(result->severities->size() == 3);
  CHECK((*result->severities)[0].rule.place == ".dedesign.yaml:1:1");
  CHECK((*result->severities)[0].severity == diag::Severity::note);
  CHECK((*result->severities)[1].rule.text == "better-layout");
  CHECK_FALSE((*result->severities)[1].severity);
  CHECK((*result->severities)[2].severity == diag::Severity::error);
}

TEST_CASE("lists, and a single word in the place of one") {
  const auto result = read(
      "only: P303\nskip: [a, b]\nrules: [rules/]\nscenarios: more\nignore: ['*.old', '!a']\n"
      "presets: ci\nfail_on: never\n");
  REQUIRE(result);
  CHECK(result->only->front().text == "P303");
  CHECK(result->skip->back().text == "b");
  CHECK(result->rules->front().place == ".dedesign.yaml:3:9");
  CHECK(result->scenarios->size() == 1);
  CHECK(result->ignore->back().text == "!a");
  CHECK(result->presets->front().text == "ci");
  CHECK(result->fail_on->text == "never");
}

TEST_CASE("every example in the manual is read") {
  for (const config::KeyRow& row : config::keys()) {
    CAPTURE(row.name);
    CHECK(read(std::string(row.example)));
  }
}

TEST_CASE("presets say what each rule is") {
  CHECK(config::presets().size() == 5);
  for (const config::Preset& preset : config::presets()) {
    CAPTURE(preset.name);
    CHECK(config::preset_named(preset.name) == &preset);
    CHECK_FALSE(preset.rules.empty());
    for (const config::PresetRule& rule : preset.rules) CHECK(config::can_be_lowered(rule.code));
  }
  CHECK(config::preset_named("bill") == nullptr);
}
