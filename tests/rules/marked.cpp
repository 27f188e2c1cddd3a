#include "rules/marked.h"

#include <algorithm>

#include "rules/judged.h"

namespace decide::test {

namespace {

constexpr std::string_view open_mark = "\xC2\xAB";
constexpr std::string_view close_mark = "\xC2\xBB";

}  // namespace

Marked unmark(std::string_view fragment) {
  Marked marked;
  if (fragment.find("dedesign:") == std::string_view::npos) marked.text = "dedesign: 1\n";
  std::size_t at = 0;
  while (at < fragment.size()) {
    const std::string_view rest = fragment.substr(at);
    if (rest.starts_with(open_mark)) {
      marked.culprits.push_back({static_cast<std::uint32_t>(marked.text.size()), 0});
      at += open_mark.size();
    } else if (rest.starts_with(close_mark)) {
      marked.culprits.back().end = static_cast<std::uint32_t>(marked.text.size());
      at += close_mark.size();
    } else {
      marked.text += fragment[at++];
    }
  }
  return marked;
}

std::unique_ptr<rules::Checked> judge(std::string text, std::string_view only) {
  rules::CheckOptions options;
  options.today = test_day;
  if (!only.empty()) options.only.emplace_back(only);
  return rules::check(Source("design.yaml", std::move(text)), options);
}

std::vector<diag::Finding> findings_of(std::string_view rule, std::string_view fragment) {
  auto checked = judge(unmark(fragment).text, rule);
  std::vector<diag::Finding> found;
  std::copy_if(checked->findings.begin(), checked->findings.end(), std::back_inserter(found),
               [&](const diag::Finding& finding) { return finding.rule == rule; });
  return found;
}

std::string mismatch(std::string_view rule, std::string_view fragment) {
  const Marked marked = unmark(fragment);
  const auto found = findings_of(rule, fragment);
  std::string seen;
  for (const diag::Finding& finding : found) {
    const std::string_view culprit =
        std::string_view(marked.text).substr(finding.span.begin, finding.span.end - finding.span.begin);
    if (std::find(marked.culprits.begin(), marked.culprits.end(), finding.span) == marked.culprits.end()) {
      seen += "points at `" + std::string(culprit) + "` (" + finding.path + "): " + finding.message + "\n";
    }
  }
  if (found.size() != marked.culprits.size()) {
    seen +=
        std::to_string(found.size()) + " findings, " + std::to_string(marked.culprits.size()) + " marked\n";
  }
  return seen;
}

bool fires(std::string_view rule, std::string_view fragment) {
  const Marked marked = unmark(fragment);
  return !marked.culprits.empty() && mismatch(rule, fragment).empty();
}

bool silent(std::string_view rule, std::string_view fragment) {
  return findings_of(rule, fragment).empty();
}

}  // namespace decide::test
