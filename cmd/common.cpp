#include "common.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/file.h"
#include "base/text.h"
#include "report/concise.h"
#include "report/full.h"
#include "report/summary.h"

namespace dedesign {

using decide::diag::Finding;
using decide::diag::Severity;

namespace {

/// A format and where its text goes; empty: to the stream of the report.
struct Target {
  std::string format, file;
};

Target target(const std::string& word) {
  const std::size_t equals = word.find('=');
  if (equals == std::string::npos) return {word, {}};
  return {word.substr(0, equals), word.substr(equals + 1)};
}

constexpr std::string_view known_formats[] = {"full", "concise", "json"};

std::string check_format(const std::string& word) {
  const std::string name = target(word).format;
  if (std::find(std::begin(known_formats), std::end(known_formats), name) != std::end(known_formats))
    return {};
  const auto near = decide::nearest(name, known_formats);
  std::string text = fmt::format("`{}` is not a format; there are {}", decide::sanitize(name),
                                 decide::join_words(known_formats));
  if (!near.empty()) text += fmt::format("; did you mean {}?", near);
  return text;
}

}  // namespace

std::span<const std::string_view> format_names() {
  return known_formats;
}

void add_report_options(Options& all, ReportOptions& options) {
  all.push_back(
      {.names = "--format",
       .about =
           "How findings are shown: full, concise or json; FORMAT=FILE writes to a file; may be repeated",
       .target = &options.formats,
       .value = "FORMAT[=FILE]",
       .check = check_format});
  all.push_back({.names = "--fail-on",
                 .about = "The least severity that makes the exit status 1: error, warning, note or never",
                 .target = &options.fail_on,
                 .value = "SEVERITY",
                 .words = {"error", "warning", "note", "never"},
                 .shows_default = true});
  all.push_back({.names = "--color",
                 .about = "Colour: auto, always or never",
                 .target = &options.color,
                 .value = "WHEN",
                 .words = {"auto", "always", "never"},
                 .shows_default = true});
  all.push_back({"--today", "The day by which acceptances run out; default: today", &options.today, "DATE"});
  all.push_back({"-q,--quiet", "Print findings only", &options.quiet});
  all.push_back(
      {"-v,--verbose", "Show sums behind figures, and what was done, on standard error", &options.verbose});
}

void add_rule_filter(Options& all, std::vector<std::string>& only, std::vector<std::string>& skip) {
  const auto add = [&all](std::string_view names, std::string_view about, std::vector<std::string>& words) {
    all.push_back(
        {.names = names, .about = about, .target = &words, .value = "RULE", .separated_by_comma = true});
  };
  add("--only", "Run only these rules, by code or name", only);
  add("--skip", "Leave these rules out, by code or name", skip);
}

decide::Status check_rule_words(const std::vector<std::string>& words,
                                const decide::rules::CustomRules* custom) {
  for (const std::string& word : words) {
    if (decide::rules::find_rule(word, custom) != nullptr) continue;
    std::vector<std::string_view> known;
    for (const auto& entry : decide::rules::registry()) {
      known.push_back(entry.rule->code);
      known.push_back(entry.rule->name);
    }
    if (custom != nullptr) {
      for (const auto& own : custom->all()) known.push_back(own.descriptor.code);
    }
    const auto near = decide::nearest(word, known);
    return decide::Error{fmt::format("there is no rule `{}`", word),
                         near.empty() ? "dedesign rules lists them" : fmt::format("did you mean {}?", near)};
  }
  return decide::Done{};
}

decide::Result<decide::design::Date> today(const ReportOptions& options, const Env& env) {
  if (options.today.empty()) return env.today;
  auto date = decide::design::parse_scalar<decide::design::Date>(options.today);
  if (date) return date;
  return decide::Error{"--today: " + date.error().message, date.error().help};
}

decide::report::Style style(const ReportOptions& options, const Env& env, bool is_terminal) {
  const bool forced = !env.clicolor_force.empty() && env.clicolor_force != "0";
  bool color = is_terminal && env.term != "dumb";
  if (forced) color = true;
  if (!env.no_color.empty()) color = false;
  if (options.color == "always") color = true;
  if (options.color == "never") color = false;
  return {.color = color, .width = is_terminal ? env.width : 0, .verbose = options.verbose};
}

namespace {

std::string render_one(const std::string& format, const std::vector<Judged>& files,
                       const decide::report::Extras& extras, const decide::report::Style& style) {
  std::string text;
  if (format == "json") {
    std::vector<decide::report::FileReport> reports;
    reports.reserve(files.size());
    for (const Judged& file : files) reports.push_back({file.source, *file.findings});
    return decide::report::json(reports, extras);
  }
  for (const Judged& file : files) {
    text += format == "concise" ? decide::report::concise(*file.source, *file.findings, style)
                                : decide::report::full(*file.source, *file.findings, style);
  }
  return text;
}

std::string summary_text(const std::vector<Judged>& files) {
  decide::diag::Summary total;
  for (const Judged& file : files) {
    const auto one = decide::diag::summarize(*file.findings);
    total.error += one.error;
    total.warning += one.warning;
    total.note += one.note;
    total.accepted += one.accepted;
    total.fixable += one.fixable;
  }
  return decide::report::summary_line(total, files.size()) + "\n";
}

}  // namespace

decide::Status write_to(const std::string& file, const std::string& text) {
  if (auto existing = decide::read_file(file, 1U << 30U))
    return decide::replace_file(file, text, existing->stamp);
  return decide::create_file(file, text);
}

Rendering render(const std::vector<Judged>& files, const decide::report::Extras& extras,
                 const ReportOptions& options, const decide::report::Style& style, const std::string& before,
                 const std::string& after) {
  Rendering rendering;
  std::vector<std::string> formats = options.formats;
  if (formats.empty()) formats = {"full"};
  for (const std::string& word : formats) {
    const auto [format, file] = target(word);
    const auto look = file.empty() ? style : decide::report::Style{.width = 0, .verbose = style.verbose};
    std::string text = render_one(format, files, extras, look);
    if (format != "json" && !options.quiet)
      text = fmt::format("{}{}{}{}", before, text, summary_text(files), after);
    if (file.empty()) {
      rendering.text += text;
    } else if (auto written = write_to(file, text); !written) {
      rendering.failed = true;
      rendering.failure += failure(written.error()).err;
    }
  }
  return rendering;
}

int exit_status(const std::vector<Judged>& files, const ReportOptions& options) {
  if (options.fail_on == "never") return ok;
  const Severity least = options.fail_on == "note"      ? Severity::note
                         : options.fail_on == "warning" ? Severity::warning
                                                        : Severity::error;
  for (const Judged& file : files) {
    for (const Finding& finding : *file.findings) {
      if (!finding.accepted && finding.severity >= least) return has_findings;
    }
  }
  return ok;
}

}  // namespace dedesign
