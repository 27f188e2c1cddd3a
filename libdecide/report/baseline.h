#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "base/result.h"
#include "diag/finding.h"

namespace decide::report {

/// Findings that a team knows of and lives with for now: by file, path in the design and rule, never by line,
/// with how many there are of each. In a run they are marked, and do not count.
class Baseline {
 public:
  /// File (relative to the folder of the baseline), path, rule.
  using Key = std::tuple<std::string, std::string, std::string>;

  /// Reads its JSON. `name` is for the error, which says what is wrong and where.
  static Result<Baseline> read(std::string_view text, std::string_view name);
  /// One entry a line, sorted, so that two branches seldom change the same line.
  std::string json() const;

  void add(const std::string& file, const diag::Finding& finding);
  /// Marks the findings of a file that are in it; of more than it has of one kind the first.
  void mark(const std::string& file, std::vector<diag::Finding>& findings);

  /// An entry that matched fewer findings than it has.
  struct Stale {
    std::string file, path, rule;
    std::size_t count = 0, matched = 0;
  };
  /// Those among the entries that `was_judged` says would have been seen.
  std::vector<Stale> stale(const std::function<bool(const Key&)>& was_judged) const;
  /// Lowers them to what matched.
  void prune(const std::vector<Stale>& stale);
  std::size_t size() const { return counts_.size(); }

 private:
  std::map<Key, std::size_t> counts_, matched_;
};

/// Findings that a baseline may hold: not those that the design accepts, and not a file that is no YAML.
bool fits_baseline(const diag::Finding& finding);

}  // namespace decide::report
