#include "common.h"

#include <fmt/format.h>

#include "base/text.h"

namespace dedesign {

void add_report_options(Options& all, ReportOptions& options) {
  all.push_back({.names = "--format",
                 .about = about_formats(),
                 .target = &options.formats,
                 .value = "FORMAT[=FILE]",
                 .check = wrong_format});
  all.push_back({.names = "--fail-on",
                 .about = "The least severity that makes the exit status 1: error, warning, note or never; "
                          "default: fail_on of .dedesign.yaml, or error",
                 .target = &options.fail_on,
                 .value = "SEVERITY",
                 .words = {"error", "warning", "note", "never"}});
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

}  // namespace dedesign
