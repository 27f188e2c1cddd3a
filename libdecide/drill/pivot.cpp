#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "drill/session.h"
#include "schema/type.h"
#include "yaml/edit.h"

namespace decide::drill {

namespace {

/// Steele, Lea and Flood's SplitMix64: an order that a seed decides, the same everywhere.
std::uint64_t mixed(std::uint64_t x) {
  x += 0x9E3779B97F4A7C15U;
  x = (x ^ (x >> 30U)) * 0xBF58476D1CE4E5B9U;
  x = (x ^ (x >> 27U)) * 0x94D049BB133111EBU;
  return x ^ (x >> 31U);
}

bool is_broken(std::string_view rule, const std::vector<diag::Finding>& findings) {
  return std::any_of(findings.begin(), findings.end(),
                     [&](const diag::Finding& finding) { return finding.rule == rule && !finding.accepted; });
}

/// The follow-ups that were not put yet, in the order of the seed.
std::vector<const Pivot*> open_pivots(const Scenario& scenario, const design::Drill& drill) {
  const auto seed = static_cast<std::uint64_t>(drill.seed.value_or({1}).value);
  std::vector<std::pair<std::uint64_t, const Pivot*>> order;
  for (std::size_t i = 0; i < scenario.pivots.size(); ++i) {
    if (!drill.pivots.contains(scenario.pivots[i].name))
      order.emplace_back(mixed(mixed(seed) + i), &scenario.pivots[i]);
  }
  std::sort(order.begin(), order.end());
  std::vector<const Pivot*> all;
  all.reserve(order.size());
  for (const auto& [key, pivot] : order) all.push_back(pivot);
  return all;
}

/// True if a word stands as a key or as a value at or below a node.
bool holds(const yaml::Document& document, yaml::NodeId node, std::string_view word) {
  const yaml::Node& self = document[node];
  if (self.kind == yaml::Kind::scalar) return self.text == word;
  for (yaml::NodeId child = self.first; child != yaml::none; child = document[child].next) {
    if (document[child].is_key ? document[child].text == word : holds(document, child, word)) return true;
  }
  return false;
}

}  // namespace

Result<Pivoted> pivot(const Source& source, const Scenario& scenario,
                      const std::vector<diag::Finding>& findings, design::Instant now) {
  auto sheet = read_sheet(source);
  if (!sheet) return sheet.error();
  const auto open = open_pivots(scenario, sheet->design().drill);
  Pivoted out;
  out.text = source.text();
  if (open.empty()) return out;
  const auto aimed = std::find_if(open.begin(), open.end(), [&](const Pivot* one) {
    return !one->when.empty() && is_broken(one->when, findings);
  });
  out.aimed = aimed != open.end();
  out.pivot = out.aimed ? *aimed : open.front();
  std::vector<Setting> edits = out.pivot->set;
  edits.push_back(
      {fmt::format("drill.pivots.{}", out.pivot->name), fmt::format("{{at: {}}}", design::spell(now))});
  auto text = with(source, edits);
  if (!text) return text.error();
  out.text = *std::move(text);
  return out;
}

std::vector<Unmet> unmet(const Pivot& pivot, const yaml::Document& document,
                         const std::vector<diag::Finding>& findings) {
  std::vector<Unmet> all;
  for (const Want& want : pivot.wants) {
    const yaml::NodeId node = document.at(want.path);
    if (node != yaml::none && holds(document, node, want.holds)) continue;
    all.push_back({fmt::format("`{}` does not say `{}`", want.path, want.holds), want.path, nullptr});
  }
  for (const diag::Finding& finding : findings) {
    if (finding.accepted ||
        std::find(pivot.clean.begin(), pivot.clean.end(), finding.rule) == pivot.clean.end())
      continue;
    all.push_back({fmt::format("{}: {}", finding.rule, finding.message), finding.path, &finding});
  }
  return all;
}

}  // namespace decide::drill
