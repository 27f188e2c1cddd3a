#include "compat/change.h"

#include "compat/formats.h"

namespace decide::compat {

using design::BaseType;

namespace {

using Form = Default::Form;

bool fits_type(Form form, BaseType type) {
  switch (type) {
    case BaseType::bool_:
      return form == Form::boolean;
    case BaseType::int32:
    case BaseType::int64:
      return form == Form::integer;
    case BaseType::float_:
    case BaseType::double_:
    case BaseType::decimal:
      return form == Form::integer || form == Form::number;
    case BaseType::array:
      return form == Form::list;
    case BaseType::map:
    case BaseType::struct_:
      return form == Form::mapping;
    case BaseType::date:
    case BaseType::timestamp:
    case BaseType::timestamptz:
      return form == Form::integer || form == Form::text;
    case BaseType::string:
    case BaseType::bytes:
    case BaseType::uuid:
    case BaseType::hll:
      return form == Form::text;
    case BaseType::json:
      return true;
  }
  return true;
}

Verdict judge_format(const Change& change, const Terms& terms, Direction direction) {
  switch (terms.format) {
    case design::SchemaFormat::avro:
      return judge_avro(change, direction);
    case design::SchemaFormat::protobuf:
      return judge_protobuf(change, direction);
    case design::SchemaFormat::json_schema:
      return judge_json(change, terms, direction);
  }
  return {};
}

}  // namespace

bool fits(const Default& value, const ColumnType& type, bool nullable) {
  if (value.form == Form::null) return nullable;
  return value.form == Form::absent || fits_type(value.form, type.base);
}

bool reader_refuses_null(const Change& change, Direction direction) {
  if (!change.was_nullable || !change.nullable) return false;
  const bool forward = direction == Direction::old_reads_new;
  const bool writer = forward ? *change.nullable : *change.was_nullable;
  const bool reader = forward ? *change.was_nullable : *change.nullable;
  return writer && !reader;
}

Verdict judge(const Change& change, const Terms& terms, Direction direction) {
  return judge_format(change, terms, direction);
}

Verdict judge(const Change& change, const Terms& terms) {
  Verdict worst;
  for (const Direction direction : {Direction::new_reads_old, Direction::old_reads_new}) {
    if (!asks(terms.mode, direction)) continue;
    Verdict verdict = judge_format(change, terms, direction);
    if (verdict.outcome > worst.outcome) worst = std::move(verdict);
  }
  return worst;
}

}  // namespace decide::compat
