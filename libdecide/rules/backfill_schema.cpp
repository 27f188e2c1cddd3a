#include <string>
#include <string_view>
#include <vector>

#include "compat/versions.h"
#include "rules/report.h"
#include "rules/schema_changes.h"

/// B431: declared changes, and the versions that lie beside the design, against the mode.
namespace decide::rules {

using compat::Outcome;
using derive::ConstraintId;

const Rule rule_B431{
    .code = "B431",
    .name = "incompatible-change",
    .severity = diag::Severity::error,
    .summary = "a declared change breaks the declared compatibility mode",
    .rationale =
        "The registry refuses the change on the day on which its producer wants to release it, or, where "
        "nobody asks the registry, readers stop or take a default for what was sent. Which change passes is "
        "decided by the schema language, and not always as one expects: a field that may be null still needs "
        "a default in Avro, a decimal cannot get another scale there, and in an open JSON Schema even an "
        "optional property may not be added. Where a change passes and rounds or cuts off values, it is a "
        "warning.",
    .fails = R"(model:
  tables:
    clicks: {role: raw, columns: {event_id: {type: string}}}
backfill:
  schema:
    registry: confluent
    format: avro
    compatibility: backward_transitive
    changes:
      click-source: {add: «clicks.click_source», type: string, nullable: true}
)",
    .passes = R"(model:
  tables:
    clicks: {role: raw, columns: {event_id: {type: string}}}
backfill:
  schema:
    registry: confluent
    format: avro
    compatibility: backward_transitive
    changes:
      click-source: {add: clicks.click_source, type: string, nullable: true, default: null}
)",
    .constraint = "schema-drift",
    .facts = "D2 D3 D4 D6 D7 D8 D9 D10 D11 D12 D13 D14 D15 D16 D17"};

namespace {

using Kind = compat::Change::Kind;

std::string_view advice(Kind kind, design::SchemaFormat format) {
  const bool avro = format == design::SchemaFormat::avro;
  switch (kind) {
    case Kind::add:
      if (avro) return "give it a `default` of its type";
      return format == design::SchemaFormat::json_schema ? "close the content model, or make it optional"
                                                         : "leave `required` out";
    case Kind::drop:
      return avro ? "give it a `default` first, and drop it in a later version"
                  : "keep it, and stop filling it";
    case Kind::rename:
      return avro ? "keep the old name as an `alias`, or add the new field beside the old one"
                  : "add the new field beside the old one";
    case Kind::retype:
      return "add a field of the new type beside the old one";
    case Kind::extend:
      return avro ? "say which word old readers take: `enum_default`" : "let readers take any word";
  }
  return {};
}

void report_change(const derive::Facts& facts, Report& report, const Declared& change,
                   const compat::Terms& terms, const compat::Verdict& verdict) {
  const bool breaks = verdict.outcome == Outcome::breaks;
  const std::string_view mode = design::word(terms.mode);
  auto draft = report.at(change.column->at);
  if (breaks) {
    draft.say("{} breaks `{}`: {}", change.doing(), mode, verdict.reason).label("breaks {}", mode);
  } else {
    draft.say("{} passes `{}` and loses values: {}", change.doing(), mode, verdict.reason)
        .label("loses values");
  }
  draft.error_if(breaks)
      .because(ConstraintId::schema_drift)
      .related(facts.design.backfill.schema.compatibility.at, "the mode")
      .help("{}; or make it a new `version`, served beside the old one for some time (`after`)",
            advice(change.change.kind, terms.format));
  const bool wants_null = change.change.kind == Kind::add && terms.format == design::SchemaFormat::avro &&
                          !change.change.standard && change.change.nullable.value_or(false);
  if (breaks && wants_null)
    draft.fix_set(false, "give it the default null",
                  fmt::format("backfill.schema.changes.{}.default", change.entry->name), "null");
}

void judge_changes(const derive::Facts& facts, Report& report) {
  for (const auto& entry : facts.design.backfill.schema.changes) {
    const auto change = declared(facts, entry);
    if (!change || is_versioned(entry.value)) continue;
    const auto by = terms(facts, *change);
    if (!by) continue;
    const auto verdict = compat::judge(change->change, *by);
    if (verdict.outcome != Outcome::compatible) report_change(facts, report, *change, *by, verdict);
  }
}

/// "`order.price`: it has no default, and 2 more"
std::string differences_text(const compat::Clash& clash) {
  const compat::Difference* first = nullptr;
  std::size_t others = 0;
  for (const compat::Difference& one : clash.differences) {
    if (one.breaks != clash.breaks()) continue;
    if (first == nullptr) {
      first = &one;
    } else {
      ++others;
    }
  }
  const std::string more = others > 0 ? fmt::format(" (and {} more)", others) : std::string();
  if (first->where.empty()) return first->what + more;
  return fmt::format("of `{}`, {}{}", first->where, first->what, more);
}

void report_clash(const derive::Facts& facts, Report& report, const compat::Clash& clash) {
  const auto &newer = *report.schema_files()[clash.newer].entry,
             &older = *report.schema_files()[clash.older].entry;
  const bool forward = clash.direction == compat::Direction::old_reads_new;
  const bool breaks = clash.breaks();
  const std::string_view mode = design::word(*facts.design.backfill.schema.compatibility);
  report.at(newer.value.at)
      .say("version `{}` {} `{}`: read with `{}`, events of `{}` {}: {}", newer.name,
           breaks ? "breaks" : "passes", mode, forward ? older.name : newer.name,
           forward ? newer.name : older.name, breaks ? "cannot be understood" : "come out rounded",
           differences_text(clash))
      .label("{} `{}`", breaks ? "does not fit" : "rounds values beside", older.name)
      .error_if(breaks)
      .because(ConstraintId::schema_drift)
      .related(older.value.at, "the version that it is compared with")
      .related(facts.design.backfill.schema.compatibility.at, "the mode")
      .help(
          "mend the schema before it is registered, or begin a new subject with it and serve both for some "
          "time");
}

void judge_versions(const derive::Facts& facts, Report& report) {
  const auto& mode = facts.design.backfill.schema.compatibility;
  if (!mode) return;
  std::vector<const compat::AvroSchema*> schemas;
  for (const SchemaFile& file : report.schema_files()) schemas.push_back(&file.schema);
  for (const compat::Clash& clash : compat::clashes(schemas, *mode)) report_clash(facts, report, clash);
}

}  // namespace

void check_B431(const derive::Facts& facts, Report& report) {
  judge_changes(facts, report);
  judge_versions(facts, report);
}

}  // namespace decide::rules
