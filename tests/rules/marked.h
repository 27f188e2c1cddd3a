#pragma once

#include <algorithm>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "rules/check.h"

/// Designs in tests: a fragment with the head added, the culprit between « and ».
namespace decide::test {

inline constexpr std::string_view open_mark = "\xC2\xAB";
inline constexpr std::string_view close_mark = "\xC2\xBB";

struct Marked {
  std::string text;
  std::vector<Span> culprits;  ///< in the order of the text
};

/// Takes the marks out. A fragment that does not say `dedesign:` gets the head put before it.
inline Marked unmark(std::string_view fragment) {
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

inline constexpr design::Date test_day{20782};  // 2026-11-25

inline std::unique_ptr<rules::Checked> judge(std::string text, std::string_view only = {}) {
  rules::CheckOptions options;
  options.today = test_day;
  if (!only.empty()) options.only.emplace_back(only);
  return rules::check(Source("design.yaml", std::move(text)), options);
}

inline std::vector<diag::Finding> findings_of(std::string_view rule, std::string_view fragment) {
  auto checked = judge(unmark(fragment).text, rule);
  std::vector<diag::Finding> found;
  std::copy_if(checked->findings.begin(), checked->findings.end(), std::back_inserter(found),
               [&](const diag::Finding& finding) { return finding.rule == rule; });
  return found;
}

/// True if the rule finds exactly the marked culprits and nothing else. Empty string: as wanted; else what
/// was seen instead, for the test's message.
inline std::string mismatch(std::string_view rule, std::string_view fragment) {
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

inline bool fires(std::string_view rule, std::string_view fragment) {
  const Marked marked = unmark(fragment);
  return !marked.culprits.empty() && mismatch(rule, fragment).empty();
}

inline bool silent(std::string_view rule, std::string_view fragment) {
  return findings_of(rule, fragment).empty();
}

}  // namespace decide::test
