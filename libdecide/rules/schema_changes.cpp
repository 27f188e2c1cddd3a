#include "rules/schema_changes.h"

#include <fmt/format.h>

#include <array>

namespace decide::rules {

using compat::Default;
using compat::Direction;

namespace {

using Form = Default::Form;
using ChangeKind = compat::Change::Kind;

Form form_of(const yaml::Node& node) {
  switch (node.kind) {
    case yaml::Kind::null:
      return Form::null;
    case yaml::Kind::sequence:
      return Form::list;
    case yaml::Kind::mapping:
      return Form::mapping;
    case yaml::Kind::scalar:
      break;
  }
  switch (yaml::core_type(node)) {
    case yaml::Core::null:
      return Form::null;
    case yaml::Core::boolean:
      return Form::boolean;
    case yaml::Core::integer:
      return Form::integer;
    case yaml::Core::floating:
      return Form::number;
    case yaml::Core::string:
      return Form::text;
  }
  return Form::text;
}

Default default_of(const yaml::Document& document, const design::Val<design::Any>& value) {
  if (!value) return {};
  const yaml::Node& node = document[value.at.node];
  const Form form = form_of(node);
  return {form, form == Form::null ? "null" : node.text};
}

struct Target {
  ChangeKind kind;
  const design::Val<design::ColumnRef>* column;
};

std::optional<Target> target_of(const design::Change& change) {
  const std::array<Target, 5> all{{{ChangeKind::add, &change.add},
                                   {ChangeKind::drop, &change.drop},
                                   {ChangeKind::rename, &change.rename},
                                   {ChangeKind::retype, &change.retype},
                                   {ChangeKind::extend, &change.extend}}};
  std::optional<Target> found;
  for (const Target& target : all) {
    if (!*target.column) continue;
    if (found) return std::nullopt;
    found = target;
  }
  return found;
}

std::optional<design::ColumnType> type_of(const design::Column* column) {
  return column == nullptr || !column->type ? std::nullopt : std::optional(*column->type);
}

std::optional<bool> nullable_of(const design::Change& change, const design::Column* column) {
  if (change.nullable) return *change.nullable;
  if (change.required.is(true)) return false;
  return column == nullptr || !column->nullable ? std::nullopt : std::optional(*column->nullable);
}

void add_retype(compat::Change& made, const design::Change& said, const design::Column* column) {
  made.before = said.from ? std::optional(*said.from) : type_of(column);
  if (said.to) {
    if (const auto type = design::parse_scalar<design::ColumnType>(*said.to)) made.after = *type;
  }
  made.nullable = nullable_of(said, nullptr);
  if (column != nullptr) made.was_nullable = column->nullable.value_or(false);
}

/// True if the word that old readers take is one that they have: one of those of the column, where it lists
/// them, and not one of those that are new to them.
bool is_old_word(const design::Change& said, const design::Column* column) {
  if (!said.enum_default || said.values.contains(*said.enum_default)) return false;
  return column == nullptr || column->values.empty() || column->values.contains(*said.enum_default);
}

void fill(compat::Change& made, const yaml::Document& document, const design::Change& said,
          const design::Column* column) {
  made.required = said.required.is(true);
  made.alias = said.alias.is(true);
  made.enum_default = is_old_word(said, column);
  made.standard = default_of(document, said.default_);
  if (made.kind == ChangeKind::retype) return add_retype(made, said, column);
  if (made.kind == ChangeKind::drop || made.kind == ChangeKind::rename) made.before = type_of(column);
  if (made.kind != ChangeKind::add) return;
  made.after = said.type ? std::optional(*said.type) : type_of(column);
  made.nullable = nullable_of(said, column);
}

std::optional<design::SchemaFormat> language_of(design::SourceFormat format) {
  if (format == design::SourceFormat::avro) return design::SchemaFormat::avro;
  if (format == design::SourceFormat::protobuf) return design::SchemaFormat::protobuf;
  return std::nullopt;
}

}  // namespace

std::string Declared::doing() const {
  constexpr std::array<std::string_view, 5> verbs{"adding", "dropping", "renaming", "retyping", "extending"};
  return fmt::format("{} `{}`", verbs[static_cast<std::size_t>(change.kind)], design::spell(column->value));
}

std::optional<Declared> declared(const derive::Facts& facts, const design::Named<design::Change>& entry) {
  const auto target = target_of(entry.value);
  if (!target) return std::nullopt;
  Declared made{&entry, target->column, facts.design.model.tables.find(target->column->value.table), {}};
  const design::Named<design::Column>* column =
      made.table == nullptr ? nullptr : made.table->value.columns.find(target->column->value.column);
  made.change.kind = target->kind;
  made.change.field = target->column->value.column;
  fill(made.change, facts.document, entry.value, column == nullptr ? nullptr : &column->value);
  return made;
}

bool is_versioned(const design::Change& change) {
  return change.version && change.after && change.after->value > 0;
}

std::optional<design::SchemaFormat> language(const derive::Facts& facts, const Declared& change) {
  const auto& said = facts.design.backfill.schema.format;
  if (said) return *said;
  const auto table = facts.lineage.find_table(change.column->value.table);
  if (table == derive::Lineage::nowhere) return std::nullopt;
  std::optional<design::SchemaFormat> found;
  for (const auto id : facts.lineage[table].inputs) {
    const auto* source = facts.lineage[id].source;
    const auto one =
        source == nullptr || !source->value.format ? std::nullopt : language_of(*source->value.format);
    if (!one || (found && *found != *one)) return std::nullopt;
    found = one;
  }
  return found;
}

std::optional<compat::Terms> terms(const derive::Facts& facts, const Declared& change) {
  const design::SchemaPlan& plan = facts.design.backfill.schema;
  const auto format = language(facts, change);
  if (!format || !plan.compatibility) return std::nullopt;
  return compat::Terms{*format, *plan.compatibility, !plan.content.is(design::Content::closed),
                       plan.policy.is(design::Policy::lenient)};
}

std::optional<compat::Verdict> verdict(const derive::Facts& facts, const Declared& change) {
  const auto by = terms(facts, change);
  return by ? std::optional(compat::judge(change.change, *by)) : std::nullopt;
}

bool is_breaking(const derive::Facts& facts, const Declared& change) {
  const design::SchemaPlan& plan = facts.design.backfill.schema;
  if (plan.compatibility && *plan.compatibility != design::Compatibility::none) {
    const auto judged = verdict(facts, change);
    return judged && judged->outcome == compat::Outcome::breaks;
  }
  const auto format = language(facts, change);
  if (!format) return false;
  const compat::Terms any{*format, design::Compatibility::full, !plan.content.is(design::Content::closed),
                          plan.policy.is(design::Policy::lenient)};
  const auto breaks = [&](Direction direction) {
    return compat::judge(change.change, any, direction).outcome == compat::Outcome::breaks;
  };
  return breaks(Direction::new_reads_old) && breaks(Direction::old_reads_new);
}

}  // namespace decide::rules
