#include "compare.h"

#include <fmt/format.h>

#include "base/text.h"
#include "config.h"
#include "input.h"
#include "report/compare.h"

namespace dedesign {

void add_compare_options(Options& all, CompareOptions& options) {
  all.push_back(
      {.names = "--format", .about = "full or json", .target = &options.format, .words = {"full", "json"}});
  all.push_back({.names = "--color",
                 .about = "auto, always or never",
                 .target = &options.color,
                 .words = {"auto", "always", "never"}});
  all.push_back({"--today", "The day that acceptances are judged by", &options.today, "DATE"});
}

namespace {

ReportOptions as_report(const CompareOptions& options) {
  ReportOptions report;
  report.color = options.color;
  report.today = options.today;
  return report;
}

}  // namespace

decide::report::Style style(const CompareOptions& options, const Env& env) {
  return style(as_report(options), env, env.out_terminal);
}

decide::Result<decide::rules::CheckOptions> computing(const CompareOptions& options, const std::string& file,
                                                      const Env& env) {
  auto date = today(as_report(options), env);
  if (!date) return date.error();
  decide::rules::CheckOptions check;
  check.today = *date;
  check.computing = true;
  check.fixes = false;
  if (auto configured = configure(check, nullptr, file); !configured) return configured.error();
  return check;
}

decide::Result<std::unique_ptr<decide::rules::Checked>> judged(const std::string& path, const Env& env,
                                                               const decide::rules::CheckOptions& check) {
  auto input = read_input(path, env);
  if (!input) return input.error();
  auto checked = decide::rules::check(std::move(input->source), check);
  if (!checked->readable()) {
    const decide::diag::Finding& first = checked->findings.front();
    return decide::Error{
        fmt::format("{} cannot be read as a design: {}", decide::sanitize(path), first.message),
        "run dedesign lint on it"};
  }
  return checked;
}

Output show(const decide::rules::Checked& before, const decide::rules::Checked& after,
            const CompareOptions& options, const Env& env) {
  const auto comparison = decide::rules::compare(before, after);
  if (options.format == "json") return {decide::report::comparison_json(comparison), {}, ok};
  return {decide::report::comparison(comparison, style(options, env)), {}, ok};
}

}  // namespace dedesign
