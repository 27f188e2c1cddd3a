#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <utility>
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
  bool any() const { return !read.empty() || !write.empty() || prune; }
};
void add_baseline_options(Options& all, BaselineOptions& options);

/// A baseline over one run.
class BaselineRun {
 public:
  /// Reads what there is to read.
  static decide::Result<BaselineRun> begin(const BaselineOptions& options);
  /// Marks the findings of a file. `is_readable` is false if what was found in it is not all there is. Not
  /// for two threads at once; the order of files plays no part.
  void mark(const std::string& file, std::vector<decide::diag::Finding>& findings, bool is_readable);
  /// Writes and prunes as the options say. What matches nothing any more is said to `output.err`. `was_asked`
  /// says of a file and a rule whether it was.
  using WasAsked = std::function<bool(const std::string& file, const std::string& rule)>;
  decide::Status finish(const WasAsked& was_asked, Output& output);

 private:
  explicit BaselineRun(BaselineOptions options) : options_(std::move(options)) {}
  bool writes() const { return !options_.write.empty(); }
  /// As the baseline calls a file: relative to its own folder, so that it holds from wherever it is used.
  std::string name_of(const std::string& file) const;

  struct Seen {
    std::string file;  ///< as it was named
    bool is_whole = true;
  };
  BaselineOptions options_;
  std::filesystem::path folder_;
  decide::report::Baseline baseline_;
  decide::FileStamp stamp_;
  std::map<std::string, Seen> seen_;  ///< by the name in the baseline
};

}  // namespace dedesign
