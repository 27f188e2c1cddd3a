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

}  // namespace

std::string gitlab(const Run& run) {
  Json all = Json::array();
  Fingerprints fingerprints;
  for (const FileReport& file : run.files) {
    const std::string path = from_root(file.source->name(), run.places);
    for (const diag::Finding& finding : file.findings) {
      Json object = entry(*file.source, finding, path);
      object["fingerprint"] = fingerprints.of(path, finding);
      all.push_back(std::move(object));
    }
  }
  return json_text(all);
}

}  // namespace decide::report
