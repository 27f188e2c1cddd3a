#include "report/sarif_result.h"

#include <fmt/format.h>

#include <algorithm>

#include "report/line_hash.h"
#include "report/machine.h"

namespace decide::report {
namespace {

/// Code scanning takes no more places of a result.
constexpr std::size_t most_places = 100;

void replace_all(std::string& text, std::string_view from, std::string_view to) {
  for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
}

/// Foreign text that makes no link and asks for no argument: `[a](b)` and `{0}` mean something in a message.
std::string plain(std::string text) {
  replace_all(text, "](", "] (");
  for (std::size_t at = text.find('{'); at != std::string::npos; at = text.find('{', at)) {
    const std::size_t end = text.find_first_not_of("0123456789", at + 1);
    if (end != std::string::npos && end > at + 1 && text[end] == '}')
      text.insert(at, "{").insert(end + 1, "}");
    at = text.find_first_not_of('{', at);
  }
  return text;
}

std::string link(std::string text, std::size_t id) {
  for (const std::string_view special : {"\\", "[", "]"})
    replace_all(text, special, "\\" + std::string(special));
  return fmt::format("[{}]({})", text, id);
}

void add_sentence(std::string& text, std::string sentence) {
  if (sentence.empty()) return;
  if (!text.empty()) text += ' ';
  if (sentence.front() >= 'a' && sentence.front() <= 'z' && !text.empty())
    sentence.front() = static_cast<char>(sentence.front() - 'a' + 'A');
  text += sentence;
  if (std::string_view(".?!").find(text.back()) == std::string_view::npos) text += '.';
}

std::string_view or_else(const std::string& text, std::string_view otherwise) {
  return text.empty() ? otherwise : std::string_view(text);
}

Json message(std::string_view text) {
  return Json{{"text", text}};
}

/// Which related place is that of the constraint: the one that names it, or else the first. None if there is
/// no constraint, or no place.
std::size_t place_of_constraint(const diag::Finding& finding) {
  if (finding.constraint.empty()) return finding.related.size();
  const auto found = std::find_if(finding.related.begin(), finding.related.end(), [&](const auto& one) {
    return one.message.starts_with(finding.constraint);
  });
  return found == finding.related.end() ? 0 : static_cast<std::size_t>(found - finding.related.begin());
}

std::string links(const diag::Finding& finding) {
  const std::size_t behind = place_of_constraint(finding);
  std::string all;
  for (std::size_t i = 0; i < std::min(finding.related.size(), most_places); ++i) {
    if (i == behind) continue;
    const std::string name(or_else(finding.related[i].path, or_else(finding.related[i].message, "here")));
    all += (all.empty() ? "See " : ", ") + link(name, i + 1);
  }
  return all;
}

/// The finding as the first sentence, which becomes the title of an alert; then what to do, then what it
/// comes from, as links.
std::string text_of(const diag::Finding& finding) {
  std::string text;
  add_sentence(text, plain(std::string(or_else(finding.message, or_else(finding.name, "a finding")))));
  add_sentence(text, plain(finding.help));
  const std::size_t behind = place_of_constraint(finding);
  if (behind < std::min(finding.related.size(), most_places))
    add_sentence(text, fmt::format("Behind it: {}", link(finding.constraint, behind + 1)));
  add_sentence(text, links(finding));
  return text;
}

}  // namespace

SarifFile::SarifFile(const Source& source, const Places& places)
    : source_(source),
      uri_(uri_of(or_else(from_root(source.name(), places), "unnamed"))),
      hashes_(line_hashes(source.text())) {}

Json SarifFile::artifact() const {
  Json object{{"uri", uri_}};
  if (!uri_.starts_with("file:")) object["uriBaseId"] = "%SRCROOT%";
  return object;
}

/// Positions leave a byte order mark out of the count, as SARIF wants it.
Json SarifFile::region(Span span) const {
  const Position begin = source_.position(span.begin);
  const Position end = source_.position(std::max(span.begin, span.end));
  return Json{{"startLine", begin.line},
              {"startColumn", begin.column},
              {"endLine", end.line},
              {"endColumn", end.column}};
}

Json SarifFile::place(Span span) const {
  return Json{{"artifactLocation", artifact()}, {"region", region(span)}};
}

Json SarifFile::related(const diag::Finding& finding) const {
  Json list = Json::array();
  for (std::size_t i = 0; i < std::min(finding.related.size(), most_places); ++i) {
    const diag::Related& one = finding.related[i];
    Json object{{"id", i + 1}, {"physicalLocation", place(one.span)}};
    if (!one.message.empty()) object["message"] = message(plain(one.message));
    list.push_back(std::move(object));
  }
  return list;
}

Json SarifFile::fix(const diag::Fix& fix) const {
  Json replacements = Json::array();
  for (const diag::Edit& edit : fix.edits) {
    Json one{{"deletedRegion", region(edit.span)}};
    if (!edit.text.empty()) one["insertedContent"]["text"] = edit.text;
    replacements.push_back(std::move(one));
  }
  Json object{{"description", message(plain(std::string(or_else(fix.title, "Mend it"))))}};
  object["artifactChanges"] =
      Json::array({Json{{"artifactLocation", artifact()}, {"replacements", std::move(replacements)}}});
  return object;
}

/// The timeline that goes wrong, step by step; all of it happens at the place of the finding.
Json SarifFile::flow(const diag::Finding& finding) const {
  Json steps = Json::array();
  for (const diag::TraceStep& step : finding.trace->steps) {
    const std::string text =
        step.who.empty() ? std::string(or_else(step.what, "a step")) : step.who + ": " + step.what;
    Json location{{"physicalLocation", place(finding.span)}, {"message", message(plain(text))}};
    steps.push_back(Json{{"location", std::move(location)}});
  }
  Json object;
  if (!finding.trace->ends.empty()) object["message"] = message(plain(finding.trace->ends));
  object["threadFlows"] = Json::array({Json{{"locations", std::move(steps)}}});
  return object;
}

Json SarifFile::result(const diag::Finding& finding) const {
  Json object;
  object["ruleId"] = finding.rule;
  object["ruleIndex"] = 0;
  object["level"] = diag::severity_name(finding.severity);
  object["message"] = message(text_of(finding));
  Json location{{"physicalLocation", place(finding.span)}};
  if (!finding.path.empty())
    location["logicalLocations"] = Json::array({Json{{"fullyQualifiedName", finding.path}}});
  object["locations"] = Json::array({std::move(location)});
  const std::size_t line = source_.position(finding.span.begin).line;
  if (line <= hashes_.size()) object["partialFingerprints"]["primaryLocationLineHash"] = hashes_[line - 1];
  if (!finding.related.empty()) object["relatedLocations"] = related(finding);
  if (finding.trace && !finding.trace->steps.empty()) object["codeFlows"] = Json::array({flow(finding)});
  if (finding.fix && !finding.fix->edits.empty()) object["fixes"] = Json::array({fix(*finding.fix)});
  return object;
}

Json SarifFile::suppressions(const diag::Finding& finding) const {
  Json list = Json::array();
  const std::string why = excuse(finding);
  if (why.empty()) return list;
  Json one{
      {"kind", finding.accepted ? "inSource" : "external"}, {"status", "accepted"}, {"justification", why}};
  if (finding.accepted) one["location"]["physicalLocation"] = place(finding.accepted->span);
  list.push_back(std::move(one));
  return list;
}

}  // namespace decide::report
