#include "stage/mend.h"

#include <algorithm>
#include <memory>
#include <vector>

namespace decide::stage {

namespace {

constexpr int most_rounds = 10;

bool is_wanted(const diag::Finding& finding, bool unsafe) {
  return finding.fix && !finding.accepted && (finding.fix->safe || unsafe);
}

std::vector<diag::Edit> wanted_edits(const std::vector<diag::Finding>& findings, bool unsafe) {
  std::vector<diag::Edit> edits;
  for (const diag::Finding& finding : findings) {
    if (is_wanted(finding, unsafe))
      edits.insert(edits.end(), finding.fix->edits.begin(), finding.fix->edits.end());
  }
  std::stable_sort(edits.begin(), edits.end(),
                   [](const diag::Edit& a, const diag::Edit& b) { return a.span.begin < b.span.begin; });
  return edits;
}

/// Applies what does not touch an edit before it.
Mended spliced(const std::string& text, const std::vector<diag::Edit>& edits) {
  Mended mended;
  std::size_t at = 0;
  for (const diag::Edit& edit : edits) {
    if (mended.edits > 0 && edit.span.begin <= at) continue;
    mended.text.append(text, at, edit.span.begin - at);
    mended.text += edit.text;
    at = edit.span.end;
    ++mended.edits;
  }
  mended.text.append(text, at);
  return mended;
}

}  // namespace

Mended mend(const Source& source, const rules::CheckOptions& options, bool unsafe) {
  Mended all{source.text(), 0};
  auto checked = rules::check(source, options);
  for (int round = 0; round < most_rounds; ++round) {
    const auto edits = wanted_edits(checked->findings, unsafe);
    if (edits.empty()) break;
    Mended next = spliced(all.text, edits);
    auto again = rules::check(Source(source.name(), next.text), options);
    if (!again->readable() || next.text == all.text) break;
    all.text = std::move(next.text);
    all.edits += next.edits;
    checked = std::move(again);
  }
  return all;
}

}  // namespace decide::stage
