#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "compat/mode.h"
#include "compat/types.h"
#include "design/words.h"

/// Whether a change of a schema keeps the promise of a compatibility mode, by the rules of Avro, Protobuf and
/// JSON Schema. Sources: the resolution rules of the Avro specification, and the comparisons of Confluent's
/// schema registry for the other two.
namespace decide::compat {

/// A default value as it stands in a design.
struct Default {
  enum class Form : std::uint8_t {
    absent,
    null,
    boolean,
    integer,
    number,
    text,
    list,
    mapping
  } form = Form::absent;
  std::string text;  ///< for messages
  explicit operator bool() const { return form != Form::absent; }
};
/// True if the default is a value of the type, or null where that is allowed.
bool fits(const Default& value, const ColumnType& type, bool nullable);

/// One change of one field, and what is known of the field before and after it.
struct Change {
  enum class Kind : std::uint8_t { add, drop, rename, retype, extend } kind = Kind::add;
  std::string field;
  std::optional<ColumnType> before;  ///< of a drop or retype
  std::optional<ColumnType> after;   ///< of an add or retype
  std::optional<bool> was_nullable;  ///< of a retype
  std::optional<bool> nullable;      ///< of an add or retype
  bool required = false;             ///< the field must be present: of a drop, it had to be
  Default standard;           ///< the default of the new field; of a drop or rename, also the old one's
  bool alias = false;         ///< of a rename: the new field answers to the old name too
  bool enum_default = false;  ///< of an extend: readers take a word for those that they do not know
};

/// What the schemas are judged by.
struct Terms {
  design::SchemaFormat format = design::SchemaFormat::avro;
  design::Compatibility mode = design::Compatibility::backward;
  bool open = true;      ///< JSON Schema: properties that it does not name are allowed
  bool lenient = false;  ///< JSON Schema: additions to an open model are let through
};

/// Ascending: the worse of two is the greater.
enum class Outcome : std::uint8_t {
  compatible,
  loses,  ///< it passes, and values do not come out as they went in
  breaks
};

struct Verdict {
  Outcome outcome = Outcome::compatible;
  std::string reason;  ///< a clause for a message; empty if compatible
};

/// The verdict under the mode: the worse of the directions that it asks for. Under `none` all is compatible.
Verdict judge(const Change& change, const Terms& terms);
/// In one direction, whatever the mode.
Verdict judge(const Change& change, const Terms& terms, Direction direction);

}  // namespace decide::compat
