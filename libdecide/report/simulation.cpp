#include "report/simulation.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/text.h"
#include "report/table.h"
#include "units/quantity.h"

namespace decide::report {

namespace {

using replay::Assumption;
using replay::Simulation;

std::string named(const Simulation& one) {
  std::string name = one.table;
  for (const std::string& part : {one.pipeline, one.job}) {
    if (!part.empty()) name += ", " + part;
  }
  return name;
}

/// Each assumption once, with the rows that it was made for.
std::string assumptions(const std::vector<Simulation>& all) {
  std::vector<std::pair<Assumption, std::string>> listed;
  for (const Simulation& one : all) {
    for (const Assumption& assumed : one.assumed) {
      const auto at =
          std::find_if(listed.begin(), listed.end(), [&](const auto& it) { return it.first == assumed; });
      if (at == listed.end())
        listed.emplace_back(assumed, named(one));
      else
        at->second += "; " + named(one);
    }
  }
  if (listed.empty()) return {};
  std::string text = "Assumed, as the design does not say it:\n";
  for (const auto& [assumed, rows] : listed)
    text += fmt::format("  {}: {} ({})\n", assumed.what, assumed.why, sanitize(rows));
  return text + "\n";
}

std::string exposures(const std::vector<Simulation>& all) {
  std::string text;
  for (const Simulation& one : all) {
    if (one.counted.exposed_a_day <= 0) continue;
    text += fmt::format("{} shows a part of a partition for {} a day.\n", sanitize(named(one)),
                        units::human(units::Duration{std::min(one.counted.exposed_a_day, 86400.0)}));
  }
  return text.empty() ? text : text + "\n";
}

std::string comebacks(const std::vector<Simulation>& all) {
  std::string text;
  for (const Simulation& one : all) {
    if (!one.returns) continue;
    const std::string people = units::human(units::Count{std::max(std::round(one.returns->a_year), 0.0)});
    text += fmt::format("{} brings back {} erased people a year: {}.\n", sanitize(named(one)),
                        one.returns->a_year < 1 ? "fewer than 1" : "about " + people, one.returns->how);
  }
  return text.empty() ? text : text + "\n";
}

}  // namespace

std::string share_text(double share) {
  const double percent = share * 100;
  if (percent <= 0) return "0 %";
  const int digits = 2 - static_cast<int>(std::floor(std::log10(percent)));
  std::string text = fmt::format("{:.{}f}", percent, std::clamp(digits, 0, 17));
  if (text.find('.') != std::string::npos) {
    text.erase(text.find_last_not_of('0') + 1);
    if (text.back() == '.') text.pop_back();
  }
  return text + " %";
}

std::string often_text(const replay::Often& often) {
  if (!often.possible) return "none possible";
  if (often.exact) return share_text(often.tally.share()) + " (exact)";
  if (often.tally.hits == 0) return fmt::format("< {} (95 %)", share_text(often.high()));
  return fmt::format("{} ({} to {})", share_text(often.tally.share()), share_text(often.low()),
                     share_text(often.high()));
}

std::string simulation_text(const SimulationReport& report, const Style& style) {
  if (report.all.empty()) return {};
  Table rows;
  rows.header = {"TABLE", "PIPELINE", "JOB", "COUNTED TOO OFTEN", "NOT COUNTED", "STALE KEYS"};
  for (const Simulation& one : report.all)
    rows.rows.push_back({one.table, one.pipeline, one.job, often_text(one.counted.over),
                         often_text(one.counted.under), often_text(one.counted.stale)});
  return fmt::format("How often: {} events of each, seed {}; 95 % intervals, by batch:\n\n", report.events,
                     report.seed) +
         table(rows, style) + "\n" + exposures(report.all) + comebacks(report.all) + assumptions(report.all);
}

}  // namespace decide::report
