#include <fmt/format.h>

#include <map>

#include "base/digest.h"
#include "report/excerpt.h"
#include "report/json_text.h"
#include "report/machine.h"

namespace decide::report {
namespace {

std::string_view severity(const diag::Finding& finding) {
  if (!excuse(finding).empty()) return "info";
  switch (finding.severity) {
    case diag::Severity::error:
      return "major";
    case diag::Severity::warning:
      return "minor";
    case diag::Severity::note:
      break;
  }
  return "info";
}

/// `check_name` is not shown, so the description says it too.
std::string description(const diag::Finding& finding) {
  std::string text = fmt::format("{} {}: {}", finding.rule, finding.name, finding.message);
  if (!finding.help.empty()) text += fmt::format(" ({})", finding.help);
  if (const std::string why = excuse(finding); !why.empty()) text += fmt::format(" ({})", why);
  return text;
}

/// Only the first of equal fingerprints is shown, so that a second finding of a rule at a path is numbered.
/// Lines and messages are left out: they change with what is written elsewhere.
class Fingerprints {
 public:
  std::string of(std::string_view file, const diag::Finding& finding) {
    std::string key(file);
    for (const std::string_view part : {std::string_view(finding.rule), std::string_view(finding.path)}) {
      key += '\0';
      key += part;
    }
    const std::size_t before = seen_[key]++;
    if (before > 0) key += fmt::format("{}{}", '\0', before);
    return sha256_hex(key);
  }

 private:
  std::map<std::string, std::size_t> seen_;
};

Json entry(const Source& source, const diag::Finding& finding, const std::string& path) {
  Json object;
  object["description"] = description(finding);
  object["check_name"] = finding.rule;
  object["severity"] = severity(finding);
  object["location"]["path"] = path;
  object["location"]["lines"]["begin"] = source.position(finding.span.begin).line;
  object["location"]["lines"]["end"] = last_line(source, finding.span);
  return object;
}

std::vector<std::string> gitlab_items(const Source& source, const std::vector<diag::Finding>& findings,
                                      const About& about) {
  std::vector<std::string> items;
  items.reserve(findings.size());
  Fingerprints fingerprints;
  const std::string path = from_root(source.name(), about.places);
  for (const diag::Finding& finding : findings) {
    Json object = entry(source, finding, path);
    object["fingerprint"] = fingerprints.of(path, finding);
    items.push_back(json_item(object, 2));
  }
  return items;
}

Frame gitlab_frame(const Totals& totals, const About& /*about*/) {
  return json_frame(json_text(Json::array()), 0, totals.items > 0);
}

}  // namespace

constexpr Listing gitlab{gitlab_items, json_between, gitlab_frame};

}  // namespace decide::report
