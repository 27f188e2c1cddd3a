#include "compat/avro_default.h"

#include <algorithm>
#include <limits>

namespace decide::compat {

using Json = nlohmann::json;
using Kind = AvroType::Kind;

namespace {

bool is_int(const Json& value) {
  constexpr auto least = std::numeric_limits<std::int32_t>::min(),
                 most = std::numeric_limits<std::int32_t>::max();
  if (value.is_number_unsigned()) return value.get<std::uint64_t>() <= std::uint64_t{most};
  return value.is_number_integer() && value.get<std::int64_t>() >= least && value.get<std::int64_t>() <= most;
}

bool is_long(const Json& value) {
  if (value.is_number_unsigned())
    return value.get<std::uint64_t>() <= std::uint64_t{std::numeric_limits<std::int64_t>::max()};
  return value.is_number_integer();
}

bool is_record(const AvroSchema& schema, const AvroType& type, const Json& value) {
  if (!value.is_object()) return false;
  return std::all_of(type.fields.begin(), type.fields.end(), [&](const AvroField& field) {
    const auto found = value.find(field.name);
    return found == value.end() ? field.has_default : is_default(schema, field.type, *found);
  });
}

bool is_symbol(const AvroType& type, const Json& value) {
  if (!value.is_string()) return false;
  return std::find(type.symbols.begin(), type.symbols.end(), value.get<std::string>()) != type.symbols.end();
}

bool are_parts(const AvroSchema& schema, const AvroType& type, const Json& value) {
  if (type.kind == Kind::array ? !value.is_array() : !value.is_object()) return false;
  return std::all_of(value.begin(), value.end(),
                     [&](const Json& part) { return is_default(schema, type.parts.front(), part); });
}

}  // namespace

bool is_default(const AvroSchema& schema, AvroId id, const Json& value) {
  const AvroType& type = schema[id];
  switch (type.kind) {
    case Kind::null:
      return value.is_null();
    case Kind::boolean:
      return value.is_boolean();
    case Kind::int_:
      return is_int(value);
    case Kind::long_:
      return is_long(value);
    case Kind::float_:
    case Kind::double_:
      return value.is_number();
    case Kind::bytes:
    case Kind::string:
    case Kind::fixed:
      return value.is_string();
    case Kind::enum_:
      return is_symbol(type, value);
    case Kind::record:
      return is_record(schema, type, value);
    case Kind::array:
    case Kind::map:
      return are_parts(schema, type, value);
    case Kind::union_:
      return std::any_of(type.parts.begin(), type.parts.end(),
                         [&](AvroId branch) { return is_default(schema, branch, value); });
  }
  return false;
}

}  // namespace decide::compat
