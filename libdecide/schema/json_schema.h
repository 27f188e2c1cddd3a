#pragma once

#include <string>

namespace decide::schema {

/// The file format as a JSON Schema (draft-07), made from the table of `type.h`: pretty printed, the keys in
/// the order of the table, the same bytes every time, a line break at the end.
///
/// It takes what `read` takes, value for value. What a value is not, it cannot see: JSON has one spelling for
/// a number or a flag, so that the reader alone refuses `012`, `+12`, `1e3`, `12.0` for a count, and `True`.
std::string json_schema();

}  // namespace decide::schema
