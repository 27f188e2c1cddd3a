#include <fmt/format.h>

#include "compat/formats.h"

/// Avro: the reader's schema is laid over the writer's, field by field, by name.
namespace decide::compat {

using design::BaseType;

namespace {

using Kind = Change::Kind;

/// Types that Avro writes as the same string: another annotation changes nothing on the wire.
bool is_string(const ColumnType& type) {
  return type.base == BaseType::string || type.base == BaseType::uuid || type.base == BaseType::json;
}

/// Promotions of the specification; a decimal is one of its own precision and scale only.
bool is_promotion(const Pair& pair) {
  const BaseType reader = pair.reader.base, writer = pair.writer.base;
  switch (reader) {
    case BaseType::int64:
      return writer == BaseType::int32;
    case BaseType::float_:
      return is_integer(pair.writer);
    case BaseType::double_:
      return is_integer(pair.writer) || writer == BaseType::float_;
    case BaseType::string:
      return writer == BaseType::bytes;
    case BaseType::bytes:
      return writer == BaseType::string;
    default:
      return false;
  }
}

std::string refusal(const Pair& pair) {
  if (pair.reader.base == BaseType::decimal && pair.writer.base == BaseType::decimal)
    return fmt::format("in Avro decimals match only with equal precision and scale, and `{}` is not `{}`",
                       design::spell(pair.reader), design::spell(pair.writer));
  return fmt::format("Avro does not promote `{}` to `{}`", design::spell(pair.writer),
                     design::spell(pair.reader));
}

Verdict judge_retype(const Change& change, Direction direction) {
  if (reader_refuses_null(change, direction))
    return breaks(direction == Direction::new_reads_old
                      ? "older events hold nulls, and the new type is not nullable"
                      : "old readers refuse the nulls of new events");
  const auto pair = pair_of(change, direction);
  if (!pair || pair->reader == pair->writer) return {};
  if (is_string(pair->reader) && is_string(pair->writer)) return {};
  if (!is_promotion(*pair)) return breaks(refusal(*pair));
  if (!rounds(pair->reader, pair->writer)) return {};
  return loses(fmt::format("`{}` read as `{}` is exact up to 2^{} only", design::spell(pair->writer),
                           design::spell(pair->reader), pair->reader.base == BaseType::float_ ? 24 : 53));
}

Verdict judge_add(const Change& change, Direction direction) {
  const bool may_be_null = change.nullable.value_or(false);
  if (change.after && !fits(change.standard, *change.after, may_be_null))
    return breaks(fmt::format("the default `{}` is no `{}`{}", change.standard.text,
                              design::spell(*change.after),
                              change.standard.form == Default::Form::null ? " that may be null" : ""));
  if (direction == Direction::old_reads_new || change.standard) return {};
  return breaks(fmt::format("older events lack `{}`, and it has no default{}", change.field,
                            may_be_null ? ": that it may be null is not one" : ""));
}

Verdict judge_drop(const Change& change, Direction direction) {
  if (direction == Direction::new_reads_old || change.standard) return {};
  return breaks(fmt::format("old readers want `{}`, and no `default` says what they take where it is missing",
                            change.field));
}

Verdict judge_rename(const Change& change, Direction direction) {
  if (direction == Direction::new_reads_old && change.alias) return {};
  if (change.standard) {
    if (change.alias) return {};
    return loses("without an alias it is a drop and an add: readers take the default for what was written");
  }
  if (direction == Direction::new_reads_old)
    return breaks("without an alias a rename is a drop and an add, and the new name has no default");
  return breaks(fmt::format("old readers look for `{}`: an alias helps only those who have the new schema",
                            change.field));
}

}  // namespace

Verdict judge_avro(const Change& change, Direction direction) {
  switch (change.kind) {
    case Kind::add:
      return judge_add(change, direction);
    case Kind::drop:
      return judge_drop(change, direction);
    case Kind::rename:
      return judge_rename(change, direction);
    case Kind::retype:
      return judge_retype(change, direction);
    case Kind::extend:
      if (direction == Direction::new_reads_old || change.enum_default) return {};
      return breaks("old readers do not know the new words, and their enum has no default");
  }
  return {};
}

}  // namespace decide::compat
