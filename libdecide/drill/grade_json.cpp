#include <cmath>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "drill/grade.h"

namespace decide::drill {

namespace {

using Json = nlohmann::ordered_json;

double rounded(double points) {
  return std::round(points * 100) / 100;
}

Json mark_json(const Mark& mark) {
  Json out{{"what", mark.what}, {"points", rounded(mark.points)}, {"of", rounded(mark.of)}};
  if (!mark.path.empty()) out["path"] = mark.path;
  if (mark.line > 0) out["line"] = mark.line;
  if (!mark.why.empty()) out["why"] = mark.why;
  return out;
}

Json part_json(const PartGrade& part) {
  Json out{{"part", part_name(part.part)}, {"points", rounded(part.points)}, {"of", rounded(part.of)}};
  out["marks"] = Json::array();
  for (const Mark& mark : part.marks) out["marks"].push_back(mark_json(mark));
  out["findings"] = part.found;
  return out;
}

Json early_json(const Early& early) {
  Json out{{"part", part_name(early.part)}, {"answer", early.answer}, {"asked", early.asked}};
  if (early.line > 0) out["line"] = early.line;
  return out;
}

std::string dump(const Json& json, int indent) {
  return json.dump(indent, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace

std::string grade_json(const Grade& grade, const Grade* reference) {
  Json out{{"version", 1}, {"scenario", grade.scenario}, {"points", grade.points}, {"of", 100}};
  out["parts"] = Json::array();
  for (const PartGrade& part : grade.parts) out["parts"].push_back(part_json(part));
  out["decided_before_asked"] = Json::array();
  for (const Early& early : grade.early) out["decided_before_asked"].push_back(early_json(early));
  out["never_asked"] = grade.never_asked;
  out["sentences"] = grade.sentences;
  out["practise"] = grade.practise;
  out["drill"] = {{"drilled", grade.drilled},
                  {"questions", grade.questions},
                  {"hints", grade.hints},
                  {"pivots", grade.pivots}};
  if (grade.minutes) out["drill"]["minutes"] = *grade.minutes;
  if (grade.limit > 0) out["drill"]["limit"] = grade.limit;
  if (reference != nullptr) {
    out["reference"] = {{"points", reference->points}};
    for (const PartGrade& part : reference->parts)
      out["reference"]["parts"][std::string(part_name(part.part))] = rounded(part.points);
  }
  return dump(out, 2);
}

std::string attempt_line(const Grade& grade, design::Instant at) {
  Json out{{"version", 1}, {"scenario", grade.scenario}, {"at", design::spell(at)}, {"points", grade.points}};
  if (grade.minutes) out["minutes"] = *grade.minutes;
  out["questions"] = grade.questions;
  return dump(out, -1);
}

std::vector<Attempt> read_attempts(std::string_view history) {
  std::vector<Attempt> all;
  for (const std::string_view line : split(history, '\n')) {
    const auto json = nlohmann::json::parse(line, nullptr, false);
    if (!json.is_object() || !json.contains("scenario") || !json["scenario"].is_string()) continue;
    if (!json.contains("points") || !json["points"].is_number()) continue;
    const bool dated = json.contains("at") && json["at"].is_string();
    all.push_back({json["scenario"], dated ? json["at"].get<std::string>() : "", json["points"]});
  }
  return all;
}

}  // namespace decide::drill
