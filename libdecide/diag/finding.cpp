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

namespace {

void shift(Span& span, std::uint32_t offset) {
  span.begin += offset;
  span.end += offset;
}

}  // namespace

void shift(Finding& finding, std::uint32_t offset) {
  shift(finding.span, offset);
  for (Related& related : finding.related) shift(related.span, offset);
  if (finding.accepted) shift(finding.accepted->span, offset);
  if (!finding.fix) return;
  for (Edit& edit : finding.fix->edits) shift(edit.span, offset);
}

Summary& Summary::operator+=(const Summary& other) {
  error += other.error;
  warning += other.warning;
  note += other.note;
  accepted += other.accepted;
  fixable += other.fixable;
  baseline += other.baseline;
  return *this;
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
    if (finding.in_baseline) {
      ++summary.baseline;
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
