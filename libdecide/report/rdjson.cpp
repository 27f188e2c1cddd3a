#include <fmt/format.h>

#include <algorithm>

#include "report/json_text.h"
#include "report/machine.h"

namespace decide::report {
namespace {

std::string_view severity(const diag::Finding& finding) {
  if (!excuse(finding).empty()) return "INFO";
  switch (finding.severity) {
    case diag::Severity::error:
      return "ERROR";
    case diag::Severity::warning:
      return "WARNING";
    case diag::Severity::note:
      break;
  }
  return "INFO";
}

Json position(const Source& source, std::uint32_t offset) {
  const Position at = source.position(offset);
  return Json{{"line", at.line}, {"column", at.byte_column}};
}

Json range(const Source& source, Span span) {
  return Json{{"start", position(source, span.begin)},
              {"end", position(source, std::max(span.begin, span.end))}};
}

/// All edits of a fix in one: a reader who applies the first of two would be left with a half.
diag::Edit as_one(const Source& source, std::vector<diag::Edit> edits) {
  std::stable_sort(edits.begin(), edits.end(),
                   [](const diag::Edit& a, const diag::Edit& b) { return a.span.begin < b.span.begin; });
  diag::Edit whole = edits.front();
  for (auto edit = edits.begin() + 1; edit != edits.end(); ++edit) {
    whole.text += source.slice({whole.span.end, edit->span.begin});
    whole.text += edit->text;
    whole.span.end = std::max(whole.span.end, edit->span.end);
  }
  return whole;
}

std::string message(const diag::Finding& finding) {
  std::string text = fmt::format("{} ({})", finding.message, finding.name);
  if (!finding.help.empty()) text += "\nhelp: " + finding.help;
  if (const std::string why = excuse(finding); !why.empty()) text += "\n" + why;
  return text;
}

Json diagnostic(const Source& source, const diag::Finding& finding, const Tool& tool) {
  Json object;
  object["message"] = message(finding);
  object["location"]["path"] = source.name();
  object["location"]["range"] = range(source, finding.span);
  object["severity"] = severity(finding);
  object["code"]["value"] = finding.rule;
  object["code"]["url"] = page_of(tool, finding.rule);
  if (finding.fix && !finding.fix->edits.empty()) {
    const diag::Edit edit = as_one(source, finding.fix->edits);
    object["suggestions"].push_back(Json{{"range", range(source, edit.span)}, {"text", edit.text}});
  }
  return object;
}

std::vector<std::string> rdjson_items(const Source& source, const std::vector<diag::Finding>& findings,
                                      const About& about) {
  std::vector<std::string> items;
  items.reserve(findings.size());
  for (const diag::Finding& finding : findings)
    items.push_back(json_item(diagnostic(source, finding, about.tool), 4));
  return items;
}

Frame rdjson_frame(const Totals& totals, const About& about) {
  Json root;
  root["source"] = Json{{"name", "dedesign"}, {"url", about.tool.homepage}};
  root["diagnostics"] = Json::array();
  const std::string text = json_text(root);
  // Behind the list there are brackets only.
  return json_frame(text, text.rfind("[]"), totals.items > 0);
}

}  // namespace

constexpr Listing rdjson{rdjson_items, json_between, rdjson_frame};

}  // namespace decide::report
