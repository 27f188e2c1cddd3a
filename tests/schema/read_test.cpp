#include "schema/read.h"

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "catch.h"
#include "schema/full_document.h"
#include "schema/judged.h"

namespace decide {
namespace {

/// The findings of a design without its head.
std::vector<diag::Finding> findings(const std::string& body) {
  return test::judged("dedesign: 1\n" + body).read.findings;
}

/// The only finding of a design without its head.
diag::Finding finding(const std::string& body) {
  const auto found = findings(body);
  INFO(body << "\n" << test::told(test::judged("dedesign: 1\n" + body).read));
  REQUIRE(found.size() == 1);
  return found.front();
}

std::string pointed_at(const std::string& body, const diag::Finding& found) {
  const std::string text = "dedesign: 1\n" + body;
  return text.substr(found.span.begin, found.span.end - found.span.begin);
}

/// The text after the edits of the only finding's fix.
std::string mended(const std::string& body) {
  const auto found = finding(body);
  REQUIRE(found.fix);
  CHECK(found.fix->safe);
  std::string text = "dedesign: 1\n" + body;
  for (const diag::Edit& edit : found.fix->edits)
    text.replace(edit.span.begin, edit.span.end - edit.span.begin, edit.text);
  return text.substr(std::string("dedesign: 1\n").size());
}

bool reads(const std::string& body) {
  return findings(body).empty();
}

TEST_CASE("an unknown field names the nearest one and can be mended") {
  const std::string body = "scope:\n  volume: {averge: 35k/s}\n";
  const auto found = finding(body);
  CHECK(found.rule == "F002");
  CHECK(found.name == "unknown-field");
  CHECK(found.path == "scope.volume.averge");
  CHECK(pointed_at(body, found) == "averge");
  CHECK(found.message == "the volume has no field `averge`");
  CHECK(found.help == "did you mean average?");
  CHECK(mended(body) == "scope:\n  volume: {average: 35k/s}\n");
}

TEST_CASE("an unknown field that is near to none lists what there is") {
  const auto found = finding("scope: {latency: {colour: red}}");
  CHECK(found.help == "it has freshness");
  CHECK_FALSE(found.fix);
}

TEST_CASE("an unknown field is not renamed to one that stands beside it, nor inside an alias") {
  const auto beside = finding("scope: {volume: {average: 35k/s, averge: 3k/s}}");
  CHECK(beside.help == "did you mean average?");
  CHECK_FALSE(beside.fix);
  const auto found = findings("close:\n  checks:\n    a: &c {table: t, kind: lag, evry: 1 h}\n    b: *c\n");
  REQUIRE(found.size() == 2);
  CHECK(found[0].fix.has_value());
  CHECK_FALSE(found[1].fix);
}

TEST_CASE("unknown fields are found at every depth, the head included") {
  CHECK(finding("titel: x").path == "titel");
  CHECK(finding("model: {tables: {t: {role: raw, columns: {c: {typ: int64}}}}}").path ==
        "model.tables.t.columns.c.typ");
  CHECK(findings("scope: {a: 1, b: {c: d}}\nclose: {e: ~}").size() == 3);
}

TEST_CASE("a wrong word is named with the nearest") {
  const std::string body = "scope: {volume: {pattern: spikey}}";
  const auto found = finding(body);
  CHECK(found.rule == "F003");
  CHECK(found.path == "scope.volume.pattern");
  CHECK(found.message == "`pattern`: `spikey` is not one of steady, diurnal or spiky");
  CHECK(mended(body) == "scope: {volume: {pattern: spiky}}");
  const auto far = finding("scope: {volume: {pattern: weird-one}}");
  CHECK_FALSE(far.fix);
  CHECK_FALSE(finding("scope: {volume: {pattern: Spiky}}").message.empty());
}

TEST_CASE("a wrong word in a list is pointed at, and the others are read") {
  const std::string body = "scope: {priority: [correctness, freshnes, cost]}";
  const auto found = finding(body);
  CHECK(pointed_at(body, found) == "freshnes");
  CHECK(found.path == "scope.priority");
  CHECK(mended(body) == "scope: {priority: [correctness, freshness, cost]}");
  CHECK(test::judged("dedesign: 1\n" + body).read.design.scope.priority.size() == 2);
}

TEST_CASE("a quantity needs its unit") {
  for (const char* body :
       {"scope: {volume: {average: 35}}", "scope: {volume: {average: 35k}}",
        "scope: {volume: {event_size: 450}}", "scope: {latency: {freshness: 5}}", "scope: {duplicates: 0.02}",
        "scope: {latency: {freshness: 5 mins}}", "scope: {latency: {freshness: -5 min}}",
        "scope: {latency: {freshness: 5 min later}}", "scope: {volume: {average: .inf}}",
        "scope: {volume: {event_size: 9999999999999999 PB}}"}) {
    const auto found = finding(body);
    CHECK(found.rule == "F003");
    CHECK_FALSE(found.help.empty());
  }
  CHECK(reads("scope: {volume: {average: 35k/s, event_size: 450B}, latency: {freshness: 1 h 30 min}}"));
}

TEST_CASE("a flag is true or false and nothing else") {
  for (const char* word :
       {"yes", "no", "on", "off", "y", "n", "True", "FALSE", "1", "0", "\"true\"", "~", "[true]"}) {
    const auto found = finding("scope: {compliance: {access_log: " + std::string(word) + "}}");
    INFO(word);
    CHECK(found.rule == "F003");
    CHECK(found.path == "scope.compliance.access_log");
  }
  CHECK(finding("scope: {compliance: {access_log: yes}}").help.find("do not agree") != std::string::npos);
  CHECK(finding("scope: {compliance: {access_log: maybe}}").help.find("do not agree") == std::string::npos);
  CHECK(reads("scope: {compliance: {access_log: false}}"));
}

TEST_CASE("spellings of a count that readers take differently are refused") {
  for (const char* count : {"010", "0x10", "0o17", "1e3", "+5", "-5", "1:30", "12.0", "2.5", "1_", "true"}) {
    INFO(count);
    CHECK(finding("model: {sources: {a: {kind: kafka, partitions: " + std::string(count) + "}}}").rule ==
          "F003");
  }
  CHECK(
      reads("model: {sources: {a: {kind: kafka, partitions: 1_000}, b: {kind: kafka, partitions: \"12\"}}}"));
}

TEST_CASE("a list given as a scalar can be bracketed") {
  const std::string body = "model:\n  pipelines:\n    p: {from: clicks, to: daily}\n";
  const auto found = finding(body);
  CHECK(found.path == "model.pipelines.p.from");
  CHECK(found.help == "write [clicks]");
  CHECK(mended(body) == "model:\n  pipelines:\n    p: {from: [clicks], to: daily}\n");
  CHECK(reads(mended(body)));
}

TEST_CASE("a list is not bracketed where that would change something else") {
  CHECK_FALSE(finding("scope: {priority: \"a, b\"}").fix);
  CHECK_FALSE(finding("scope: {priority: !!str cost}").fix);
  CHECK_FALSE(finding("scope:\n  priority: cost, freshness\n").fix);
  const auto shared = findings("partition:\n  a: {by: &day day(t)}\n  b: {by: *day}\n");
  REQUIRE(shared.size() == 2);
  CHECK_FALSE(shared[0].fix);
  CHECK_FALSE(shared[1].fix);
}

TEST_CASE("wrong kinds of node are one finding each") {
  CHECK(finding("scope: [volume]").message.find("takes a mapping") != std::string::npos);
  CHECK(finding("scope: everything").path == "scope");
  CHECK(finding("model: {tables: [{name: clicks}]}").help.find("as its key") != std::string::npos);
  CHECK(finding("model: {tables: clicks}").rule == "F003");
  CHECK(finding("scope: {volume: {average: {a: b}}}").message ==
        "`average`: has a mapping where it takes rate");
  CHECK(finding("title: [a, b]").message == "`title`: has a list where it takes a text");
  CHECK(finding("scope: {priority: {cost: 1}}").message.find("takes a list") != std::string::npos);
  CHECK(finding("scope: {priority: [[cost]]}").path == "scope.priority");
}

TEST_CASE("nothing stands for an empty mapping or list, and for no scalar") {
  CHECK(reads("scope:\nmodel: ~\npartition: null\nclose: {checks: , stories: ~}\n"));
  CHECK(reads("scope: {priority: , assumed: ~}\n"));
  CHECK(finding("title:").message == "`title`: has nothing where it takes a text");
  CHECK(finding("scope: {volume: {average: ~}}").rule == "F003");
  CHECK(finding("scope: {priority: [cost, ~]}").rule == "F003");
  CHECK(finding("backfill: {erasure: {method: }}").path == "backfill.erasure.method");
  CHECK_FALSE(test::judged("dedesign: 1\nscope: {priority: ~}").read.design.scope.priority);
  CHECK_FALSE(
      test::judged("dedesign: 1\nbackfill: {erasure: {method: }}").read.design.backfill.erasure.method.at);
}

TEST_CASE("a required field is asked for at the name of its owner") {
  const std::string body = "model:\n  tables:\n    clicks: {key: [id]}\n";
  const auto found = finding(body);
  CHECK(found.rule == "F003");
  CHECK(found.path == "model.tables.clicks");
  CHECK(pointed_at(body, found) == "clicks");
  CHECK(found.message == "a table needs `role`");
  CHECK(found.help.find("one of raw, fact") != std::string::npos);
  CHECK(finding("model: {tables: {clicks: }}").message == "a table needs `role`");
  CHECK(findings("model: {pipelines: {p: {}}}").size() == 2);
  CHECK(findings("close: {checks: {c: {table: t, kid: lag}}}").size() == 2);
}

TEST_CASE("a schema change is exactly one thing") {
  const auto none = finding("backfill: {schema: {changes: {c: {type: string}}}}");
  CHECK(none.path == "backfill.schema.changes.c");
  CHECK(none.message ==
        "a schema change takes exactly one of add, retype, drop, rename or extend; this one has none");
  CHECK(
      finding("backfill: {schema: {changes: {c: {add: t.a, drop: t.b}}}}").message.ends_with("has several"));
  CHECK(reads("backfill: {schema: {changes: {c: {add: t.a}, d: {drop: t.b}}}}"));
}

TEST_CASE("the version comes first") {
  for (const char* text : {"title: x\n", "", "{}\n", "# nothing\n"}) {
    const auto judged = test::judged(text);
    INFO(text);
    REQUIRE(judged.read.findings.size() == 1);
    CHECK(judged.read.findings[0].rule == "F008");
    CHECK(judged.read.readable);
  }
  for (const char* version : {"2", "0", "1.0", "one", "~", "[1]", "1k"}) {
    const auto judged = test::judged("dedesign: " + std::string(version) + "\nnonsense: 1\n");
    INFO(version);
    REQUIRE(judged.read.findings.size() == 1);
    CHECK(judged.read.findings[0].rule == "F008");
    CHECK(judged.read.findings[0].path == "dedesign");
    CHECK_FALSE(judged.read.readable);
  }
  CHECK(test::judged("dedesign: \"1\"").accepted());
}

TEST_CASE("what is not a mapping is no design") {
  for (const char* text : {"[a, b]", "just text", "1"}) {
    const auto judged = test::judged(text);
    REQUIRE(judged.read.findings.size() == 1);
    CHECK(judged.read.findings[0].rule == "F001");
    CHECK_FALSE(judged.read.readable);
  }
  CHECK_FALSE(test::judged("a: [").read.readable);
}

TEST_CASE("of a duplicate key the first is read and both are shown") {
  const auto judged = test::judged("dedesign: 1\ntitle: first\ntitle: [second]\n");
  REQUIRE(judged.read.findings.size() == 1);
  CHECK(judged.read.findings[0].rule == "F004");
  CHECK(judged.read.findings[0].related.size() == 1);
  CHECK(*judged.read.design.title == "first");
}

TEST_CASE("names follow the grammar, as keys and as values") {
  for (const char* name : {"Clicks", "9a", "_a", "-a", "a.b", "a b", "\"\"", "\"a\\u00e9\""}) {
    INFO(name);
    const auto as_key = finding("model: {sources: {" + std::string(name) + ": {kind: kafka}}}");
    CHECK(as_key.rule == "F003");
    CHECK(finding("scenario: " + std::string(name)).rule == "F003");
  }
  CHECK(reads("scenario: a_b-9\nmodel: {sources: {a_b-9: {kind: kafka}, a: {kind: kafka}}}"));
}

TEST_CASE("what YAML takes as a flag or a number has to be quoted where a name or a reason is meant") {
  const auto flag = finding("scenario: true");
  CHECK(flag.help == "write \"true\", in quotes");
  CHECK(finding("scope: {sacrifice: {because: [5]}}").rule == "F003");
  CHECK(reads("scenario: \"true\"\nscope: {sacrifice: {because: [\"5\", five reasons]}}"));
  CHECK(reads("title: 2026\nprompt: true\nscope: {assumed: [1.5]}"));
}

TEST_CASE("a key of `when` is any path, and its value anything") {
  CHECK(reads("close: {what_if: {w: {when: {scope.volume.peak: x10, a.B.c: [1, {d: e}], scope.x: ~}}}}"));
  CHECK(finding("close: {what_if: {w: {when: {\"\": x10}}}}").rule == "F003");
  const auto read = test::judged("dedesign: 1\nclose: {what_if: {w: {when: {a: x1.5, b: x0, c: 5 s}}}}").read;
  const auto& when = read.design.close.what_if[0]->when;
  REQUIRE(when.size() == 3);
  CHECK(when[0]->value.factor == 1.5);
  CHECK_FALSE(when[1]->value.factor);
  CHECK_FALSE(when[2]->value.factor);
}

TEST_CASE("the method of erasure is one word, or a word by name") {
  const auto one = test::judged("dedesign: 1\nbackfill: {erasure: {method: tombstone}}").read;
  CHECK(one.design.backfill.erasure.method.all.is(design::ErasureMethod::tombstone));
  const auto many =
      test::judged("dedesign: 1\nbackfill: {erasure: {method: {default: tombstone, backups: crypto_shred}}}")
          .read;
  CHECK(many.findings.empty());
  CHECK(many.design.backfill.erasure.method.by_name.size() == 2);
  CHECK_FALSE(many.design.backfill.erasure.method.all);
  CHECK(finding("backfill: {erasure: {method: {default: shred}}}").path == "backfill.erasure.method.default");
  CHECK(finding("backfill: {erasure: {method: [tombstone]}}").rule == "F003");
}

TEST_CASE("values keep their place and their meaning") {
  const auto judged = test::judged(
      "dedesign: 1\nscope:\n  volume: {average: 3B/day}\n  lateness: {max: 72 h}\nmodel:\n  tables:\n"
      "    t: {role: attribution, key: [a, b], attribution: {of: c, to: [d]}}\n");
  REQUIRE(judged.accepted());
  const design::Design& design = judged.read.design;
  CHECK(design.scope.volume.average->value == 3e9 / 86400);
  CHECK(design.scope.lateness.max->value == 72 * 3600.0);
  CHECK_FALSE(design.scope.volume.peak);
  CHECK(judged.parsed.document.path(design.scope.volume.average.at.node) == "scope.volume.average");
  CHECK(judged.parsed.document.path(design.model.tables[0].key.node) == "model.tables.t");
  CHECK(design.model.tables[0]->key.size() == 2);
  CHECK(design.model.tables[0]->attribution.to[0]->text == "d");
  CHECK(design.scope.volume.at);
  CHECK_FALSE(design.close.at);
}

TEST_CASE("a document that says everything is read without a finding") {
  const test::FullDocument full;
  const auto judged = test::judged(full.text());
  INFO(full.text() << "\n" << test::told(judged.read));
  CHECK(judged.accepted());
  for (const schema::PathRow& row : schema::all_paths()) {
    INFO(row.path);
    CHECK(full.generic().contains(row.path));
  }
  CHECK(full.generic().size() == schema::all_paths().size());
}

/// True for values that a mapping is wrong for.
bool refuses_mapping(const schema::Type& type) {
  if (type.form == schema::Form::list) return true;
  return type.form == schema::Form::scalar && !type.scalar->anything;
}

TEST_CASE("every scalar and list of the format is read by its own row: a wrong value there is found there") {
  const test::FullDocument full;
  const auto whole = test::judged(full.text());
  const yaml::Document& document = whole.parsed.document;
  std::map<std::uint32_t, std::string> places;
  for (const std::string& path : full.paths()) {
    const auto located = schema::locate(path);
    REQUIRE(located);
    if (refuses_mapping(*located->type) && path != "dedesign")
      places[document.span(document.at(path)).begin] = path;
  }
  CHECK(places.size() > 150);
  std::string text = full.text();
  for (auto place = places.rbegin(); place != places.rend(); ++place) {
    const Span span = document.span(document.at(place->second));
    text.replace(span.begin, span.end - span.begin, "{a: b}");
  }
  std::multiset<std::string> found, expected;
  for (const diag::Finding& finding : test::judged(text).read.findings)
    found.insert(finding.rule + finding.path);
  for (const auto& [offset, path] : places) expected.insert("F003" + path);
  CHECK(found == expected);
}

TEST_CASE("every path of the format can be located, and is described") {
  for (const schema::PathRow& row : schema::all_paths()) {
    INFO(row.path);
    const auto located = schema::locate(row.path);
    REQUIRE(located);
    CHECK(located->field == row.field);
    CHECK(located->type == row.type);
    CHECK_FALSE(schema::describe(*row.type).empty());
    CHECK((row.field->doc.ends_with('.') || row.field->doc.ends_with('?')));
  }
}

TEST_CASE("locate says what is wrong with a path") {
  const auto message = [](std::string_view path) {
    const auto located = schema::locate(path);
    return located ? std::string() : located.error().message + "|" + located.error().help;
  };
  CHECK(message("scope.volme.peak") == "the scope has no field `volme`|did you mean volume?");
  CHECK(message("scope.latency.zzz") == "the latency has no field `zzz`|it has freshness");
  CHECK(message("scope.volume.peak.x") ==
        "`x` is inside a rate such as 120k/s or 3B/day, which has no fields|");
  CHECK(message("model.tables.Clicks.role") == "`Clicks` is not a name|");
  CHECK(message("model.tables.clicks.key.first").find("from 0") != std::string::npos);
  for (const char* path :
       {"scope.", ".scope", "scope..volume", "model.tables.", "model.tables.clicks.key."}) {
    INFO(path);
    CHECK_FALSE(schema::locate(path));
  }
}

TEST_CASE("locate follows names, items, methods and the paths of a what-if") {
  CHECK(schema::locate("")->type->form == schema::Form::structure);
  CHECK(schema::locate("model.tables.clicks")->field == nullptr);
  CHECK(schema::locate("model.tables.clicks.key")->field->name == "key");
  CHECK(schema::locate("model.tables.clicks.key.0")->type->scalar->name == "name");
  CHECK(schema::locate("backfill.erasure.method.backups")->type->scalar->words.size() == 4);
  CHECK(schema::locate("close.what_if.w.when.scope.volume.peak")->type->scalar->name == "new value");
  CHECK(schema::locate("partition.clicks.by")->type->form == schema::Form::list);
}

TEST_CASE("describe says what a value may be") {
  const auto described = [](std::string_view path) { return schema::describe(*schema::locate(path)->type); };
  CHECK(described("scope.volume.average") == "a rate such as 120k/s or 3B/day");
  CHECK(described("scope.volume.pattern") == "one of steady, diurnal or spiky");
  CHECK(described("scope.priority") ==
        "a list, each item one of correctness, freshness, volume, cost or auditability");
  CHECK(described("scope.volume") == "a mapping: the volume");
  CHECK(described("model.tables") == "a mapping of names, each a mapping: a table");
  CHECK(described("backfill.erasure.method").find("or a mapping of names to them") != std::string::npos);
}

}  // namespace
}  // namespace decide
