#include <fmt/format.h>

#include "design/rule_code.h"
#include "lsp/answers.h"

namespace decide::lsp {

namespace {

int severity_of(const diag::Finding& finding) {
  if (finding.accepted) return 4;  // a hint: somebody stands by it
  switch (finding.severity) {
    case diag::Severity::error:
      return 1;
    case diag::Severity::warning:
      return 2;
    case diag::Severity::note:
      return 3;
  }
  return 1;
}

std::string message_of(const diag::Finding& finding) {
  std::string text = finding.message;
  if (finding.accepted) text = fmt::format("accepted as `{}`: {}", finding.accepted->name, text);
  if (!finding.label.empty()) text += fmt::format(" ({})", finding.label);
  if (!finding.help.empty()) text += fmt::format("\nhelp: {}", finding.help);
  return text;
}

/// The manual page, in the scheme by which desktops open one; rules of an organisation are not in it.
Json description_of(const diag::Finding& finding) {
  return {{"href", fmt::format("man:dedesign-rules(7)#{}", finding.rule)}};
}

Json related_of(const Document& document, const Lines& lines, const diag::Finding& finding) {
  Json list = Json::array();
  for (const diag::Related& related : finding.related) {
    list.push_back({{"location", {{"uri", document.uri()}, {"range", range_json(lines, related.span)}}},
                    {"message", related.message}});
  }
  return list;
}

Json diagnostic(const Document& document, const Lines& lines, const diag::Finding& finding) {
  Json json{{"range", range_json(lines, finding.span)},
            {"severity", severity_of(finding)},
            {"code", finding.rule},
            {"source", "dedesign"},
            {"message", message_of(finding)}};
  if (design::is_built_in_code(finding.rule)) json["codeDescription"] = description_of(finding);
  if (!finding.related.empty()) json["relatedInformation"] = related_of(document, lines, finding);
  return json;
}

}  // namespace

Json diagnostics(const Document& document, Encoding encoding) {
  Json list = Json::array();
  if (const auto& problem = document.problem()) {
    const Json at{{"start", place_json({})}, {"end", place_json({})}};
    std::string text = problem->message;
    if (!problem->help.empty()) text += fmt::format("\nhelp: {}", problem->help);
    list.push_back({{"range", at}, {"severity", 1}, {"source", "dedesign"}, {"message", text}});
  }
  const Lines lines(document.text(), encoding);
  for (const diag::Finding& finding : document.findings())
    list.push_back(diagnostic(document, lines, finding));
  return list;
}

Json code_actions(const Document& document, Range range, Encoding encoding) {
  Json list = Json::array();
  const Lines lines(document.text(), encoding);
  const std::uint32_t begin = lines.offset(range.start);
  const std::uint32_t end = lines.offset(range.end);
  for (const diag::Finding& finding : document.findings()) {
    if (!finding.fix || finding.span.begin > end || finding.span.end < begin) continue;
    Json edits = Json::array();
    for (const diag::Edit& edit : finding.fix->edits)
      edits.push_back({{"range", range_json(lines, edit.span)}, {"newText", edit.text}});
    const std::string_view warning = finding.fix->safe ? "" : " (changes the design)";
    list.push_back({{"title", fmt::format("{}: {}{}", finding.rule, finding.fix->title, warning)},
                    {"kind", "quickfix"},
                    {"diagnostics", Json::array({diagnostic(document, lines, finding)})},
                    {"isPreferred", finding.fix->safe},
                    {"edit", {{"changes", {{document.uri(), std::move(edits)}}}}}});
  }
  return list;
}

}  // namespace decide::lsp
