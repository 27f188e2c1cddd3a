#include "rules/change.h"
#include "rules/report.h"
#include "schema/type.h"

/// F003 where a value is one of its kind, and what stands beside it says of which: the reader sees one value
/// at a time.
namespace decide::rules {

namespace {

using design::CheckKind;

/// A duration for freshness and lag, a percentage for the others.
void judge_limit(const design::Named<design::Check>& check, Report& report) {
  if (!check->max || !check->kind) return;
  const bool of_time = check->kind.is(CheckKind::freshness) || check->kind.is(CheckKind::lag);
  if (check->max->is_duration == of_time) return;
  report.at(check->max.at)
      .say("`max` of a {} check is {}; `{}` is {}", design::word(*check->kind),
           of_time ? "a duration such as 15 min" : "a percentage such as 2%", design::spell(*check->max),
           of_time ? "a percentage" : "a duration")
      .help("write {}", of_time ? "how long it may be late, with its unit" : "the share that is borne");
}

/// The column type that a retype names as text, since the same field names a column where one is renamed.
void judge_retype(const design::Named<design::Change>& change, Report& report) {
  if (!change->retype || !change->to) return;
  const auto type = design::parse_scalar<design::ColumnType>(*change->to);
  if (type) return;
  report.at(change->to.at).say("`to` of a retype: {}", type.error().message).help("{}", type.error().help);
}

/// What a change of a column says beside the column: without it nothing can be judged.
void judge_whole(const design::Named<design::Change>& change, Report& report) {
  const auto needs = [&](const design::Val<design::ColumnRef>& column, bool given, std::string_view verb,
                         std::string_view field, std::string_view what) {
    if (!column || given) return;
    report.at(column.at)
        .say("`{}` {} a column, and needs `{}`", change.name, verb, field)
        .help("add `{}`: {}", field, what);
  };
  const bool has_to = static_cast<bool>(change->to);
  needs(change->rename, has_to, "renames", "to", "what it is called then");
  needs(change->retype, has_to, "retypes", "to", "the type that it has then, such as int64");
  needs(change->extend, !change->values.empty(), "extends", "values",
        "the words that are new, such as [partner]");
}

using WhatIfChange = design::Named<design::Val<design::NewValue>>;

void refuse(const WhatIfChange& change, const Error& why, Report& report) {
  report.at(change.value.at).say("{} cannot take this: {}", change.name, why.message).help("{}", why.help);
}

/// What a what-if changes a field to must be something that the field takes.
void judge_change(const yaml::Document& document, const WhatIfChange& change, Report& report) {
  const auto located = schema::locate(change.name);
  if (!located) return;  // F005
  const yaml::Node& node = document[change.value->node];
  if (change.value->factor) {
    if (document.at(change.name) == yaml::none) return;  // F005
    if (!can_scale(document, change.name, *change.value->factor))
      refuse(change, {"it holds no quantity that a factor could scale", "give the new value itself"}, report);
    return;
  }
  const schema::Type& type = *located->type;
  if (type.form == schema::Form::scalar && type.scalar->canonical != nullptr) {
    if (node.kind != yaml::Kind::scalar) {
      refuse(change,
             {fmt::format("it takes {}", type.scalar->describe),
              fmt::format("write one value, such as {}", type.scalar->example)},
             report);
    } else if (const auto read = type.scalar->canonical(node); !read) {
      refuse(change, read.error(), report);
    }
  } else if (type.form != schema::Form::scalar && type.form != schema::Form::word_or_names &&
             node.kind == yaml::Kind::scalar) {
    refuse(change,
           type.form == schema::Form::list
               ? Error{"it takes a list", "write [a, b]"}
               : Error{"it has fields of its own", "give the path of one of them"},
           report);
  }
}

}  // namespace

void check_F003(const derive::Facts& facts, Report& report) {
  for (const auto& check : facts.design.close.checks) judge_limit(check, report);
  for (const auto& change : facts.design.backfill.schema.changes) {
    judge_retype(change, report);
    judge_whole(change, report);
  }
  for (const auto& what_if : facts.design.close.what_if) {
    for (const auto& change : what_if->when) judge_change(facts.document, change, report);
  }
}

}  // namespace decide::rules
