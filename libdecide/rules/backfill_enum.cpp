#include <string>
#include <string_view>

#include "base/text.h"
#include "rules/report.h"
#include "rules/schema_changes.h"

/// B436 and B437: new words, and breaking changes.
namespace decide::rules {

using derive::ConstraintId;
using design::Compatibility;
using Kind = compat::Change::Kind;

const Rule rule_B436{
    .code = "B436",
    .name = "enum-closed",
    .severity = diag::Severity::error,
    .summary = "old readers meet a new word of an enum, and have no word to take instead",
    .rationale =
        "An enum is a promise that there are no other words. Under a mode that lets producers go first, old "
        "readers meet the new word before they are released again: Avro refuses the whole event unless the "
        "reader's enum names a default, and a JSON Schema refuses it in any case. Protobuf passes unknown "
        "numbers through, and is left in peace.",
    .fails = R"(model:
  tables:
    clicks: {role: raw, columns: {click_source: {type: string, values: [organic, paid]}}}
backfill:
  schema:
    format: avro
    compatibility: full
    changes:
      new-source: {extend: «clicks.click_source», values: [partner]}
)",
    .passes = R"(model:
  tables:
    clicks: {role: raw, columns: {click_source: {type: string, values: [organic, paid, other]}}}
backfill:
  schema:
    format: avro
    compatibility: full
    changes:
      new-source: {extend: clicks.click_source, values: [partner], enum_default: other}
)",
    .constraint = "schema-drift",
    .facts = "D8 D17"};

const Rule rule_B437{
    .code = "B437",
    .name = "breaking-unversioned",
    .severity = diag::Severity::error,
    .summary = "a breaking change without a new version and a time in which both are served",
    .rationale =
        "Some changes no compatibility mode bears, and they are made all the same: the unit of a price, the "
        "meaning of an id. They are safe as a new version in a topic or table of its own, written beside the "
        "old one until the last reader has moved. Without a version number nobody can say which events are "
        "meant, and without a time side by side all readers have to move in the same minute.",
    .fails = R"(model:
  tables:
    clicks: {role: raw, columns: {cost: {type: string}}}
backfill:
  schema:
    format: avro
    compatibility: backward
    changes:
      «cost-number»: {retype: clicks.cost, from: string, to: int64}
)",
    .passes = R"(model:
  tables:
    clicks: {role: raw, columns: {cost: {type: string}}}
backfill:
  schema:
    format: avro
    compatibility: backward
    changes:
      cost-number: {retype: clicks.cost, from: string, to: int64, version: 2, after: 30 d}
)",
    .constraint = "schema-drift",
    .facts = "D4 D12 D17"};

namespace {

/// True if producers may send a new word before old readers know it. Where nothing is compared, it depends on
/// who goes first.
bool old_readers_meet_it(const design::SchemaPlan& plan) {
  if (!plan.compatibility) return false;
  if (*plan.compatibility == Compatibility::none)
    return plan.upgrade_first.is(design::UpgradeFirst::producers);
  return compat::asks(*plan.compatibility, compat::Direction::old_reads_new);
}

bool is_closed(const derive::Facts& facts, const Declared& change) {
  const auto format = language(facts, change);
  return format && *format != design::SchemaFormat::protobuf;
}

std::string words_of(const design::Change& change) {
  std::vector<std::string_view> words;
  for (const auto& word : change.values) words.emplace_back(*word);
  return join_words(words);
}

/// JSON Schema has no word to fall back to.
std::string_view remedy(std::optional<design::SchemaFormat> format) {
  if (format == design::SchemaFormat::json_schema)
    return "let consumers go first, leave the list of words open, or make it a new version (`version`, and "
           "`after` for how long both are written)";
  return "say which of the old words they take, `enum_default`, and release that first; or let consumers go "
         "first";
}

void report_words(const derive::Facts& facts, Report& report, const Declared& change) {
  const design::SchemaPlan& plan = facts.design.backfill.schema;
  const design::Change& said = change.said();
  const bool new_default = static_cast<bool>(said.enum_default);
  report.at(change.column->at)
      .say("under `{}` old readers meet {} in `{}`, and {}", design::word(*plan.compatibility),
           said.values.empty() ? "words that are new" : words_of(said), design::spell(change.column->value),
           new_default
               ? fmt::format("`enum_default: {}` is not among the words that they have", *said.enum_default)
               : "there is no `enum_default` for words that they do not know")
      .label("closed to old readers")
      .because(ConstraintId::schema_drift)
      .related(plan.compatibility.at, "the mode")
      .help("{}", remedy(language(facts, change)));
}

}  // namespace

void check_B436(const derive::Facts& facts, Report& report) {
  if (!old_readers_meet_it(facts.design.backfill.schema)) return;
  for (const auto& entry : facts.design.backfill.schema.changes) {
    const auto change = declared(facts, entry);
    if (!change || change->change.kind != Kind::extend || is_versioned(entry.value)) continue;
    if (!change->change.enum_default && is_closed(facts, *change)) report_words(facts, report, *change);
  }
}

void check_B437(const derive::Facts& facts, Report& report) {
  for (const auto& entry : facts.design.backfill.schema.changes) {
    const auto change = declared(facts, entry);
    if (!change || is_versioned(entry.value) || !is_breaking(facts, *change)) continue;
    const bool no_version = !entry->version;
    auto draft = no_version     ? report.missing(entry.at, "version")
                 : entry->after ? report.at(entry->after.at)
                                : report.missing(entry.at, "after");
    draft
        .say("{} is a breaking change, and {}", change->doing(),
             no_version ? "it has no new `version` that is served beside the old one"
                        : "version " + units::print(*entry->version) +
                              " is not served beside the old one for any time")
        .because(ConstraintId::schema_drift)
        .related(change->column->at, "the change")
        .help("give it a new `version`, and say for how long both are served (`after: 30 d`)");
  }
}

}  // namespace decide::rules
