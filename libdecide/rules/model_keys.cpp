#include <algorithm>
#include <initializer_list>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "rules/report.h"

namespace decide::rules {

using design::BaseType;
using design::Nondeterminism;
using design::TimeKind;

const Rule rule_M204{
    .code = "M204",
    .name = "key-unstable",
    .severity = diag::Severity::error,
    .summary = "a key holds a column that gets another value when the row is written again",
    .rationale =
        "A key recognises a row that was written before. A column that is set at writing, such as the day of "
        "processing or a generated id, is another one in a rerun or a retry: nothing matches, and every "
        "event is stored twice. The advice to write idempotently on (event_id, processing_date) has just "
        "this flaw: it holds only until the rerun happens on another day. Keys are made of what the event "
        "carries, or of the logical date of the run, which a rerun keeps.",
    .fails = R"(model:
  sources:
    clicks_topic: {kind: kafka}
  tables:
    clicks:
      role: raw
      key: [event_id, «processing_date»]
      columns:
        event_id: {type: string, cardinality: unique}
        processing_date: {type: date, time: processing}
  pipelines:
    land: {from: [clicks_topic], to: clicks, write: merge}
)",
    .passes = R"(model:
  sources:
    clicks_topic: {kind: kafka}
  tables:
    clicks:
      role: raw
      key: [event_id, run_date]
      columns:
        event_id: {type: string, cardinality: unique}
        run_date: {type: date, time: logical}
  pipelines:
    land: {from: [clicks_topic], to: clicks, write: merge}
)",
    .constraint = "duplicate-delivery",
    .facts = "N12 C1 C29"};

const Rule rule_M205{
    .code = "M205",
    .name = "key-nullable",
    .severity = diag::Severity::error,
    .summary = "a column of a key may be null",
    .rationale =
        "Null equals nothing, not even null: a merge never finds the row that it wrote before, so each run "
        "inserts it again, and a deduplication keeps all of them or drops all but one. Give rows without the "
        "value a word of their own, or set them aside as bad records, before they reach the table.",
    .fails = R"(model:
  tables:
    clicks:
      role: raw
      key: [event_id, «ad_slot»]
      columns:
        event_id: {type: string, cardinality: unique}
        ad_slot: {type: string, nullable: true}
)",
    .passes = R"(model:
  tables:
    clicks:
      role: raw
      key: [event_id]
      columns:
        event_id: {type: string, cardinality: unique}
        ad_slot: {type: string, nullable: true}
)",
    .constraint = "duplicate-delivery",
    .facts = "C8 C22"};

namespace {

using Column = design::Named<design::Column>;
using Names = design::List<design::Name>;

/// What fills a table: a pipeline or a job.
struct Filler {
  std::string_view name;
  const design::List<Nondeterminism>& nondeterministic;
  bool says_inputs = false;
  bool open = false;                              ///< an input does not list its columns
  std::vector<const derive::NamedTable*> inputs;  ///< tables, sorted, each once
};

template <class Writer>
Filler filler(const design::Model& model, const Writer& writer) {
  Filler filler{writer.name, writer->nondeterministic, static_cast<bool>(writer->from), false, {}};
  for (const auto& name : writer->from) {
    const auto* table = model.tables.find(name->text);
    if (table == nullptr) continue;
    filler.open |= table->value.columns.empty();
    filler.inputs.push_back(table);
  }
  std::sort(filler.inputs.begin(), filler.inputs.end());
  filler.inputs.erase(std::unique(filler.inputs.begin(), filler.inputs.end()), filler.inputs.end());
  return filler;
}

/// Which tables have a column of a name.
class Owners {
 public:
  explicit Owners(const design::Model& model) {
    for (const auto& table : model.tables) {
      for (const Column& column : table->columns) by_column_[column.name].push_back(&table);
    }
    for (auto& [name, tables] : by_column_) std::sort(tables.begin(), tables.end());
  }

  /// True if a table that is read hands the column on. A table that does not list its columns may have it.
  bool carries(const Filler& filler, std::string_view column) const {
    if (filler.open) return true;
    const auto found = by_column_.find(column);
    return found != by_column_.end() && share_one(filler.inputs, found->second);
  }

 private:
  using Tables = std::vector<const derive::NamedTable*>;
  static bool share_one(const Tables& a, const Tables& b) {
    const Tables& few = a.size() < b.size() ? a : b;
    const Tables& many = a.size() < b.size() ? b : a;
    return std::any_of(few.begin(), few.end(), [&](const auto* table) {
      return std::binary_search(many.begin(), many.end(), table);
    });
  }
  std::map<std::string_view, Tables> by_column_;
};

/// Why a column is another one in a second run: `made_by` and its place, or the processing clock.
struct Cause {
  design::Place at;
  std::string how;
};

/// A list of key columns, of the table itself or of what writes it.
struct Key {
  std::string called;  ///< "the key of `clicks`"
  const Names& columns;
  const derive::NamedTable& table;
  const std::vector<Filler>& fillers;
};

/// Nothing is known to fill it: a dimension may come with its columns from outside.
bool is_set_at_writing(const Owners& owners, const Key& key, std::string_view column) {
  if (key.fillers.empty()) return !key.table->role.is(design::Role::dimension);
  return std::any_of(key.fillers.begin(), key.fillers.end(), [&](const Filler& filler) {
    return filler.says_inputs && !owners.carries(filler, column);
  });
}

bool is_one_of(BaseType type, std::initializer_list<BaseType> types) {
  return std::find(types.begin(), types.end(), type) != types.end();
}

/// True if values of the column can come from there. A generated id is unique, and the clock makes times.
bool can_make(Nondeterminism what, const design::Column& column) {
  using enum BaseType;
  const BaseType* type = column.type ? &column.type->base : nullptr;
  switch (what) {
    case Nondeterminism::now:
      return type == nullptr || is_one_of(*type, {date, timestamp, timestamptz});
    case Nondeterminism::uuid:
      if (column.cardinality && !column.cardinality->unique) return false;
      return type == nullptr || is_one_of(*type, {string, bytes, uuid});
    case Nondeterminism::random:
      return type == nullptr || !is_one_of(*type, {date, timestamp, timestamptz, bool_});
    default:
      return false;
  }
}

std::optional<Cause> made_by(const Owners& owners, const Key& key, const std::string& name,
                             const design::Column& column) {
  if (column.time || column.references) return std::nullopt;
  for (const Filler& filler : key.fillers) {
    if (!filler.says_inputs) continue;
    for (const auto& what : filler.nondeterministic) {
      if (!can_make(*what, column) || owners.carries(filler, name)) continue;
      return Cause{what.at, fmt::format("`{}` makes with `{}`", filler.name, design::word(*what))};
    }
  }
  return std::nullopt;
}

std::optional<Cause> unstable(const Owners& owners, const Key& key, const std::string& name) {
  const Column* declared = key.table->columns.find(name);
  if (declared == nullptr && !key.table->columns.empty()) return std::nullopt;
  const design::Column column = declared != nullptr ? declared->value : design::Column{};
  if (!column.time.is(TimeKind::processing)) return made_by(owners, key, name, column);
  if (!is_set_at_writing(owners, key, name)) return std::nullopt;
  return Cause{column.time.at, "is set when the row is written"};
}

void report_unstable(const derive::Facts& facts, Report& report, const Owners& owners, const Key& key) {
  std::vector<std::string> stable;
  std::vector<std::pair<design::Val<design::Name>, Cause>> found;
  for (const auto& name : key.columns) {
    if (auto cause = unstable(owners, key, name->text)) {
      found.emplace_back(name, *std::move(cause));
    } else {
      stable.push_back(name->text);
    }
  }
  for (const auto& [name, cause] : found) {
    auto draft = report.at(name.at);
    draft
        .say("{} holds `{}`, which {}: written again, the same event has another key", key.called, name->text,
             cause.how)
        .label("another value in a rerun")
        .because(derive::ConstraintId::duplicate_delivery)
        .related(cause.at, "this is where it comes from")
        .help(
            "make the key of what the event carries; a date of the run must be its logical date "
            "(`time: logical`)");
    if (!stable.empty()) {
      draft.fix_set(false, "leave it out of the key", facts.document.path(key.columns.at.node),
                    fmt::format("[{}]", join(stable, ", ")));
    }
  }
}

/// A pipeline's or job's own keys: the one it merges by, and the one it recognises repeats by.
template <class Writer>
void report_writer(const derive::Facts& facts, Report& report, const Owners& owners, const Writer& writer,
                   std::string_view kind, const design::Val<design::Name>& target) {
  const auto* table = facts.design.model.tables.find(target->text);
  if (table == nullptr) return;
  const std::vector<Filler> itself{filler(facts.design.model, writer)};
  report_unstable(facts, report, owners,
                  {fmt::format("the key of {} `{}`", kind, writer.name), writer->key, *table, itself});
  report_unstable(
      facts, report, owners,
      {fmt::format("the dedup key of {} `{}`", kind, writer.name), writer->dedup.key, *table, itself});
}

std::vector<Filler> fillers_of(const design::Model& model, const derive::Lineage::Node& node) {
  std::vector<Filler> all;
  for (const auto* pipeline : node.writers) all.push_back(filler(model, *pipeline));
  for (const auto* job : node.rebuilt_by) {
    if (job->value.rebuilds.value == node.name) all.push_back(filler(model, *job));
  }
  return all;
}

void report_nullable(Report& report, const std::string& called, const design::Val<design::Name>& name,
                     const Column* column) {
  if (column == nullptr || !column->value.nullable.is(true)) return;
  report.at(name.at)
      .say("{} holds `{}`, which may be null: such rows match nothing and are inserted again", called,
           column->name)
      .label("may be null")
      .because(derive::ConstraintId::duplicate_delivery)
      .related(column->value.nullable.at, "said here")
      .help("give rows without it a value of their own before they are written, or take it out of the key");
}

/// A writer's key, for the columns that the table's own key does not name already.
void report_nullable_in(Report& report, const std::string& called, const Names& key,
                        const derive::NamedTable* table) {
  if (table == nullptr) return;
  std::vector<std::string_view> own;
  for (const auto& name : table->value.key) own.emplace_back(name->text);
  std::sort(own.begin(), own.end());
  for (const auto& name : key) {
    if (std::binary_search(own.begin(), own.end(), std::string_view(name->text))) continue;
    report_nullable(report, called, name, table->value.columns.find(name->text));
  }
}

}  // namespace

void check_M204(const derive::Facts& facts, Report& report) {
  const Owners owners(facts.design.model);
  for (const auto& node : facts.lineage.nodes()) {
    if (node.table == nullptr) continue;
    const auto fillers = fillers_of(facts.design.model, node);
    report_unstable(facts, report, owners,
                    {fmt::format("the key of `{}`", node.name), node.table->value.key, *node.table, fillers});
  }
  for (const auto& pipeline : facts.design.model.pipelines)
    report_writer(facts, report, owners, pipeline, "pipeline", pipeline->to);
  for (const auto& job : facts.design.backfill.jobs)
    report_writer(facts, report, owners, job, "job", job->rebuilds);
}

void check_M205(const derive::Facts& facts, Report& report) {
  const auto& model = facts.design.model;
  for (const auto& table : model.tables) {
    for (const auto& name : table->key) {
      report_nullable(report, fmt::format("the key of `{}`", table.name), name,
                      table->columns.find(name->text));
    }
  }
  for (const auto& pipeline : model.pipelines) {
    report_nullable_in(report, fmt::format("the key of pipeline `{}`", pipeline.name), pipeline->key,
                       model.tables.find(pipeline->to->text));
  }
  for (const auto& job : facts.design.backfill.jobs) {
    report_nullable_in(report, fmt::format("the key of job `{}`", job.name), job->key,
                       model.tables.find(job->rebuilds->text));
  }
}

}  // namespace decide::rules
