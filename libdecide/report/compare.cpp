#include "report/compare.h"

#include <fmt/format.h>

#include <cmath>

#include "estimate/sums.h"
#include "report/table.h"

namespace decide::report {
namespace {

std::string or_none(const std::string& text) {
  return text.empty() ? "-" : text;
}

std::string shown(double value, const std::string& unit) {
  return std::isnan(value) ? "not known" : estimate::human_value(value, unit);
}

std::string change_of(const rules::FigureDifference& one) {
  const bool known = std::isfinite(one.before) && std::isfinite(one.after) && one.before > 0;
  return known ? fmt::format("{:.3g} x", one.after / one.before) : std::string();
}

std::string values(const rules::Comparison& comparison, const Style& style) {
  Table rows{{"VALUE", "BEFORE", "AFTER"}, {}, {}};
  for (const auto& one : comparison.values)
    rows.rows.push_back({one.path, or_none(one.before), or_none(one.after)});
  return rows.rows.empty() ? std::string() : table(rows, style) + "\n";
}

std::string constraints(const rules::Comparison& comparison, const Style& style) {
  Table rows{{"CONSTRAINT", "BEFORE", "AFTER"}, {}, {}};
  for (const auto& one : comparison.constraints)
    rows.rows.push_back({one.name, or_none(one.before), or_none(one.after)});
  return rows.rows.empty() ? std::string() : table(rows, style) + "\n";
}

std::string figures(const rules::Comparison& comparison, const Style& style) {
  Table rows{{"FIGURE", "", "BEFORE", "AFTER", ""},
             {},
             {Align::left, Align::left, Align::right, Align::right, Align::right}};
  std::string_view subject;
  for (const auto& one : comparison.figures) {
    const std::string path = one.path == subject ? std::string() : one.path;
    subject = one.path;
    rows.rows.push_back(
        {path, one.name, shown(one.before, one.unit), shown(one.after, one.unit), change_of(one)});
  }
  return rows.rows.empty() ? std::string() : table(rows, style) + "\n";
}

Ink ink_of(diag::Severity severity) {
  if (severity == diag::Severity::error) return Ink::error;
  return severity == diag::Severity::warning ? Ink::warning : Ink::note;
}

void finding_line(TerminalText& text, const Safe& sign, const diag::Finding& finding) {
  const Safe head =
      Safe::foreign(diag::severity_name(finding.severity)) + "[" + Safe::foreign(finding.rule) + "]";
  const Safe place = finding.path.empty() ? Safe() : Safe::foreign(finding.path) + ": ";
  text.line({{sign, Ink::strong},
             {head, ink_of(finding.severity)},
             {" " + place + Safe::foreign(finding.message), Ink::plain}});
}

std::string findings(const rules::Comparison& comparison, const Style& style) {
  TerminalText text(style);
  for (const auto& finding : comparison.appeared) finding_line(text, "+ ", finding);
  for (const auto& finding : comparison.gone) finding_line(text, "- ", finding);
  const std::size_t appeared = comparison.appeared.size();
  const std::size_t gone = comparison.gone.size();
  if (appeared + gone > 0) text.blank();
  text.line(
      {{Safe::number(appeared) + (appeared == 1 ? Safe(" finding appears, ") : Safe(" findings appear, ")) +
            Safe::number(gone) + (gone == 1 ? Safe(" goes.") : Safe(" go.")),
        Ink::plain}});
  return std::move(text).str();
}

/// "1.4 x", "12 x": to the precision of the search.
std::string factor_text(double factor) {
  return factor < 10 ? fmt::format("{:.2f} x", factor) : fmt::format("{:.0f} x", factor);
}

}  // namespace

std::string comparison(const rules::Comparison& comparison, const Style& style) {
  if (comparison.same()) return "Nothing differs.\n";
  return values(comparison, style) + constraints(comparison, style) + figures(comparison, style) +
         findings(comparison, style);
}

std::string headroom(const std::vector<rules::Headroom>& all, const Style& style) {
  if (all.empty()) return "The design declares no load that could grow.\n";
  Table rows{{"LOAD", "AT", "FIRST FOUND", "WHERE", "WHAT"}, {}, {Align::left, Align::right}};
  for (const rules::Headroom& one : all) {
    if (!one.factor) {
      rows.rows.push_back({std::string(one.growth), "-", fmt::format("nothing up to {:g} x", one.most)});
      continue;
    }
    std::string load(one.growth);
    std::string at = factor_text(*one.factor);
    for (const diag::Finding& finding : one.findings) {
      rows.rows.push_back({load, at, finding.rule + " " + finding.name, finding.path, finding.message});
      load.clear();
      at.clear();
    }
  }
  return table(rows, style);
}

}  // namespace decide::report
