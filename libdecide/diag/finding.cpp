#include "diag/finding.h"

#include <algorithm>
#include <tuple>

namespace decide::diag {

bool before(const Finding& a, const Finding& b) {
  return std::tie(a.span.begin, a.rule, a.path, a.span.end, a.message) <
         std::tie(b.span.begin, b.rule, b.path, b.span.end, b.message);
}

void sort(std::vector<Finding>& findings) {
  std::stable_sort(findings.begin(), findings.end(), before);
}

Summary summarize(const std::vector<Finding>& findings) {
  Summary summary;
  for (const Finding& finding : findings) {
    // Only what --fix mends: safe, and not stood by.
    if (finding.fix && finding.fix->safe && !finding.accepted) ++summary.fixable;
    if (finding.accepted) {
      ++summary.accepted;
      continue;
    }
    switch (finding.severity) {
      case Severity::error:
        ++summary.error;
        break;
      case Severity::warning:
        ++summary.warning;
        break;
      case Severity::note:
        ++summary.note;
        break;
    }
  }
  return summary;
}

}  // namespace decide::diag
