#include "derive/seal.h"

#include <rapidcheck.h>

#include <algorithm>

#include "base/digest.h"
#include "sample.h"
#include "schema/canonical.h"

using decide::derive::SealState;
using decide::design::Section;

namespace {

decide::yaml::Parsed parse(std::string_view text) {
  return decide::yaml::parse(decide::Source("seal.yaml", std::string(text)));
}

std::string seal(std::string_view text, Section section) {
  const auto parsed = parse(text);
  REQUIRE(parsed.readable());
  return decide::derive::seal(parsed.document, section);
}

bool same(std::string_view a, std::string_view b) {
  return seal(a, Section::close) == seal(b, Section::close);
}

constexpr std::string_view plain =
    "dedesign: 1\n"
    "scope:\n"
    "  volume: {average: 35k/s, event_size: 1 kB}\n"
    "  priority: [correctness, cost]\n"
    "  duplicates: 2%\n"
    "model:\n"
    "  tables:\n"
    "    clicks:\n"
    "      role: raw\n"
    "      columns: {c: {type: \"decimal(10,2)\", cardinality: 10M, pii: true}}\n";

}  // namespace

TEST_CASE("what does not change the meaning does not change the seal") {
  CHECK(same(plain,
             "# the same, spelled otherwise\n"
             "model: {tables: {\"clicks\": {columns: {c: {pii: true, cardinality: 10000k, type: 'decimal(10, "
             "2)'}},\n"
             "   role: 'raw'}}}   # flow\n"
             "\n"
             "scope:\n"
             "      duplicates: \"2.0%\"\n"
             "      priority:\n"
             "      - correctness\n"
             "      - 'cost'\n"
             "      volume:\n"
             "          event_size: 1000 B   # a comment\n"
             "          average: 35_000/s\n"
             "dedesign: 1\n"));
  CHECK(same("scope: {lateness: {max: 72 h}}", "scope: {lateness: {max: 3d}}"));
  CHECK(same("scope: {lateness: {max: 36 h}}", "scope: {lateness: {max: 1 d 12 h}}"));
  CHECK(same("partition: {t: {writers: 12, by: ['bucket(16, c)']}}",
             "partition: {t: {writers: \"12\", by: ['bucket(16,c)']}}"));
  CHECK(same("scope: {title: &x 5 min, latency: {freshness: *x}}",
             "scope: {title: 5 min, latency: {freshness: 5 min}}"));
}

TEST_CASE("the head and the ledger are not sealed") {
  CHECK(same("dedesign: 1\ntitle: a\nscope: {duplicates: 1%}",
             "dedesign: 1\nsealed: {scope: \"00\"}\naccept: {}\nscope: {duplicates: 1%}"));
}

TEST_CASE("a section that is absent, null or an empty mapping is empty") {
  CHECK(same("dedesign: 1", "dedesign: 1\nscope:\nmodel: {}\npartition: ~"));
  CHECK_FALSE(same("dedesign: 1", "scope: {volume: {}}"));
  CHECK(same("", "dedesign: 1"));
}

TEST_CASE("any change of a value changes the seal") {
  const auto changed = [](std::string_view from, std::string_view to) {
    std::string text(plain);
    const std::size_t at = text.find(from);
    REQUIRE(at != std::string::npos);
    return text.replace(at, from.size(), to);
  };
  struct Edit {
    std::string_view from, to;
  };
  constexpr Edit edits[] = {
      {"35k/s", "35001/s"},
      {"35k/s", "35k/min"},
      {"1 kB", "1 KiB"},
      {"[correctness, cost]", "[cost, correctness]"},
      {"[correctness, cost]", "[correctness, cost, cost]"},
      {"2%", "2.000000001%"},
      {"2%", "2"},
      {"pii: true", "pii: false"},
      {"pii: true", "pii: \"true\""},
      {"cardinality: 10M, ", ""},
      {"average", "peak"},
      {"clicks", "click"},
      {"role: raw", "role: fact"},
      {"role: raw", "rule: raw"},
      {"(10,2)", "(10,3)"},
  };
  for (const Edit& edit : edits) {
    CAPTURE(edit.from, edit.to);
    CHECK_FALSE(same(plain, changed(edit.from, edit.to)));
  }
}

TEST_CASE("where any value is taken its type counts, and not its spelling") {
  const auto with = [](std::string_view value) {
    return fmt::format("backfill: {{schema: {{changes: {{c: {{add: t.c, default: {}}}}}}}}}", value);
  };
  const auto equal = [&](std::string_view a, std::string_view b) { return same(with(a), with(b)); };
  CHECK_FALSE(equal("1", "\"1\""));
  CHECK_FALSE(equal("true", "\"true\""));
  CHECK_FALSE(equal("null", "\"null\""));
  CHECK_FALSE(equal("null", "\"\""));
  CHECK_FALSE(equal("1", "1.0"));
  CHECK_FALSE(equal("1", "-1"));
  CHECK_FALSE(equal(".inf", "-.inf"));
  CHECK_FALSE(equal("[a, b]", "[\"a, b\"]"));
  CHECK_FALSE(equal("{a: 1}", "{a: \"1\"}"));
  CHECK_FALSE(equal("[]", "{}"));
  CHECK_FALSE(equal("[[a], b]", "[[a, b]]"));
  CHECK(equal("255", "0xfF"));
  CHECK(equal("8", "0o10"));
  CHECK(equal("18446744073709551616", "0x10000000000000000"));
  CHECK(equal("+7", "007"));
  CHECK(equal("0", "-0"));
  CHECK(equal("0", "0x000"));
  CHECK(equal("1.50", "15e-1"));
  CHECK(equal(".inf", "+.INF"));
  CHECK(equal(".nan", ".NaN"));
  CHECK(equal("~", "null"));
  CHECK(equal("True", "true"));
  CHECK(equal("word", "'word'"));
  CHECK(equal("{b: 1, a: [x]}", "{a: ['x'], b: 0x1}"));
  CHECK(equal("1e999", "1e999"));
  CHECK_FALSE(equal("1e999", "1e998"));
}

TEST_CASE("a what-if is sealed by the type of the path that it changes") {
  const auto with = [](std::string_view when) {
    return fmt::format("close: {{what_if: {{w: {{when: {{{}}}}}}}}}", when);
  };
  CHECK(same(with("scope.lateness.max: 7 d"), with("scope.lateness.max: 168 h")));
  CHECK(same(with("scope.volume.peak: x10"), with("scope.volume.peak: 'x10'")));
  CHECK(same(with("scope.volume.peak: x1.5"), with("scope.volume.peak: x1.50")));
  CHECK_FALSE(same(with("scope.volume.peak: x10"), with("scope.volume.peak: x11")));
  CHECK_FALSE(same(with("scope.volume.peak: 10/s"), with("scope.volume.average: 10/s")));
  CHECK_FALSE(same(with("no.such.path: 1"), with("no.such.path: \"1\"")));
}

TEST_CASE("a section is sealed with all earlier ones, and with none that is later") {
  constexpr Section order[] = {Section::scope, Section::model, Section::partition, Section::backfill,
                               Section::close};
  const auto text = [](std::size_t changed) {
    const auto mark = [&](std::size_t i) { return i == changed ? "other" : "same"; };
    return fmt::format(
        "scope: {{assumed: [{}]}}\nmodel: {{tables: {{{}: {{role: raw}}}}}}\npartition: {{{}: {{}}}}\n"
        "backfill: {{jobs: {{{}: {{rebuilds: t}}}}}}\nclose: {{question: {}}}",
        mark(0), mark(1), mark(2), mark(3), mark(4));
  };
  for (std::size_t changed = 0; changed < std::size(order); ++changed) {
    for (std::size_t sealed = 0; sealed < std::size(order); ++sealed) {
      CAPTURE(changed, sealed);
      CHECK((seal(text(changed), order[sealed]) == seal(text(99), order[sealed])) == (sealed < changed));
    }
  }
}

TEST_CASE("a seal is sixteen hex digits, and differs between sections") {
  const std::string one = seal(plain, Section::scope);
  CHECK(one.size() == 16);
  CHECK(one.find_first_not_of("0123456789abcdef") == std::string::npos);
  CHECK(one != seal(plain, Section::model));
}

TEST_CASE("the seals of version 1 of the format are what they were") {
  const std::string form = "m1:k10:duplicatess2:2%";
  const auto parsed = parse("scope: {duplicates: 2 %}");
  REQUIRE(parsed.readable());
  const auto located = decide::schema::locate("scope");
  REQUIRE(located);
  CHECK(decide::schema::canonical_form(parsed.document, parsed.document.at("scope"), *located->type) == form);
  CHECK(decide::derive::seal(parsed.document, Section::scope) ==
        decide::sha256_hex(fmt::format("dedesign 1\nscope:{}:{}\n", form.size(), form)).substr(0, 16));
}

TEST_CASE("the ledger says unsealed, valid or stale") {
  const auto state = [](std::string_view text, Section section) {
    const auto parsed = parse(text);
    const auto read = decide::schema::read(parsed);
    return decide::derive::seal_state(parsed.document, read.design, section);
  };
  const std::string body(plain);
  const std::string sealed = fmt::format("{}sealed: {{scope: \"{}\", model: \"{}\"}}\n", body,
                                         seal(body, Section::scope), seal(body, Section::model));
  CHECK(state(body, Section::scope) == SealState::unsealed);
  CHECK(state(sealed, Section::scope) == SealState::valid);
  CHECK(state(sealed, Section::model) == SealState::valid);
  CHECK(state(sealed, Section::partition) == SealState::unsealed);
  std::string edited = sealed;
  edited.replace(edited.find("35k/s"), 5, "36k/s");
  CHECK(state(edited, Section::scope) == SealState::stale);
  CHECK(state(edited, Section::model) == SealState::stale);
  std::string later = sealed;
  later.replace(later.find("role: raw"), 9, "role: fact");
  CHECK(state(later, Section::scope) == SealState::valid);
  CHECK(state(later, Section::model) == SealState::stale);
}

TEST_CASE("each section has an entry of its own in the ledger, a command and a letter") {
  const Sample sample("sealed: {scope: a, model: b, partition: c, backfill: d, close: e}");
  std::string entries, letters;
  for (const auto& stage : decide::derive::stages()) {
    CHECK(&decide::derive::stage_of(stage.section) == &stage);
    CHECK(stage.key == word(stage.section));
    CHECK(decide::derive::section_of_path(stage.key) == stage.section);
    entries += *decide::derive::ledger_entry(sample.read.design, stage.section);
    letters += stage.letter;
  }
  CHECK(entries == "abcde");
  CHECK(letters == "SMPBC");
  CHECK(decide::derive::stage_of(Section::backfill).command == "backfill-check");
  CHECK(decide::derive::section_of_path("model.tables.scope.key") == Section::model);
  CHECK_FALSE(decide::derive::section_of_path("sealed.scope").has_value());
  CHECK_FALSE(decide::derive::section_of_path("scopes").has_value());
  CHECK_FALSE(decide::derive::section_of_path("").has_value());
}

namespace {

/// A tree of untyped values, printed as flow YAML in two ways that mean the same.
struct Value {
  enum class Kind { number, text, list, mapping } kind = Kind::number;
  int number = 0;
  std::vector<Value> items;
  friend bool operator==(const Value&, const Value&) = default;
};

Value random_value(int depth) {
  const int most = depth > 0 ? 4 : 2;
  Value value;
  value.kind = static_cast<Value::Kind>(*rc::gen::inRange(0, most));
  value.number = *rc::gen::inRange(0, 3);
  if (value.kind < Value::Kind::list) return value;
  const int count = *rc::gen::inRange(0, 3);
  for (int i = 0; i < count; ++i) value.items.push_back(random_value(depth - 1));
  return value;
}

std::string print(const Value& value, bool other) {
  if (value.kind == Value::Kind::number)
    return fmt::format(fmt::runtime(other ? "0x{:x}" : "{}"), value.number);
  if (value.kind == Value::Kind::text)
    return fmt::format(fmt::runtime(other ? "\"{}\"" : "'{}'"), value.number);
  std::vector<std::string> parts;
  for (std::size_t i = 0; i < value.items.size(); ++i) {
    const std::string key = value.kind == Value::Kind::mapping ? fmt::format("k{}: ", i) : "";
    parts.push_back(key + print(value.items[i], other));
  }
  const bool mapping = value.kind == Value::Kind::mapping;
  if (other && mapping) std::reverse(parts.begin(), parts.end());
  return fmt::format(fmt::runtime(mapping ? "{{{}}}" : "[{}]"),
                     fmt::join(parts, other ? " , # c\n  " : ", "));
}

/// `number` counts for scalars only.
Value normal(Value value) {
  if (value.kind >= Value::Kind::list) value.number = 0;
  for (Value& item : value.items) item = normal(item);
  return value;
}

}  // namespace

TEST_CASE("equal values have equal seals however they are written, and different values different ones") {
  CHECK(rc::check("seal", [] {
    const Value a = normal(random_value(3));
    const Value b = normal(random_value(3));
    const auto text = [](const Value& value, bool other) {
      return fmt::format("backfill:\n  schema: {{changes: {{c: {{default: {}}}}}}}", print(value, other));
    };
    RC_ASSERT(same(text(a, false), text(a, true)));
    RC_ASSERT(same(text(a, false), text(b, true)) == (a == b));
  }));
}
