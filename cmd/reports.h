#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/sink.h"
#include "common.h"
#include "diag/finding.h"
#include "report/document.h"
#include "report/formats.h"

namespace dedesign {

/// A file that was judged, for rendering.
struct Judged {
  const decide::Source* source = nullptr;
  const std::vector<decide::diag::Finding>* findings = nullptr;
  std::string_view fail_on = {};  ///< of its settings; --fail-on comes first
};

/// 0 or 1, by --fail-on or the settings; findings that are accepted or in a baseline do not count.
int exit_status(const Judged& file, const ReportOptions& options);

/// What a file adds to a run: all that is kept of it.
struct Shown {
  std::vector<decide::report::Part> parts;  ///< by the formats that were asked for
  bool fails = false;
};

struct Rendering {
  decide::Content text;  ///< for the stream of the report
  bool failed = false;   ///< a `=FILE` could not be written
  std::string failure;   ///< why
};

/// A run in every format that was asked for, put together file by file.
class Reports {
 public:
  Reports(const ReportOptions& options, const decide::report::Extras& extras,
          const decide::report::Style& style);
  /// On any thread.
  Shown show(const Judged& file) const;
  /// In the order of the files.
  void add(Shown shown);
  int exit_status() const { return fails_ ? has_findings : ok; }
  /// Writes what has a `=FILE`. `before` and `after` stand around the findings in `full` and `concise` unless
  /// --quiet. The text of the rest lives by itself.
  Rendering finish(const std::string& before, const std::string& after) const;

 private:
  /// A format and where its text goes; without a file: to the stream of the report.
  struct Target {
    std::string file;
    const decide::report::Format* format = nullptr;
    std::shared_ptr<decide::report::Document> document;
  };
  decide::Content content(const Target& target, const std::string& before, const std::string& after) const;

  const ReportOptions& options_;
  std::vector<Target> targets_;
  bool fails_ = false;
};

/// Of one file.
Rendering render(const Judged& file, const decide::report::Extras& extras, const ReportOptions& options,
                 const decide::report::Style& style, const std::string& before, const std::string& after);

}  // namespace dedesign
