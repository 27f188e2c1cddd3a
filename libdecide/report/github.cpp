#include <fmt/format.h>

#include "report/excerpt.h"
#include "report/machine.h"
#include "report/terminal.h"

namespace decide::report {
namespace {

/// The value of a workflow command; in a property its separators are escaped as well. What is left of a line
/// cannot begin another command, nor be obeyed by the terminal that shows the log.
std::string escaped(std::string_view text, bool is_property) {
  std::string out, part;
  const auto flush = [&] {
    const Safe safe = Safe::foreign(part);
    for (const char c : safe.str()) {
      const bool separates = is_property && (c == ':' || c == ',');
      if (c == '%' || separates) {
        out += fmt::format("%{:02X}", static_cast<unsigned>(c));
      } else {
        out += c;
      }
    }
    part.clear();
  };
  for (const char c : text) {
    if (c != '\r' && c != '\n') {
      part += c;
      continue;
    }
    flush();
    out += c == '\r' ? "%0D" : "%0A";
  }
  flush();
  return out;
}

std::string_view command(const diag::Finding& finding) {
  if (finding.severity == diag::Severity::note || !excuse(finding).empty()) return "notice";
  return diag::severity_name(finding.severity);
}

/// Columns are valid on one line only.
std::string region(const Source& source, Span span) {
  const Position begin = source.position(span.begin);
  const Position end = source.position(span.end);
  if (begin.line == end.line) {
    return fmt::format("line={},col={},endLine={},endColumn={}", begin.line, begin.column, end.line,
                       end.column);
  }
  return fmt::format("line={},endLine={}", begin.line, last_line(source, span));
}

std::string annotation(const diag::Finding& finding) {
  std::string text = finding.message;
  if (!finding.name.empty()) text += fmt::format(" ({})", finding.name);
  if (!finding.help.empty()) text += "\nhelp: " + finding.help;
  if (const std::string why = excuse(finding); !why.empty()) text += "\n" + why;
  return text;
}

std::vector<std::string> github_lines(const Source& source, const std::vector<diag::Finding>& findings,
                                      const About& about) {
  std::vector<std::string> lines;
  lines.reserve(findings.size());
  const std::string name = escaped(from_root(source.name(), about.places), true);
  for (const diag::Finding& finding : findings) {
    lines.push_back(fmt::format("::{} title=dedesign ({}),file={},{}::{}\n", command(finding),
                                escaped(finding.rule, true), name, region(source, finding.span),
                                escaped(annotation(finding), false)));
  }
  return lines;
}

}  // namespace

constexpr Listing github{github_lines, "", nullptr};

}  // namespace decide::report
