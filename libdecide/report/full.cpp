#include "report/full.h"

#include <algorithm>
#include <string_view>

#include "base/text.h"
#include "report/excerpt.h"
#include "report/heading.h"
#include "report/number.h"

namespace decide::report {
namespace {

/// What the parts of one finding share.
struct Sheet {
  TerminalText& out;
  const Source& source;
  const Style& style;
  std::size_t gutter;
};

/// Three cells at least, so that the frames of findings in most files stand in line.
std::size_t gutter_for(const Source& source, const diag::Finding& finding) {
  std::uint32_t last = last_line(source, finding.span);
  for (const diag::Related& related : finding.related) last = std::max(last, last_line(source, related.span));
  return std::max<std::size_t>(3, Safe::number(last).width());
}

/// An excerpt of nothing says nothing: a finding about the file as a whole has a place only.
bool has_excerpt(const Source& source, const diag::Finding& finding) {
  const bool at_start = finding.span == Span{0, 0};
  return !(at_start && (finding.path.empty() || source.text().empty()));
}

void arrow(const Sheet& sheet, const Safe& sign, Span span) {
  const Safe indent = Safe::blanks(sheet.gutter - 1);
  sheet.out.line({{indent + sign, Ink::frame}, {" " + place(sheet.source, span.begin)}});
}

void remark(const Sheet& sheet, const Safe& kind, const Safe& text) {
  sheet.out.line({{Safe::blanks(sheet.gutter) + "= ", Ink::frame}, {kind + ":", Ink::strong}, {" " + text}});
}

void culprit(const Sheet& sheet, const diag::Finding& finding) {
  arrow(sheet, "-->", finding.span);
  if (!has_excerpt(sheet.source, finding)) return;
  bar(sheet.out, sheet.gutter);
  const Mark mark{finding.span, "^", ink_of(finding), Safe::foreign(finding.label)};
  excerpt(sheet.out, sheet.source, mark, sheet.gutter, sheet.style.width);
}

void related_place(const Sheet& sheet, const diag::Related& related) {
  bar(sheet.out, sheet.gutter);
  arrow(sheet, ":::", related.span);
  const Mark mark{related.span, "-", Ink::second, Safe::foreign(related.message)};
  excerpt(sheet.out, sheet.source, mark, sheet.gutter, sheet.style.width);
}

Safe inputs_of(const diag::Figure& figure) {
  Safe text;
  for (const auto& [name, value] : figure.inputs) {
    text += text.empty() ? Safe(" (") : Safe(", ");
    text += Safe::foreign(name) + " = " + Safe::foreign(value);
  }
  return text.empty() ? text : text + ")";
}

/// "files = partitions * 4 = 1600 files (partitions = 400)"
Safe sum_of(const diag::Figure& figure) {
  Safe text = Safe::foreign(figure.name) + " = ";
  if (!figure.formula.empty()) text += Safe::foreign(figure.formula) + " = ";
  text += Safe::foreign(print_number(figure.value));
  if (!figure.unit.empty()) text += " " + Safe::foreign(figure.unit);
  return text + inputs_of(figure);
}

Safe how_to_fix(const diag::Fix& fix) {
  const Safe title = Safe::foreign(fix.title);
  if (fix.safe) return title + " (apply with --fix)";
  return title + " (changes the meaning of the design: apply with --unsafe-fixes)";
}

Safe who_accepts(const Source& source, const diag::Accepted& accepted) {
  const Safe line = Safe::number(source.position(accepted.span.begin).line);
  return Safe::foreign(accepted.name) + " (" + Safe::foreign(source.name()) + ":" + line + ")";
}

void timeline(const Sheet& sheet, const diag::Trace& trace) {
  const Safe cost = Safe::foreign(trace.cost);
  if (!sheet.style.timelines)
    return remark(sheet, "timeline", Safe::foreign(trace.summary) + " (" + cost + ")");
  remark(sheet, "timeline", cost + "; bounds: " + Safe::foreign(trace.bounds));
  bar(sheet.out, sheet.gutter);
  for (const std::string_view row :
       split(std::string_view(trace.lanes).substr(0, trace.lanes.size() - 1), '\n'))
    sheet.out.line({{Safe::blanks(sheet.gutter) + "| ", Ink::frame}, {Safe::foreign(row)}});
  bar(sheet.out, sheet.gutter);
  remark(sheet, "so", Safe::foreign(trace.ends));
}

void remarks(const Sheet& sheet, const diag::Finding& finding) {
  if (finding.trace) timeline(sheet, *finding.trace);
  if (!finding.help.empty()) remark(sheet, "help", Safe::foreign(finding.help));
  if (sheet.style.verbose) {
    for (const diag::Figure& figure : finding.figures) remark(sheet, "figure", sum_of(figure));
  }
  if (finding.fix) remark(sheet, "fix", how_to_fix(*finding.fix));
  if (finding.accepted) remark(sheet, "accepted by", who_accepts(sheet.source, *finding.accepted));
  if (finding.in_baseline) remark(sheet, "baseline", "known, and not counted");
  remark(sheet, "explain", "dedesign explain " + Safe::foreign(finding.rule));
}

void one(TerminalText& out, const Source& source, const diag::Finding& finding, const Style& style) {
  const Sheet sheet{out, source, style, gutter_for(source, finding)};
  const Safe name = finding.name.empty() ? Safe() : " (" + Safe::foreign(finding.name) + ")";
  out.line(
      {{heading(finding), ink_of(finding)}, {": " + Safe::foreign(finding.message) + name, Ink::strong}});
  culprit(sheet, finding);
  for (const diag::Related& related : finding.related) related_place(sheet, related);
  remarks(sheet, finding);
  out.blank();
}

}  // namespace

std::string full(const Source& source, const std::vector<diag::Finding>& findings, const Style& style) {
  TerminalText out(style);
  for (const diag::Finding& finding : findings) one(out, source, finding, style);
  return std::move(out).str();
}

}  // namespace decide::report
