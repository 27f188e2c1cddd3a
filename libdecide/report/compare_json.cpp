#include <cmath>

#include "report/compare.h"
#include "report/json_text.h"

namespace decide::report {
namespace {

Json finding_json(const diag::Finding& finding) {
  return Json{{"rule", finding.rule},
              {"name", finding.name},
              {"severity", std::string(diag::severity_name(finding.severity))},
              {"path", finding.path},
              {"message", finding.message}};
}

Json findings_json(const std::vector<diag::Finding>& findings) {
  Json list = Json::array();
  for (const diag::Finding& finding : findings) list.push_back(finding_json(finding));
  return list;
}

/// A value that is not known is null.
Json number(double value) {
  return std::isfinite(value) ? Json(value) : Json(nullptr);
}

}  // namespace

std::string comparison_json(const rules::Comparison& comparison) {
  Json root;
  root["version"] = 1;
  root["values"] = Json::array();
  for (const auto& one : comparison.values)
    root["values"].push_back(Json{{"path", one.path}, {"before", one.before}, {"after", one.after}});
  root["constraints"] = Json::array();
  for (const auto& one : comparison.constraints)
    root["constraints"].push_back(Json{{"name", one.name}, {"before", one.before}, {"after", one.after}});
  root["figures"] = Json::array();
  for (const auto& one : comparison.figures) {
    root["figures"].push_back(Json{{"path", one.path},
                                   {"name", one.name},
                                   {"unit", one.unit},
                                   {"before", number(one.before)},
                                   {"after", number(one.after)}});
  }
  root["appeared"] = findings_json(comparison.appeared);
  root["gone"] = findings_json(comparison.gone);
  return json_text(root);
}

std::string headroom_json(const std::vector<rules::Headroom>& all) {
  Json root;
  root["version"] = 1;
  root["headroom"] = Json::array();
  for (const rules::Headroom& one : all) {
    root["headroom"].push_back(Json{{"load", one.growth},
                                    {"factor", one.factor ? Json(*one.factor) : Json(nullptr)},
                                    {"findings", findings_json(one.findings)}});
  }
  return json_text(root);
}

}  // namespace decide::report
