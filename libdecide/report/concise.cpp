#include "report/concise.h"

#include "report/heading.h"

namespace decide::report {

std::string concise(const Source& source, const std::vector<diag::Finding>& findings, const Style& style) {
  TerminalText out(style);
  for (const diag::Finding& finding : findings) {
    const Safe help = finding.help.empty() ? Safe() : " (" + Safe::foreign(finding.help) + ")";
    out.line({{place(source, finding.span.begin) + ": "},
              {heading(finding), ink_of(finding)},
              {" " + Safe::foreign(finding.message) + help}});
  }
  return std::move(out).str();
}

}  // namespace decide::report
