#include "stage/mend.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <memory>
#include <utility>
#include <vector>

#include "stage/intended.h"
#include "yaml/document.h"

namespace decide::stage {

namespace {

constexpr int most_rounds = 10;

bool is_wanted(const diag::Finding& finding, bool unsafe) {
  return finding.fix && !finding.accepted && (finding.fix->safe || unsafe);
}

/// Edits by where they begin; none touches another.
using Splices = std::map<std::size_t, diag::Edit>;

bool touches(const diag::Edit& edit, const Splices& taken) {
  const auto after = taken.lower_bound(edit.span.begin);
  if (after != taken.end() && after->first <= edit.span.end) return true;
  return after != taken.begin() && std::prev(after)->second.span.end >= edit.span.begin;
}

Mended spliced(const std::string& text, const Splices& edits) {
  Mended mended;
  std::size_t at = 0;
  for (const auto& [begin, edit] : edits) {
    mended.text.append(text, at, begin - at);
    mended.text += edit.text;
    at = edit.span.end;
    ++mended.edits;
  }
  mended.text.append(text, at);
  return mended;
}

std::vector<diag::Edit> listed(const Splices& splices) {
  std::vector<diag::Edit> edits;
  edits.reserve(splices.size());
  for (const auto& [begin, edit] : splices) edits.push_back(edit);
  return edits;
}

/// The edits of every wanted fix that touches no fix before it and, made together with those, does what it
/// says: a fix is made whole or left for the next round.
Splices wanted_edits(const rules::Checked& checked, bool unsafe) {
  const Source& source = checked.parsed.document.source();
  Splices edits;
  for (const diag::Finding& finding : checked.findings) {
    if (!is_wanted(finding, unsafe)) continue;
    const auto& fix = finding.fix->edits;
    if (std::any_of(fix.begin(), fix.end(), [&](const diag::Edit& edit) { return touches(edit, edits); }))
      continue;
    Splices with = edits;
    for (const diag::Edit& edit : fix) with.emplace(edit.span.begin, edit);
    const auto after =
        yaml::parse(Source(source.name(), spliced(source.text(), with).text, source.first_line()));
    if (leaves_the_rest(checked.parsed.document, after.document, listed(with))) edits = std::move(with);
  }
  return edits;
}

}  // namespace

Mended mend(const Source& source, const rules::CheckOptions& options, bool unsafe) {
  Mended all{source.text(), 0};
  auto checked = rules::check(source, options);
  for (int round = 0; round < most_rounds; ++round) {
    const auto edits = wanted_edits(*checked, unsafe);
    if (edits.empty()) break;
    Mended next = spliced(all.text, edits);
    auto again = rules::check(Source(source.name(), next.text, source.first_line()), options);
    if (!again->readable() || next.text == all.text) break;
    all.text = std::move(next.text);
    all.edits += next.edits;
    checked = std::move(again);
  }
  return all;
}

}  // namespace decide::stage
