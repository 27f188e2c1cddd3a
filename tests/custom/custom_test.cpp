#include <fmt/format.h>
#include <rapidcheck.h>

#include "catch.h"
#include "custom/evaluate.h"
#include "custom/glob.h"
#include "custom/read.h"
#include "design/rule_code.h"

using namespace decide;

namespace {

Result<std::vector<custom::Rule>> read(const std::string& text) {
  return custom::read(yaml::parse(Source("rules.yaml", text)));
}

/// A rule with this body below `given` and `message`.
std::string rule(const std::string& given, const std::string& then, const std::string& message = "no") {
  return fmt::format("dedesign-rules: 1\nrules:\n  AB1: {{given: {}, then: {}, message: \"{}\"}}\n", given,
                     then, message);
}

std::string refusal(const std::string& text) {
  const auto rules = read(text);
  return rules ? "nothing" : rules.error().message + " | " + rules.error().help;
}

/// What the rule says of a design, a line for each finding.
std::string said(const std::string& text, const std::string& design) {
  const auto rules = read(text);
  REQUIRE(rules);
  const auto parsed = yaml::parse(Source("design.yaml", "dedesign: 1\n" + design));
  REQUIRE(parsed.readable());
  std::string all;
  for (const auto& found : custom::evaluate(rules->front(), parsed.document)) {
    all += fmt::format("{}{}{}: {}\n", parsed.document.path(found.at), found.missing.empty() ? "" : " lacks ",
                       found.missing, found.message);
  }
  return all;
}

std::string judged(const std::string& given, const std::string& then, const std::string& design) {
  return said(rule(given, then, "no"), design);
}

constexpr const char* tables =
    "model: {tables: {a: {role: raw, retention: 7 d, columns: {x: {type: int64}, y: {type: string}}}, b: "
    "{role: fact}}}";

}  // namespace

TEST_CASE("codes of an organisation are never ours") {
  for (const char* code : {"AB1", "ACME001", "FOO12345", "ABCDEFGHIJKL1"})
    CHECK(design::is_custom_code(code));
  for (const char* code : {"F001", "A1", "ACME", "acme1", "ABC123456", "ABCDEFGHIJKLM1", "AB1x", "AB-1", ""})
    CHECK_FALSE(design::is_custom_code(code));
  CHECK(design::is_built_in_code("P303"));
  CHECK_FALSE(design::is_built_in_code("X303"));
}

TEST_CASE("quantities are compared by what they measure") {
  CHECK(judged("model.tables.*", "{retention: {at_least: 168 h}}", tables) ==
        "model.tables.b lacks retention: no\n");
  CHECK(judged("model.tables.a", "{retention: {above: 7 d}}", tables) == "model.tables.a.retention: no\n");
  CHECK(judged("model.tables.a", "{retention: {is: 168 h}}", tables).empty());
  CHECK(judged("model.tables.a", "{retention: {below: 1 w, above: 1 d}}", tables) ==
        "model.tables.a.retention: no\n");
  CHECK(judged("model.tables.a", "{retention: {at_most: {path: /scope.retention.raw, times: 2}}}",
               std::string(tables) + "\nscope: {retention: {raw: 3 d}}") == "model.tables.a.retention: no\n");
  CHECK(judged("model.tables.a", "{retention: {at_most: {path: /scope.retention.raw, times: 3}}}",
               std::string(tables) + "\nscope: {retention: {raw: 3 d}}")
            .empty());
}

TEST_CASE("words, texts, presence") {
  CHECK(judged("model.tables.*", "{role: raw}", tables) == "model.tables.b.role: no\n");
  CHECK(judged("model.tables.*", "{role: [raw, fact]}", tables).empty());
  CHECK(judged("model.tables.*", "{role: {none_of: [raw]}}", tables) == "model.tables.a.role: no\n");
  CHECK(judged("model.tables.*", "{retention: {present: true}}", tables) ==
        "model.tables.b lacks retention: no\n");
  CHECK(judged("model.tables.*", "{retention: {present: false}}", tables) ==
        "model.tables.a.retention: no\n");
  CHECK(judged("model.tables.*", "{\"{name}\": {matches: \"a*\"}}", tables) == "model.tables.b: no\n");
  CHECK(judged("model.tables.*", "{\"{1}\": {one_of: [a, b]}}", tables).empty());
  CHECK(judged("title", "{.: {matches: \"*x?\"}}", "title: a x\xC3\xA9").empty());
  CHECK(judged("model.tables.*.columns", "{.: {contains: x}}", tables).empty());
  CHECK(judged("model.tables.*.columns", "{.: {contains: z}}", tables) == "model.tables.a.columns: no\n");
}

TEST_CASE("conditions are combined, and counted") {
  CHECK(judged("model.tables.*", "{any: [{role: fact}, {retention: {at_least: 30 d}}]}", tables) ==
        "model.tables.a.role: no\n");
  CHECK(judged("model.tables.*", "{not: {role: raw}}", tables) == "model.tables.a: no\n");
  CHECK(judged("model.tables.*", "{all: [{role: raw}, {retention: {present: true}}]}", tables) ==
        "model.tables.b.role: no\n");
  CHECK(judged("model.tables.a", "{columns.*.type: string}", tables) ==
        "model.tables.a.columns.x.type: no\n");
  CHECK(judged("model", "{count: {of: tables.*, at_most: 1}}", tables) == "model: no\n");
  CHECK(judged("model", "{count: {of: tables.*, where: {role: raw}, at_most: 1}}", tables).empty());
  CHECK(judged("model", "{count: {of: tables.*.columns.*, at_least: 3}}", tables) == "model: no\n");
}

TEST_CASE("a value that cannot be read is left to the reader") {
  const std::string odd = "model: {tables: {a: {role: raw, retention: long}}}";
  CHECK(judged("model.tables.*", "{retention: {at_least: 30 d}}", odd).empty());
  CHECK(judged("model.tables.*", "{not: {retention: {at_least: 30 d}}}", odd).empty());
}

TEST_CASE("messages are filled in") {
  CHECK(said(rule("model.tables.*", "{retention: {above: 7 d}}",
                  "{name}, {1}: {retention} {{{role} {columns} {/title}"),
             tables) ==
        "model.tables.a.retention: a, a: 7 d {raw 2 entries nothing\n"
        "model.tables.b lacks retention: b, b: nothing {fact nothing nothing\n");
}

TEST_CASE("placeholders lead from one section to another") {
  const std::string laid = std::string(tables) + "\npartition: {a: {format: delta}, b: {format: iceberg}}";
  CHECK(judged("model.tables.*", "{\"/partition.{name}.format\": iceberg}", laid) ==
        "partition.a.format: no\n");
  CHECK(judged("model.tables.*", "{\"/partition.{1}.format\": iceberg}", tables) ==
        " lacks partition.a.format: no\n lacks partition.b.format: no\n");
}

TEST_CASE("mistakes are refused when the rules are read, with their place") {
  CHECK(refusal("[]").find("rules.yaml:1:1: a file of rules is a mapping") == 0);
  CHECK(refusal("rules: {}").find("`dedesign-rules: 1` is missing") != std::string::npos);
  CHECK(refusal("dedesign-rules: 2\nrules: {}").find("rules.yaml:1:17: version `2`") == 0);
  CHECK(refusal("dedesign-rules: 1\nrules: {P303: {}}")
            .find("rules.yaml:2:9: `P303` is no code for a rule of your own") == 0);
  CHECK(refusal("dedesign-rules: 1\nrules: {AB1: {given: title}}").find("`AB1` lacks `then`") !=
        std::string::npos);
  CHECK(refusal("dedesign-rules: 1\nrules: {AB1: {givn: title}}").find("did you mean given?") !=
        std::string::npos);
  CHECK(refusal("a: [").find("rules.yaml:1:") == 0);
  for (const std::string given : {"\".\"", "scope..volume", "scope.", "\"\""})
    CHECK(refusal(rule(given, "{.: x}")).find("is empty") != std::string::npos);
  const auto with = [](const std::string& then) { return refusal(rule("model.tables.*", then)); };
  CHECK(with("{retention: {at_least: 30 MB}}").find("rules.yaml:3:61: \"30 MB\"") == 0);
  CHECK(with("{retention: {at_least: {path: /scope.volume.average}}}")
            .find("cannot be compared with a duration") != std::string::npos);
  CHECK(with("{retntion: 1 d}").find("did you mean retention?") != std::string::npos);
  CHECK(with("{role: rw}").find("rules.yaml:3:45: `rw` is not one of raw") == 0);
  CHECK(with("{role: {at_least: 3}}").find("more and less are for quantities") != std::string::npos);
  CHECK(with("{role: {att_least: 3}}").find("there is no comparison `att_least` | did you mean at_least?") !=
        std::string::npos);
  CHECK(with("{columns: x}").find("the field is a mapping") != std::string::npos);
  CHECK(with("{columns.type: x}").find("rules.yaml:3:") == 0);
  CHECK(with("{\"{2}\": x}").find("`{2}` stands for nothing here") != std::string::npos);
  CHECK(with("{any: {}}").find("take a list") != std::string::npos);
  CHECK(with("{}").find("this is no condition") != std::string::npos);
  CHECK(with("{count: {of: columns.*}}").find("neither `at_least` nor `at_most`") != std::string::npos);
  CHECK(refusal(rule("model.tablez.*", "{role: raw}")).find("did you mean tables?") != std::string::npos);
  CHECK(refusal(rule("model.*", "{role: raw}")).find("name the field") != std::string::npos);
  CHECK(refusal(rule("model.tables.*", "{role: raw}", "{rol}")).find("did you mean role?") !=
        std::string::npos);
  CHECK(refusal(rule("model.tables.*", "{role: raw}", "{role")).find("is not closed") != std::string::npos);
  std::string deep = "{role: raw}";
  for (int i = 0; i < 20; ++i) deep = "{not: " + deep + "}";
  CHECK(with(deep).find("nest deeper than 12") != std::string::npos);
}

TEST_CASE("a rule is stopped where it would take long") {
  std::string wide = "model: {tables: {";
  for (int i = 0; i < 3000; ++i) wide += fmt::format("t{}: {{role: raw}}, ", i);
  wide += "}}";
  const auto text = judged("model.tables.*", "{count: {of: /model.tables.*.role, at_least: 1}}", wide);
  CHECK(text.find("AB1 was stopped after 2000000 values") != std::string::npos);
}

TEST_CASE("globs are what they seem, and quick") {
  CHECK(custom::glob("*", ""));
  CHECK(custom::glob("raw_*_v?", "raw_clicks_v2"));
  CHECK_FALSE(custom::glob("raw_*_v?", "raw_clicks_v"));
  CHECK(custom::glob("?", "\xF0\x9F\x98\x80"));
  CHECK_FALSE(custom::glob("a*a*a*a*a*a*a*a*b", std::string(4096, 'a')));
  CHECK(rc::check("a text fits itself between stars", [](const std::string& text) {
    std::string plain;
    for (const char c : text) plain += c == '*' || c == '?' ? 'x' : c;
    RC_ASSERT(custom::glob(plain, plain) && custom::glob("*" + plain + "*", "a" + plain + "b"));
    RC_ASSERT(!custom::glob(plain, plain + "x"));
  }));
}

TEST_CASE("no rules and no design are too strange for each other") {
  static const std::vector<std::string> parts{"{role: raw}",
                                              "{retention: {below: 3 d}}",
                                              "{columns.*.type: int64}",
                                              "{\"{name}\": {matches: \"?\"}}",
                                              "{count: {of: columns.*, where: {type: string}, at_most: 1}}",
                                              "{\"/partition.{name}.format\": delta}",
                                              "{retention: {present: false}}",
                                              "{retention: {at_most: {path: /scope.retention.raw}}}"};
  static const std::vector<std::string> designs{
      tables,
      "model: {tables: {a: null, b: [1], c: {role: [x], retention: {}}}}",
      "model: 3",
      "model: {tables: []}",
      "partition: {a: 1}\nmodel: {tables: {a: {columns: [1, 2], retention: forever}}}",
      "{}"};
  CHECK(rc::check("evaluation ends", [](const std::vector<std::uint8_t>& picks) {
    std::string then = "{role: raw}";
    for (const std::uint8_t pick : picks) {
      const std::string& part = parts[pick % parts.size()];
      if (pick < 60) then = "{not: " + then + "}";
      if (pick >= 60 && pick < 150) then = fmt::format("{{any: [{}, {}]}}", then, part);
      if (pick >= 150) then = fmt::format("{{all: [{}, {}]}}", part, then);
    }
    const auto rules = read(rule("model.tables.*", then, "{role} {columns.*.type}"));
    if (!rules) return;
    for (const std::string& design : designs)
      custom::evaluate(rules->front(), yaml::parse(Source("d", design)).document);
  }));
  CHECK(rc::check("not is the opposite, where all is known", [](std::uint8_t pick, bool twice) {
    const std::string& part = parts[pick % parts.size()];
    const std::string inner = twice ? "{not: {not: " + part + "}}" : "{not: " + part + "}";
    const auto plain = judged("model.tables.a", part, tables);
    const auto other = judged("model.tables.a", inner, tables);
    RC_ASSERT(plain.empty() == (twice ? other.empty() : !other.empty()));
  }));
}
