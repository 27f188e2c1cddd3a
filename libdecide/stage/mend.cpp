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

/// True if the edits, made together, do what their fixes say and nothing else.
bool are_sound(const rules::Checked& checked, const Splices& splices) {
  const Source& source = checked.parsed.document.source();
  std::vector<diag::Edit> edits;
  for (const auto& [begin, edit] : splices) edits.push_back(edit);
  const auto after =
      yaml::parse(Source(source.name(), spliced(source.text(), splices).text, source.first_line()));
  return leaves_the_rest(checked.parsed.document, after.document, edits);
}

/// The edits of every wanted fix that touches no fix before it: a fix is made whole or left for the next
/// round. `is_taken` tells of each whether it may be added to those before it.
template <class IsTaken>
Splices gathered(const rules::Checked& checked, bool unsafe, const IsTaken& is_taken) {
  Splices edits;
  for (const diag::Finding& finding : checked.findings) {
    if (!is_wanted(finding, unsafe)) continue;
    const auto& fix = finding.fix->edits;
    if (std::any_of(fix.begin(), fix.end(), [&](const diag::Edit& edit) { return touches(edit, edits); }))
      continue;
    if (!is_taken(edits, fix)) continue;
    for (const diag::Edit& edit : fix) edits.emplace(edit.span.begin, edit);
  }
  return edits;
}

/// Mostly all are sound; where they are not, each is held against those before it.
Splices wanted_edits(const rules::Checked& checked, bool unsafe) {
  using Edits = std::vector<diag::Edit>;
  Splices all = gathered(checked, unsafe, [](const Splices&, const Edits&) { return true; });
  if (all.empty() || are_sound(checked, all)) return all;
  return gathered(checked, unsafe, [&](Splices with, const Edits& fix) {
    for (const diag::Edit& edit : fix) with.emplace(edit.span.begin, edit);
    return are_sound(checked, with);
  });
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
