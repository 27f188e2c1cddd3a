#include <fmt/format.h>

#include <algorithm>

#include "base/code_point.h"
#include "report/escape.h"
#include "report/machine.h"

namespace decide::report {
namespace {

/// No reference can bring back what XML 1.0 has no place for; it is left out.
bool is_legal(std::int32_t code) {
  const bool is_control = code < 0x20 && code != '\t' && code != '\n' && code != '\r';
  return !is_control && code != 0xFFFE && code != 0xFFFF;
}

/// Written as a number: blanks that an attribute would not keep, and what a terminal obeys or does not show.
bool is_by_number(std::int32_t code) {
  return code < 0x20 || is_unseen(code);
}

/// For an attribute or between tags.
std::string xml(std::string_view text) {
  std::string out;
  for_each_code_point(text, [&out](std::int32_t code, std::string_view bytes) {
    if (code < 0) {
      out += "\xEF\xBF\xBD";
    } else if (!is_legal(code)) {
      return;
    } else if (code == '<' || code == '>' || code == '&' || code == '"' || is_by_number(code)) {
      out += fmt::format("&#{};", code);
    } else {
      out += bytes;
    }
  });
  return out;
}

struct Counts {
  std::size_t cases = 0, failures = 0, skipped = 0;
};

/// What was found, or one passing case for each place where nothing was.
Counts count(const diag::Summary& found, std::size_t passing) {
  return {found.all() + passing, found.counted(), found.accepted + found.baseline};
}

std::string attributes(const Counts& counts) {
  return fmt::format("tests=\"{}\" failures=\"{}\" errors=\"0\"", counts.cases, counts.failures);
}

std::string verdict(const std::string& file, const Position& at, const diag::Finding& finding) {
  if (const std::string why = excuse(finding); !why.empty())
    return fmt::format("      <skipped message=\"{}\"/>\n", xml(why + ": " + finding.message));
  std::string text = fmt::format("{}:{}:{}: {}", file, at.line, at.column, finding.message);
  if (!finding.help.empty()) text += "\nhelp: " + finding.help;
  return fmt::format("      <failure message=\"{}\" type=\"{}\">{}</failure>\n", xml(finding.message),
                     diag::severity_name(finding.severity), xml(text));
}

std::string test_case(const Source& source, const diag::Finding& finding) {
  const Position at = source.position(finding.span.begin);
  std::string name = fmt::format("{} {}", finding.rule, finding.name);
  if (!finding.path.empty()) name += fmt::format(" ({})", finding.path);
  return fmt::format(
      "    <testcase name=\"{}\" classname=\"{}\" time=\"0\" line=\"{}\" column=\"{}\">\n{}    "
      "</testcase>\n",
      xml(name), xml(source.name()), at.line, at.column, verdict(source.name(), at, finding));
}

std::string passing_case(std::string_view file) {
  return fmt::format("    <testcase name=\"No findings\" classname=\"{}\" time=\"0\"/>\n", xml(file));
}

std::string suite(std::string_view name, const Counts& counts, std::string_view cases) {
  return fmt::format("  <testsuite name=\"{}\" {} skipped=\"{}\" time=\"0\">\n{}  </testsuite>\n", xml(name),
                     attributes(counts), counts.skipped, cases);
}

std::vector<std::string> junit_suites(const Source& source, const std::vector<diag::Finding>& findings,
                                      const About& /*about*/) {
  std::string cases;
  for (const diag::Finding& finding : findings) cases += test_case(source, finding);
  if (cases.empty()) cases = passing_case(source.name());
  return {suite(source.name(), count(diag::summarize(findings), findings.empty() ? 1 : 0), cases)};
}

Frame junit_frame(const Totals& totals, const About& /*about*/) {
  const bool is_empty = totals.files == 0;
  const Counts all = count(totals.summary, is_empty ? 1 : totals.clean);
  return {fmt::format("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"dedesign\" {} "
                      "time=\"0\">\n{}",
                      attributes(all), is_empty ? suite("dedesign", all, passing_case("dedesign")) : ""),
          "</testsuites>\n"};
}

}  // namespace

constexpr Listing junit{junit_suites, "", junit_frame};

}  // namespace decide::report
