#include "report/heading.h"

namespace decide::report {

Safe heading(const diag::Finding& finding) {
  Safe kind = Safe::foreign(diag::severity_name(finding.severity));
  if (finding.in_baseline) kind = "known";
  if (finding.accepted) kind = "accepted";
  return kind + "[" + Safe::foreign(finding.rule) + "]";
}

Ink ink_of(const diag::Finding& finding) {
  if (!diag::counts(finding)) return Ink::accepted;
  switch (finding.severity) {
    case diag::Severity::note:
      return Ink::note;
    case diag::Severity::warning:
      return Ink::warning;
    case diag::Severity::error:
      return Ink::error;
  }
  return Ink::error;
}

Safe place(const Source& source, std::uint32_t offset) {
  const Position at = source.position(offset);
  return Safe::foreign(source.name()) + ":" + Safe::number(at.line) + ":" + Safe::number(at.column);
}

}  // namespace decide::report
