#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "base/source.h"
#include "cache.h"
#include "common.h"
#include "config.h"
#include "diag/finding.h"
#include "env.h"
#include "input.h"
#include "rules/check.h"
#include "walk.h"

namespace dedesign {

/// Seconds by part of the work.
using Times = std::map<std::string, double, std::less<>>;

/// What came of one file. Holds findings as values and no tree, and those no longer than until they have been
/// shown, so that thousands of files take little.
struct Linted {
  decide::Source source;  ///< without its text where nothing was found in it
  std::vector<decide::diag::Finding> findings;
  const Settings* settings = nullptr;  ///< that it was judged by
  bool judged = false;                 ///< false: an error, or not a design
  bool readable = true;                ///< false: one that cannot be read as a design
  std::vector<decide::Error> errors;   ///< why it could not be linted, or mended
  std::string diff;                    ///< what --diff shows
  std::vector<std::string> said;       ///< for --verbose
  Times times;
};

/// Leaves of a source only its name: to assign an empty one would keep the memory of the text.
inline void drop_text(decide::Source& source) {
  decide::Source name_only(source.name(), {});
  std::swap(source, name_only);
}

/// What all files have in common.
struct LintRequest {
  std::optional<Cache> cache;
  decide::rules::CheckOptions check;
  std::shared_ptr<decide::replay::SearchCache> searches = std::make_shared<decide::replay::SearchCache>();
  bool fix = false, unsafe = false, diff = false;
  bool verbose = false;
  bool mends() const { return fix || unsafe || diff; }
};

/// Lints one file; on any thread.
Linted lint_file(const LintRequest& request, const Env& env, const Found& found, const Settings& settings);

}  // namespace dedesign
