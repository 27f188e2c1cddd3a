#include <fmt/format.h>

#include "compat/formats.h"

/// Protobuf: fields are matched by number, so names do not matter, and unknown fields are skipped.
namespace decide::compat {

using design::BaseType;

namespace {

using Kind = Change::Kind;

/// Types that share an encoding; columns are taken as the scalar that they are usually written as.
enum class Group : std::uint8_t { varint, text, float_, double_, instant, date, repeated, map, message };

Group group_of(BaseType type) {
  switch (type) {
    case BaseType::bool_:
    case BaseType::int32:
    case BaseType::int64:
      return Group::varint;
    case BaseType::float_:
      return Group::float_;
    case BaseType::double_:
      return Group::double_;
    case BaseType::timestamp:
    case BaseType::timestamptz:
      return Group::instant;
    case BaseType::date:
      return Group::date;
    case BaseType::array:
      return Group::repeated;
    case BaseType::map:
      return Group::map;
    case BaseType::struct_:
      return Group::message;
    // there is no decimal: it travels as text
    case BaseType::decimal:
    case BaseType::string:
    case BaseType::bytes:
    case BaseType::uuid:
    case BaseType::json:
    case BaseType::hll:
      return Group::text;
  }
  return Group::text;
}

int bits(BaseType type) {
  if (type == BaseType::bool_) return 1;
  return type == BaseType::int32 ? 32 : 64;
}

bool truncates(const Pair& pair) {
  if (group_of(pair.reader.base) == Group::varint) return bits(pair.reader.base) < bits(pair.writer.base);
  return pair.reader.base == BaseType::decimal && pair.writer.base == BaseType::decimal &&
         !holds(pair.reader, pair.writer);
}

Verdict judge_retype(const Change& change, Direction direction) {
  const auto pair = pair_of(change, direction);
  if (change.required && change.was_nullable.value_or(false))
    return breaks("a field that becomes required is refused where it is missing");
  if (!pair || pair->reader == pair->writer) return {};
  const std::string reader = design::spell(pair->reader), writer = design::spell(pair->writer);
  if (group_of(pair->reader.base) != group_of(pair->writer.base))
    return breaks(fmt::format("in Protobuf `{}` and `{}` are encoded differently", writer, reader));
  if (truncates(*pair)) return loses(fmt::format("`{}` read as `{}` is cut off", writer, reader));
  return {};
}

}  // namespace

Verdict judge_protobuf(const Change& change, Direction direction) {
  switch (change.kind) {
    case Kind::add:
      return change.required ? breaks("a required field is refused where it is missing") : Verdict{};
    case Kind::drop:
      return change.required ? breaks("readers that require the field refuse events without it") : Verdict{};
    case Kind::retype:
      return judge_retype(change, direction);
    case Kind::rename:
    case Kind::extend:
      return {};
  }
  return {};
}

}  // namespace decide::compat
