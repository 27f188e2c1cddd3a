#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "env.h"
#include "log.h"
#include "options.h"
#include "report/json.h"
#include "report/terminal.h"
#include "rules/check.h"
#include "rules/registry.h"

namespace dedesign {

/// Options that every command which reports findings takes.
struct ReportOptions {
  std::vector<std::string> formats;  ///< "full", "json=FILE"
  std::string fail_on;               ///< empty: what the settings of the file say, or error
  std::string color = "auto";
  std::string today;
  bool quiet = false, verbose = false;
};
void add_report_options(Options& all, ReportOptions& options);
/// For help: names every format.
std::string_view about_formats();
/// What is wrong with the value of --format; empty if nothing.
std::string wrong_format(const std::string& word);
std::vector<std::string_view> format_names();
/// `--only` and `--skip`.
void add_rule_filter(Options& all, std::vector<std::string>& only, std::vector<std::string>& skip);
/// An error if a word names no rule, with the nearest one.
decide::Status check_rule_words(const std::vector<std::string>& words,
                                const decide::rules::CustomRules* custom = nullptr);

/// The day that acceptances are judged by: --today, or the clock's.
decide::Result<decide::design::Date> today(const ReportOptions& options, const Env& env);

/// How text for one stream is to look.
decide::report::Style style(const ReportOptions& options, const Env& env, bool is_terminal);

/// What is left of a file once its findings have been shown.
struct Shown {
  std::vector<std::string> texts;  ///< by the formats that were asked for
  decide::diag::Summary summary;
  bool fails = false;
};

/// A file that was judged, for rendering.
struct Judged {
  const decide::Source* source = nullptr;
  const std::vector<decide::diag::Finding>* findings = nullptr;
  std::string_view fail_on = {};  ///< of its settings; --fail-on comes first
  const Shown* shown = nullptr;   ///< where source and findings are not needed any more
};

/// True if all formats that are asked for show a run file after file.
bool shows_files_apart(const ReportOptions& options);
/// What a file adds to the text of each of them; on any thread.
Shown show(const Judged& file, const ReportOptions& options, const decide::report::Style& style);

struct Rendering {
  std::string text;     ///< for the stream of the report
  bool failed = false;  ///< a `=FILE` could not be written
  std::string failure;  ///< why
};
/// Renders in every format that was asked for; those with `=FILE` are written there. `before` and `after`
/// stand around the findings in `full` and `concise` unless --quiet.
Rendering render(const std::vector<Judged>& files, const decide::report::Extras& extras,
                 const ReportOptions& options, const decide::report::Style& style, const std::string& before,
                 const std::string& after);

/// Writes a file of a report: anew, or in the place of what stands there.
decide::Status write_to(const std::string& file, const std::string& text);

/// 0 or 1, by --fail-on or the settings; findings that are accepted or in a baseline do not count.
int exit_status(const std::vector<Judged>& files, const ReportOptions& options);

}  // namespace dedesign
