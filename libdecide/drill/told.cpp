#include "drill/told.h"

#include <nlohmann/json.hpp>

namespace decide::drill {

namespace {

using Json = nlohmann::ordered_json;

std::string dump(const Json& json) {
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

Json settings_json(const std::vector<Setting>& settings) {
  Json out = Json::object();
  for (const Setting& set : settings) out[set.path] = set.value;
  return out;
}

}  // namespace

std::string start_json(const Scenario& scenario, const std::string& file, int minutes, std::int64_t seed,
                       design::Instant now) {
  return dump({{"version", 1},
               {"scenario", scenario.name},
               {"prompt", scenario.prompt},
               {"file", file},
               {"minutes", minutes},
               {"seed", seed},
               {"started", design::spell(now)}});
}

std::string said_json(const Said& said) {
  Json out{{"version", 1}, {"reply", reply_name(said.reply)}};
  if (!said.answer.empty()) out["answer"] = said.answer;
  out["says"] = said.says;
  if (!said.nearest.empty()) out["nearest"] = said.nearest;
  out["sets"] = settings_json(said.sets);
  return dump(out);
}

std::string hint_json(const Hint& hint) {
  Json out{{"version", 1}};
  if (!hint.answer.empty()) out["answer"] = hint.answer;
  out["steps"] = hint.steps;
  out["more"] = hint.more;
  return dump(out);
}

std::string pivot_json(const Pivoted& pivoted, const std::vector<Unmet>& unmet) {
  Json out{{"version", 1}};
  if (pivoted.pivot != nullptr) {
    out["pivot"] = pivoted.pivot->name;
    out["says"] = pivoted.pivot->says;
    out["aimed_at"] = pivoted.aimed ? Json(pivoted.pivot->when) : Json(nullptr);
    out["set"] = settings_json(pivoted.pivot->set);
  } else {
    out["pivot"] = nullptr;
  }
  out["unmet"] = Json::array();
  for (const Unmet& one : unmet) out["unmet"].push_back({{"what", one.what}, {"path", one.path}});
  return dump(out);
}

std::string verify_json(const std::vector<Verified>& all) {
  Json out{{"version", 1}, {"scenarios", Json::array()}};
  for (const Verified& one : all) {
    out["scenarios"].push_back({{"scenario", one.scenario},
                                {"reference", one.reference},
                                {"first_try", one.first_try},
                                {"answers", one.answers},
                                {"asks", one.asks},
                                {"pivots", one.pivots},
                                {"troubles", one.troubles}});
  }
  return dump(out);
}

std::string list_json(const std::vector<Listed>& all) {
  Json out{{"version", 1}, {"scenarios", Json::array()}};
  for (const Listed& one : all) {
    Json row{{"scenario", one.name}, {"level", one.level}, {"minutes", one.minutes}, {"title", one.title}};
    if (one.best >= 0) row["best"] = {{"points", one.best}, {"at", one.best_at}};
    out["scenarios"].push_back(std::move(row));
  }
  return dump(out);
}

}  // namespace decide::drill
