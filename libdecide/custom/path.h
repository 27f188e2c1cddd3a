#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "custom/rule.h"
#include "schema/type.h"

namespace decide::custom {

/// A path and the type of what stands there.
struct TypedPath {
  Path path;
  const schema::Type* type = nullptr;
};

/// Reads the `given` of a rule: a path from the root, its stars included.
Result<TypedPath> read_given(std::string_view text);
/// Reads a path inside of a rule: below `base`, which is what is given or, in a count, what is counted; from
/// the root after `/`; `.` for the given itself; or
/// `{name}` and `{N}` alone, the name that was given and what its N-th star stands for.
Result<TypedPath> read_path(std::string_view text, const Path& given, const Path& base);

}  // namespace decide::custom
