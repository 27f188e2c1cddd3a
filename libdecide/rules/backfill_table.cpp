#include <algorithm>

#include "compat/table_change.h"
#include "rules/report.h"
#include "rules/schema_changes.h"

/// B434: what the table format can do with a change that the schema bears.
namespace decide::rules {

using derive::ConstraintId;

const Rule rule_B434{
    .code = "B434",
    .name = "table-cannot",
    .severity = diag::Severity::error,
    .summary = "the schema bears a change and the table format does not",
    .rationale =
        "The registry judges events, and the table has rules of its own. Avro reads an int as a double, and "
        "Iceberg has no such promotion; BigQuery takes no required column on a table that exists; a rename "
        "that costs Protobuf nothing leaves the old name in every Parquet file. The event arrives, the "
        "writer "
        "fails, or the column is silently cast, so the table needs a new column and a job that fills it.",
    .fails = R"(model:
  tables:
    clicks: {role: raw, columns: {score: {type: int32}}}
partition:
  clicks: {format: iceberg}
backfill:
  schema:
    format: avro
    compatibility: backward
    changes:
      score-double: {retype: «clicks.score», from: int32, to: double}
)",
    .passes = R"(model:
  tables:
    clicks: {role: raw, columns: {score: {type: int32}}}
partition:
  clicks: {format: iceberg}
backfill:
  schema:
    format: avro
    compatibility: backward
    changes:
      score-wider: {retype: clicks.score, from: int32, to: int64}
)",
    .constraint = "schema-drift",
    .facts = "D18 D19 D20 D21 D22 D25 D26 D27"};

namespace {

bool partitions_by(const design::Layout& layout, std::string_view column) {
  return std::any_of(layout.by.begin(), layout.by.end(),
                     [&](const auto& transform) { return transform->column == column; });
}

/// B431 has said already that the schema does not bear it.
bool breaks_schema(const derive::Facts& facts, const Declared& change) {
  const auto judged = verdict(facts, change);
  return judged && judged->outcome == compat::Outcome::breaks;
}

void judge(const derive::Facts& facts, Report& report, const Declared& change) {
  const auto* layout = facts.design.partition.find(change.column->value.table);
  if (layout == nullptr || !layout->value.format) return;
  const auto refusal = compat::refused(*layout->value.format, change.change,
                                       partitions_by(layout->value, change.column->value.column));
  if (!refusal || breaks_schema(facts, change)) return;
  const std::string_view format = design::word(*layout->value.format);
  report.at(change.column->at)
      .say("{} is more than a table of `{}` can do: {} ({})", change.doing(), format, refusal->reason,
           refusal->fact)
      .label("not with {}", format)
      .because(ConstraintId::schema_drift)
      .related(layout->value.format.at, "the format of the table")
      .help("add a new column beside the old one, fill it by a job, and move the readers over");
}

}  // namespace

void check_B434(const derive::Facts& facts, Report& report) {
  for (const auto& entry : facts.design.backfill.schema.changes) {
    const auto change = declared(facts, entry);
    if (change && !is_versioned(entry.value)) judge(facts, report, *change);
  }
}

}  // namespace decide::rules
