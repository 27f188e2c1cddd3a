#include <fmt/format.h>

#include <algorithm>

#include "report/sarif_result.h"
#include "report/sarif_rules.h"

namespace decide::report {
namespace {

constexpr std::string_view schema =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
struct Place {
  const FileReport* file;
  const diag::Finding* finding;
};

std::vector<Place> all_findings(const Run& run) {
  std::vector<Place> all;
  for (const FileReport& file : run.files) {
    for (const diag::Finding& finding : file.findings) all.push_back({&file, &finding});
  }
  return all;
}

/// Keeps what is most severe, in the order in which it was; how many were left out.
std::size_t keep_most_severe(std::vector<Place>& all, std::size_t most_results) {
  if (all.size() <= most_results) return 0;
  const std::size_t left_out = all.size() - most_results;
  std::size_t room = most_results;
  std::vector<Place> kept;
  std::vector<std::size_t> take(3);
  for (std::size_t severity = 3; severity-- > 0;) {
    const auto of_it = static_cast<std::size_t>(std::count_if(all.begin(), all.end(), [&](const Place& one) {
      return static_cast<std::size_t>(one.finding->severity) == severity;
    }));
    take[severity] = std::min(room, of_it);
    room -= take[severity];
  }
  for (const Place& one : all) {
    std::size_t& left = take[static_cast<std::size_t>(one.finding->severity)];
    if (left == 0) continue;
    --left;
    kept.push_back(one);
  }
  all = std::move(kept);
  return left_out;
}

Json results(const Run& run, const std::vector<Place>& all, const SarifRules& rules) {
  Json list = Json::array();
  const bool any_excused =
      std::any_of(all.begin(), all.end(), [](const Place& one) { return !excuse(*one.finding).empty(); });
  const bool has_baseline =
      std::any_of(all.begin(), all.end(), [](const Place& one) { return one.finding->in_baseline; });
  const FileReport* last = nullptr;
  std::optional<SarifFile> file;
  for (const Place& one : all) {
    if (one.file != last) file.emplace(*one.file->source, run.places);
    last = one.file;
    Json object = file->result(*one.finding, rules.index_of(one.finding->rule));
    // All results have the key or none has: else a reader cannot tell "no" from "not said".
    if (any_excused) object["suppressions"] = file->suppressions(*one.finding);
    if (has_baseline) object["baselineState"] = one.finding->in_baseline ? "unchanged" : "new";
    list.push_back(std::move(object));
  }
  return list;
}

Json driver(const Run& run, const SarifRules& rules) {
  Json object;
  object["name"] = "dedesign";
  object["version"] = run.tool.version;
  object["semanticVersion"] = run.tool.version;
  object["informationUri"] = run.tool.homepage;
  object["rules"] = rules.descriptors();
  return object;
}

Json invocation(std::size_t left_out, std::size_t most_results) {
  Json object{{"executionSuccessful", true}};
  if (left_out == 0) return object;
  const std::string text = fmt::format(
      "{} findings of the lowest severities are left out: a run may hold {}.", left_out, most_results);
  object["toolExecutionNotifications"].push_back(
      Json{{"level", "warning"}, {"message", Json{{"text", text}}}});
  return object;
}

}  // namespace

std::string sarif(const Run& run) {
  constexpr std::size_t code_scanning_takes = 25000;
  return sarif_of_at_most(code_scanning_takes, run);
}

std::string sarif_of_at_most(std::size_t most_results, const Run& run) {
  const SarifRules rules(run);
  std::vector<Place> all = all_findings(run);
  const std::size_t left_out = keep_most_severe(all, most_results);
  Json one;
  one["tool"]["driver"] = driver(run, rules);
  const std::string_view what = run.extras.stage.empty() ? "lint" : std::string_view(run.extras.stage);
  // A category only, and no name of the run: it is the same from run to run.
  one["automationDetails"]["id"] = fmt::format("dedesign/{}/", what);
  one["columnKind"] = "unicodeCodePoints";
  one["invocations"] = Json::array({invocation(left_out, most_results)});
  one["results"] = results(run, all, rules);
  const Json root{{"$schema", schema}, {"version", "2.1.0"}, {"runs", Json::array({std::move(one)})}};
  return json_text(root);
}

}  // namespace decide::report
