#pragma once

#include <optional>
#include <string>

#include "base/file.h"
#include "base/result.h"
#include "base/source.h"
#include "env.h"
#include "rules/schema_files.h"

namespace dedesign {

/// A design that was read: from a file, or from standard input.
struct Input {
  decide::Source source;
  std::optional<decide::FileStamp> stamp;  ///< of a file; empty: standard input
  bool is_filter() const { return !stamp; }
};

/// Empty or "-": standard input, which must not be a terminal. The name is "<stdin>" then. Whoever writes to
/// the file needs its digest.
decide::Result<Input> read_input(const std::string& file, const Env& env,
                                 decide::Digest digest = decide::Digest::taken);

/// Reads files that the design in `file` names, relative to its folder; for standard input to the current
/// one.
decide::rules::ReadBeside beside(const std::string& file);

}  // namespace dedesign
