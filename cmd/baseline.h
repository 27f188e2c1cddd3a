#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/file.h"
#include "base/result.h"
#include "diag/finding.h"
#include "env.h"
#include "options.h"
#include "report/baseline.h"

namespace dedesign {

struct BaselineOptions {
  std::string read, write;
  bool prune = false;
  bool any() const { return !read.empty() || !write.empty(); }
};
void add_baseline_options(Options& all, BaselineOptions& options);

/// The findings of one file that was judged.
struct BaselineFile {
  std::string name;
  std::vector<decide::diag::Finding>* findings = nullptr;
  std::function<bool(const std::string& rule)> runs;  ///< whether a rule was asked of it
  bool readable = true;                               ///< else what was found in it is not all there is
};

/// Reads, marks, writes and prunes as the options say. What matches nothing any more is said to `output.err`.
decide::Status apply_baseline(const BaselineOptions& options, const std::vector<BaselineFile>& files,
                              Output& output);

}  // namespace dedesign
