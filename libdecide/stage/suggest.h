#pragma once

#include <string>
#include <utility>
#include <vector>

#include "advise/search.h"
#include "rules/check.h"

namespace decide::stage {

/// The cheapest layouts of one table beside today's.
struct Suggested {
  std::string table;
  std::vector<std::string> queries;        ///< that the costs are about
  std::optional<advise::Candidate> today;  ///< nothing if it has no layout
  std::vector<advise::Candidate> best;     ///< cheapest first
  std::vector<std::string> said;           ///< each of `best` in words
  std::string today_said;
};
std::vector<Suggested> cheapest_layouts(const rules::Checked& checked, std::size_t n);

/// A layout that is to be set: paths below `partition` and values, as `--set` takes them.
struct Proposal {
  Suggested layout;  ///< the one that is set, as the only `best`
  std::vector<std::pair<std::string, std::string>> set;
};
/// Layouts for tables that have none, and better ones where the search finds them (fact layout.better_note).
/// Of the cheapest of a table it is the first that the rules of layouts find nothing new about, else the
/// cheapest of those with the fewest errors. `options`: by which `checked` was judged.
std::vector<Proposal> proposals(const rules::Checked& checked, const rules::CheckOptions& options);

/// Tables without a layout for which none can be looked for, and the path of the answer that this takes.
std::vector<std::pair<std::string, std::string>> without_figures(const rules::Checked& checked);

}  // namespace decide::stage
