#include <fmt/format.h>

#include <algorithm>

#include "compat/formats.h"

/// JSON Schema: a reader's schema must allow all that the writer's does. A property is judged by the content
/// model: open, where properties that are not named are allowed, or closed.
namespace decide::compat {

using design::BaseType;

namespace {

using Kind = Change::Kind;

enum class Json : std::uint8_t { any, boolean, integer, number, string, array, object };

Json json_of(BaseType type) {
  switch (type) {
    case BaseType::bool_:
      return Json::boolean;
    case BaseType::int32:
    case BaseType::int64:
      return Json::integer;
    case BaseType::float_:
    case BaseType::double_:
    case BaseType::decimal:
      return Json::number;
    case BaseType::array:
      return Json::array;
    case BaseType::map:
    case BaseType::struct_:
      return Json::object;
    case BaseType::json:
      return Json::any;
    case BaseType::string:
    case BaseType::bytes:
    case BaseType::date:
    case BaseType::timestamp:
    case BaseType::timestamptz:
    case BaseType::uuid:
    case BaseType::hll:
      return Json::string;
  }
  return Json::any;
}

/// Readers have the property, and events of the other version do not.
Verdict reader_has_more(const Change& change, const Terms& terms, const std::optional<ColumnType>& type) {
  const bool any = type && json_of(type->base) == Json::any;
  if (terms.open && !terms.lenient && !any)
    return breaks(fmt::format("in an open content model an event may already hold `{}` with another type",
                              change.field));
  if (change.required && !change.standard)
    return breaks(fmt::format("`{}` is required, has no default, and events of the other version lack it",
                              change.field));
  return {};
}

/// Events of the other version hold a property that readers do not name.
Verdict reader_has_less(const Change& change, const Terms& terms) {
  if (terms.open) return {};
  return breaks(fmt::format("a closed content model refuses `{}`, which it does not name", change.field));
}

const Verdict& worse(const Verdict& a, const Verdict& b) {
  return b.outcome > a.outcome ? b : a;
}

Verdict judge_rename(const Change& change, const Terms& terms) {
  const Verdict less = reader_has_less(change, terms), more = reader_has_more(change, terms, {});
  if (worse(less, more).outcome == Outcome::compatible)
    return loses("JSON Schema has no aliases: readers do not find what was written under the other name");
  return worse(less, more);
}

Verdict judge_retype(const Change& change, Direction direction) {
  if (reader_refuses_null(change, direction) && !change.standard)
    return breaks("what was optional may become required only with a default");
  const auto pair = pair_of(change, direction);
  if (!pair || pair->reader == pair->writer) return {};
  const Json reader = json_of(pair->reader.base), writer = json_of(pair->writer.base);
  const std::string to = design::spell(pair->reader), from = design::spell(pair->writer);
  if (reader == Json::any) return {};
  const bool wider = reader == writer || (reader == Json::number && writer == Json::integer);
  if (!wider) return breaks(fmt::format("a JSON Schema of `{}` refuses a value of `{}`", to, from));
  if (rounds(pair->reader, pair->writer))
    return loses(fmt::format("`{}` read as `{}` loses digits", from, to));
  if (narrows(pair->reader, pair->writer))
    return loses(fmt::format("both are of one JSON type, and not every `{}` is a `{}`", from, to));
  return {};
}

}  // namespace

Verdict judge_json(const Change& change, const Terms& terms, Direction direction) {
  const bool new_reads_old = direction == Direction::new_reads_old;
  switch (change.kind) {
    case Kind::add:
      return new_reads_old ? reader_has_more(change, terms, change.after) : reader_has_less(change, terms);
    case Kind::drop:
      return new_reads_old ? reader_has_less(change, terms) : reader_has_more(change, terms, change.before);
    case Kind::rename:
      return judge_rename(change, terms);
    case Kind::retype:
      return judge_retype(change, direction);
    case Kind::extend:
      return new_reads_old ? Verdict{} : breaks("a list of words that old readers have refuses the new ones");
  }
  return {};
}

}  // namespace decide::compat
