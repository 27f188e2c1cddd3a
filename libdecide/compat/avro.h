#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

/// Avro schemas, read in full: named types with namespaces and aliases, unions, defaults, recursion. Of the
/// logical types decimal alone takes part in resolution.
namespace decide::compat {

using AvroId = std::uint32_t;

struct AvroField {
  std::string name;
  std::vector<std::string> aliases;
  AvroId type = 0;
  bool has_default = false;
};

struct AvroType {
  enum class Kind : std::uint8_t {
    null,
    boolean,
    int_,
    long_,
    float_,
    double_,
    bytes,
    string,
    record,
    enum_,
    fixed,
    array,
    map,
    union_
  } kind = Kind::null;
  std::string name;                  ///< full; of record, enum and fixed
  std::vector<std::string> aliases;  ///< full
  std::vector<AvroField> fields;     ///< of a record
  std::vector<std::string> symbols;  ///< of an enum
  std::optional<std::string> enum_default;
  std::uint64_t size = 0;        ///< of fixed, in bytes
  std::vector<AvroId> parts;     ///< items of an array, values of a map, branches of a union
  int precision = 0, scale = 0;  ///< of the logical type decimal; else 0

  /// "string", "record"
  std::string_view kind_name() const;
  /// The name without its namespace.
  std::string_view short_name() const;
};

struct AvroSchema {
  std::vector<AvroType> types;
  AvroId root = 0;
  const AvroType& operator[](AvroId id) const { return types[id]; }
};

/// Reads the JSON of one schema file. The error says where it is no schema; nesting beyond 200 levels, more
/// than 20,000 types and names that are used before they are defined are errors.
Result<AvroSchema> parse_avro(std::string_view text);

/// One reason why a reader does not get what was written.
struct Difference {
  bool breaks = true;  ///< false: it can be read, and values are rounded
  std::string where;   ///< "order.lines[].price"; empty for the schema as a whole
  std::string what;    ///< a clause for a message
};

/// What stands between a reader's schema and events of a writer's, by the resolution rules of the
/// specification; empty if they are read as they were written.
std::vector<Difference> differences(const AvroSchema& reader, const AvroSchema& writer);

}  // namespace decide::compat
