#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/sink.h"
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

/// Writes a file of a report: anew, or in the place of what stands there.
decide::Status write_to(const std::string& file, const decide::Content& content);
decide::Status write_to(const std::string& file, const std::string& text);

}  // namespace dedesign
